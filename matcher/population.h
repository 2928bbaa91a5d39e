// The records of one kind in a snapshot: immutable segments with an index each, and who is gone
// from them.
//
//   Population<Vacancy> next = current.With({entry}, removed_ids, term_count);
//   const auto* found = next.Find("v-1");
//   SparseVector demand = next.VectorOf("v-1");
//
// A Population is a value that shares its segments: copying is cheap, With() leaves the old one as
// it was. Safe to share between threads.
//
// What is new stands in small segments, which With() merges as they are added (sizes at least
// double from the newest to the oldest), so that a change costs O(log n) of a small n. Larger ones
// are merged beside: PlanMerge() on one population, Run() on any thread, WithMerged() on whatever
// population is newest then, which carries over who went in the meantime. A population that is
// never merged beside answers the same, only slower.
#ifndef OVERSTAP_MATCHER_POPULATION_H_
#define OVERSTAP_MATCHER_POPULATION_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "matcher/fit/vectors.h"
#include "matcher/index/blocks.h"
#include "matcher/index/gone_set.h"
#include "matcher/index/segment_index.h"
#include "matcher/index_fields.h"
#include "matcher/model/ids.h"

namespace overstap::matcher {

struct JobSeeker;

// An entry holds its vector; but of a person, whose some 490 covers are most of what a pool takes,
// the index alone does, see Population::VectorOf.
template <typename Record>
inline constexpr bool kEntryHoldsVector = !std::is_same_v<Record, JobSeeker>;
struct InIndexOnly {};

// A record with its identity, its vector (a demand's weights or a supply's covers), and where the
// index puts it.
template <typename Record>
struct PoolEntry {
  CreationNumber creation;
  Record record;  // record.id names it
  [[no_unique_address]] std::conditional_t<kEntryHoldsVector<Record>, SparseVector, InIndexOnly>
      vector{};
  IndexFields fields{};
  uint64_t handle = 0;  // of whoever fills the pool; nothing here looks at it
};

template <typename Record>
using EntryPointer = std::shared_ptr<const PoolEntry<Record>>;

// What the index takes of a record that is new to it. What no entry holds is worked out here, and
// stands in the index alone. This one has vectors as the entries hold them, and no columns.
template <typename Record>
class IndexSource {
 public:
  virtual ~IndexSource() = default;
  // Valid until it is called again. Of many records at once some are asked for several times.
  virtual std::span<const WeightedTerm> VectorOf(const PoolEntry<Record>& entry) {
    if constexpr (kEntryHoldsVector<Record>) {
      return entry.vector;
    } else {
      return {};
    }
  }
  // One per column of the record's IndexSchema; likewise.
  virtual std::span<const uint32_t> ValuesOf(const PoolEntry<Record>& /*entry*/) { return {}; }
};

template <typename Record>
class Population {
  struct Segment;

 public:
  // Segments of this size and above are left to merges beside.
  static constexpr size_t kLargeSegment = 2'048;

  Population() = default;

  size_t size() const { return size_; }
  // nullptr: none of that id. Lives as long as this population or any that shares the entry.
  const PoolEntry<Record>* Find(std::string_view id) const;
  // The same entry, shared: it may outlive the population.
  EntryPointer<Record> FindShared(std::string_view id) const;
  // Its vector, as the index has it. Empty: none of that id, or nothing known.
  SparseVector VectorOf(std::string_view id) const;
  // Calls visit(const PoolEntry<Record>&) for every record, in no particular order.
  template <typename Visit>
  void ForEach(Visit visit) const;

  // The population after storing `upserts` (each id at most once) and removing `removed_ids`
  // (unknown ones are ignored). `term_count` never falls from one population to the next. `source`
  // is asked about upserts alone: the others' vectors and values are copied from their segments.
  Population With(std::vector<EntryPointer<Record>> upserts,
                  std::span<const std::string> removed_ids, size_t term_count,
                  IndexSource<Record>& source) const;
  // The same for records without columns, with the vectors that the entries hold.
  Population With(std::vector<EntryPointer<Record>> upserts,
                  std::span<const std::string> removed_ids, size_t term_count) const
      requires(kEntryHoldsVector<Record>&& IndexSchema<Record>::kIsEmpty) {
    IndexSource<Record> held;
    return With(std::move(upserts), removed_ids, term_count, held);
  }

  // Takes over the other's segments: a large population can be made in parts, each on a thread of
  // its own. No id is in both.
  void Append(Population other);

  // The best by score among those that meet the conditions and that accepts(const
  // PoolEntry<Record>&) says yes to. Exact; see SegmentIndex.
  struct Result {
    Score score = 0;
    const PoolEntry<Record>* entry = nullptr;  // lives as Find's does
  };
  template <typename Predicate>
  std::vector<Result> Search(std::span<const WeightedTerm> query,
                             std::span<const Condition> conditions, const Predicate& accepts,
                             const Interruption* interruption, TopK top) const;

  // Several segments that are to become one, or one that holds too many who are gone.
  class Merge {
   public:
    // Builds the new segment; takes long. Touches nothing that is shared.
    void Run();
    // Appends the segments that it merges, for whoever wants to choose when they are freed: that
    // takes long too.
    void AppendSources(std::vector<std::shared_ptr<const void>>* segments) const {
      for (const Source& source : sources_) segments->push_back(source.segment);
    }

   private:
    friend class Population;
    struct Source {
      std::shared_ptr<const Segment> segment;
      GoneSet gone;                     // when it was planned
      std::vector<uint32_t> positions;  // in the new segment by document; kDropped: gone before
    };
    static constexpr uint32_t kDropped = ~uint32_t{0};

    size_t term_count_ = 0;
    std::vector<Source> sources_;
    std::shared_ptr<const Segment> merged_;
  };
  // What would be best merged now; nullopt: nothing.
  std::optional<Merge> PlanMerge() const;
  // What is worth merging once changes come no more: everything, where that is little and too much
  // of it stands outside the largest segment. A search has bounds for one large segment, and looks
  // through several small ones.
  std::optional<Merge> PlanMergeAtRest() const;
  // The same records with the merge's result, which has run. Unchanged where a segment that it
  // merged is here no more.
  Population WithMerged(const Merge& merge) const;

  size_t segment_count() const { return segments_.size(); }
  // Of the indexes, without the records.
  size_t index_bytes() const;

 private:
  struct Segment {
    std::vector<EntryPointer<Record>> entries;                    // in the order of the index
    absl::flat_hash_map<std::string_view, DocumentNumber> by_id;  // keys view entries
    SegmentIndex index;
  };
  struct SegmentView {
    std::shared_ptr<const Segment> segment;
    GoneSet gone;
    size_t size() const { return segment->entries.size(); }
    size_t live() const { return size() - gone.size(); }
  };

  // Where a record stands.
  struct Found {
    const Segment* segment = nullptr;  // null: there is none of that id
    DocumentNumber document;
  };
  // An entry that is to stand in a new segment, and the segment that has its vector and values;
  // null: it is new.
  struct Placed {
    EntryPointer<Record> entry;
    const SegmentIndex* index = nullptr;
    DocumentNumber document;
  };
  class PlacedDocuments;

  Found FindEntry(std::string_view id) const;
  static std::shared_ptr<const Segment> MakeSegment(std::span<Placed> entries, size_t term_count,
                                                    IndexSource<Record>& source,
                                                    std::vector<uint32_t>* order = nullptr);
  static void AppendLive(const Segment& segment, const GoneSet& gone, std::vector<Placed>* out);
  // Marks the id as gone where it stands.
  void Remove(std::string_view id);
  void AddSegments(std::span<Placed> entries, IndexSource<Record>& source);
  void CountLive();
  // Of the first `large` segments, where too many are gone from them.
  std::optional<Merge> PlanThinned(size_t large) const;
  // Segments first..last as a merge.
  Merge MergeOf(size_t first, size_t last) const;

  size_t term_count_ = 0;
  std::vector<SegmentView>
      segments_;  // oldest first; small ones last, but for those that merges leave
  size_t size_ = 0;
};

template <typename Record>
const PoolEntry<Record>* Population<Record>::Find(std::string_view id) const {
  const Found found = FindEntry(id);
  return found.segment != nullptr ? found.segment->entries[found.document.value()].get() : nullptr;
}

template <typename Record>
EntryPointer<Record> Population<Record>::FindShared(std::string_view id) const {
  const Found found = FindEntry(id);
  return found.segment != nullptr ? found.segment->entries[found.document.value()] : nullptr;
}

template <typename Record>
SparseVector Population<Record>::VectorOf(std::string_view id) const {
  const Found found = FindEntry(id);
  return found.segment != nullptr ? found.segment->index.VectorOf(found.document) : SparseVector();
}

template <typename Record>
typename Population<Record>::Found Population<Record>::FindEntry(std::string_view id) const {
  for (auto view = segments_.rbegin(); view != segments_.rend(); ++view) {
    const auto found = view->segment->by_id.find(id);
    if (found != view->segment->by_id.end() && !view->gone.Contains(found->second)) {
      return {view->segment.get(), found->second};
    }
  }
  return {};
}

template <typename Record>
template <typename Visit>
void Population<Record>::ForEach(Visit visit) const {
  for (const SegmentView& view : segments_) {
    for (size_t i = 0; i < view.size(); ++i) {
      if (!view.gone.Contains(DocumentNumber(static_cast<uint32_t>(i)))) {
        visit(*view.segment->entries[i]);
      }
    }
  }
}

template <typename Record>
Population<Record> Population<Record>::With(std::vector<EntryPointer<Record>> upserts,
                                            std::span<const std::string> removed_ids,
                                            size_t term_count, IndexSource<Record>& source) const {
  Population next = *this;
  next.term_count_ = std::max(term_count_, term_count);
  for (const std::string& id : removed_ids) next.Remove(id);
  for (const auto& entry : upserts) next.Remove(entry->record.id);
  std::vector<Placed> merged;
  merged.reserve(upserts.size());
  for (auto& entry : upserts) merged.push_back({std::move(entry), nullptr, {}});
  while (!next.segments_.empty()) {
    const SegmentView& last = next.segments_.back();
    const bool is_small = last.size() < kLargeSegment;
    const bool thinned = 2 * last.live() <= last.size();
    if (!is_small || !(thinned || last.live() < 2 * merged.size())) break;
    AppendLive(*last.segment, last.gone, &merged);
    next.segments_.pop_back();  // this population has it still
  }
  next.AddSegments(merged, source);
  next.CountLive();
  return next;
}

template <typename Record>
void Population<Record>::AddSegments(std::span<Placed> entries, IndexSource<Record>& source) {
  constexpr size_t kMost = SegmentIndex::kMostDocuments;
  for (size_t begin = 0; begin < entries.size(); begin += kMost) {
    const size_t count = std::min(kMost, entries.size() - begin);
    segments_.push_back({MakeSegment(entries.subspan(begin, count), term_count_, source), {}});
  }
}

// NOLINTBEGIN(performance-unnecessary-value-param): its segments are moved
template <typename Record>
void Population<Record>::Append(Population other) {
  term_count_ = std::max(term_count_, other.term_count_);
  segments_.insert(segments_.end(), std::make_move_iterator(other.segments_.begin()),
                   std::make_move_iterator(other.segments_.end()));
  CountLive();
}
// NOLINTEND(performance-unnecessary-value-param)

template <typename Record>
template <typename Predicate>
std::vector<typename Population<Record>::Result> Population<Record>::Search(
    std::span<const WeightedTerm> query, std::span<const Condition> conditions,
    const Predicate& accepts, const Interruption* interruption, TopK top) const {
  class Filter final : public DocumentFilter {
   public:
    Filter(const Segment& segment, const Predicate& accepts)
        : segment_(segment), accepts_(accepts) {}
    bool Accepts(DocumentNumber document) const override {
      return accepts_(*segment_.entries[document.value()]);
    }

   private:
    const Segment& segment_;
    const Predicate& accepts_;
  };
  const SearchQuery search_query(query, term_count_);
  for (size_t i = 0; i < segments_.size(); ++i) {
    const SegmentView& view = segments_[i];
    const Filter filter(*view.segment, accepts);
    view.segment->index.Search({.query = &search_query,
                                .conditions = conditions,
                                .gone = &view.gone,
                                .filter = &filter,
                                .interruption = interruption,
                                .segment = static_cast<uint32_t>(i)},
                               &top);
  }
  std::vector<Result> results;
  const std::vector<Hit> hits = std::move(top).Take();
  results.reserve(hits.size());
  for (const Hit& hit : hits) {
    const auto& entries = segments_[hit.segment].segment->entries;
    results.push_back({hit.score, entries[hit.document.value()].get()});
  }
  return results;
}

// New entries as the source has them, others as their segments do.
template <typename Record>
class Population<Record>::PlacedDocuments final : public DocumentSource {
 public:
  PlacedDocuments(std::span<const Placed> entries, IndexSource<Record>& source)
      : entries_(entries), source_(source) {}

  std::span<const WeightedTerm> TermsOf(size_t position) override {
    const Placed& placed = entries_[position];
    if (placed.index == nullptr) return source_.VectorOf(*placed.entry);
    vector_ = placed.index->VectorOf(placed.document);
    return vector_;
  }
  size_t CountTerms() override {
    // Of many a part tells, with some more for what chance may do; few take no room to speak of.
    constexpr size_t kCounted = size_t{1} << 13;
    constexpr size_t kMore = 32;
    const size_t step = entries_.size() / kCounted;
    if (step < 2) return 0;
    size_t count = 0;
    for (size_t i = 0; i < entries_.size(); i += step) count += TermsOf(i).size();
    return count * step + count * step / kMore;
  }
  std::span<const uint32_t> ValuesOf(size_t position) override {
    const Placed& placed = entries_[position];
    if (placed.index == nullptr) return source_.ValuesOf(*placed.entry);
    placed.index->CopyValues(placed.document, &values_);
    return values_;
  }

 private:
  const std::span<const Placed> entries_;
  IndexSource<Record>& source_;
  SparseVector vector_;
  std::vector<uint32_t> values_;
};

template <typename Record>
std::shared_ptr<const typename Population<Record>::Segment> Population<Record>::MakeSegment(
    std::span<Placed> entries, size_t term_count, IndexSource<Record>& source,
    std::vector<uint32_t>* order) {
  std::vector<IndexDocument> documents;
  documents.reserve(entries.size());
  for (const Placed& one : entries) {
    const PoolEntry<Record>& entry = *one.entry;
    documents.push_back({.creation = entry.creation,
                         .point = entry.fields.point,
                         .group = entry.fields.group,
                         .place = entry.fields.place});
  }
  PlacedDocuments placed(entries, source);
  std::vector<uint32_t> own_order;
  auto segment = std::make_shared<Segment>();
  segment->index =
      SegmentIndex::Build(IndexSchema<Record>::Get(), documents, placed, term_count, &own_order);
  segment->entries.reserve(entries.size());
  segment->by_id.reserve(entries.size());
  for (const uint32_t position : own_order) {
    const DocumentNumber document(static_cast<uint32_t>(segment->entries.size()));
    segment->by_id.emplace(entries[position].entry->record.id, document);
    segment->entries.push_back(std::move(entries[position].entry));
  }
  if (order != nullptr) *order = std::move(own_order);
  return segment;
}

template <typename Record>
void Population<Record>::AppendLive(const Segment& segment, const GoneSet& gone,
                                    std::vector<Placed>* out) {
  for (uint32_t i = 0; i < segment.entries.size(); ++i) {
    const DocumentNumber document(i);
    if (!gone.Contains(document)) out->push_back({segment.entries[i], &segment.index, document});
  }
}

template <typename Record>
void Population<Record>::Remove(std::string_view id) {
  for (auto view = segments_.rbegin(); view != segments_.rend(); ++view) {
    const auto found = view->segment->by_id.find(id);
    // An id is live in one segment at most.
    if (found != view->segment->by_id.end() && view->gone.Add(found->second)) return;
  }
}

template <typename Record>
void Population<Record>::CountLive() {
  std::erase_if(segments_, [](const SegmentView& view) { return view.live() == 0; });
  size_ = 0;
  for (const SegmentView& view : segments_) size_ += view.live();
}

template <typename Record>
std::optional<typename Population<Record>::Merge> Population<Record>::PlanMergeAtRest() const {
  // Some tenths of a second of one processor.
  constexpr size_t kMost = size_t{1} << 16;
  // Each record is merged a number of times that grows with this, while few changes come now and
  // then.
  constexpr size_t kWorthShare = 8;
  size_t largest = 0;
  for (const SegmentView& view : segments_) largest = std::max(largest, view.live());
  if (segments_.size() < 2 || size_ > kMost || size_ - largest < size_ / kWorthShare) {
    return std::nullopt;
  }
  return MergeOf(0, segments_.size() - 1);
}

template <typename Record>
std::optional<typename Population<Record>::Merge> Population<Record>::PlanMerge() const {
  // Up to the last large one: between them may stand small ones that merges have left.
  size_t large = segments_.size();
  while (large > 0 && segments_[large - 1].size() < kLargeSegment) --large;
  if (auto merge = PlanThinned(large)) return merge;
  // Tiers of large segments grow by this factor; as many of one tier, or of lower ones after it,
  // become one of the next: the longest tail whose oldest is no more than the rest together.
  constexpr size_t kFanOut = 4;
  size_t rest = 0;
  for (size_t i = large; i-- > 0;) {
    const size_t live = segments_[i].live();
    const size_t count = large - i;
    if (count >= kFanOut && live <= rest && rest + live <= SegmentIndex::kMostDocuments) {
      size_t first = i;
      size_t sum = rest + live;
      while (first > 0 && segments_[first - 1].live() <= sum &&
             sum + segments_[first - 1].live() <= SegmentIndex::kMostDocuments) {
        sum += segments_[--first].live();
      }
      return MergeOf(first, large - 1);
    }
    rest += live;
  }
  return std::nullopt;
}

template <typename Record>
std::optional<typename Population<Record>::Merge> Population<Record>::PlanThinned(
    size_t large) const {
  // Who is gone takes up to this part of the memory of those who are not; less would be rebuilding
  // more often than it is worth.
  constexpr size_t kMostGone = 16;
  size_t gone = 0;
  size_t live = 0;
  size_t first = 0;
  for (size_t i = 0; i < large; ++i) {
    gone += segments_[i].gone.size();
    live += segments_[i].live();
    if (segments_[i].gone.size() > segments_[first].gone.size()) first = i;
  }
  if (kMostGone * gone <= live) return std::nullopt;
  // With what is newer, which adds little to the work.
  size_t last = first;
  size_t sum = segments_[first].live();
  while (last + 1 < large && sum + segments_[last + 1].live() <= SegmentIndex::kMostDocuments) {
    sum += segments_[++last].live();
  }
  return MergeOf(first, last);
}

template <typename Record>
typename Population<Record>::Merge Population<Record>::MergeOf(size_t first, size_t last) const {
  Merge merge;
  merge.term_count_ = term_count_;
  for (size_t i = first; i <= last; ++i) {
    merge.sources_.push_back({segments_[i].segment, segments_[i].gone, {}});
  }
  return merge;
}

template <typename Record>
void Population<Record>::Merge::Run() {
  std::vector<Placed> entries;
  for (Source& source : sources_) {
    source.positions.assign(source.segment->entries.size(), kDropped);
    const size_t first = entries.size();
    AppendLive(*source.segment, source.gone, &entries);
    for (size_t i = first; i < entries.size(); ++i) {
      source.positions[entries[i].document.value()] = static_cast<uint32_t>(i);
    }
  }
  std::vector<uint32_t> order;
  const size_t count = entries.size();
  IndexSource<Record> unused;  // none is new
  merged_ = MakeSegment(entries, term_count_, unused, &order);
  std::vector<uint32_t> position_of(count);
  for (uint32_t i = 0; i < count; ++i) position_of[order[i]] = i;
  for (Source& source : sources_) {
    for (uint32_t& position : source.positions) {
      if (position != kDropped) position = position_of[position];
    }
  }
}

template <typename Record>
Population<Record> Population<Record>::WithMerged(const Merge& merge) const {
  const auto is_first = [&](const SegmentView& view) {
    return view.segment == merge.sources_.front().segment;
  };
  const auto first = std::find_if(segments_.begin(), segments_.end(), is_first);
  const auto count = static_cast<ptrdiff_t>(merge.sources_.size());
  if (merge.merged_ == nullptr || segments_.end() - first < count) return *this;
  SegmentView merged{merge.merged_, {}};
  std::vector<uint32_t> went;
  for (ptrdiff_t i = 0; i < count; ++i) {
    const SegmentView& view = first[i];
    const auto& source = merge.sources_[static_cast<size_t>(i)];
    if (view.segment != source.segment) return *this;
    if (view.gone.size() == source.gone.size()) continue;
    // Those who went since it was planned.
    for (size_t block = 0; block < BlockCount(view.size()); ++block) {
      BlockBits bits = view.gone.BitsOf(block) & ~source.gone.BitsOf(block);
      for (; bits != 0; bits &= bits - 1) {
        went.push_back(
            source.positions[block * kBlockSize + static_cast<size_t>(std::countr_zero(bits))]);
      }
    }
  }
  std::sort(went.begin(), went.end());
  merged.gone.AddAll(went);
  Population next = *this;
  const auto at = next.segments_.begin() + (first - segments_.begin());
  *at = std::move(merged);
  next.segments_.erase(at + 1, at + count);
  next.CountLive();
  return next;
}

template <typename Record>
size_t Population<Record>::index_bytes() const {
  size_t bytes = 0;
  for (const SegmentView& view : segments_) {
    bytes += view.segment->index.memory_bytes() + view.gone.memory_bytes();
  }
  return bytes;
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_POPULATION_H_
