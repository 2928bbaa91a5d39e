#include "services/log/last_time.h"

#include "google/protobuf/util/time_util.h"

namespace overstap::log {

absl::StatusOr<absl::Time> LastTime(const EventLog& log) {
  using google::protobuf::util::TimeUtil;
  absl::Time time = absl::InfinitePast();
  if (log.last_position() == 0) return time;
  absl::Status read =
      log.Read(log.last_position(), [&time](Position, const store::v1::LogEntry& entry) {
        time = absl::FromUnixNanos(TimeUtil::TimestampToNanoseconds(entry.envelope().time()));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return time;
}

}  // namespace overstap::log
