#include "matcher/index/shared_bounds.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/index/block_bounds.h"
#include "tests/unit/matcher/index/vectors.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// By document of the block, of the block's i-th shared term.
std::vector<int> BoundsOf(const SharedBounds& shared, size_t block, size_t i) {
  const uint8_t* bounds = shared.bounds(block) + i * kBlockSize;
  return {bounds, bounds + kBlockSize};
}

TEST(SharedBoundsTest, HoldsWeightsRoundedUpInStepsOfTheTerm) {
  // Two blocks, the second of two documents.
  std::vector<SparseVector> vectors(kBlockSize + 2);
  vectors[0] = Vector({{1, 10}, {3, 7}});
  vectors[31] = Vector({{3, 8}});
  vectors[32] = Vector({{1, 256}});
  vectors[33] = Vector({{1, 257}, {3, 1}});
  SharedBounds shared;
  shared.AddTerm(3);
  shared.EndBlock();
  shared.AddTerm(3);
  shared.AddTerm(1);
  shared.EndBlock();
  shared.Fill(RowsOf(vectors), std::vector<uint32_t>{1, 256, 1, 4});
  EXPECT_THAT(shared.terms(0), ElementsAre(3));
  EXPECT_THAT(shared.terms(1), ElementsAre(3, 1));
  std::vector<int> expected(kBlockSize);
  expected[0] = expected[31] = 2;
  EXPECT_EQ(BoundsOf(shared, 0, 0), expected);
  expected.assign(kBlockSize, 0);
  expected[1] = 1;
  EXPECT_EQ(BoundsOf(shared, 1, 0), expected);
  expected = std::vector<int>(kBlockSize);
  expected[0] = 1;
  expected[1] = 2;
  EXPECT_EQ(BoundsOf(shared, 1, 1), expected);
}

TEST(SharedBoundsTest, ABlockWithoutSharedTermsHasNone) {
  SharedBounds shared;
  shared.EndBlock();
  shared.Fill(RowsOf({Vector({{0, 1}})}), std::vector<uint32_t>{1});
  EXPECT_THAT(shared.terms(0), IsEmpty());
}

// Of blocks' bounds: shared are exactly the terms that every quarter of a block has.
TEST(SharedBoundsTest, AreOfTheTermsThatBoundBlocks) {
  constexpr uint32_t kTerms = 12;
  std::mt19937 random(7);
  std::vector<SparseVector> vectors(kBlockSize * 40 + 13);
  for (SparseVector& vector : vectors) {
    for (uint32_t term = 0; term < kTerms; ++term) {
      if (random() % (1 + term) != 0) continue;
      const auto weight = static_cast<uint16_t>(1 + random() % 20'000);
      vector.push_back({TermNumber(term), Share(weight)});
    }
  }
  const BlockBounds bounds(RowsOf(vectors), kTerms);
  for (size_t block = 0; block < BlockCount(vectors.size()); ++block) {
    std::map<size_t, std::set<size_t>> quarters;  // by term
    std::map<std::pair<size_t, size_t>, uint32_t> weights;
    for (size_t i = 0; i < std::min(kBlockSize, vectors.size() - block * kBlockSize); ++i) {
      for (const WeightedTerm& term : vectors[block * kBlockSize + i]) {
        quarters[term.term.value()].insert(i / BlockBounds::kQuarterSize);
        weights[{term.term.value(), i}] = term.value.units();
      }
    }
    std::set<size_t> expected;
    for (const auto& [term, of_term] : quarters) {
      if (of_term.size() == BlockBounds::kQuarters) expected.insert(term);
    }
    const auto terms = bounds.shared().terms(block);
    ASSERT_EQ(std::set<size_t>(terms.begin(), terms.end()), expected);
    ASSERT_EQ(terms.size(), expected.size()) << "none twice";
    for (size_t t = 0; t < terms.size(); ++t) {
      const std::vector<int> of_term = BoundsOf(bounds.shared(), block, t);
      const uint32_t step = bounds.step(terms[t]);
      for (size_t i = 0; i < kBlockSize; ++i) {
        const uint32_t weight = weights[{terms[t], i}];
        EXPECT_GE(of_term[i] * step, weight);
        EXPECT_LT(of_term[i] * step, weight + step) << "rounded up by less than a step";
      }
    }
  }
}

}  // namespace
}  // namespace overstap::matcher
