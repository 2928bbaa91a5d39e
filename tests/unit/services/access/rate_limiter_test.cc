#include "services/access/rate_limiter.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace overstap::access {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'000'000);

TEST(RateLimiter, LetsABurstThroughAndThenTheRate) {
  RateLimiter limiter({.per_second = 10, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.Take("a", kStart), absl::ZeroDuration());
  EXPECT_EQ(limiter.Take("a", kStart), absl::Milliseconds(100));
  EXPECT_EQ(limiter.Take("a", kStart + absl::Milliseconds(50)), absl::Milliseconds(50));
  EXPECT_EQ(limiter.Take("a", kStart + absl::Milliseconds(100)), absl::ZeroDuration());
  EXPECT_GT(limiter.Take("a", kStart + absl::Milliseconds(100)), absl::ZeroDuration());
}

TEST(RateLimiter, KeepsPrincipalsApart) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  EXPECT_EQ(limiter.Take("a", kStart), absl::ZeroDuration());
  EXPECT_EQ(limiter.Take("b", kStart), absl::ZeroDuration());
  EXPECT_GT(limiter.Take("a", kStart), absl::ZeroDuration());
}

TEST(RateLimiter, SavesUpNoMoreThanABurst) {
  RateLimiter limiter({.per_second = 10, .burst = 2});
  EXPECT_EQ(limiter.Take("a", kStart), absl::ZeroDuration());
  const absl::Time late = kStart + absl::Hours(5);
  EXPECT_EQ(limiter.Take("a", late), absl::ZeroDuration());
  EXPECT_EQ(limiter.Take("a", late), absl::ZeroDuration());
  EXPECT_GT(limiter.Take("a", late), absl::ZeroDuration());
}

TEST(RateLimiter, ATurnedBackClockGivesNothingAway) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  EXPECT_EQ(limiter.Take("a", kStart), absl::ZeroDuration());
  EXPECT_GT(limiter.Take("a", kStart - absl::Hours(1)), absl::ZeroDuration());
}

TEST(RateLimiter, WithoutALimitLetsAllThrough) {
  RateLimiter limiter({.per_second = 0, .burst = 1});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(limiter.Take("a", kStart), absl::ZeroDuration());
}

TEST(RateLimiter, RemembersWhoIsLimitedAmongManyOthers) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  EXPECT_EQ(limiter.Take("busy", kStart), absl::ZeroDuration());
  for (int i = 0; i < 20'000; ++i) limiter.Take(absl::StrCat("p", i), kStart);
  EXPECT_GT(limiter.Take("busy", kStart), absl::ZeroDuration());
}

}  // namespace
}  // namespace overstap::access
