// What an operator asks of a running server, below the API: status, backup, check, compaction.
//
//   Administration administration({.log = *log, ...});
//   absl::StatusOr<store::v1::BackupManifest> made = administration.Backup({.id = "night"});
//
// Safe from any thread. Each of Backup, Verify and Compact runs once at a time (ABORTED: it is
// being done already) and takes its time: not for a thread that others wait for.
#ifndef OVERSTAP_SERVICES_ADMIN_ADMINISTRATION_H_
#define OVERSTAP_SERVICES_ADMIN_ADMINISTRATION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "matcher/target/target.h"
#include "overstap/store/v1/backup.pb.h"
#include "services/admin/backup.h"
#include "services/admin/verify.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/pool/pool.h"
#include "services/store/store.h"
#include "services/write/sequencer.h"

namespace overstap::admin {

struct ServerStatus {
  std::string server_version;
  absl::Duration uptime;
  uint64_t log_position = 0;
  uint64_t store_position = 0;
  std::map<store::RecordKind, int64_t> record_counts;
  absl::Status writes;  // why they are refused
  int64_t free_disk_bytes = 0;
  int64_t total_disk_bytes = 0;
  int64_t log_bytes = 0;
  int64_t store_bytes = 0;
  std::optional<store::v1::BackupManifest> last_backup;
  std::vector<std::string> warnings;
};

struct CompactionReport {
  int64_t before_bytes = 0;
  int64_t after_bytes = 0;
};

class Administration {
 public:
  // The parts of the server; they outlive the administration.
  struct Parts {
    log::EventLog& log;
    keys::KeyRing& keys;
    store::Store& store;
    pool::Pool& pool;
    write::Sequencer& sequencer;
    matcher::TargetSetup targets;
    std::string region;  // id
    std::string data_dir;
    BackupFolders backups;  // empty: no backups
    std::function<absl::Time()> now = [] { return absl::Now(); };
    // What is wrong elsewhere in the server, a sentence each.
    std::function<std::vector<std::string>()> warnings = [] { return std::vector<std::string>(); };
  };
  explicit Administration(Parts parts);

  absl::StatusOr<ServerStatus> Status() const;
  // See backup.h. A request id that a backup was made for gets that backup.
  absl::StatusOr<store::v1::BackupManifest> Backup(const BackupRequest& request);
  // Newest first.
  absl::StatusOr<std::vector<store::v1::BackupManifest>> Backups() const;
  // Where it is.
  std::string FolderOf(const store::v1::BackupManifest& manifest) const;
  // Writes wait only while the last few entries are compared.
  absl::StatusOr<Verification> Verify();
  absl::StatusOr<CompactionReport> Compact();

 private:
  // Runs `look` on the sequencer's thread when no write is under way. Not OK: writes are refused,
  // and `look` did not run.
  absl::Status WhileNothingIsWritten(const std::function<void()>& look);
  int64_t StoredBytes() const;

  const Parts parts_;
  const absl::Time started_;
  std::mutex backup_mutex_;   // held while one is made
  std::mutex verify_mutex_;   // likewise
  std::mutex compact_mutex_;  // likewise
};

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_ADMINISTRATION_H_
