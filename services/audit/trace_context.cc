#include "services/audit/trace_context.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>

#include "absl/strings/escaping.h"

namespace overstap::audit {
namespace {

// version "-" trace-id "-" parent-id "-" trace-flags
constexpr size_t kVersionSize = 2;
constexpr size_t kTraceIdAt = 3;
constexpr size_t kTraceIdSize = 32;
constexpr size_t kParentAt = 36;
constexpr size_t kParentSize = 16;
constexpr size_t kFlagsAt = 53;
constexpr size_t kFlagsSize = 2;
constexpr size_t kSize = kFlagsAt + kFlagsSize;
// Forbidden by the recommendation.
constexpr std::string_view kInvalidVersion = "ff";
constexpr std::string_view kVersion00 = "00";

bool IsLowerHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsId(std::string_view text) {
  return IsLowerHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

// Of the last of two digits.
bool IsOdd(char hex_digit) {
  const int value = hex_digit <= '9' ? hex_digit - '0' : hex_digit - 'a';  // 'a' is 10: even
  return (value & 1) != 0;
}

template <size_t kBytes>
std::string MakeId(RandomBytes random_bytes) {
  std::array<unsigned char, kBytes> bytes{};
  do {
    random_bytes(bytes);
  } while (std::all_of(bytes.begin(), bytes.end(), [](unsigned char byte) { return byte == 0; }));
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(std::string_view traceparent) {
  if (traceparent.size() < kSize) return std::nullopt;
  const std::string_view version = traceparent.substr(0, kVersionSize);
  if (!IsLowerHex(version) || version == kInvalidVersion) return std::nullopt;
  if (traceparent.size() > kSize && (version == kVersion00 || traceparent[kSize] != '-')) {
    return std::nullopt;
  }
  const std::string_view trace_id = traceparent.substr(kTraceIdAt, kTraceIdSize);
  const std::string_view parent = traceparent.substr(kParentAt, kParentSize);
  const std::string_view flags = traceparent.substr(kFlagsAt, kFlagsSize);
  for (const size_t at : {kTraceIdAt, kParentAt, kFlagsAt}) {
    if (traceparent[at - 1] != '-') return std::nullopt;
  }
  if (!IsId(trace_id) || !IsId(parent) || !IsLowerHex(flags)) return std::nullopt;
  return TraceContext{std::string(trace_id), std::string(parent), IsOdd(flags.back())};
}

std::string MakeTraceId(RandomBytes random_bytes) { return MakeId<kTraceIdSize / 2>(random_bytes); }

std::string MakeSpanId(RandomBytes random_bytes) { return MakeId<kParentSize / 2>(random_bytes); }

void SystemRandomBytes(std::span<unsigned char> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
}

}  // namespace overstap::audit
