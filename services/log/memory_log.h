// An event log that lives as long as the process: for tests of what stands on a log.
//
//   MemoryLog log;
//   Sequencer sequencer(log, ...);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_LOG_MEMORY_LOG_H_
#define OVERSTAP_SERVICES_LOG_MEMORY_LOG_H_

#include <mutex>
#include <vector>

#include "services/log/event_log.h"

namespace overstap::log {

class MemoryLog final : public EventLog {
 public:
  Position last_position() const override;
  absl::Status AppendGroup(std::span<const store::v1::LogEntry> entries) override;
  absl::Status Read(
      Position first,
      absl::FunctionRef<absl::Status(Position, const store::v1::LogEntry&)> visit) const override;

  // The next append fails with this, and, as the contract says, every further one.
  void FailNextAppend(absl::Status failure);

 private:
  mutable std::mutex mutex_;
  std::vector<store::v1::LogEntry> entries_;  // guarded by mutex_
  absl::Status failure_;                      // guarded by mutex_
};

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_MEMORY_LOG_H_
