#include "clients/cpp/request_id.h"

#include <cstdint>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace overstap::client {

std::string NewRequestId() {
  std::random_device device;
  std::string bytes;
  for (int word = 0; word < 4; ++word) {
    const uint32_t random = device();
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.push_back(static_cast<char>((random >> shift) & 0xFFU));
    }
  }
  // RFC 4122, 4.4: four bits of version and two of variant.
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace overstap::client
