#include "matcher/index/block_bounds.h"

#include <map>
#include <random>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

constexpr size_t kTerms = 30;

// A term's bounds by block, from windows and single postings.
std::map<size_t, uint32_t> BoundsOf(const BlockBounds& bounds, size_t term) {
  std::map<size_t, uint32_t> by_block;
  for (const BlockBounds::Dense& window : bounds.dense(term)) {
    for (size_t i = 0; i < BlockBounds::kWindow; ++i) {
      const uint8_t bound = bounds.dense_row(window)[i];
      if (bound > 0) by_block[window.window * BlockBounds::kWindow + i] = bound;
    }
  }
  const BlockBounds::Loose loose = bounds.loose(term);
  for (size_t i = 0; i < loose.count; ++i) {
    EXPECT_TRUE(i == 0 || loose.blocks[i - 1] < loose.blocks[i]) << "ascending";
    EXPECT_TRUE(by_block.emplace(loose.blocks[i], loose.bounds[i]).second) << "held twice";
  }
  return by_block;
}

// Low terms are frequent, high ones rare; weights of up to `greatest`.
std::vector<SparseVector> RandomVectors(size_t count, uint32_t greatest, std::mt19937* random) {
  std::vector<SparseVector> vectors(count);
  for (SparseVector& vector : vectors) {
    for (uint32_t term = 0; term < kTerms; ++term) {
      if ((*random)() % (1 + term * term) != 0) continue;
      vector.push_back(
          {TermNumber(term), Share(static_cast<uint16_t>(1 + (*random)() % greatest))});
    }
  }
  return vectors;
}

Rows RowsOf(const std::vector<SparseVector>& vectors) {
  Rows rows;
  for (const SparseVector& vector : vectors) rows.Add(vector);
  rows.Finish();
  return rows;
}

TEST(BlockBoundsTest, NoWeightExceedsItsBoundAndNoBoundIsLoose) {
  std::mt19937 random(1);
  for (const uint32_t greatest : {1U, 255U, 256U, 3'000U, 32'768U}) {
    const auto vectors = RandomVectors(20'000, greatest, &random);
    const BlockBounds bounds(RowsOf(vectors), kTerms);
    ASSERT_EQ(bounds.term_count(), kTerms);
    std::vector<std::map<size_t, uint32_t>> most(kTerms);
    for (size_t i = 0; i < vectors.size(); ++i) {
      for (const WeightedTerm& term : vectors[i]) {
        uint32_t& of_block = most[term.term.value()][i / kBlockSize];
        of_block = std::max<uint32_t>(of_block, term.value.units());
      }
    }
    bool dense = false;
    bool loose = false;
    for (size_t term = 0; term < kTerms; ++term) {
      const uint32_t step = bounds.step(term);
      EXPECT_GE(step, 1U);
      const auto found = BoundsOf(bounds, term);
      ASSERT_EQ(found.size(), most[term].size());
      for (const auto& [block, weight] : most[term]) {
        const auto at = found.find(block);
        ASSERT_NE(at, found.end());
        EXPECT_GE(at->second * step, weight);
        EXPECT_LT((at->second - 1) * step, weight) << "rounded up by more than a step";
      }
      dense = dense || !bounds.dense(term).empty();
      loose = loose || bounds.loose(term).count > 0;
    }
    EXPECT_TRUE(dense && loose) << "both ways of holding them come up";
  }
}

TEST(BlockBoundsTest, TermsThatNoDocumentHasHaveNoBounds) {
  const BlockBounds bounds(RowsOf(std::vector<SparseVector>(100)), 3);
  for (size_t term = 0; term < 3; ++term) EXPECT_TRUE(BoundsOf(bounds, term).empty());
  EXPECT_EQ(BlockBounds().term_count(), 0U);
}

}  // namespace
}  // namespace overstap::matcher
