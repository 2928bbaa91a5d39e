#include "services/api/worker_pool.h"

#include <algorithm>
#include <utility>

namespace overstap::api {
namespace {

// Weight of the newest piece of work in the moving average: some 30 pieces are remembered.
constexpr double kNewestWeight = 1.0 / 16;
// Where work takes long, waiting a few times as long is no overload yet.
constexpr double kUsualWaits = 4;

}  // namespace

WorkerPool::WorkerPool(const WorkerPoolOptions& options)
    : options_(options), max_wait_seconds_(absl::ToDoubleSeconds(options.max_wait)) {
  threads_.reserve(options_.threads);
  for (size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Run(std::function<void()> work) {
  return Queue({.run = std::move(work), .is_part = false}, /*may_shed=*/true);
}

bool WorkerPool::RunPart(std::function<void()> work) {
  return Queue({.run = std::move(work), .is_part = true}, /*may_shed=*/false);
}

bool WorkerPool::Queue(Work work, bool may_shed) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_ || queue_.size() >= options_.max_queued) return false;
    const double longest = std::max(max_wait_seconds_, kUsualWaits * usual_seconds_);
    if (may_shed && ExpectedWaitSeconds() > longest) return false;
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

double WorkerPool::ExpectedWaitSeconds() const {
  return static_cast<double>(queue_.size()) * usual_seconds_ /
         static_cast<double>(options_.threads);
}

void WorkerPool::Loop() {
  while (true) {
    Work work;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    const Clock::time_point begin = Clock::now();
    work.run();
    if (work.is_part) continue;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const std::lock_guard<std::mutex> lock(mutex_);
    usual_seconds_ += (seconds - usual_seconds_) * kNewestWeight;
  }
}

}  // namespace overstap::api
