// The key ring of a server: one file of fixed-size slots in a folder of its own, readable by its
// owner alone, that is backed up (if at all) apart from log and store.
//
//   absl::StatusOr<std::unique_ptr<KeyRing>> keys = OpenFileKeyRing(data_dir + "/keys");
//
// Safe from any thread.
//
// Destroying a key overwrites its slot with zeros in place and syncs. What a file system that
// copies on write, a snapshot of the volume, or the spare blocks of an SSD may still hold is out of
// a program's reach: keep the folder on a plain file system on an encrypted volume, and its backups
// short-lived.
#ifndef OVERSTAP_SERVICES_KEYS_FILE_KEY_RING_H_
#define OVERSTAP_SERVICES_KEYS_FILE_KEY_RING_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/keys/key_folder.h"
#include "services/keys/key_ring.h"

namespace overstap::keys {

// Opens the ring in `dir` or creates an empty one. Slots whose write was cut off count as lost:
// nothing durable uses them, and their ids are not given again. DATA_LOSS names a slot that was
// durable and is damaged. FAILED_PRECONDITION: another server uses the folder, or a newer format.
// Whether the ring is the one that a log was written with is checked when the store opens
// (services/store/open_store.h).
absl::StatusOr<std::unique_ptr<KeyRing>> OpenFileKeyRing(const std::string& dir);
// As above, in a folder of the caller's.
absl::StatusOr<std::unique_ptr<KeyRing>> OpenFileKeyRing(std::unique_ptr<KeyFolder> folder);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_FILE_KEY_RING_H_
