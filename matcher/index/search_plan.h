// A search of one segment, made ready: what each condition comes to in the segment's columns, and
// the query's weights in the units of the segment's bounds.
//
//   SearchPlan plan(parts, arguments);
//   if (plan.nothing_passes()) return;
//
// Refers to the parts and arguments. Immutable; safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_SEARCH_PLAN_H_
#define OVERSTAP_MATCHER_INDEX_SEARCH_PLAN_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "matcher/index/segment_index.h"

namespace overstap::matcher {

// A condition on one column; operands fit in the column's width.
struct ColumnTest {
  Condition::Kind kind = Condition::Kind::kAtMost;
  const Column* column = nullptr;
  uint32_t operand = 0;
  const NumberSet* set = nullptr;
};

// A disc in the terms of the segment's points: squared chords on the unit sphere. Between the two
// limits the haversine of the degrees decides.
struct DiscTest {
  Disc disc;
  const Column* own_km = nullptr;  // the document's own radius, where it has one
  float unit[PointColumn::kAxes] = {};
  float surely_inside_below = 0;
  float surely_outside_above = 0;
  // The disc's box in cells; all of them where it has no bounds that way (poles, the date line).
  struct Range {
    uint8_t first = 0;
    uint8_t last = 0;
  };
  Range latitude;
  Range longitude;
};

// A term of the query that the segment has bounds of: a bound b adds ⌊b · weight / 256⌋ to a sum.
struct PlannedTerm {
  uint32_t term = 0;
  uint32_t weight = 0;  // at most 65,535; 32 bits, as vectors want it
  BlockBounds::Extents extents;
};

class SearchPlan {
 public:
  SearchPlan(const SegmentParts& parts, const SearchArguments& arguments);

  // A condition that no value of a column can meet.
  bool nothing_passes() const { return nothing_passes_; }
  // By vector instructions on values and on block bounds.
  std::span<const ColumnTest> column_tests() const { return column_tests_; }
  // By looking values up.
  std::span<const ColumnTest> lookups() const { return lookups_; }
  std::span<const DiscTest> discs() const { return discs_; }
  // Ascending.
  std::span<const PlannedTerm> terms() const { return terms_; }
  // Which of the terms have well filled windows.
  std::span<const uint32_t> dense_terms() const { return dense_terms_; }

  // The weight of a term with `units`: the query's value of it times the step of its bounds.
  uint16_t WeightOf(uint32_t units) const {
    const uint64_t weight = (units * sums_per_unit_ >> kFractionBits) + 1;
    return static_cast<uint16_t>(std::clamp(weight, kLeastWeight, kFullSum));
  }

  // The least sum of a block that may hold a document with this score; 1 at least, since a block
  // with a term in common has a sum above 0.
  uint16_t LeastSum(Score score) const;

 private:
  void AddCondition(const Columns& columns, const Condition& condition);
  void AddDisc(const Columns& columns, const Condition& condition);
  void AddTerms(const BlockBounds& bounds, const SearchQuery& query);

  static constexpr int kFractionBits = 32;
  // So that no bound above 0 is lost.
  static constexpr uint64_t kLeastWeight = 256;
  static constexpr uint64_t kFullSum = std::numeric_limits<uint16_t>::max();

  bool nothing_passes_ = false;
  std::vector<ColumnTest> column_tests_;
  std::vector<ColumnTest> lookups_;
  std::vector<DiscTest> discs_;
  std::vector<PlannedTerm> terms_;
  std::vector<uint32_t> dense_terms_;
  uint64_t full_sum_score_ = 1;  // the score that a sum of 65,535 stands for
  uint64_t sums_per_unit_ = 0;   // times 256, in fractions of 2^-32, rounded up
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SEARCH_PLAN_H_
