// The keys of a ring in memory: what sealing and opening work on.
//
//   KeyTable table;
//   table.Append(SlotState::kLive, key);       // has id 1
//   absl::StatusOr<store::v1::Sealed> sealed = table.Seal(1, "jobSeekers/p-1", plaintext);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_KEYS_KEY_TABLE_H_
#define OVERSTAP_SERVICES_KEYS_KEY_TABLE_H_

#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/keys/key_ring.h"
#include "services/keys/key_slot.h"
#include "services/keys/person_seal.h"

namespace overstap::keys {

class KeyTable {
 public:
  KeyTable() = default;
  // Wipes the keys.
  ~KeyTable();
  KeyTable(const KeyTable&) = delete;
  KeyTable& operator=(const KeyTable&) = delete;

  // The new last id; ids ascend by 1 from 1.
  KeyId Append(SlotState state, const KeyBytes& key);
  // Wipes the key. A key that is gone or never was is no error.
  void Destroy(KeyId id);
  bool Has(KeyId id) const;
  KeyId last_id() const;
  uint64_t destroyed_count() const;

  // As in KeyRing.
  absl::StatusOr<store::v1::Sealed> Seal(KeyId id, std::string_view context,
                                         std::string_view plaintext) const;
  absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed, std::string_view context) const;

 private:
  struct Key {
    SlotState state = SlotState::kLive;
    KeyBytes bytes = {};
  };
  absl::StatusOr<KeyBytes> Find(KeyId id) const;

  mutable std::shared_mutex mutex_;
  std::vector<Key> keys_;         // by id - 1; guarded by mutex_
  uint64_t destroyed_count_ = 0;  // guarded by mutex_
};

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_KEY_TABLE_H_
