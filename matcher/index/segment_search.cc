#include "matcher/index/segment_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "matcher/index/search_plan.h"

// This file is compiled once per instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "matcher/index/segment_search.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace overstap::matcher {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Adds the bits of a mask over lanes i.. of 32.
template <typename D, typename Mask>
HWY_INLINE void AddBits(D d, Mask mask, size_t i, BlockBits* bits) {
  std::array<uint8_t, sizeof(uint64_t)> bytes;
  hn::StoreMaskBits(d, mask, bytes.data());
  constexpr size_t kMaskBytes = (hn::MaxLanes(D()) + 7) / 8;
  BlockBits part = 0;
  std::memcpy(&part, bytes.data(), std::min(kMaskBytes, sizeof(part)));
  *bits |= part << i;
}

// The lanes of `low` or `high` that fail a test; both are the same values, or the bounds of blocks,
// which fail it when no value between could meet it. This Highway compares unsigned numbers by <
// and > alone, and its TestBit asks for all of several bits.
template <typename D>
using MaskOf = decltype(hn::MaskFromVec(hn::Zero(D())));
template <typename D, typename T = hn::TFromD<D>>
HWY_INLINE MaskOf<D> Failing(D d, Condition::Kind kind, T operand, const T* HWY_RESTRICT low,
                             const T* HWY_RESTRICT high) {
  const auto compared = hn::Set(d, operand);
  switch (kind) {
    case Condition::Kind::kAtMost:
      return hn::Gt(hn::LoadU(d, low), compared);
    case Condition::Kind::kAtLeast:
      return hn::Lt(hn::LoadU(d, high), compared);
    case Condition::Kind::kAnyOf:
      return hn::Eq(hn::And(hn::LoadU(d, high), compared), hn::Zero(d));
    default:
      return hn::Not(hn::Eq(hn::And(hn::LoadU(d, low), compared), hn::Zero(d)));
  }
}

// A test as the loops want it: where its values are, of documents or of blocks.
struct LaneTest {
  Condition::Kind kind;
  uint8_t width;
  uint32_t operand;
  const uint8_t* low;
  const uint8_t* high;
};

// Of 32 values at group · 32, those that meet a test.
template <typename T>
HWY_INLINE BlockBits Meeting(const LaneTest& test, size_t group) {
  const hn::CappedTag<T, kBlockSize> d;
  const auto* low = reinterpret_cast<const T*>(test.low) + group * kBlockSize;
  const auto* high = reinterpret_cast<const T*>(test.high) + group * kBlockSize;
  BlockBits failing = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    AddBits(d, Failing(d, test.kind, static_cast<T>(test.operand), low + i, high + i), i, &failing);
  }
  return ~failing;
}

// Of 32 values at group · 32 those that meet all tests; those on bytes at once.
HWY_INLINE BlockBits MeetingAll(const std::vector<LaneTest>& bytes,
                                const std::vector<LaneTest>& wider, size_t group) {
  const hn::CappedTag<uint8_t, kBlockSize> d;
  BlockBits failing = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    const size_t at = group * kBlockSize + i;
    auto failing_lanes = hn::MaskFromVec(hn::Zero(d));
    for (const LaneTest& test : bytes) {
      failing_lanes = hn::Or(
          failing_lanes,
          Failing(d, test.kind, static_cast<uint8_t>(test.operand), test.low + at, test.high + at));
    }
    AddBits(d, failing_lanes, i, &failing);
  }
  BlockBits meeting = ~failing;
  for (const LaneTest& test : wider) {
    meeting &= test.width == sizeof(uint16_t) ? Meeting<uint16_t>(test, group)
                                              : Meeting<uint32_t>(test, group);
  }
  return meeting;
}

// Of 32 sums those of at least `level`.
HWY_INLINE BlockBits Reaching(const uint16_t* HWY_RESTRICT sums, uint16_t level) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  BlockBits below = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    AddBits(d, hn::Lt(hn::LoadU(d, sums + i), hn::Set(d, level)), i, &below);
  }
  return ~below;
}

// A document's score by a table of the query's units by term, which can be read two bytes beyond
// its end.
HWY_INLINE Score Dot(std::span<const uint16_t> terms, const uint16_t* HWY_RESTRICT weights,
                     const uint16_t* HWY_RESTRICT table) {
#if HWY_TARGET <= HWY_AVX2
  // Where gathering is one instruction. Two bytes too many are read of the table, and masked out;
  // so is what follows the row.
  const hn::ScalableTag<uint32_t> d;
  const hn::RebindToSigned<decltype(d)> di;
  const hn::Rebind<uint16_t, decltype(d)> d16;
  auto sum = hn::Zero(d);
  for (size_t i = 0; i < terms.size(); i += hn::Lanes(d)) {
    const auto own = hn::FirstN(d16, terms.size() - i);
    const auto term = hn::IfThenElseZero(own, hn::LoadU(d16, terms.data() + i));
    const auto weight = hn::IfThenElseZero(own, hn::LoadU(d16, weights + i));
    const auto offset = hn::ShiftLeft<1>(hn::PromoteTo(di, term));
    const auto pair = hn::GatherOffset(d, reinterpret_cast<const uint32_t*>(table), offset);
    const auto value = hn::And(pair, hn::Set(d, 0xFFFFU));
    sum = hn::Add(sum, hn::Mul(value, hn::PromoteTo(d, weight)));
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
#else
  Score score = 0;
  for (size_t i = 0; i < terms.size(); ++i) score += Score{table[terms[i]]} * weights[i];
  return score;
#endif
}

// sums[i] += bounds[i] · weight / 256, saturating, for a window of blocks.
HWY_INLINE void AddWindow(const uint8_t* HWY_RESTRICT bounds, uint16_t weight,
                          uint16_t* HWY_RESTRICT sums) {
  const hn::CappedTag<uint16_t, kBlockSize> d16;
  const hn::Rebind<uint8_t, decltype(d16)> d8;
  const auto factor = hn::Set(d16, weight);
  for (size_t i = 0; i < BlockBounds::kWindow; i += hn::Lanes(d16)) {
    const auto bound = hn::ShiftLeft<8>(hn::PromoteTo(d16, hn::LoadU(d8, bounds + i)));
    const auto sum = hn::LoadU(d16, sums + i);
    hn::StoreU(hn::SaturatedAdd(sum, hn::MulHigh(bound, factor)), d16, sums + i);
  }
}

HWY_INLINE uint16_t GreatestOf(const uint16_t* HWY_RESTRICT sums, size_t count) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  auto most = hn::Zero(d);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) most = hn::Max(most, hn::LoadU(d, sums + i));
  std::array<uint16_t, kBlockSize> lanes{};
  hn::StoreU(most, d, lanes.data());
  return *std::max_element(lanes.begin(), lanes.end());
}

class Search {
 public:
  Search(const SegmentParts& parts, const SearchArguments& arguments, const SearchPlan& plan,
         TopK* top, SearchCounts* counts)
      : parts_(parts),
        arguments_(arguments),
        plan_(plan),
        top_(top),
        counts_(counts),
        block_count_(BlockCount(parts.rows.size())),
        groups_((block_count_ + kBlockSize - 1) / kBlockSize) {}

  void Run() {
    FindOpenBlocks();
    if (parts_.bounds.term_count() == 0) {
      sums_.assign(groups_ * kBlockSize, std::numeric_limits<uint16_t>::max());
      VisitFrom(1);
      Flush();
      return;
    }
    SumBounds();
    least_sum_ = plan_.LeastSum(top_->least_wanted());
    // Pass by pass over the blocks in their order, down from the highest sums: best first, but for
    // what is within one pass. The first k results known, one last pass takes all that is left.
    uint32_t level = GreatestOf(sums_.data(), sums_.size());
    const Score least_at_first = top_->least_wanted();
    while (level >= least_sum_ && !interrupted_) {
      const bool full = top_->least_wanted() > least_at_first;
      level = full ? least_sum_ : std::max<uint32_t>(level * kLevelShare / kLevelUnit, least_sum_);
      const bool last = level <= least_sum_;
      VisitFrom(static_cast<uint16_t>(level));
      Flush();
      if (last) break;
    }
  }

 private:
  static constexpr uint32_t kLevelShare = 11;
  static constexpr uint32_t kLevelUnit = 16;
  static constexpr size_t kVisitsPerPoll = 256;
  static constexpr size_t kFiltersPerPoll = 1'024;
  static constexpr size_t kPendingDocuments = 64;

  // Blocks that no condition excludes as a whole.
  void FindOpenBlocks() {
    open_.resize(RoundUp(groups_, BlockBounds::kWindow / kBlockSize));
    std::vector<LaneTest> bytes;
    std::vector<LaneTest> wider;
    for (const ColumnTest& test : plan_.column_tests()) {
      const Column& column = *test.column;
      const bool is_byte = column.width == sizeof(uint8_t);
      (is_byte ? bytes : wider)
          .push_back(
              {test.kind, column.width, test.operand, column.least.data(), column.most.data()});
      (is_byte ? byte_tests_ : wider_tests_)
          .push_back(
              {test.kind, column.width, test.operand, column.values.data(), column.values.data()});
    }
    for (const DiscTest& test : plan_.discs()) {
      const PointColumn& points = parts_.columns.points();
      AddBox(points.latitude_axis, test.latitude, &bytes);
      AddBox(points.longitude_axis, test.longitude, &bytes);
    }
    for (size_t group = 0; group < groups_; ++group) {
      open_[group] = MeetingAll(bytes, wider, group) & FirstBits(block_count_ - group * kBlockSize);
      for (const ColumnTest& test : plan_.lookups()) CloseWithout(test, group);
    }
  }

  // Closes the blocks of a group between whose least and greatest value there is none of the set.
  void CloseWithout(const ColumnTest& test, size_t group) {
    const Column& column = *test.column;
    for (BlockBits open = open_[group]; open != 0; open &= open - 1) {
      const auto bit = static_cast<size_t>(std::countr_zero(open));
      const size_t block = group * kBlockSize + bit;
      const uint32_t least = NumberAt(column.least, column.width, block);
      const uint32_t most = NumberAt(column.most, column.width, block);
      if (!test.set->AnyIn(least, most)) open_[group] &= ~(BlockBits{1} << bit);
    }
  }

  // The disc's box, as tests of blocks and, where every point is known, of documents.
  void AddBox(const PointColumn::Axis& axis, const DiscTest::Range& range,
              std::vector<LaneTest>* of_blocks) {
    const auto add = [&](Condition::Kind kind, uint8_t operand) {
      of_blocks->push_back({kind, sizeof(uint8_t), operand, axis.least.data(), axis.most.data()});
      if (parts_.columns.points().any_unknown) return;
      const uint8_t* cells = axis.cells.data();
      byte_tests_.push_back({kind, sizeof(uint8_t), operand, cells, cells});
    };
    if (range.last < std::numeric_limits<uint8_t>::max()) {
      add(Condition::Kind::kAtMost, range.last);
    }
    if (range.first > 0) add(Condition::Kind::kAtLeast, range.first);
  }

  // The bounds of all blocks: per term those of whole windows, then single ones. What later terms
  // read is on its way while earlier ones are added.
  void SumBounds() {
    constexpr size_t kAhead = 4;  // terms
    sums_.resize(RoundUp(block_count_, BlockBounds::kWindow));
    const auto terms = plan_.terms();
    for (size_t i = 0; i < std::min(kAhead, terms.size()); ++i) {
      parts_.bounds.Prefetch(terms[i].term);
    }
    for (size_t i = 0; i < terms.size(); ++i) {
      if (i + kAhead < terms.size()) parts_.bounds.Prefetch(terms[i + kAhead].term);
      AddTerm(terms[i]);
    }
  }

  void AddTerm(const PlannedTerm& term) {
    uint16_t* HWY_RESTRICT sums = sums_.data();
    const auto windows = parts_.bounds.dense(term.term);
    constexpr size_t kWindowsAhead = 4;
    for (size_t i = 0; i < windows.size(); ++i) {
      if (i + kWindowsAhead < windows.size()) {
        parts_.bounds.PrefetchRow(windows[i + kWindowsAhead]);
      }
      const BlockBounds::Dense& window = windows[i];
      if (!IsOpen(window.window)) continue;
      AddWindow(parts_.bounds.dense_row(window), term.weight,
                sums + BlockBounds::kWindow * size_t{window.window});
    }
    const BlockBounds::Loose loose = parts_.bounds.loose(term.term);
    for (size_t i = 0; i < loose.count; ++i) {
      constexpr int kWeightShift = 8;
      constexpr uint32_t kFull = 0xFFFF;
      uint16_t* sum = sums + loose.blocks[i];
      const uint32_t added = *sum + ((uint32_t{loose.bounds[i]} * term.weight) >> kWeightShift);
      *sum = static_cast<uint16_t>(std::min(added, kFull));
    }
  }

  bool IsOpen(size_t window) const {
    constexpr size_t kGroups = BlockBounds::kWindow / kBlockSize;
    BlockBits any = 0;
    for (size_t i = 0; i < kGroups; ++i) any |= open_[window * kGroups + i];
    return any != 0;
  }

  // Visits the open blocks whose sum reaches `level`; they are closed then.
  void VisitFrom(uint16_t level) {
    to_visit_.clear();
    for (size_t group = 0; group < groups_; ++group) {
      if (open_[group] == 0) continue;
      BlockBits reaching = open_[group] & Reaching(sums_.data() + group * kBlockSize, level);
      open_[group] &= ~reaching;
      for (; reaching != 0; reaching &= reaching - 1) {
        to_visit_.push_back(static_cast<uint32_t>(group * kBlockSize) +
                            static_cast<uint32_t>(std::countr_zero(reaching)));
      }
    }
    constexpr size_t kBlocksAhead = 4;
    for (size_t i = 0; i < to_visit_.size() && !interrupted_; ++i) {
      if (i + kBlocksAhead < to_visit_.size()) PrefetchValues(to_visit_[i + kBlocksAhead]);
      if (sums_[to_visit_[i]] >= least_sum_) Visit(to_visit_[i]);
    }
  }

  void PrefetchValues(size_t block) const {
    for (const LaneTest& test : byte_tests_) {
      __builtin_prefetch(test.low + block * kBlockSize);
    }
  }

  void Visit(size_t block) {
    if (++counts_->blocks_visited % kVisitsPerPoll == 0 && Interrupted()) {
      interrupted_ = true;
      return;
    }
    BlockBits passing = FirstBits(parts_.rows.size() - block * kBlockSize);
    if (arguments_.gone != nullptr) passing &= ~arguments_.gone->BitsOf(block);
    passing &= MeetingAll(byte_tests_, wider_tests_, block);
    for (const ColumnTest& test : plan_.lookups()) {
      if (passing == 0) return;
      passing &= LookedUp(test, block, passing);
    }
    for (; passing != 0; passing &= passing - 1) {
      const auto document = static_cast<uint32_t>(block * kBlockSize) +
                            static_cast<uint32_t>(std::countr_zero(passing));
      parts_.rows.PrefetchBegin(document);
      if (!plan_.discs().empty()) {
        __builtin_prefetch(&parts_.columns.points().points[document]);
      }
      pending_[pending_count_++] = document;
      if (pending_count_ == kPendingDocuments) Flush();
    }
  }

  // Whether the document's point lies in every disc.
  bool InDiscs(size_t document) const {
    for (const DiscTest& test : plan_.discs()) {
      const PointColumn::Point& point = parts_.columns.points().points[document];
      if (test.own_km != nullptr) {
        const double km = ValueAt(*test.own_km, document);
        if (!std::isnan(point.latitude) &&
            !IsWithin({test.disc.latitude, test.disc.longitude, km}, point)) {
          return false;
        }
        continue;
      }
      float squared = 0;
      for (size_t axis = 0; axis < PointColumn::kAxes; ++axis) {
        const float difference = point.unit[axis] - test.unit[axis];
        squared += difference * difference;
      }
      if (squared > test.surely_outside_above) return false;
      if (squared >= test.surely_inside_below && !IsWithin(test.disc, point)) return false;
    }
    return true;
  }

  static bool IsWithin(const Disc& disc, const PointColumn::Point& point) {
    return GreatCircleKilometres({disc.latitude, disc.longitude},
                                 {point.latitude, point.longitude}) <= disc.km;
  }

  static uint32_t NumberAt(const AlignedVector<uint8_t>& bytes, uint8_t width, size_t at) {
    switch (width) {
      case sizeof(uint8_t):
        return bytes[at];
      case sizeof(uint16_t):
        return reinterpret_cast<const uint16_t*>(bytes.data())[at];
      default:
        return reinterpret_cast<const uint32_t*>(bytes.data())[at];
    }
  }

  static uint32_t ValueAt(const Column& column, size_t document) {
    return NumberAt(column.values, column.width, document);
  }

  static BlockBits LookedUp(const ColumnTest& test, size_t block, BlockBits of) {
    BlockBits meeting = 0;
    for (; of != 0; of &= of - 1) {
      const auto bit = static_cast<size_t>(std::countr_zero(of));
      const size_t document = block * kBlockSize + bit;
      const uint32_t value = ValueAt(*test.column, document);
      meeting |= BlockBits{test.set->Contains(value)} << bit;
    }
    return meeting;
  }

  // Scores the documents that wait.
  void Flush() {
    size_t count = 0;
    for (size_t i = 0; i < pending_count_; ++i) {
      const uint32_t document = pending_[i];
      pending_[count] = document;
      if (!InDiscs(document)) continue;
      parts_.rows.Prefetch(document);
      ++count;
    }
    pending_count_ = 0;
    counts_->documents_scored += count;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t document = pending_[i];
      const Score score = Dot(parts_.rows.terms(document), parts_.rows.weights(document).data(),
                              arguments_.query->table());
      if (score < top_->least_wanted()) continue;
      const CreationNumber creation = parts_.creations[document];
      if (!top_->Wants(score, creation)) continue;
      const DocumentNumber number(document);
      if (!Accepts(number)) continue;
      top_->Add({score, creation, arguments_.segment, number});
    }
    least_sum_ = plan_.LeastSum(top_->least_wanted());
  }

  bool Accepts(DocumentNumber document) {
    if (arguments_.filter == nullptr) return true;
    // A filter may be dear, and may refuse everything.
    if (interrupted_ || (++filtered_ % kFiltersPerPoll == 0 && Interrupted())) {
      interrupted_ = true;
      return false;
    }
    return arguments_.filter->Accepts(document);
  }

  bool Interrupted() const {
    return arguments_.interruption != nullptr && arguments_.interruption->Requested();
  }

  static size_t RoundUp(size_t count, size_t multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  const SegmentParts& parts_;
  const SearchArguments& arguments_;
  const SearchPlan& plan_;
  TopK* top_;
  SearchCounts* counts_;
  size_t block_count_;
  size_t groups_;                      // of 32 blocks
  std::vector<BlockBits> open_;        // by group
  AlignedVector<uint16_t> sums_;       // by block
  std::vector<LaneTest> byte_tests_;   // on documents
  std::vector<LaneTest> wider_tests_;  // likewise
  uint16_t least_sum_ = 1;
  bool interrupted_ = false;
  size_t filtered_ = 0;
  std::vector<uint32_t> to_visit_;
  std::array<uint32_t, kPendingDocuments> pending_;
  size_t pending_count_ = 0;
};

void SearchOpenSegment(const SegmentParts& parts, const SearchArguments& arguments,
                       const SearchPlan& plan, TopK* top, SearchCounts* counts) {
  Search(parts, arguments, plan, top, counts).Run();
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace overstap::matcher
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace overstap::matcher {

HWY_EXPORT(SearchOpenSegment);

void SearchSegment(const SegmentParts& parts, const SearchArguments& arguments, TopK* top,
                   SearchCounts* counts) {
  if (arguments.interruption != nullptr && arguments.interruption->Requested()) return;
  const SearchPlan plan(parts, arguments);
  if (plan.nothing_passes() || parts.rows.size() == 0) return;
  if (plan.terms().empty() && parts.bounds.term_count() > 0) return;
  HWY_DYNAMIC_DISPATCH(SearchOpenSegment)(parts, arguments, plan, top, counts);
}

}  // namespace overstap::matcher
#endif  // HWY_ONCE
