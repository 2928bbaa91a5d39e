#include "clients/cpp/backoff.h"

#include "gtest/gtest.h"

namespace overstap::client {
namespace {

BackoffOptions WithoutJitter() {
  BackoffOptions options;
  options.first = absl::Milliseconds(100);
  options.longest = absl::Milliseconds(300);
  options.growth = 2;
  options.jitter = 0;
  return options;
}

TEST(Backoff, GrowsUpToTheLongest) {
  Backoff backoff(WithoutJitter(), 1);
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(100));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(200));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(300));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(300));
}

TEST(Backoff, WaitsAtLeastAsLongAsTheServerAsked) {
  Backoff backoff(WithoutJitter(), 1);
  EXPECT_EQ(backoff.Next(absl::Seconds(5)), absl::Seconds(5));
  EXPECT_EQ(backoff.Next(absl::Milliseconds(1)), absl::Milliseconds(200));
}

TEST(Backoff, JitterStaysWithinItsBoundsAndDiffersBetweenCalls) {
  BackoffOptions options = WithoutJitter();
  options.jitter = 0.2;
  bool differs = false;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const absl::Duration wait = Backoff(options, seed).Next();
    EXPECT_GE(wait, absl::Milliseconds(80));
    EXPECT_LE(wait, absl::Milliseconds(120));
    differs = differs || wait != Backoff(options, seed + 1).Next();
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace overstap::client
