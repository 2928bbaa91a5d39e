// Numbers as 8 bytes whose order is the numbers' order: keys and fields at rest.
//
//   std::string key = EncodeBigEndian(position);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_LOG_BIG_ENDIAN_H_
#define OVERSTAP_SERVICES_LOG_BIG_ENDIAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace overstap::log {

inline constexpr size_t kNumberSize = 8;

inline std::string EncodeBigEndian(uint64_t number) {
  std::string bytes(kNumberSize, '\0');
  for (size_t i = kNumberSize; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

// The number in the first kNumberSize bytes; the caller makes sure that they are there.
inline uint64_t DecodeBigEndian(std::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < kNumberSize; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_BIG_ENDIAN_H_
