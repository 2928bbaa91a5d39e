#include "matcher/index/segment_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "matcher/index/search_plan.h"
#include "matcher/index/search_workspace.h"

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

// The lanes that fail a test on values wider than a byte. This Highway compares unsigned numbers by
// < and > alone, and its TestBit asks for all of several bits.
template <typename D, typename T = hn::TFromD<D>>
HWY_INLINE auto Failing(D d, const LaneTest& test, const T* HWY_RESTRICT low,
                        const T* HWY_RESTRICT high) {
  const auto first = hn::Set(d, static_cast<T>(test.first));
  switch (test.kind) {
    case LaneTest::Kind::kRange:
      return hn::Or(hn::Gt(hn::LoadU(d, low), hn::Set(d, static_cast<T>(test.last))),
                    hn::Lt(hn::LoadU(d, high), first));
    case LaneTest::Kind::kAnyOf:
      return hn::Eq(hn::And(hn::LoadU(d, high), first), hn::Zero(d));
    default:
      return hn::Not(hn::Eq(hn::And(hn::LoadU(d, low), first), hn::Zero(d)));
  }
}

// Of 32 values at group · 32, those that meet a test.
template <typename T>
HWY_INLINE BlockBits Meeting(const LaneTest& test, size_t group) {
  const hn::CappedTag<T, kBlockSize> d;
  const auto* low = reinterpret_cast<const T*>(test.low + group * test.stride);
  const auto* high = reinterpret_cast<const T*>(test.high + group * test.stride);
  BlockBits failing = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    AddBits(d, Failing(d, test, low + i, high + i), i, &failing);
  }
  return ~failing;
}

// Of 32 values at group · 32 those that meet all tests; those on bytes at once.
HWY_INLINE BlockBits MeetingAll(const LaneTests& tests, size_t group) {
  const hn::CappedTag<uint8_t, kBlockSize> d;
  BlockBits failing = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    auto excess = hn::Zero(d);  // above 0 in the lanes that fail
    for (const LaneTest& test : tests.byte_ranges) {
      const size_t at = group * test.stride + i;
      const auto first = hn::Set(d, static_cast<uint8_t>(test.first));
      const auto last = hn::Set(d, static_cast<uint8_t>(test.last));
      excess = hn::Or(excess, hn::SaturatedSub(hn::LoadU(d, test.low + at), last));
      excess = hn::Or(excess, hn::SaturatedSub(first, hn::LoadU(d, test.high + at)));
    }
    for (const LaneTest& test : tests.byte_bits) {
      const size_t at = group * test.stride + i;
      const auto bits = hn::Set(d, static_cast<uint8_t>(test.first));
      if (test.kind == LaneTest::Kind::kAnyOf) {
        const auto none = hn::Eq(hn::And(hn::LoadU(d, test.high + at), bits), hn::Zero(d));
        excess = hn::Or(excess, hn::VecFromMask(d, none));
      } else {
        excess = hn::Or(excess, hn::And(hn::LoadU(d, test.low + at), bits));
      }
    }
    AddBits(d, hn::Not(hn::Eq(excess, hn::Zero(d))), i, &failing);
  }
  BlockBits meeting = ~failing;
  for (const LaneTest& test : tests.wider) {
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

// bounds[i] · weight / 256 for as many sums as there are lanes.
template <typename D>
HWY_INLINE hn::Vec<D> BoundsOf(D d16, const uint8_t* HWY_RESTRICT bounds, hn::Vec<D> weight) {
  const hn::Rebind<uint8_t, D> d8;
  constexpr int kBitsPerByte = 8;
  return hn::MulHigh(hn::ShiftLeft<kBitsPerByte>(hn::PromoteTo(d16, hn::LoadU(d8, bounds))),
                     weight);
}

// A window's sums from its rows of bounds, saturating: sums[i] = Σ bounds[i] · weight / 256. Sums
// stay in registers, some vectors at a time, while all rows are added.
HWY_INLINE void SumWindow(const BlockBounds& bounds, std::span<const WindowRow> rows,
                          uint16_t* HWY_RESTRICT sums) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  const size_t lanes = hn::Lanes(d);
  constexpr size_t kVectors = 4;
  static_assert(BlockBounds::kWindow % (kVectors * kBlockSize) == 0);
  for (size_t i = 0; i < BlockBounds::kWindow; i += kVectors * lanes) {
    auto sum0 = hn::Zero(d);
    auto sum1 = hn::Zero(d);
    auto sum2 = hn::Zero(d);
    auto sum3 = hn::Zero(d);
    for (const WindowRow& row : rows) {
      const uint8_t* own = bounds.dense_row(row.row) + i;
      const auto weight = hn::Set(d, row.weight);
      sum0 = hn::SaturatedAdd(sum0, BoundsOf(d, own, weight));
      sum1 = hn::SaturatedAdd(sum1, BoundsOf(d, own + lanes, weight));
      sum2 = hn::SaturatedAdd(sum2, BoundsOf(d, own + 2 * lanes, weight));
      sum3 = hn::SaturatedAdd(sum3, BoundsOf(d, own + 3 * lanes, weight));
    }
    hn::StoreU(sum0, d, sums + i);
    hn::StoreU(sum1, d, sums + i + lanes);
    hn::StoreU(sum2, d, sums + i + 2 * lanes);
    hn::StoreU(sum3, d, sums + i + 3 * lanes);
  }
}

// Of a group of 32 blocks: adds its blocks' sums to those of their quarters, and makes a block's
// sum the greatest of its quarters', or 0 where it is not open. The greatest of all.
HWY_INLINE uint16_t CombineSums(BlockBits open, uint16_t* HWY_RESTRICT sums,
                                uint16_t* HWY_RESTRICT quarters) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  std::array<uint8_t, sizeof(uint64_t)> open_bytes{};
  std::memcpy(open_bytes.data(), &open, sizeof(open));
  constexpr size_t kBitsPerByte = 8;
  auto most = hn::Zero(d);
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    const auto shared = hn::LoadU(d, sums + i);
    auto greatest = shared;
    for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
      uint16_t* own = quarters + quarter * kBlockSize + i;
      const auto sum = hn::SaturatedAdd(shared, hn::LoadU(d, own));
      hn::StoreU(sum, d, own);
      greatest = hn::Max(greatest, sum);
    }
    const auto is_open = hn::LoadMaskBits(d, open_bytes.data() + i / kBitsPerByte);
    const auto of_open = hn::IfThenElseZero(is_open, greatest);
    hn::StoreU(of_open, d, sums + i);
    most = hn::Max(most, of_open);
  }
  return hn::GetLane(hn::MaxOfLanes(d, most));
}

class Search {
 public:
  Search(const SegmentParts& parts, const SearchArguments& arguments, const SearchPlan& plan,
         TopK* top, SearchCounts* counts, SearchWorkspace* workspace)
      : parts_(parts),
        arguments_(arguments),
        plan_(plan),
        top_(top),
        counts_(counts),
        workspace_(*workspace),
        block_count_(BlockCount(parts.rows.size())),
        groups_((block_count_ + kBlockSize - 1) / kBlockSize) {}

  void Run() {
    FindOpenBlocks();
    if (parts_.bounds.term_count() == 0) {
      VisitAll();
      Flush();
      return;
    }
    SumBounds();
    uint32_t level = Combine();
    least_sum_ = plan_.LeastSum(top_->least_wanted());
    // Pass by pass over the blocks in their order, down from the highest sums: best first, but for
    // what is within one pass. The first k results known, the level is near, and passes are finer.
    const Score least_at_first = top_->least_wanted();
    while (level >= least_sum_ && !interrupted_) {
      const bool full = top_->least_wanted() > least_at_first;
      const uint32_t share = full ? kLevelShareWhenFull : kLevelShare;
      level = std::max<uint32_t>(level * share / kLevelUnit, least_sum_);
      const bool last = level <= least_sum_;
      VisitFrom(static_cast<uint16_t>(level));
      Flush();
      if (last) break;
    }
  }

 private:
  static constexpr uint32_t kLevelShare = 11;
  static constexpr uint32_t kLevelShareWhenFull = 14;
  static constexpr uint32_t kLevelUnit = 16;
  static constexpr size_t kVisitsPerPoll = 256;
  static constexpr size_t kFiltersPerPoll = 1'024;
  static constexpr size_t kPendingDocuments = 64;
  static constexpr size_t kTermsAhead = 4;  // brought nearer

  // Blocks that no condition excludes as a whole.
  void FindOpenBlocks() {
    LaneTests& of_blocks = workspace_.of_blocks;
    LaneTests& of_documents = workspace_.of_documents;
    const Columns& columns = parts_.columns;
    of_blocks.Clear();
    of_documents.Clear();
    for (const ColumnTest& test : plan_.column_tests()) {
      const Column& column = *test.column;
      LaneTest lanes = LaneTestOf(test);
      lanes.low = column.least.data();
      lanes.high = column.most.data();
      lanes.stride = kBlockSize * column.width;
      of_blocks.Add(lanes);
      lanes.low = lanes.high = columns.records() + column.offset;
      lanes.stride = columns.record_bytes();
      of_documents.Add(lanes);
    }
    for (const DiscTest& test : plan_.discs()) {
      AddBox(parts_.columns.points().latitude_axis, test.latitude);
      AddBox(parts_.columns.points().longitude_axis, test.longitude);
    }
    workspace_.open.resize(groups_);
    for (size_t group = 0; group < groups_; ++group) {
      BlockBits& open = workspace_.open[group];
      open = MeetingAll(of_blocks, group) & FirstBits(block_count_ - group * kBlockSize);
      for (const ColumnTest& test : plan_.lookups()) CloseWithout(test, group);
    }
  }

  static LaneTest LaneTestOf(const ColumnTest& test) {
    using Kind = Condition::Kind;
    LaneTest lanes{.width = test.column->width};
    switch (test.kind) {
      case Kind::kAtMost:
        lanes.last = test.operand;
        break;
      case Kind::kAtLeast:
        lanes.first = test.operand;
        lanes.last = std::numeric_limits<uint32_t>::max();
        break;
      default:
        lanes.kind = test.kind == Kind::kAnyOf ? LaneTest::Kind::kAnyOf : LaneTest::Kind::kNoneOf;
        lanes.first = test.operand;
    }
    return lanes;
  }

  // Closes the blocks of a group between whose least and greatest value there is none of the set.
  void CloseWithout(const ColumnTest& test, size_t group) {
    const Column& column = *test.column;
    for (BlockBits open = workspace_.open[group]; open != 0; open &= open - 1) {
      const auto bit = static_cast<size_t>(std::countr_zero(open));
      const size_t block = group * kBlockSize + bit;
      const uint32_t least = Columns::NumberAt(column.least.data(), column.width, block);
      const uint32_t most = Columns::NumberAt(column.most.data(), column.width, block);
      if (!test.set->AnyIn(least, most)) workspace_.open[group] &= ~(BlockBits{1} << bit);
    }
  }

  // A side of a disc's box, as a test of blocks and, where every point is known, of documents.
  void AddBox(const PointColumn::Axis& axis, const DiscTest::Range& range) {
    LaneTest test{.first = range.first, .last = range.last};
    if (test.first == 0 && test.last == std::numeric_limits<uint8_t>::max()) return;
    test.low = axis.least.data();
    test.high = axis.most.data();
    workspace_.of_blocks.Add(test);
    if (parts_.columns.points().any_unknown) return;
    test.low = test.high = parts_.columns.records() + axis.offset;
    test.stride = parts_.columns.record_bytes();
    workspace_.of_documents.Add(test);
  }

  // The sums of all open windows: first the rows of each, then single bounds.
  void SumBounds() {
    const BlockBounds& bounds = parts_.bounds;
    workspace_.open_window.assign(bounds.sum_count() / BlockBounds::kWindow, 0);
    for (size_t group = 0; group < groups_; ++group) {
      if (workspace_.open[group] == 0) continue;
      workspace_.open_window[BlockBounds::WindowOfBlocks(group)] = 1;
      workspace_.open_window[bounds.WindowOfQuarters(group)] = 1;
    }
    if (workspace_.sums.size() < bounds.sum_count()) workspace_.sums.resize(bounds.sum_count());
    sums_ = workspace_.sums.data();
    FindRows();
    SumWindows();
    for (size_t i = 0; i < plan_.terms().size(); ++i) {
      if (i + kTermsAhead < plan_.terms().size()) {
        bounds.PrefetchLoose(plan_.terms()[i + kTermsAhead].term);
      }
      AddLoose(plan_.terms()[i]);
    }
  }

  // The query's rows of open windows, by window.
  void FindRows() {
    const BlockBounds& bounds = parts_.bounds;
    std::vector<uint32_t>& ends = workspace_.row_ends;
    ends.assign(workspace_.open_window.size() + 1, 0);
    for (size_t i = 0; i < plan_.terms().size(); ++i) {
      if (i + kTermsAhead < plan_.terms().size()) {
        bounds.PrefetchDense(plan_.terms()[i + kTermsAhead].term);
      }
      for (const BlockBounds::Dense& window : bounds.dense(plan_.terms()[i].term)) {
        ends[window.window + 1] += workspace_.open_window[window.window];
      }
    }
    for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
    workspace_.rows.resize(ends.back());
    for (const PlannedTerm& term : plan_.terms()) {
      for (const BlockBounds::Dense& window : bounds.dense(term.term)) {
        if (!IsOpen(window.window)) continue;
        workspace_.rows[ends[window.window]++] = {.row = window.row, .weight = term.weight};
      }
    }
  }

  void SumWindows() {
    constexpr size_t kRowsAhead = 8;
    const std::vector<WindowRow>& rows = workspace_.rows;
    size_t prefetched = 0;
    size_t begin = 0;
    for (size_t window = 0; window < workspace_.open_window.size(); ++window) {
      if (!IsOpen(window)) continue;
      const size_t end = workspace_.row_ends[window];
      for (; prefetched < std::min(end + kRowsAhead, rows.size()); ++prefetched) {
        parts_.bounds.PrefetchRow(rows[prefetched].row);
      }
      SumWindow(parts_.bounds, {rows.data() + begin, end - begin},
                sums_ + window * BlockBounds::kWindow);
      begin = end;
    }
  }

  void AddLoose(const PlannedTerm& term) {
    constexpr int kWeightShift = 8;
    constexpr uint32_t kFull = std::numeric_limits<uint16_t>::max();
    const uint32_t weight = term.weight;
    // Those of closed windows add to what nobody reads.
    for (const uint32_t posting : parts_.bounds.loose(term.term)) {
      uint16_t& sum = sums_[BlockBounds::PlaceOf(posting)];
      const uint32_t added = sum + ((BlockBounds::BoundOf(posting) * weight) >> kWeightShift);
      sum = static_cast<uint16_t>(std::min(added, kFull));
    }
  }

  bool IsOpen(size_t window) const { return workspace_.open_window[window] != 0; }

  // Makes the sums of open blocks final; the greatest.
  uint16_t Combine() {
    uint16_t most = 0;
    for (size_t group = 0; group < groups_; ++group) {
      const BlockBits open = workspace_.open[group];
      if (open == 0) continue;
      most = std::max(most, CombineSums(open, sums_ + group * kBlockSize,
                                        sums_ + parts_.bounds.PlaceOfQuarters(group)));
    }
    return most;
  }

  // Visits the open blocks whose sum reaches `level`; they are closed then.
  void VisitFrom(uint16_t level) {
    workspace_.to_visit.clear();
    for (size_t group = 0; group < groups_; ++group) {
      BlockBits& open = workspace_.open[group];
      if (open == 0) continue;
      BlockBits reaching = open & Reaching(sums_ + group * kBlockSize, level);
      open &= ~reaching;
      for (; reaching != 0; reaching &= reaching - 1) {
        workspace_.to_visit.push_back(static_cast<uint32_t>(group * kBlockSize) +
                                      static_cast<uint32_t>(std::countr_zero(reaching)));
      }
    }
    constexpr size_t kBlocksAhead = 4;
    const std::vector<uint32_t>& blocks = workspace_.to_visit;
    for (size_t i = 0; i < blocks.size() && !interrupted_; ++i) {
      if (i + kBlocksAhead < blocks.size()) PrefetchValues(blocks[i + kBlocksAhead]);
      if (sums_[blocks[i]] >= least_sum_) Visit(blocks[i], ReachingQuarters(blocks[i]));
    }
  }

  // Visits all open blocks, of a segment without bounds.
  void VisitAll() {
    for (size_t group = 0; group < groups_; ++group) {
      for (BlockBits open = workspace_.open[group]; open != 0 && !interrupted_; open &= open - 1) {
        const auto bit = static_cast<size_t>(std::countr_zero(open));
        Visit(group * kBlockSize + bit, ~BlockBits{0});
      }
    }
  }

  // The documents of a block whose quarter's sum is high enough.
  BlockBits ReachingQuarters(size_t block) const {
    constexpr BlockBits kQuarter = FirstBits(BlockBounds::kQuarterSize);
    BlockBits reaching = 0;
    for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
      const bool reaches = sums_[parts_.bounds.PlaceOfQuarter(block, quarter)] >= least_sum_;
      reaching |= (reaches ? kQuarter : 0) << (quarter * BlockBounds::kQuarterSize);
    }
    return reaching;
  }

  void PrefetchValues(size_t block) const {
    const size_t bytes = parts_.columns.record_bytes();
    const uint8_t* record = parts_.columns.records() + block * bytes;
    for (size_t at = 0; at < bytes; at += kCacheLineBytes) __builtin_prefetch(record + at);
  }

  // Of a block's documents, looks at those in `passing`.
  void Visit(size_t block, BlockBits passing) {
    if (++counts_->blocks_visited % kVisitsPerPoll == 0 && Interrupted()) {
      interrupted_ = true;
      return;
    }
    passing &= FirstBits(parts_.rows.size() - block * kBlockSize);
    if (arguments_.gone != nullptr) passing &= ~arguments_.gone->BitsOf(block);
    passing &= MeetingAll(workspace_.of_documents, block);
    for (const ColumnTest& test : plan_.lookups()) {
      if (passing == 0) return;
      passing &= LookedUp(test, block, passing);
    }
    for (; passing != 0; passing &= passing - 1) {
      const auto document = static_cast<uint32_t>(block * kBlockSize) +
                            static_cast<uint32_t>(std::countr_zero(passing));
      parts_.rows.PrefetchBegin(document);
      if (!plan_.discs().empty()) __builtin_prefetch(&parts_.columns.points().points[document]);
      pending_[pending_count_++] = document;
      if (pending_count_ == kPendingDocuments) Flush();
    }
  }

  // Whether the document's point lies in every disc.
  bool InDiscs(size_t document) const {
    for (const DiscTest& test : plan_.discs()) {
      const PointColumn::Point& point = parts_.columns.points().points[document];
      if (test.own_km != nullptr) {
        const double km = parts_.columns.ValueAt(*test.own_km, document);
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

  BlockBits LookedUp(const ColumnTest& test, size_t block, BlockBits of) const {
    BlockBits meeting = 0;
    for (; of != 0; of &= of - 1) {
      const auto bit = static_cast<size_t>(std::countr_zero(of));
      const size_t document = block * kBlockSize + bit;
      const uint32_t value = parts_.columns.ValueAt(*test.column, document);
      meeting |= BlockBits{test.set->Contains(value)} << bit;
    }
    return meeting;
  }

  // Scores the documents that wait.
  void Flush() {
    size_t count = 0;
    for (size_t i = 0; i < pending_count_; ++i) {
      const uint32_t document = pending_[i];
      if (!InDiscs(document)) continue;
      parts_.rows.Prefetch(document);
      pending_[count++] = document;
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

  const SegmentParts& parts_;
  const SearchArguments& arguments_;
  const SearchPlan& plan_;
  TopK* top_;
  SearchCounts* counts_;
  SearchWorkspace& workspace_;
  size_t block_count_;
  size_t groups_;             // of 32 blocks
  uint16_t* sums_ = nullptr;  // the workspace's
  uint16_t least_sum_ = 1;
  bool interrupted_ = false;
  size_t filtered_ = 0;
  std::array<uint32_t, kPendingDocuments> pending_;
  size_t pending_count_ = 0;
};

void SearchOpenSegment(const SegmentParts& parts, const SearchArguments& arguments,
                       const SearchPlan& plan, TopK* top, SearchCounts* counts,
                       SearchWorkspace* workspace) {
  Search(parts, arguments, plan, top, counts, workspace).Run();
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
  // Taken for the time of the search: a filter may search in turn.
  thread_local SearchWorkspace of_thread;
  SearchWorkspace workspace = std::exchange(of_thread, {});
  HWY_DYNAMIC_DISPATCH(SearchOpenSegment)(parts, arguments, plan, top, counts, &workspace);
  of_thread = std::move(workspace);
}

}  // namespace overstap::matcher
#endif  // HWY_ONCE
