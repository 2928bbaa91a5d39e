// A key per person, kept outside the log, the store and their backups. Destroying it makes every
// sealed payload of the person unreadable, everywhere, at once.
//
//   absl::StatusOr<KeyId> key = ring->Create();  // durable with the next Sync
//   absl::StatusOr<store::v1::Sealed> sealed = ring->Seal(*key, "job_seeker/p-1", plaintext);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_KEYS_KEY_RING_H_
#define OVERSTAP_SERVICES_KEYS_KEY_RING_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::keys {

// From 1; never used twice.
using KeyId = uint64_t;

class KeyRing {
 public:
  virtual ~KeyRing() = default;

  // A new key that is not yet durable: it becomes so with the next Sync. Keys that no durable entry
  // uses are harmless.
  virtual absl::StatusOr<KeyId> Create() = 0;
  // Makes every key created so far durable.
  virtual absl::Status Sync() = 0;
  // Overwrites the key and makes that durable. A key that is gone already is no error.
  virtual absl::Status Destroy(KeyId key) = 0;
  virtual bool Has(KeyId key) const = 0;
  // The last key that was given; 0: none.
  virtual KeyId last_id() const = 0;
  // How many keys are destroyed.
  virtual uint64_t destroyed_count() const = 0;

  // AES-256-GCM under the key with a random nonce; `context` (kind and id of the record) is
  // authenticated. NOT_FOUND: the key is destroyed.
  virtual absl::StatusOr<store::v1::Sealed> Seal(KeyId key, std::string_view context,
                                                 std::string_view plaintext) const = 0;
  // NOT_FOUND: the key is destroyed. DATA_LOSS: the payload is not what was sealed under this key
  // and context.
  virtual absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed,
                                           std::string_view context) const = 0;

  // For backups: the key file with every key that is durable now, as key_file.h reads it; no key is
  // in it by half. Keys in the clear: wipe it. A ring without a file has none.
  virtual absl::StatusOr<std::string> Snapshot() {
    return absl::UnimplementedError("this key ring keeps no file");
  }
};

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_KEY_RING_H_
