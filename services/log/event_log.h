// The ordered, durable log: what was decided, in the order in which it was decided. Everything else
// is derived from it.
//
//   absl::StatusOr<std::unique_ptr<EventLog>> log = OpenRocksdbLog(dir, options);
//   absl::Status appended = (*log)->AppendGroup(entries);   // durable when it returns OK
//
// A seam: RocksDB now, a replicated engine later. One thread appends; any thread may read what was
// appended before.
#ifndef OVERSTAP_SERVICES_LOG_EVENT_LOG_H_
#define OVERSTAP_SERVICES_LOG_EVENT_LOG_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::log {

// Positions ascend by 1 from 1; 0 is before the first entry.
using Position = uint64_t;

class EventLog {
 public:
  virtual ~EventLog() = default;

  // Position of the last durable entry.
  virtual Position last_position() const = 0;

  // Appends all entries or none, at last_position() + 1 and on; durable when it returns OK. After
  // an error the log refuses every further append with that same error, of a write or of work in
  // the background: what is on disk is unknown until it is opened again.
  virtual absl::Status AppendGroup(std::span<const store::v1::LogEntry> entries) = 0;

  // Where entries are verified beside (RocksdbLogOptions::verify_beside): waits until all are. OK,
  // or DATA_LOSS: the log is damaged, and nothing that rests on it may be shown or changed. Before
  // it has returned OK every append is refused. Not for two threads at once.
  virtual absl::Status AwaitVerified() { return absl::OkStatus(); }

  // OK, or why appends are refused from now on. Any thread.
  virtual absl::Status health() const { return absl::OkStatus(); }

  // Calls visit for every entry from `first` on, in order, up to the last durable one. Stops at the
  // first error, its own or visit's. DATA_LOSS names the position when a checksum does not hold or
  // an entry is missing.
  virtual absl::Status Read(
      Position first,
      absl::FunctionRef<absl::Status(Position, const store::v1::LogEntry&)> visit) const = 0;

  // For administration; a log without files has nothing to check or compact, and cannot be copied.
  // The running hash up to `position`: two logs in which it agrees hold the same entries up to it.
  virtual absl::StatusOr<uint64_t> ChainAt(Position /*position*/) const {
    return absl::UnimplementedError("this log keeps no running hash");
  }
  // Reads every block of every file. DATA_LOSS names the damaged file.
  virtual absl::Status CheckFiles() const { return absl::OkStatus(); }
  // Rewrites the files without what was overwritten. Appends go on meanwhile.
  virtual absl::Status Compact() { return absl::OkStatus(); }
  // A copy of the log in the new folder `dir`, whose parent exists: every entry that was durable
  // when the call began, and perhaps some that came later. Appends go on meanwhile. Files that
  // never change are hard links where the file system allows it.
  virtual absl::Status CopyTo(const std::string& /*dir*/) const {
    return absl::UnimplementedError("this log has no files to copy");
  }
};

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_EVENT_LOG_H_
