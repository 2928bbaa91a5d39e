// Sweeps once a day at a set hour; and at the start what a server that was down at that hour has
// missed, which is found due or not: nothing needs to be remembered.
//
//   const RetentionTimer timer(sweeper, /*hour=*/3, now);   // until it is destroyed
//
// Owns a thread.
#ifndef OVERSTAP_SERVICES_RETENTION_RETENTION_TIMER_H_
#define OVERSTAP_SERVICES_RETENTION_RETENTION_TIMER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "absl/time/time.h"
#include "matcher/model/date.h"
#include "services/retention/retention_sweeper.h"

namespace overstap::retention {

// The day whose sweep is the last that should have been: today from `hour` on (in the Netherlands'
// winter time), yesterday before.
matcher::Date LastSweepDay(absl::Time now, int hour);

class RetentionTimer {
 public:
  // The sweeper outlives the timer. `hour`: 0 to 23.
  RetentionTimer(RetentionSweeper& sweeper, int hour, std::function<absl::Time()> now);
  // Ends a running sweep early.
  ~RetentionTimer();
  RetentionTimer(const RetentionTimer&) = delete;
  RetentionTimer& operator=(const RetentionTimer&) = delete;

 private:
  void Loop();
  // Sweeps when it is time.
  void Look();

  RetentionSweeper& sweeper_;
  const int hour_;
  const std::function<absl::Time()> now_;
  std::optional<matcher::Date> swept_;  // of the loop's thread
  absl::Time next_try_ = absl::InfinitePast();

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace overstap::retention

#endif  // OVERSTAP_SERVICES_RETENTION_RETENTION_TIMER_H_
