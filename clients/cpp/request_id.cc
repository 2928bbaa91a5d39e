#include "clients/cpp/request_id.h"

#include <array>
#include <cstdint>
#include <random>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "openssl/evp.h"

namespace overstap::client {
namespace {

// Version 5 hashes a name within a namespace; this one is ours. Never change it: a file that was
// imported under other ids would be imported twice.
constexpr absl::string_view kNamespace = "2f1d5c0e8a6b4f73b9d47c1e60a5f382";

constexpr size_t kUuidBytes = 16;

std::string Digest(const EVP_MD* algorithm, absl::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, algorithm, nullptr);
  return {digest.begin(), digest.begin() + size};
}

// As text, with its version's four bits and the two of the variant (RFC 4122, 4.1).
std::string Uuid(std::string bytes, int version) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | version << 4);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace

std::string NewRequestId() {
  std::random_device device;
  std::string bytes;
  for (int word = 0; word < 4; ++word) {
    const uint32_t random = device();
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.push_back(static_cast<char>((random >> shift) & 0xFFU));
    }
  }
  return Uuid(std::move(bytes), 4);
}

std::string RequestIdOf(absl::string_view content, int64_t part) {
  const std::string name =
      absl::StrCat(absl::HexStringToBytes(kNamespace), Digest(EVP_sha256(), content), ":", part);
  return Uuid(Digest(EVP_sha1(), name).substr(0, kUuidBytes), 5);
}

}  // namespace overstap::client
