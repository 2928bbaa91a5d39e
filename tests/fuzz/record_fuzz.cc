// Bytes at rest that are not what was written: a log frame and the entry in it, a key slot.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "overstap/store/v1/log.pb.h"
#include "services/keys/key_slot.h"
#include "services/log/log_frame.h"
#include "services/store/record_change.h"

namespace overstap {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void TryEntry(std::string_view bytes) {
  store::v1::LogEntry entry;
  if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  for (const store::v1::Event& event : entry.events()) {
    if (const auto change = store::ChangeOf(event, 1)) Require(change->kind != store::RecordKind{});
  }
}

// What decodes is what was encoded, to the byte; what does not decode is refused and no more.
void TryFrame(std::string_view bytes) {
  constexpr log::Chain kPrevious = 7;
  constexpr log::Position kPosition = 3;
  log::Chain chain = 0;
  const std::string framed = log::EncodeFrame(kPrevious, kPosition, bytes, &chain);
  const auto again = log::DecodeFrame(kPrevious, kPosition, framed);
  Require(again.ok() && again->payload == bytes && again->chain == chain);
  if (const auto parsed = log::ParseFrame(kPosition, bytes); parsed.ok()) TryEntry(parsed->payload);
  const auto frame = log::DecodeFrame(kPrevious, kPosition, bytes);
  if (frame.ok()) {
    Require(log::EncodeFrame(kPrevious, kPosition, frame->payload, &chain) == bytes);
  }
}

void TrySlot(std::string_view bytes) {
  const auto slot = keys::DecodeSlot(bytes);
  if (slot.ok()) Require(keys::EncodeSlot(*slot) == bytes);
}

}  // namespace
}  // namespace overstap

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  overstap::TryFrame(bytes);
  overstap::TryEntry(bytes);
  overstap::TrySlot(bytes);
  return 0;
}
