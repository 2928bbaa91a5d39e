// How one key stands in the key file: a slot of 64 bytes at 64 · (id - 1), so that it never crosses
// a sector and is written whole or not at all.
//
//   std::string bytes = EncodeSlot({.state = SlotState::kLive, .id = 7, .key = key});
//   absl::StatusOr<KeySlot> slot = DecodeSlot(bytes);
//
// Layout, numbers big-endian: "OVK" and the state (4), format (4, "0001"), id (8), key (32, zeros
// when there is none), durable_before (8), the first 8 bytes of SHA-256 over all of that. Never
// change. Safe from any thread.
#ifndef OVERSTAP_SERVICES_KEYS_KEY_SLOT_H_
#define OVERSTAP_SERVICES_KEYS_KEY_SLOT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/keys/key_ring.h"
#include "services/keys/person_seal.h"

namespace overstap::keys {

inline constexpr size_t kSlotSize = 64;

enum class SlotState : char {
  kLive = 'K',
  kDestroyed = 'D',
  kLost = 'L',  // its write was cut off before it was durable; no durable entry uses it
};

struct KeySlot {
  SlotState state = SlotState::kLive;
  KeyId id = 0;
  KeyBytes key = {};
  // Keys with ids up to this were durable when the slot was written.
  KeyId durable_before = 0;
};

// kSlotSize bytes.
std::string EncodeSlot(const KeySlot& slot);
// DATA_LOSS: not a slot as it was written. FAILED_PRECONDITION: of a newer format.
absl::StatusOr<KeySlot> DecodeSlot(std::string_view bytes);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_KEY_SLOT_H_
