// Keys that live as long as the process: for tests of what stands on a key ring.
//
//   MemoryKeyRing keys;
//   absl::StatusOr<KeyId> key = keys.Create();
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_KEYS_MEMORY_KEY_RING_H_
#define OVERSTAP_SERVICES_KEYS_MEMORY_KEY_RING_H_

#include <string>
#include <string_view>

#include "services/keys/key_ring.h"
#include "services/keys/key_table.h"

namespace overstap::keys {

class MemoryKeyRing final : public KeyRing {
 public:
  absl::StatusOr<KeyId> Create() override {
    const absl::StatusOr<KeyBytes> key = RandomKey();
    if (!key.ok()) return key.status();
    return table_.Append(SlotState::kLive, *key);
  }
  absl::Status Sync() override { return absl::OkStatus(); }
  absl::Status Destroy(KeyId key) override {
    table_.Destroy(key);
    return absl::OkStatus();
  }
  bool Has(KeyId key) const override { return table_.Has(key); }
  KeyId last_id() const override { return table_.last_id(); }
  uint64_t destroyed_count() const override { return table_.destroyed_count(); }
  absl::StatusOr<store::v1::Sealed> Seal(KeyId key, std::string_view context,
                                         std::string_view plaintext) const override {
    return table_.Seal(key, context, plaintext);
  }
  absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed,
                                   std::string_view context) const override {
    return table_.Open(sealed, context);
  }

 private:
  KeyTable table_;
};

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_MEMORY_KEY_RING_H_
