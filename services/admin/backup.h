// Online backup: a copy of the log in one folder, of the keys in another, while writes go on.
//
//   absl::StatusOr<store::v1::BackupManifest> made = MakeBackup(source, folders, {.id = "night"});
//   absl::StatusOr<std::vector<store::v1::BackupManifest>> all = ListBackups(folders);
//
// The store is derived from the log and is not copied.
//
// Why the log first and the keys after it. A write makes its keys durable before the log entry that
// uses them, so every key that the copied log uses was in the key file before the copy began, and
// is in whatever is copied later, live or destroyed. A key that was created meanwhile, and is not
// durable, is used by no copied entry. A person who is deleted between the two copies is in the
// copied log, sealed, and the key is gone from the copied keys: unreadable, as it should be; a
// restore enters the deletion that the copied log lacks (restore.h). The other way round, a key
// made between the two copies would be missing from the keys, and a person would be lost.
//
// The server's other secrets (the name of a candidate, the signature under the audit log) lie in
// the folder of the keys and never change: they are copied with the keys, never with the log.
//
// Everything is written under a name that begins with ".unfinished-", checked, synced and renamed,
// the keys first: a backup that is listed is whole, and its keys were copied.
//
// Safe from any thread; one backup at a time per folder.
#ifndef OVERSTAP_SERVICES_ADMIN_BACKUP_H_
#define OVERSTAP_SERVICES_ADMIN_BACKUP_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/store/v1/backup.pb.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"

namespace overstap::admin {

// Where backups go; both are there already (an unmounted disk must not be filled in its place), and
// neither is in the other nor in the data folder.
struct BackupFolders {
  std::string backups;
  std::string keys;
};

// FAILED_PRECONDITION: a folder is not set, not there, or inside the other or `data_dir`.
absl::Status CheckBackupFolders(const BackupFolders& folders, const std::string& data_dir);

struct BackupSource {
  const log::EventLog& log;
  keys::KeyRing& keys;
  // Where the ring keeps its keys, and the server its other secrets; empty: nowhere.
  std::string keys_dir;
  std::string region;  // id
  std::string server_version;
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Called between the two copies; a test writes and deletes there.
  std::function<void()> between_copies = [] {};
};

struct BackupRequest {
  std::string id;          // of [a-z0-9-]; empty: made of the time
  std::string request_id;  // remembered in the manifest
};

// Makes one. ALREADY_EXISTS: one of that id, or keys of one. RESOURCE_EXHAUSTED: no space.
// DATA_LOSS: what was copied does not verify, so that the log itself is damaged.
absl::StatusOr<store::v1::BackupManifest> MakeBackup(const BackupSource& source,
                                                     const BackupFolders& folders,
                                                     const BackupRequest& request);

// Whole ones, newest first. Folders that are none, or cannot be read, are passed over.
absl::StatusOr<std::vector<store::v1::BackupManifest>> ListBackups(const std::string& folder);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_BACKUP_H_
