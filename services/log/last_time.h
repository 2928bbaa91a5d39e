// The time of a log's last entry: where its server stopped, the next one's clock never goes back
// behind it.
//
//   absl::StatusOr<absl::Time> time = LastTime(log);   // infinitely past: the log is empty
#ifndef OVERSTAP_SERVICES_LOG_LAST_TIME_H_
#define OVERSTAP_SERVICES_LOG_LAST_TIME_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/log/event_log.h"

namespace overstap::log {

// The log's own error when its last entry cannot be read.
absl::StatusOr<absl::Time> LastTime(const EventLog& log);

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_LAST_TIME_H_
