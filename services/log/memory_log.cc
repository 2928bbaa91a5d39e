#include "services/log/memory_log.h"

#include <algorithm>
#include <utility>

namespace overstap::log {

Position MemoryLog::last_position() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

absl::Status MemoryLog::AppendGroup(std::span<const store::v1::LogEntry> entries) {
  const std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  entries_.insert(entries_.end(), entries.begin(), entries.end());
  return absl::OkStatus();
}

absl::Status MemoryLog::Read(
    Position first,
    absl::FunctionRef<absl::Status(Position, const store::v1::LogEntry&)> visit) const {
  const Position last = last_position();
  for (Position position = std::max<Position>(first, 1); position <= last; ++position) {
    store::v1::LogEntry entry;
    {
      const std::lock_guard lock(mutex_);
      entry = entries_[position - 1];
    }
    if (absl::Status visited = visit(position, entry); !visited.ok()) return visited;
  }
  return absl::OkStatus();
}

void MemoryLog::FailNextAppend(absl::Status failure) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(failure);
}

}  // namespace overstap::log
