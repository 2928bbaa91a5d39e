#include "matcher/index/top_k.h"

#include <optional>
#include <utility>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

Hit HitOf(Score score, uint64_t creation) {
  return {score, CreationNumber(creation), 0, DocumentNumber(0)};
}

TEST(TopKTest, KeepsTheBestWhateverTheOrder) {
  TopK top(2, 0, std::nullopt);
  for (const auto& [score, creation] :
       std::vector<std::pair<Score, uint64_t>>{{5, 1}, {7, 3}, {7, 2}, {1, 0}, {0, 0}}) {
    top.Add(HitOf(score, creation));
  }
  EXPECT_FALSE(top.Wants(7, CreationNumber(4)));
  EXPECT_TRUE(top.Wants(8, CreationNumber(4)));
  const std::vector<Hit> hits = std::move(top).Take();
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].creation, CreationNumber(2));
  EXPECT_EQ(hits[1].creation, CreationNumber(3));
}

TEST(TopKTest, WantsNoScoreOfNothingAndNoneBelowTheLeast) {
  EXPECT_FALSE(TopK(3, 0, std::nullopt).Wants(0, CreationNumber(1)));
  EXPECT_TRUE(TopK(3, 0, std::nullopt).Wants(1, CreationNumber(1)));
  EXPECT_FALSE(TopK(3, 5, std::nullopt).Wants(4, CreationNumber(1)));
  EXPECT_TRUE(TopK(3, 5, std::nullopt).Wants(5, CreationNumber(1)));
  EXPECT_FALSE(TopK(0, 0, std::nullopt).Wants(9, CreationNumber(1)));
}

TEST(TopKTest, WantsOnlyWhatRanksAfterTheCursor) {
  const TopK top(3, 0, Cursor{5, CreationNumber(10)});
  EXPECT_FALSE(top.Wants(6, CreationNumber(99)));
  EXPECT_FALSE(top.Wants(5, CreationNumber(10)));
  EXPECT_TRUE(top.Wants(5, CreationNumber(11)));
  EXPECT_TRUE(top.Wants(4, CreationNumber(0)));
}

TEST(TopKTest, TheLeastWantedRisesWithTheLastOfTheBest) {
  TopK top(2, 3, std::nullopt);
  EXPECT_EQ(top.least_wanted(), 3U);
  top.Add(HitOf(9, 1));
  EXPECT_EQ(top.least_wanted(), 3U) << "there is room";
  top.Add(HitOf(5, 2));
  EXPECT_EQ(top.least_wanted(), 5U);
  top.Add(HitOf(7, 3));
  EXPECT_EQ(top.least_wanted(), 7U);
  EXPECT_EQ(TopK(0, 0, std::nullopt).least_wanted(), 1U);
}

}  // namespace
}  // namespace overstap::matcher
