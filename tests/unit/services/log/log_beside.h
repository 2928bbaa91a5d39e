// A log that is verified beside, to an end that is given.
//
//   LogBeside damaged(log, absl::DataLossError("entry 2 is damaged"));
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_LOG_LOG_BESIDE_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_LOG_LOG_BESIDE_H_

#include <span>
#include <utility>

#include "services/log/event_log.h"

namespace overstap::testing {

class LogBeside final : public log::EventLog {
 public:
  LogBeside(log::EventLog& log, absl::Status verified)
      : log_(log), verified_(std::move(verified)) {}
  log::Position last_position() const override { return log_.last_position(); }
  absl::Status AppendGroup(std::span<const store::v1::LogEntry> entries) override {
    return log_.AppendGroup(entries);
  }
  absl::Status AwaitVerified() override {
    ++awaited_;
    return verified_;
  }
  absl::Status Read(log::Position first,
                    absl::FunctionRef<absl::Status(log::Position, const store::v1::LogEntry&)>
                        visit) const override {
    return log_.Read(first, visit);
  }
  int awaited() const { return awaited_; }

 private:
  log::EventLog& log_;
  const absl::Status verified_;
  int awaited_ = 0;
};

}  // namespace overstap::testing

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_LOG_LOG_BESIDE_H_
