// A data folder from a backup, or a store anew from a log; for folders that no server uses.
//
//   absl::StatusOr<RestoreReport> restored = Restore({.backup = dir, .keys = keys_dir,
//                                                     .forgotten = {list}, .data_dir = target});
//   absl::StatusOr<uint64_t> entries = Rebuild(data_dir);
//
// A restore does not undo an erasure. Keys on the lists of forgotten keys are destroyed before they
// are written to the new folder, and every person whose key is gone and whom the backup's log still
// knows is deleted in the new log: the deletion was lost with what came after the backup.
//
// Everything is written beside the target, synced, and renamed to it at the end: an interrupted
// restore leaves no data folder. Not for two threads on one folder.
#ifndef OVERSTAP_SERVICES_ADMIN_RESTORE_H_
#define OVERSTAP_SERVICES_ADMIN_RESTORE_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/keys/key_ring.h"

namespace overstap::admin {

struct RestoreOptions {
  std::string backup;  // folder of the backup
  std::string keys;    // folder of a copy of the keys, of the backup's time or later
  std::vector<std::string> forgotten;  // files: lists of forgotten keys
  std::string data_dir;                // to be: missing, or an empty folder
  bool rebuild = false;                // the store too, and not at the next start
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

struct RestoreReport {
  uint64_t log_position = 0;    // of the backup
  int64_t forgotten_keys = 0;   // that the lists destroyed and the copy still had
  int64_t deleted_people = 0;   // entered as deleted: their keys are gone
  uint64_t store_position = 0;  // with rebuild
};

// ALREADY_EXISTS: the target is not empty. NOT_FOUND: no whole backup or keys. DATA_LOSS: a file is
// not as it was written. FAILED_PRECONDITION: a newer version, or keys that lack people of the log
// (it says how many, not who). INVALID_ARGUMENT: a list of forgotten keys that cannot be read.
absl::StatusOr<RestoreReport> Restore(const RestoreOptions& options);

// Throws the store away and builds it from the log; the log position. FAILED_PRECONDITION: a server
// uses the folder. DATA_LOSS: the log is damaged; then the old store is still there.
absl::StatusOr<uint64_t> Rebuild(const std::string& data_dir);

// Compacts log and store. FAILED_PRECONDITION: a server uses the folder.
absl::Status Compact(const std::string& data_dir);

// Ids, ascending, of the keys that entries after `since` destroyed. Reads only; a running server's
// log is read as far as it was when the reading began.
absl::StatusOr<std::vector<keys::KeyId>> ForgottenSince(const std::string& data_dir,
                                                        uint64_t since);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_RESTORE_H_
