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
#include "matcher/index/search_kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace overstap::matcher {
namespace HWY_NAMESPACE {

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
    if (!has_bounds()) {
      VisitAll();
      Flush();
      return;
    }
    SumBounds();
    uint32_t level = FindReach();
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
  // From so many documents of a block on, bounding them costs less than scoring them.
  static constexpr int kBoundedFrom = 4;
  static constexpr size_t kWaitingBlocks = 8;
  static constexpr size_t kTermsAhead = 8;  // brought nearer

  bool has_bounds() const { return parts_.bounds.term_count() > 0; }

  template <typename Vector>
  static void Grow(size_t size, Vector* vector) {
    if (vector->size() < size) vector->resize(size);
  }

  // Blocks that no condition excludes as a whole.
  void FindOpenBlocks() {
    LaneTests& of_blocks = workspace_.of_blocks;
    LaneTests& of_documents = workspace_.of_documents;
    const Columns& columns = parts_.columns;
    of_blocks.Clear(kBlockSize);
    of_documents.Clear(parts_.columns.record_bytes());
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
    Grow(bounds.sum_count(), &workspace_.sums);
    sums_ = workspace_.sums.data();
    FindRows();
    SumWindows();
    AddLoose();
  }

  // The query's rows of open windows, by window.
  void FindRows() {
    const BlockBounds& bounds = parts_.bounds;
    std::vector<uint32_t>& ends = workspace_.row_ends;
    ends.assign(workspace_.open_window.size() + 1, 0);
    for (const uint32_t term : plan_.dense_terms()) {
      for (const BlockBounds::Dense& window : bounds.dense(plan_.terms()[term].extents.dense)) {
        ends[window.window + 1] += workspace_.open_window[window.window];
      }
    }
    for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
    workspace_.rows.resize(ends.back());
    for (const uint32_t number : plan_.dense_terms()) {
      const PlannedTerm& term = plan_.terms()[number];
      for (const BlockBounds::Dense& window : bounds.dense(term.extents.dense)) {
        if (!IsOpen(window.window)) continue;
        workspace_.rows[ends[window.window]++] = {.row = window.row,
                                                  .weight = static_cast<uint16_t>(term.weight)};
      }
    }
  }

  void SumWindows() {
    constexpr size_t kRowsAhead = 8;
    const std::vector<BoundRow>& rows = workspace_.rows;
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

  // Adds single bounds; those of closed windows add to what nobody reads. They are taken apart by
  // vectors of one term's, most of which are few, and then added in one long run: what a term's end
  // costs, a branch that is not foreseen, would be most of it.
  void AddLoose() {
    const std::span<const PlannedTerm> terms = plan_.terms();
    size_t count = 0;
    for (size_t i = 0; i < terms.size(); ++i) {
      if (i + kTermsAhead < terms.size()) {
        parts_.bounds.PrefetchLoose(terms[i + kTermsAhead].extents.loose);
      }
      const std::span<const uint32_t> postings = parts_.bounds.loose(terms[i].extents.loose);
      for (size_t first = 0; first < postings.size(); first += kPostingsAtOnce) {
        SplitPostings(postings.data() + first, terms[i].weight, additions_.places.data() + count,
                      additions_.values.data() + count);
        count += std::min(kPostingsAtOnce, postings.size() - first);
        if (count <= Additions::kMost) continue;
        Add(count);
        count = 0;
      }
    }
    Add(count);
  }

  // The first `count` additions.
  void Add(size_t count) {
    constexpr uint32_t kFull = std::numeric_limits<uint16_t>::max();
    for (size_t i = 0; i < count; ++i) {
      uint16_t& sum = sums_[additions_.places[i]];
      sum = static_cast<uint16_t>(std::min(sum + additions_.values[i], kFull));
    }
  }

  bool IsOpen(size_t window) const { return workspace_.open_window[window] != 0; }

  // What the blocks' documents can reach; the most.
  uint16_t FindReach() {
    Grow(groups_ * kBlockSize, &workspace_.reach);
    Grow((groups_ + 1) * kBlockSize, &workspace_.to_visit);
    workspace_.most.assign((groups_ + kBlockSize - 1) / kBlockSize * kBlockSize, 0);
    uint16_t most = 0;
    for (size_t group = 0; group < groups_; ++group) {
      const BlockBits open = workspace_.open[group];
      if (open == 0) continue;
      workspace_.most[group] = CombineSums(open, sums_ + group * kBlockSize,
                                           sums_ + parts_.bounds.PlaceOfQuarters(group),
                                           workspace_.reach.data() + group * kBlockSize);
      most = std::max(most, workspace_.most[group]);
    }
    return most;
  }

  // Visits the blocks that are left whose documents can reach `level`.
  void VisitFrom(uint16_t level) {
    size_t count = 0;
    for (size_t first = 0; first < groups_; first += kBlockSize) {
      for (BlockBits groups = Reaching(workspace_.most.data() + first, level); groups != 0;
           groups &= groups - 1) {
        const size_t group = first + static_cast<size_t>(std::countr_zero(groups));
        count += TakeFrom(group, level, workspace_.to_visit.data() + count);
      }
    }
    constexpr size_t kBlocksAhead = 4;
    ForEachAhead(
        {workspace_.to_visit.data(), count}, kBlocksAhead,
        [this](uint32_t block) { PrefetchBlock(block); },
        [this](uint32_t block) {
          if (interrupted_ || workspace_.reach[block] < least_sum_) return;
          Visit(block, ReachingQuarters(block));
        });
  }

  // Takes a group's blocks that can reach `level`; how many. Those that an earlier level took reach
  // it too, and are closed.
  size_t TakeFrom(size_t group, uint16_t level, uint32_t* blocks) {
    const uint16_t* const reach = workspace_.reach.data() + group * kBlockSize;
    const BlockBits taken = workspace_.open[group] & Reaching(reach, level);
    workspace_.open[group] &= ~taken;
    workspace_.most[group] = GreatestBelow(reach, level);
    return StorePlaces(static_cast<uint32_t>(group * kBlockSize), taken, blocks);
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
    const uint16_t* const own = sums_ + parts_.bounds.PlaceOfQuarter(block, 0);
    const uint32_t of_block = sums_[block];
    BlockBits reaching = 0;
    for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
      const bool reaches = of_block + own[quarter * kBlockSize] >= least_sum_;
      reaching |= BlockBits{reaches} << (quarter * BlockBounds::kQuarterSize);
    }
    return reaching * kQuarter;
  }

  HWY_INLINE void PrefetchBlock(size_t block) const {
    const size_t bytes = parts_.columns.record_bytes();
    PrefetchBytes(parts_.columns.records() + block * bytes, bytes);
    parts_.bounds.shared().PrefetchTerms(block);
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
    if (has_bounds() && least_sum_ > 1 && std::popcount(passing) >= kBoundedFrom) {
      Wait(block, passing);
    } else {
      AddPending(block, passing);
    }
  }

  // Finds what the documents' bounds consist of, for BoundWaiting.
  void Wait(size_t block, BlockBits documents) {
    if (waiting_count_ == kWaitingBlocks) BoundWaiting();
    workspace_.waiting.resize(kWaitingBlocks);
    const SharedBounds& shared = parts_.bounds.shared();
    const std::span<const uint16_t> terms = shared.terms(block);
    WaitingBlock& waiting = workspace_.waiting[waiting_count_++];
    waiting.block = static_cast<uint32_t>(block);
    waiting.documents = documents;
    Grow(std::min(terms.size(), plan_.terms().size()), &waiting.rows);
    waiting.row_count = MatchTerms(terms, arguments_.query->table(), waiting.rows.data());
    for (size_t i = 0; i < waiting.row_count; ++i) {
      BoundRow& row = waiting.rows[i];
      row.weight = plan_.WeightOf(row.weight * parts_.bounds.step(terms[row.row]));
      __builtin_prefetch(shared.bounds(block) + kBlockSize * size_t{row.row});
    }
  }

  void BoundWaiting() {
    for (size_t i = 0; i < waiting_count_; ++i) {
      const WaitingBlock& waiting = workspace_.waiting[i];
      AddPending(waiting.block, waiting.documents & ReachingIn(waiting));
    }
    waiting_count_ = 0;
  }

  // A document's bound is that of its quarter without the shared terms, and its own in these.
  BlockBits ReachingIn(const WaitingBlock& waiting) const {
    std::array<uint16_t, kBlockSize> levels;
    for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
      const uint16_t own = sums_[parts_.bounds.PlaceOfQuarter(waiting.block, quarter)];
      std::fill_n(levels.begin() + quarter * BlockBounds::kQuarterSize, BlockBounds::kQuarterSize,
                  static_cast<uint16_t>(least_sum_ - std::min(own, least_sum_)));
    }
    return ReachingDocuments(parts_.bounds.shared().bounds(waiting.block),
                             {waiting.rows.data(), waiting.row_count}, levels.data());
  }

  // These are scored soon.
  void AddPending(size_t block, BlockBits documents) {
    pending_count_ += StorePlaces(static_cast<uint32_t>(block * kBlockSize), documents,
                                  pending_.data() + pending_count_);
    if (pending_count_ > kPendingDocuments) ScorePending();
  }

  // Whether the document's point lies in every disc.
  bool InDiscs(size_t document) const {
    bool inside = true;
    for (const DiscTest& test : plan_.discs()) {
      const PointColumn::Point& point = parts_.columns.points().points[document];
      inside &= test.own_km != nullptr ? InOwnDisc(test, point, document) : InDisc(test, point);
    }
    return inside;
  }

  bool InOwnDisc(const DiscTest& test, const PointColumn::Point& point, size_t document) const {
    const double km = parts_.columns.ValueAt(*test.own_km, document);
    return std::isnan(point.latitude) ||
           IsWithin({test.disc.latitude, test.disc.longitude, km}, point);
  }

  static bool InDisc(const DiscTest& test, const PointColumn::Point& point) {
    float squared = 0;
    for (size_t axis = 0; axis < PointColumn::kAxes; ++axis) {
      const float difference = point.unit[axis] - test.unit[axis];
      squared += difference * difference;
    }
    // Without a branch on which of the two; a point that is not known is inside.
    const bool surely_inside = !(squared >= test.surely_inside_below);
    const bool surely_outside = squared > test.surely_outside_above;
    if (surely_inside | surely_outside) [[likely]]
      return surely_inside;
    return IsWithin(test.disc, point);
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

  // Scores all documents that wait.
  void Flush() {
    BoundWaiting();
    ScorePending();
  }

  void ScorePending() {
    constexpr size_t kRowsAhead = 16;
    const size_t count = KeepInDiscs();
    counts_->documents_scored += count;
    ForEachAhead(
        {pending_.data(), count}, kRowsAhead,
        [this](uint32_t document) { parts_.rows.Prefetch(document); },
        [this](uint32_t document) { ScoreDocument(document); });
    pending_count_ = 0;
    least_sum_ = plan_.LeastSum(top_->least_wanted());
  }

  // Of the pending documents those whose point lies in every disc are put first; how many.
  size_t KeepInDiscs() {
    constexpr size_t kDocumentsAhead = 16;
    size_t count = 0;
    ForEachAhead(
        {pending_.data(), pending_count_}, kDocumentsAhead,
        [this](uint32_t document) { PrefetchPoint(document); },
        [&](uint32_t document) {
          pending_[count] = document;  // stays, or is written over
          count += InDiscs(document) ? 1 : 0;
        });
    return count;
  }

  // Visits numbers in order; some visits before its own each is brought nearer.
  template <typename Prefetch, typename Visit>
  static HWY_INLINE void ForEachAhead(std::span<const uint32_t> numbers, size_t ahead,
                                      Prefetch prefetch, Visit visit) {
    for (const uint32_t number : numbers.first(std::min(ahead, numbers.size()))) prefetch(number);
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (i + ahead < numbers.size()) prefetch(numbers[i + ahead]);
      visit(numbers[i]);
    }
  }

  // And where its row begins.
  HWY_INLINE void PrefetchPoint(uint32_t document) const {
    parts_.rows.PrefetchBegin(document);
    if (!plan_.discs().empty()) __builtin_prefetch(&parts_.columns.points().points[document]);
  }

  void ScoreDocument(uint32_t document) {
    const Score score = Dot(parts_.rows.terms(document), parts_.rows.weights(document).data(),
                            arguments_.query->table());
    if (score < top_->least_wanted()) return;
    const CreationNumber creation = parts_.creations[document];
    if (!top_->Wants(score, creation)) return;
    const DocumentNumber number(document);
    if (Accepts(number)) top_->Add({score, creation, arguments_.segment, number});
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
  size_t waiting_count_ = 0;  // of the workspace's waiting blocks
  // A block's documents are added at once.
  std::array<uint32_t, kPendingDocuments + 2 * kBlockSize> pending_;
  // To sums, by their places.
  struct Additions {
    static constexpr size_t kMost = 480;
    std::array<uint32_t, kMost + 2 * kPostingsAtOnce> places;
    std::array<uint32_t, kMost + 2 * kPostingsAtOnce> values;
  };
  Additions additions_;
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
