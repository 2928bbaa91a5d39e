#include "services/pool/snapshot_publisher.h"

#include <algorithm>
#include <utility>

namespace overstap::pool {
namespace {

using Clock = std::chrono::steady_clock;

// How often it is looked whether someone still uses what is to be freed.
constexpr std::chrono::milliseconds kRetiredPoll{200};

}  // namespace

SnapshotPublisher::SnapshotPublisher(Merging merging) {
  if (merging == Merging::kBeside) thread_ = std::thread([this] { MergeLoop(); });
}

SnapshotPublisher::~SnapshotPublisher() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(state_mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

SnapshotPublisher::SnapshotPointer SnapshotPublisher::Current() const {
  const std::lock_guard lock(current_mutex_);
  return current_;
}

void SnapshotPublisher::Publish(
    absl::FunctionRef<SnapshotPointer(const SnapshotPointer& current)> derive) {
  SnapshotPointer before;
  bool other_taxonomy = false;
  {
    const std::lock_guard publishing(publish_mutex_);
    before = Current();
    SnapshotPointer next = derive(before);
    other_taxonomy = before != nullptr && &before->taxonomy() != &next->taxonomy();
    const std::lock_guard lock(current_mutex_);
    current_ = std::move(next);
  }
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(state_mutex_);
    told_ = true;
    if (other_taxonomy) replaced_.push_back(std::move(before));
  }
  wake_.notify_one();
}

SnapshotPublisher::MergeFigures SnapshotPublisher::figures() const {
  const std::lock_guard lock(state_mutex_);
  return figures_;
}

void SnapshotPublisher::WaitUntilMerged() const {
  std::unique_lock lock(state_mutex_);
  merged_.wait(lock, [this] { return !thread_.joinable() || (!told_ && !working_); });
}

void SnapshotPublisher::MergeLoop() {
  std::unique_lock lock(state_mutex_);
  while (true) {
    const auto has_news = [this] { return told_ || stopping_; };
    if (rest_at_ || !retired_.empty()) {
      const Clock::time_point poll = Clock::now() + kRetiredPoll;
      wake_.wait_until(lock, rest_at_ ? std::min(*rest_at_, poll) : poll, has_news);
    } else {
      wake_.wait(lock, has_news);
    }
    if (stopping_) return;
    working_ = true;
    const bool look = std::exchange(told_, false);
    std::vector<SnapshotPointer> replaced = std::exchange(replaced_, {});
    lock.unlock();
    for (SnapshotPointer& snapshot : replaced) Retire(std::move(snapshot));
    replaced.clear();
    bool merged = false;
    if (look) {
      merged = MergeOnce(&matcher::PoolSnapshot::PlanMerge);
      rest_at_ = Clock::now() + kRestAfter;
    } else if (rest_at_ && Clock::now() >= *rest_at_) {
      rest_at_.reset();
      MergeOnce(&matcher::PoolSnapshot::PlanMergeAtRest);
    }
    FreeRetired();
    lock.lock();
    working_ = false;
    // One merge may lead to the next.
    told_ |= merged;
    figures_.unfreed = retired_.size();
    if (!told_) merged_.notify_all();
  }
}

bool SnapshotPublisher::MergeOnce(Planner plan) {
  const auto started = Clock::now();
  matcher::PoolSnapshot::Merge merge;
  {
    const SnapshotPointer newest = Current();
    if (newest == nullptr) return false;
    merge = (*newest.*plan)();
  }
  if (merge.empty()) return false;
  merge.Run();
  const auto publishing = Clock::now();
  {
    const std::lock_guard lock(publish_mutex_);
    SnapshotPointer next = Current()->WithMerged(merge);
    const std::lock_guard current(current_mutex_);
    current_.swap(next);  // `next`, the one before, is let go after the lock
  }
  const auto done = Clock::now();
  for (auto& segment : merge.Sources()) Retire(std::move(segment));
  merge = {};
  const std::lock_guard lock(state_mutex_);
  ++figures_.merges;
  figures_.running += done - started;
  figures_.longest_publishing =
      std::max<std::chrono::nanoseconds>(figures_.longest_publishing, done - publishing);
  return true;
}

void SnapshotPublisher::Retire(std::shared_ptr<const void> unused) {
  if (std::find(retired_.begin(), retired_.end(), unused) == retired_.end()) {
    retired_.push_back(std::move(unused));
  }
}

void SnapshotPublisher::FreeRetired() {
  // Who holds the only copy is the only one who could make another.
  std::erase_if(retired_, [](const auto& unused) { return unused.use_count() == 1; });
}

}  // namespace overstap::pool
