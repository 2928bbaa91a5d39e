#include "services/api/worker_pool.h"

#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace overstap::api {
namespace {

TEST(WorkerPool, RunsEverythingThatItAccepted) {
  std::atomic<int> count{0};
  {
    WorkerPool workers({.threads = 3, .max_queued = 1'000});
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(workers.Run([&count] { ++count; }));
  }
  EXPECT_EQ(count, 500);
}

TEST(WorkerPool, RefusesWhenTooMuchWaits) {
  std::promise<void> started;
  std::promise<void> go_on;
  WorkerPool workers({.threads = 1, .max_queued = 1});
  ASSERT_TRUE(workers.Run([&] {
    started.set_value();
    go_on.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(workers.Run([] {}));
  EXPECT_FALSE(workers.Run([] {}));
  go_on.set_value();
}

// Work of a known length fills the queue while one thread is busy: what is taken must be what fits
// into the longest wait.
TEST(WorkerPool, RefusesWhatWouldWaitTooLong) {
  constexpr int kLength = 10;   // milliseconds
  constexpr int kLongest = 50;  // that anything may wait
  WorkerPool workers({.threads = 1, .max_queued = 1'000, .max_wait = absl::Milliseconds(kLongest)});
  const auto work = [] { absl::SleepFor(absl::Milliseconds(kLength)); };
  // What a piece of work takes becomes known.
  constexpr int kLearned = 100;
  for (int i = 0; i < kLearned; ++i) {
    std::promise<void> done;
    ASSERT_TRUE(workers.Run([&] {
      work();
      done.set_value();
    }));
    done.get_future().wait();
  }
  int taken = 0;
  for (int i = 0; i < kLearned; ++i) taken += workers.Run(work) ? 1 : 0;
  EXPECT_GE(taken, 1);
  EXPECT_LE(taken, kLongest / kLength + 2);
  // Parts of what was begun are not refused.
  EXPECT_TRUE(workers.RunPart(work));
}

}  // namespace
}  // namespace overstap::api
