// The event log in a RocksDB database of its own: one synced write per group.
//
//   absl::StatusOr<std::unique_ptr<EventLog>> log = OpenRocksdbLog(data_dir + "/log");
//
// Thread safety as EventLog says.
#ifndef OVERSTAP_SERVICES_LOG_ROCKSDB_LOG_H_
#define OVERSTAP_SERVICES_LOG_ROCKSDB_LOG_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/log/event_log.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace overstap::log {

// Raise it when what is written changes so that an older server could not read it.
// 2: events 11 to 15 (introductions, decisions, participation facts), which an older server would
// take for nothing.
inline constexpr int kLogSchemaVersion = 2;
inline constexpr int kOldestLogSchemaVersion = 1;

struct RocksdbLogOptions {
  // What does the I/O; nullptr: the operating system. Outlives the log.
  rocksdb::Env* env = nullptr;
  // For tools: nothing on disk changes, and appending fails. DATA_LOSS where there is no log.
  bool read_only = false;
  // Entries that are kept in memory beside the write-ahead log before they go to a table file.
  size_t write_buffer_bytes = size_t{64} << 20;
  // The log is there before all of it is verified, which goes on beside: until AwaitVerified() it
  // can only be read, and what is read is verified from where the reading begins.
  bool verify_beside = false;
};

// Opens the log or creates an empty one. A group whose write was cut off is dropped: it was never
// acknowledged. Every entry is read and verified (verify_beside: later): DATA_LOSS names the first
// that is damaged or missing. The loss of the last entries is noticed by a store that has applied
// them (see services/store/open_store.h); lost together with the store, they are gone unnoticed.
// FAILED_PRECONDITION: a newer schema, or another server uses the folder.
absl::StatusOr<std::unique_ptr<EventLog>> OpenRocksdbLog(const std::string& dir,
                                                         RocksdbLogOptions options = {});

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_ROCKSDB_LOG_H_
