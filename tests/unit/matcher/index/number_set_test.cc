#include "matcher/index/number_set.h"

#include <set>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

TEST(NumberSetTest, HoldsWhatWasAdded) {
  NumberSet set(200);
  EXPECT_EQ(set.size(), 0U);
  for (const uint32_t number : {0U, 63U, 64U, 199U, 64U}) set.Add(number);
  EXPECT_EQ(set.size(), 4U);
  for (uint32_t number = 0; number < 300; ++number) {
    const bool in = number == 0 || number == 63 || number == 64 || number == 199;
    EXPECT_EQ(set.Contains(number), in) << number;
  }
  EXPECT_FALSE(set.Contains(~0U));
}

// All ranges over three words, a set of which is filled.
TEST(NumberSetTest, AnyInAgreesWithAsking) {
  constexpr uint32_t kLimit = 150;
  NumberSet set(kLimit);
  for (const uint32_t number : {5U, 63U, 64U, 70U, 127U, 149U}) set.Add(number);
  for (uint32_t first = 0; first < kLimit + 70; ++first) {
    for (uint32_t last = 0; last < kLimit + 70; ++last) {
      bool any = false;
      for (uint32_t number = first; number <= last; ++number) any = any || set.Contains(number);
      ASSERT_EQ(set.AnyIn(first, last), any) << first << ".." << last;
    }
  }
  EXPECT_TRUE(set.AnyIn(128, ~0U));
  EXPECT_FALSE(set.AnyIn(150, ~0U));
}

TEST(NumberSetTest, OneOfNothingHoldsNothing) {
  const NumberSet none(0);
  EXPECT_FALSE(none.Contains(0));
  EXPECT_FALSE(none.AnyIn(0, ~0U));
}

}  // namespace
}  // namespace overstap::matcher
