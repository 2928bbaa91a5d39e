#include "services/retention/retention_timer.h"

#include <chrono>
#include <utility>

#include "spdlog/spdlog.h"

namespace overstap::retention {
namespace {

// How often the clock is looked at: it may be a test's, which jumps.
constexpr std::chrono::seconds kLookInterval{1};
constexpr absl::Duration kRetryAfter = absl::Minutes(10);

}  // namespace

matcher::Date LastSweepDay(absl::Time now, int hour) {
  constexpr int64_t kSecondsPerDay = 86'400;
  const absl::Time local = now + absl::Hours(1) - absl::Hours(hour);
  return matcher::Date(static_cast<int32_t>(absl::ToUnixSeconds(local) / kSecondsPerDay));
}

RetentionTimer::RetentionTimer(RetentionSweeper& sweeper, int hour, std::function<absl::Time()> now)
    : sweeper_(sweeper), hour_(hour), now_(std::move(now)), thread_([this] { Loop(); }) {}

RetentionTimer::~RetentionTimer() {
  sweeper_.Stop();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void RetentionTimer::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    Look();
    lock.lock();
    wake_.wait_for(lock, kLookInterval, [this] { return stopping_; });
  }
}

void RetentionTimer::Look() {
  const absl::Time now = now_();
  const matcher::Date day = LastSweepDay(now, hour_);
  if ((swept_.has_value() && *swept_ >= day) || now < next_try_) return;
  const absl::StatusOr<SweepResult> swept = sweeper_.Sweep(day, /*dry_run=*/false);
  if (!swept.ok()) {
    spdlog::error("the retention sweep of {} did not end: {}", day.ToString(),
                  swept.status().ToString());
    next_try_ = now + kRetryAfter;
    return;
  }
  swept_ = day;
  if (swept->acted.empty() && swept->kept.empty()) return;
  spdlog::info("the retention sweep of {} acted on {} records; {} more are due and in use",
               day.ToString(), swept->acted.size(), swept->kept.size());
}

}  // namespace overstap::retention
