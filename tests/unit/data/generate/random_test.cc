#include "data/generate/random.h"

#include <algorithm>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::data {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;

TEST(Random, GivesTheSameNumbersEverywhere) {
  // A change of these numbers changes every generated population.
  Random random("vacancy", 1, 42);
  EXPECT_EQ(random.Next(), 4375245784173261038U);
  EXPECT_EQ(random.Next(), 10819780035966462446U);
}

TEST(Random, GivesEachStreamNumbersOfItsOwn) {
  std::vector<uint64_t> first;
  for (const char* kind : {"", "a", "b", "ab"}) {
    for (uint64_t index = 0; index < 3; ++index) {
      for (uint64_t seed = 0; seed < 3; ++seed) {
        first.push_back(Random(kind, index, seed).Next());
      }
    }
  }
  std::sort(first.begin(), first.end());
  EXPECT_EQ(std::adjacent_find(first.begin(), first.end()), first.end());
}

TEST(Random, SpreadsEvenly) {
  Random random("spread", 0, 7);
  std::vector<int> counts(10);
  for (int i = 0; i < 10'000; ++i) ++counts[static_cast<size_t>(random.Below(10))];
  EXPECT_THAT(counts, Each(AllOf(Ge(850), Le(1'150))));
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += random.Chance(250) ? 1 : 0;
  EXPECT_NEAR(hits, 2'500, 200);
}

TEST(Random, StaysWithinItsBounds) {
  Random random("bounds", 0, 7);
  bool low = false;
  bool high = false;
  for (int i = 0; i < 1'000; ++i) {
    const int value = random.Between(-2, 3);
    ASSERT_THAT(value, AllOf(Ge(-2), Le(3)));
    low |= value == -2;
    high |= value == 3;
  }
  EXPECT_TRUE(low && high);
  EXPECT_EQ(random.Below(1), 0);
}

TEST(Random, DrawsByWeight) {
  Random random("weights", 0, 7);
  std::vector<int> counts(4);
  for (int i = 0; i < 10'000; ++i) ++counts[random.Weighted({1, 0, 2, 7})];
  EXPECT_NEAR(counts[0], 1'000, 150);
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[2], 2'000, 200);
  EXPECT_NEAR(counts[3], 7'000, 250);
}

}  // namespace
}  // namespace overstap::data
