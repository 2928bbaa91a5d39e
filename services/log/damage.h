// Says which file of a log's folder is damaged and where, and tells a write that was cut off from
// damage: what RocksDB's own errors do not.
//
//   absl::StatusOr<WalState> wals = ExamineWals(dir, env);     // before the database is opened
//   std::string where = FindDamage(dir, env);                  // after it could not be
//
// Reads only, but for DropCutOffEdit and PutBack. Safe from any thread.
#ifndef OVERSTAP_SERVICES_LOG_DAMAGE_H_
#define OVERSTAP_SERVICES_LOG_DAMAGE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "rocksdb/env.h"
#include "services/log/event_log.h"

namespace overstap::log {

// What the write-ahead logs hold.
struct WalState {
  // The last entry that stands in one; 0: none does (all may be in table files).
  Position last_entry = 0;
  // A write that was cut off: "file at byte n: what". Nothing that was written later is there.
  std::optional<std::string> cut_off;
};

// DATA_LOSS names the file and the offset of what is damaged and was followed by later writes.
absl::StatusOr<WalState> ExamineWals(const std::string& dir, rocksdb::Env* env);

// "file at byte n: what" for the first damaged file among CURRENT, manifest, write-ahead logs and
// tables; empty: none is.
std::string FindDamage(const std::string& dir, rocksdb::Env* env);

// A manifest without its last record, which could not be read.
struct CutOffEdit {
  std::string path;
  std::string bytes;  // as they were
  std::string told;   // "file at byte n: what"
};

// Cuts off the end of the manifest where a record cannot be read and none follows: RocksDB stands a
// record that is cut short, not one whose last sector holds something else. What the record said
// had not come into force, for then it would have been synced; if it had, tables are missing
// without it: the caller looks whether every entry is there, and else puts the manifest back.
// nullopt: it is whole, or not to be mended.
absl::StatusOr<std::optional<CutOffEdit>> DropCutOffEdit(const std::string& dir, rocksdb::Env* env);
absl::Status PutBack(const CutOffEdit& edit, const std::string& dir, rocksdb::Env* env);

// A folder without CURRENT that holds what a database has written: RocksDB would begin a new one in
// it. DATA_LOSS names what is missing.
absl::Status CheckNotHeadless(const std::string& dir, rocksdb::Env* env);

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_DAMAGE_H_
