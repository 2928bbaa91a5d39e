#include "services/keys/key_table.h"

#include <openssl/crypto.h>

#include <mutex>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace overstap::keys {

KeyTable::~KeyTable() {
  for (Key& key : keys_) OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
}

KeyId KeyTable::Append(SlotState state, const KeyBytes& key) {
  const std::unique_lock lock(mutex_);
  if (keys_.size() == keys_.capacity()) {
    // Grown by hand, so that the old copy does not stay in freed memory.
    std::vector<Key> grown;
    grown.reserve(2 * keys_.size() + 64);
    grown.assign(keys_.begin(), keys_.end());
    keys_.swap(grown);
    for (Key& old : grown) OPENSSL_cleanse(old.bytes.data(), old.bytes.size());
  }
  keys_.push_back({state, key});
  if (state == SlotState::kDestroyed) ++destroyed_count_;
  return keys_.size();
}

void KeyTable::Destroy(KeyId id) {
  const std::unique_lock lock(mutex_);
  if (id == 0 || id > keys_.size()) return;
  Key& key = keys_[id - 1];
  if (key.state != SlotState::kDestroyed) ++destroyed_count_;
  key.state = SlotState::kDestroyed;
  OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
}

bool KeyTable::Has(KeyId id) const {
  const std::shared_lock lock(mutex_);
  return id != 0 && id <= keys_.size() && keys_[id - 1].state == SlotState::kLive;
}

KeyId KeyTable::last_id() const {
  const std::shared_lock lock(mutex_);
  return keys_.size();
}

uint64_t KeyTable::destroyed_count() const {
  const std::shared_lock lock(mutex_);
  return destroyed_count_;
}

absl::StatusOr<KeyBytes> KeyTable::Find(KeyId id) const {
  const std::shared_lock lock(mutex_);
  if (id == 0 || id > keys_.size()) {
    return absl::DataLossError(absl::StrCat("key ", id, " is not among the ", keys_.size(),
                                            " keys here: is this the right key folder?"));
  }
  const Key& key = keys_[id - 1];
  if (key.state == SlotState::kDestroyed) {
    return absl::NotFoundError(absl::StrCat("key ", id, " is destroyed"));
  }
  if (key.state == SlotState::kLost) {
    return absl::DataLossError(absl::StrCat("key ", id, " cannot be read (slot at byte ",
                                            (id - 1) * kSlotSize,
                                            " of the key ring): restore the key folder"));
  }
  return key.bytes;
}

absl::StatusOr<store::v1::Sealed> KeyTable::Seal(KeyId id, std::string_view context,
                                                 std::string_view plaintext) const {
  absl::StatusOr<KeyBytes> key = Find(id);
  if (!key.ok()) return key.status();
  absl::StatusOr<store::v1::Sealed> sealed = SealUnder(*key, id, context, plaintext);
  OPENSSL_cleanse(key->data(), key->size());
  return sealed;
}

absl::StatusOr<std::string> KeyTable::Open(const store::v1::Sealed& sealed,
                                           std::string_view context) const {
  absl::StatusOr<KeyBytes> key = Find(sealed.key_id());
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> opened = OpenUnder(*key, sealed, context);
  OPENSSL_cleanse(key->data(), key->size());
  return opened;
}

}  // namespace overstap::keys
