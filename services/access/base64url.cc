#include "services/access/base64url.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/escaping.h"

namespace overstap::access {
namespace {

constexpr int kBitsPerCharacter = 6;
constexpr int kBitsPerByte = 8;
constexpr size_t kCharactersPerGroup = 4;  // for three bytes
constexpr int8_t kNone = -1;
constexpr size_t kCharacters = 256;

constexpr std::array<int8_t, kCharacters> ValueTable() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<int8_t, kCharacters> values = {};
  for (int8_t& value : values) value = kNone;
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<uint8_t>(kAlphabet[i])] = static_cast<int8_t>(i);
  }
  return values;
}
constexpr std::array<int8_t, kCharacters> kValues = ValueTable();

}  // namespace

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  if (text.size() % kCharactersPerGroup == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * kBitsPerCharacter / kBitsPerByte);
  uint32_t pending = 0;
  int pending_bits = 0;
  for (const char c : text) {
    const int8_t value = kValues[static_cast<uint8_t>(c)];
    if (value == kNone) return std::nullopt;
    pending = pending << kBitsPerCharacter | static_cast<uint32_t>(value);
    pending_bits += kBitsPerCharacter;
    if (pending_bits < kBitsPerByte) continue;
    pending_bits -= kBitsPerByte;
    bytes.push_back(static_cast<char>(static_cast<uint8_t>(pending >> pending_bits)));
    pending &= (1U << pending_bits) - 1;
  }
  if (pending != 0) return std::nullopt;
  return bytes;
}

std::string EncodeBase64Url(std::string_view bytes) {
  // Abseil's web-safe flavour has no padding.
  return absl::WebSafeBase64Escape(absl::string_view(bytes.data(), bytes.size()));
}

}  // namespace overstap::access
