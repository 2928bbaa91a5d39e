#include "matcher/index/search_plan.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <random>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kTerms = 600;
constexpr uint32_t kFull = std::numeric_limits<uint16_t>::max();

// `count` of the terms, ascending, with units of up to `greatest`.
SparseVector RandomVector(uint32_t count, uint32_t greatest, std::mt19937* random) {
  std::map<uint32_t, uint16_t> units;
  while (units.size() < count) {
    units[static_cast<uint32_t>((*random)() % kTerms)] =
        static_cast<uint16_t>(1 + (*random)() % greatest);
  }
  SparseVector vector;
  for (const auto& [term, value] : units) vector.push_back({TermNumber(term), Share(value)});
  return vector;
}

// By place the sum of ⌊bound · weight / 256⌋ over the plan's terms, at most 65,535.
std::vector<uint32_t> SumsOf(const BlockBounds& bounds, const SearchPlan& plan) {
  std::vector<uint32_t> sums(bounds.sum_count());
  const auto add = [&](size_t place, uint32_t bound, uint32_t weight) {
    if (bound > 0) sums.at(place) = std::min(kFull, sums.at(place) + (bound * weight >> 8));
  };
  for (const PlannedTerm& term : plan.terms()) {
    for (const BlockBounds::Dense& window : bounds.dense(term.term)) {
      for (size_t i = 0; i < BlockBounds::kWindow; ++i) {
        add(window.window * BlockBounds::kWindow + i, bounds.dense_row(window.row)[i], term.weight);
      }
    }
    for (const uint32_t posting : bounds.loose(term.term)) {
      add(BlockBounds::PlaceOf(posting), BlockBounds::BoundOf(posting), term.weight);
    }
  }
  return sums;
}

// What bounds a document: the sum of its block and that of its quarter.
uint32_t SumOf(const BlockBounds& bounds, const std::vector<uint32_t>& sums, size_t document) {
  const size_t block = document / kBlockSize;
  const size_t quarter = document % kBlockSize / BlockBounds::kQuarterSize;
  return std::min(kFull, sums[block] + sums[bounds.PlaceOfQuarter(block, quarter)]);
}

// Products that add up to less than 2^32, as the index demands.
TEST(SearchPlanTest, TheLeastSumOfAScoreIsReachedByEveryBlockThatHoldsIt) {
  struct Size {
    uint32_t document_terms;
    uint32_t document_units;
    uint32_t query_terms;
    uint32_t query_units;
  };
  const Size sizes[] = {{1, 1, 1, 1},
                        {1, 32'768, 1, 32'768},
                        {3, 3, 5, 3},
                        {20, 32'768, 90, 3'000},
                        {90, 700, 20, 3'000},
                        {500, 130, 500, 60},
                        {500, 32'768, 90, 40},
                        {4, 32'768, 3, 32'768},
                        {500, 2, 500, 60'000 / 500}};
  std::mt19937 random(2);
  size_t in_common = 0;
  for (const Size& size : sizes) {
    SegmentParts parts;
    std::vector<SparseVector> vectors;
    for (int i = 0; i < 400; ++i) {
      vectors.push_back(RandomVector(size.document_terms, size.document_units, &random));
      parts.rows.Add(vectors.back());
    }
    parts.rows.Finish();
    parts.bounds = BlockBounds(parts.rows, kTerms);
    for (int i = 0; i < 10; ++i) {
      // Also one that is a document's own: the highest scores.
      const SparseVector terms = i == 0 && size.query_terms == size.document_terms
                                     ? vectors[7]
                                     : RandomVector(size.query_terms, size.query_units, &random);
      const SearchQuery query(terms, kTerms);
      const SearchPlan plan(parts, {.query = &query});
      const auto sums = SumsOf(parts.bounds, plan);
      for (size_t document = 0; document < vectors.size(); ++document) {
        const Score score = Dot(terms, vectors[document]);
        if (score == 0) continue;
        ++in_common;
        ASSERT_GE(SumOf(parts.bounds, sums, document), plan.LeastSum(score)) << score;
      }
    }
  }
  EXPECT_GT(in_common, 5'000U);
}

TEST(SearchPlanTest, TheLeastSumRisesWithTheScore) {
  SegmentParts parts;
  std::mt19937 random(3);
  for (int i = 0; i < 2'000; ++i) parts.rows.Add(RandomVector(20, 32'768 / 20, &random));
  parts.rows.Finish();
  parts.bounds = BlockBounds(parts.rows, kTerms);
  const SparseVector terms = RandomVector(90, 32'768, &random);
  const SearchQuery query(terms, kTerms);
  const SearchPlan plan(parts, {.query = &query});
  EXPECT_EQ(plan.LeastSum(0), 1);
  EXPECT_EQ(plan.LeastSum(1), 1);
  uint16_t last = 1;
  for (Score score = 1; score < kFullScore; score *= 2) {
    EXPECT_GE(plan.LeastSum(score), last);
    last = plan.LeastSum(score);
  }
  EXPECT_GT(last, 1'000) << "it prunes";
}

class ColumnTestsOf : public testing::Test {
 protected:
  ColumnTestsOf() {
    parts_.columns = Columns({.kinds = {ColumnKind::kNumber, ColumnKind::kBits}}, 2);
    for (const uint32_t value : {3U, 200U}) {
      const uint32_t values[] = {value, 0b101};
      parts_.columns.Add(values, {});
    }
    parts_.columns.Finish();
  }

  SearchPlan Plan(Condition condition) {
    conditions_ = {std::move(condition)};
    return {parts_, {.query = &query_, .conditions = conditions_}};
  }

  static constexpr ColumnNumber kNumber{0};
  static constexpr ColumnNumber kBits{1};
  SegmentParts parts_;
  std::vector<Condition> conditions_;
  SearchQuery query_{{}, 0};
};

TEST_F(ColumnTestsOf, ConditionsThatEveryValueOfTheWidthMeetsAreNotTested) {
  for (const Condition& condition :
       {Condition::AtMost(kNumber, 255), Condition::AtMost(kNumber, 70'000),
        Condition::AtLeast(kNumber, 0), Condition::NoneOf(kBits, 0x100)}) {
    const SearchPlan plan = Plan(condition);
    EXPECT_TRUE(plan.column_tests().empty());
    EXPECT_FALSE(plan.nothing_passes());
  }
}

TEST_F(ColumnTestsOf, NothingPassesWhatNoValueOfTheWidthMeets) {
  EXPECT_TRUE(Plan(Condition::AtLeast(kNumber, 256)).nothing_passes());
  EXPECT_TRUE(Plan(Condition::AnyOf(kBits, 0x100)).nothing_passes());
  EXPECT_TRUE(Plan(Condition::AnyOf(kBits, 0)).nothing_passes());
  EXPECT_FALSE(Plan(Condition::AtLeast(kNumber, 255)).nothing_passes());
}

TEST_F(ColumnTestsOf, OperandsAreCutToTheWidth) {
  const SearchPlan plan = Plan(Condition::AnyOf(kBits, 0x101));
  ASSERT_EQ(plan.column_tests().size(), 1U);
  EXPECT_EQ(plan.column_tests()[0].operand, 1U);
  auto set = std::make_shared<NumberSet>(10);
  const SearchPlan lookup = Plan(Condition::In(kNumber, set));
  EXPECT_TRUE(lookup.column_tests().empty());
  ASSERT_EQ(lookup.lookups().size(), 1U);
  EXPECT_EQ(lookup.lookups()[0].set, set.get());
}

}  // namespace
}  // namespace overstap::matcher
