#include "services/keys/key_file.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/keys/key_slot.h"
#include "services/keys/key_table.h"

namespace overstap::keys {
namespace {

// 64 GiB of slots: far above any region.
constexpr KeyId kMostKeys = KeyId{1} << 30;

size_t OffsetOf(KeyId id) { return (id - 1) * kSlotSize; }

// Wiped at the end of its life.
struct Slots {
  Slots() = default;
  ~Slots() {
    for (KeySlot& slot : all) OPENSSL_cleanse(slot.key.data(), slot.key.size());
  }
  Slots(Slots&&) = default;
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  std::vector<KeySlot> all;  // by id - 1
};

absl::StatusOr<Slots> Decode(std::string_view bytes) {
  const KeyId count = (bytes.size() + kSlotSize - 1) / kSlotSize;
  Slots slots;
  slots.all.reserve(count);
  KeyId first_torn = 0;
  KeyId durable_before = 0;
  for (KeyId id = 1; id <= count; ++id) {
    absl::StatusOr<KeySlot> slot = DecodeSlot(bytes.substr(OffsetOf(id), kSlotSize));
    if (absl::IsFailedPrecondition(slot.status())) return slot.status();
    if (slot.ok() && slot->id == id) {
      durable_before = std::max(durable_before, slot->durable_before);
      slots.all.push_back(*slot);
    } else {
      if (first_torn == 0) first_torn = id;
      slots.all.push_back({.state = SlotState::kLost, .id = id, .key = {}, .durable_before = 0});
    }
    if (slot.ok()) OPENSSL_cleanse(slot->key.data(), slot->key.size());
  }
  if (first_torn != 0 && first_torn <= durable_before) {
    return absl::DataLossError(absl::StrCat("the key file is damaged: slot ", first_torn,
                                            " at byte ", OffsetOf(first_torn),
                                            " cannot be read, and what was sealed under its key is "
                                            "lost; use another copy of the keys"));
  }
  return slots;
}

class KeyCopy final : public KeyRing {
 public:
  explicit KeyCopy(const Slots& slots) {
    for (const KeySlot& slot : slots.all) table_.Append(slot.state, slot.key);
  }

  absl::StatusOr<KeyId> Create() override { return Refused(); }
  absl::Status Sync() override { return absl::OkStatus(); }
  absl::Status Destroy(KeyId /*key*/) override { return Refused(); }
  bool Has(KeyId key) const override { return table_.Has(key); }
  KeyId last_id() const override { return table_.last_id(); }
  uint64_t destroyed_count() const override { return table_.destroyed_count(); }
  absl::StatusOr<store::v1::Sealed> Seal(KeyId /*key*/, std::string_view /*context*/,
                                         std::string_view /*plaintext*/) const override {
    return Refused();
  }
  absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed,
                                   std::string_view context) const override {
    return table_.Open(sealed, context);
  }

 private:
  static absl::Status Refused() {
    return absl::FailedPreconditionError("a copy of the keys is only read");
  }

  KeyTable table_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyRing>> OpenKeyCopy(std::string_view bytes) {
  const absl::StatusOr<Slots> slots = Decode(bytes);
  if (!slots.ok()) return slots.status();
  return std::make_unique<KeyCopy>(*slots);
}

KeyState StateOf(const KeyRing& ring, KeyId key) {
  if (ring.Has(key)) return KeyState::kLive;
  // Nothing is sealed in it: only whether there was such a key is asked.
  store::v1::Sealed nothing;
  nothing.set_key_id(key);
  return absl::IsNotFound(ring.Open(nothing, "").status()) ? KeyState::kDestroyed
                                                           : KeyState::kMissing;
}

absl::StatusOr<std::vector<KeyId>> DestroyedKeys(std::string_view bytes) {
  const absl::StatusOr<Slots> slots = Decode(bytes);
  if (!slots.ok()) return slots.status();
  std::vector<KeyId> destroyed;
  for (const KeySlot& slot : slots->all) {
    if (slot.state == SlotState::kDestroyed) destroyed.push_back(slot.id);
  }
  return destroyed;
}

absl::StatusOr<size_t> ForgetKeys(std::span<const KeyId> keys, std::string* bytes) {
  const absl::StatusOr<Slots> slots = Decode(*bytes);
  if (!slots.ok()) return slots.status();
  size_t forgotten = 0;
  const KeyId last = keys.empty() ? 0 : *std::max_element(keys.begin(), keys.end());
  if (last > kMostKeys) {
    return absl::InvalidArgumentError(
        absl::StrCat("key ", last, " to be forgotten: no ring has as many keys"));
  }
  for (KeyId key = slots->all.size() + 1; key <= last; ++key) {
    const bool listed = std::binary_search(keys.begin(), keys.end(), key);
    *bytes += EncodeSlot({.state = listed ? SlotState::kDestroyed : SlotState::kLost,
                          .id = key,
                          .key = {},
                          .durable_before = 0});
  }
  for (const KeyId key : keys) {
    if (key == 0 || key > slots->all.size()) continue;
    const KeySlot& slot = slots->all[key - 1];
    if (slot.state != SlotState::kLive) continue;
    const std::string destroyed = EncodeSlot({.state = SlotState::kDestroyed,
                                              .id = key,
                                              .key = {},
                                              .durable_before = slot.durable_before});
    std::copy(destroyed.begin(), destroyed.end(), bytes->begin() + OffsetOf(key));
    ++forgotten;
  }
  return forgotten;
}

void WipeKeys(std::string* bytes) {
  OPENSSL_cleanse(bytes->data(), bytes->size());
  bytes->clear();
}

}  // namespace overstap::keys
