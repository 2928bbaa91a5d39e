#include "services/log/log_frame.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/log/big_endian.h"

namespace overstap::log {
namespace {

constexpr char kFormat = 1;
constexpr size_t kHeaderSize = 1 + kNumberSize;

// Looked up once: that costs as much as hashing a small entry.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kMethod;
}

// The calling thread's: making one costs as much as hashing a small entry. nullptr: out of memory.
EVP_MD_CTX* ThreadContext() {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> kContext(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return kContext.get();
}

Chain ChainOf(Chain previous, Position position, std::string_view payload) {
  std::array<unsigned char, kHeaderSize + kNumberSize> prefix{static_cast<unsigned char>(kFormat)};
  const std::string before = EncodeBigEndian(previous);
  const std::string at = EncodeBigEndian(position);
  std::copy(before.begin(), before.end(), prefix.begin() + 1);
  std::copy(at.begin(), at.end(), prefix.begin() + kHeaderSize);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_MD_CTX* context = ThreadContext();
  if (context == nullptr || EVP_DigestInit_ex(context, Sha256Method(), nullptr) != 1 ||
      EVP_DigestUpdate(context, prefix.data(), prefix.size()) != 1 ||
      EVP_DigestUpdate(context, payload.data(), payload.size()) != 1 ||
      EVP_DigestFinal_ex(context, digest.data(), nullptr) != 1) {
    std::abort();  // out of memory: no entry may be written that does not verify
  }
  return DecodeBigEndian({reinterpret_cast<const char*>(digest.data()), kNumberSize});
}

}  // namespace

std::string EncodeFrame(Chain previous, Position position, std::string_view payload, Chain* chain) {
  *chain = ChainOf(previous, position, payload);
  std::string bytes;
  bytes.reserve(kHeaderSize + payload.size());
  bytes.push_back(kFormat);
  bytes += EncodeBigEndian(*chain);
  bytes += payload;
  return bytes;
}

absl::StatusOr<Frame> ParseFrame(Position position, std::string_view bytes) {
  if (bytes.size() < kHeaderSize) {
    return absl::DataLossError(absl::StrCat("log entry ", position, " is cut off"));
  }
  if (bytes[0] != kFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("log entry ", position, " has format ", static_cast<int>(bytes[0]),
                     "; this version reads format ", static_cast<int>(kFormat)));
  }
  return Frame{DecodeBigEndian(bytes.substr(1)), bytes.substr(kHeaderSize)};
}

absl::StatusOr<Frame> DecodeFrame(Chain previous, Position position, std::string_view bytes) {
  absl::StatusOr<Frame> frame = ParseFrame(position, bytes);
  if (!frame.ok()) return frame;
  if (frame->chain != ChainOf(previous, position, frame->payload)) {
    return absl::DataLossError(absl::StrCat("log entry ", position,
                                            " is damaged, or is not the one that followed entry ",
                                            position - 1));
  }
  return frame;
}

}  // namespace overstap::log
