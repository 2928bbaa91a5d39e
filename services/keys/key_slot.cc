#include "services/keys/key_slot.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/log/big_endian.h"

namespace overstap::keys {
namespace {

using log::DecodeBigEndian;
using log::EncodeBigEndian;
using log::kNumberSize;

constexpr std::string_view kMagic = "OVK";
constexpr std::string_view kFormat = "0001";
constexpr size_t kFormatAt = 4;
constexpr size_t kIdAt = kFormatAt + 4;
constexpr size_t kKeyAt = kIdAt + kNumberSize;
constexpr size_t kDurableAt = kKeyAt + kKeySize;
constexpr size_t kChecksumAt = kDurableAt + kNumberSize;
static_assert(kChecksumAt + kNumberSize == kSlotSize);

// Looked up once: that costs more than hashing a slot, and a start hashes a million.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kMethod;
}

std::string Checksum(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, Sha256Method(), nullptr) !=
      1) {
    std::abort();  // out of memory: no slot may be written that does not verify
  }
  return {digest.begin(), digest.begin() + kNumberSize};
}

bool IsState(char c) {
  return c == static_cast<char>(SlotState::kLive) ||
         c == static_cast<char>(SlotState::kDestroyed) || c == static_cast<char>(SlotState::kLost);
}

}  // namespace

std::string EncodeSlot(const KeySlot& slot) {
  std::string bytes(kMagic);
  bytes.push_back(static_cast<char>(slot.state));
  bytes += kFormat;
  bytes += EncodeBigEndian(slot.id);
  bytes.append(slot.key.begin(), slot.key.end());
  bytes += EncodeBigEndian(slot.durable_before);
  bytes += Checksum(bytes);
  return bytes;
}

absl::StatusOr<KeySlot> DecodeSlot(std::string_view bytes) {
  if (bytes.size() != kSlotSize || bytes.substr(0, kMagic.size()) != kMagic ||
      Checksum(bytes.substr(0, kChecksumAt)) != bytes.substr(kChecksumAt)) {
    return absl::DataLossError("not a key slot, or damaged");
  }
  const std::string_view format = bytes.substr(kFormatAt, kFormat.size());
  if (format != kFormat || !IsState(bytes[kMagic.size()])) {
    return absl::FailedPreconditionError(absl::StrCat(
        "a key slot has format ", absl::string_view(format.data(), format.size()),
        "; this server reads format ", absl::string_view(kFormat.data(), kFormat.size())));
  }
  KeySlot slot;
  slot.state = static_cast<SlotState>(bytes[kMagic.size()]);
  slot.id = DecodeBigEndian(bytes.substr(kIdAt));
  std::copy_n(bytes.begin() + kKeyAt, kKeySize, slot.key.begin());
  slot.durable_before = DecodeBigEndian(bytes.substr(kDurableAt));
  return slot;
}

}  // namespace overstap::keys
