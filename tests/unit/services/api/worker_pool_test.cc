#include "services/api/worker_pool.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"

namespace overstap::api {
namespace {

TEST(WorkerPool, RunsEverythingThatItAccepted) {
  std::atomic<int> count{0};
  {
    WorkerPool workers(3, 1'000);
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(workers.Run([&count] { ++count; }));
  }
  EXPECT_EQ(count, 500);
}

TEST(WorkerPool, RefusesWhenTooMuchWaits) {
  std::promise<void> started;
  std::promise<void> go_on;
  WorkerPool workers(1, 1);
  ASSERT_TRUE(workers.Run([&] {
    started.set_value();
    go_on.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(workers.Run([] {}));
  EXPECT_FALSE(workers.Run([] {}));
  go_on.set_value();
}

}  // namespace
}  // namespace overstap::api
