// Threads that do what takes time, so that gRPC's own stay free to answer. What would have to wait
// too long is refused at once: under overload the calls that are taken stay fast, and those that
// are not know it early.
//
//   if (!workers.Run([reactor] { ...; reactor->Finish(...); })) ...   // shed
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_WORKER_POOL_H_
#define OVERSTAP_SERVICES_API_WORKER_POOL_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace overstap::api {

struct WorkerPoolOptions {
  size_t threads = 1;
  // Work that waits, of either kind.
  size_t max_queued = 1'024;
  // Work that is expected to wait longer than this, and longer than a few pieces of work have taken
  // of late, is refused.
  absl::Duration max_wait = absl::InfiniteDuration();
};

class WorkerPool {
 public:
  explicit WorkerPool(const WorkerPoolOptions& options);
  // Finishes what is queued, then stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when too much is waiting already: `work` is then not run.
  bool Run(std::function<void()> work);
  // The same for work that is part of something begun: it is not refused for its wait, nor does its
  // length count.
  bool RunPart(std::function<void()> work);

 private:
  using Clock = std::chrono::steady_clock;
  struct Work {
    std::function<void()> run;
    bool is_part = false;
  };

  void Loop();
  bool Queue(Work work, bool may_shed);
  // Of a piece of work that came now; mutex_ is held.
  double ExpectedWaitSeconds() const;

  const WorkerPoolOptions options_;
  const double max_wait_seconds_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> queue_;    // guarded by mutex_
  double usual_seconds_ = 0;  // guarded by mutex_; that a piece of work takes, a moving average
  bool stopping_ = false;     // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_WORKER_POOL_H_
