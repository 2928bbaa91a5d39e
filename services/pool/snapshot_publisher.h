// The newest snapshot: who shows the next one, and the thread that merges its segments beside.
//
//   SnapshotPublisher publisher(SnapshotPublisher::Merging::kBeside);
//   publisher.Publish([&](const auto& current) { return current->With(position, changes); });
//   std::shared_ptr<const matcher::PoolSnapshot> snapshot = publisher.Current();
//
// Each snapshot is derived from the newest one: a merge's result and a writer's changes never undo
// each other. Whoever asks for the newest waits for neither, only for a pointer's copy.
//
// What was merged or replaced is freed on the same thread, once nobody holds it any more: hundreds
// of megabytes take too long for a query that happens to be the last to look at them.
//
// Safe to share between threads.
#ifndef OVERSTAP_SERVICES_POOL_SNAPSHOT_PUBLISHER_H_
#define OVERSTAP_SERVICES_POOL_SNAPSHOT_PUBLISHER_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "matcher/pool_snapshot.h"

namespace overstap::pool {

class SnapshotPublisher {
 public:
  using SnapshotPointer = std::shared_ptr<const matcher::PoolSnapshot>;
  // kNever: without a thread; answers are the same, slower after many changes.
  enum class Merging { kNever, kBeside };

  explicit SnapshotPublisher(Merging merging);
  // A merge that runs is waited for, and comes to nothing.
  ~SnapshotPublisher();
  SnapshotPublisher(const SnapshotPublisher&) = delete;
  SnapshotPublisher& operator=(const SnapshotPublisher&) = delete;

  // The newest; null before the first.
  SnapshotPointer Current() const;
  // Shows what `derive` makes of the newest, which is null for the first. One at a time: `derive`
  // should be quick, and not publish.
  void Publish(absl::FunctionRef<SnapshotPointer(const SnapshotPointer& current)> derive);

  // What the merging thread has done.
  struct MergeFigures {
    uint64_t merges = 0;
    std::chrono::nanoseconds running{0};             // in all
    std::chrono::nanoseconds longest_publishing{0};  // while writers may wait
    uint64_t unfreed = 0;                            // what is kept until nobody looks at it
  };
  MergeFigures figures() const;
  // Returns when there is nothing left to merge, as long as nothing is published. What is merged at
  // rest does not count: that comes kRestAfter later.
  void WaitUntilMerged() const;

  // With nothing published for so long, a small population becomes one segment.
  static constexpr std::chrono::milliseconds kRestAfter{1'000};

 private:
  using Planner = matcher::PoolSnapshot::Merge (matcher::PoolSnapshot::*)() const;
  // Plans, runs and shows one merge; false: there was nothing to merge.
  bool MergeOnce(Planner plan);
  void MergeLoop();
  // Notes what is to be freed, each once: two holders here would wait for each other.
  void Retire(std::shared_ptr<const void> unused);
  // Frees what nobody looks at any more.
  void FreeRetired();

  mutable std::mutex current_mutex_;  // held for a pointer's copy only
  SnapshotPointer current_;           // guarded by current_mutex_
  std::mutex publish_mutex_;          // from reading the newest to showing the next

  mutable std::mutex state_mutex_;
  std::condition_variable wake_;
  mutable std::condition_variable merged_;
  // Guarded by state_mutex_.
  bool stopping_ = false;
  bool told_ = false;  // of something that is not looked at yet
  bool working_ = false;
  MergeFigures figures_;
  std::vector<SnapshotPointer> replaced_;  // snapshots over another taxonomy

  // The merging thread's only: when there is rest, unset where what was published last is merged
  // already; segments and snapshots to be freed.
  std::optional<std::chrono::steady_clock::time_point> rest_at_;
  std::vector<std::shared_ptr<const void>> retired_;

  std::thread thread_;  // last: it uses all the others
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_SNAPSHOT_PUBLISHER_H_
