// Threads that do what takes time, so that gRPC's own stay free to answer.
//
//   if (!workers.Run([reactor] { ...; reactor->Finish(...); })) ...
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_WORKER_POOL_H_
#define OVERSTAP_SERVICES_API_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace overstap::api {

class WorkerPool {
 public:
  WorkerPool(size_t threads, size_t max_queued);
  // Finishes what is queued, then stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when too much is waiting already: `work` is then not run.
  bool Run(std::function<void()> work);

 private:
  void Loop();

  const size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool stopping_ = false;                    // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_WORKER_POOL_H_
