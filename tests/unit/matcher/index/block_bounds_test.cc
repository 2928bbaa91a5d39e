#include "matcher/index/block_bounds.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include "gtest/gtest.h"
#include "tests/unit/matcher/index/vectors.h"

namespace overstap::matcher {
namespace {

constexpr size_t kTerms = 30;

// A term's bounds by place, from windows and single postings.
std::map<size_t, uint32_t> BoundsOf(const BlockBounds& bounds, size_t term) {
  std::map<size_t, uint32_t> by_place;
  for (const BlockBounds::Dense& window : bounds.dense(term)) {
    for (size_t i = 0; i < BlockBounds::kWindow; ++i) {
      const uint8_t bound = bounds.dense_row(window.row)[i];
      if (bound > 0) by_place[window.window * BlockBounds::kWindow + i] = bound;
    }
  }
  for (const uint32_t posting : bounds.loose(term)) {
    const auto [place, added] =
        by_place.emplace(BlockBounds::PlaceOf(posting), BlockBounds::BoundOf(posting));
    EXPECT_TRUE(added) << place->first << ": held twice";
  }
  return by_place;
}

// What a term's bounds are about: a block, where each of its quarters has the term, else quarters.
std::map<size_t, uint32_t> GreatestByPlace(const BlockBounds& bounds,
                                           const std::vector<SparseVector>& vectors, size_t term) {
  std::map<size_t, std::array<uint32_t, BlockBounds::kQuarters>> by_block;
  for (size_t i = 0; i < vectors.size(); ++i) {
    for (const WeightedTerm& weighted : vectors[i]) {
      if (weighted.term.value() != term) continue;
      uint32_t& greatest = by_block[i / kBlockSize][i % kBlockSize / BlockBounds::kQuarterSize];
      greatest = std::max<uint32_t>(greatest, weighted.value.units());
    }
  }
  std::map<size_t, uint32_t> by_place;
  for (const auto& [block, quarters] : by_block) {
    if (std::count(quarters.begin(), quarters.end(), 0) == 0) {
      by_place[block] = *std::max_element(quarters.begin(), quarters.end());
      continue;
    }
    for (size_t quarter = 0; quarter < quarters.size(); ++quarter) {
      if (quarters[quarter] == 0) continue;
      by_place[bounds.PlaceOfQuarter(block, quarter)] = quarters[quarter];
    }
  }
  return by_place;
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

TEST(BlockBoundsTest, NoWeightExceedsItsBoundAndNoBoundIsLoose) {
  std::mt19937 random(1);
  for (const uint32_t greatest : {1U, 255U, 256U, 3'000U, 32'768U}) {
    const auto vectors = RandomVectors(20'000, greatest, &random);
    const BlockBounds bounds(RowsOf(vectors), kTerms);
    ASSERT_EQ(bounds.term_count(), kTerms);
    bool dense = false;
    bool loose = false;
    for (size_t term = 0; term < kTerms; ++term) {
      const uint32_t step = bounds.step(term);
      EXPECT_GE(step, 1U);
      const auto found = BoundsOf(bounds, term);
      const auto greatest_by_place = GreatestByPlace(bounds, vectors, term);
      ASSERT_EQ(found.size(), greatest_by_place.size());
      for (const auto& [place, weight] : greatest_by_place) {
        ASSERT_LT(place, bounds.sum_count());
        const auto at = found.find(place);
        ASSERT_NE(at, found.end());
        EXPECT_GE(at->second * step, weight);
        EXPECT_LT((at->second - 1) * step, weight) << "rounded up by more than a step";
      }
      dense = dense || !bounds.dense(term).empty();
      loose = loose || !bounds.loose(term).empty();
    }
    EXPECT_TRUE(dense && loose) << "both ways of holding them come up";
  }
}

TEST(BlockBoundsTest, SumsOfBlocksAndOfQuartersStandApart) {
  const BlockBounds bounds(RowsOf(std::vector<SparseVector>(20'000)), kTerms);
  const size_t blocks = BlockCount(20'000);
  std::set<size_t> places;
  for (size_t block = 0; block < blocks; ++block) {
    places.insert(block);
    const size_t group = block / kBlockSize;
    EXPECT_EQ(block / BlockBounds::kWindow, BlockBounds::WindowOfBlocks(group));
    for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
      const size_t place = bounds.PlaceOfQuarter(block, quarter);
      EXPECT_LT(place, bounds.sum_count());
      EXPECT_EQ(place / BlockBounds::kWindow, bounds.WindowOfQuarters(group));
      places.insert(place);
    }
  }
  EXPECT_EQ(places.size(), blocks * (1 + BlockBounds::kQuarters));
}

TEST(BlockBoundsTest, TermsThatNoDocumentHasHaveNoBounds) {
  const BlockBounds bounds(RowsOf(std::vector<SparseVector>(100)), 3);
  for (size_t term = 0; term < 3; ++term) EXPECT_TRUE(BoundsOf(bounds, term).empty());
  EXPECT_EQ(BlockBounds().term_count(), 0U);
}

}  // namespace
}  // namespace overstap::matcher
