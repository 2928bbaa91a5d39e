// The records of one kind in a snapshot: immutable segments with an index each, and who is gone
// from them.
//
//   Population<Vacancy> next = current.With({entry}, removed_ids, term_count);
//   const auto* found = next.Find("v-1");
//
// A Population is a value that shares its segments: copying is cheap, With() leaves the old one as
// it was. Safe to share between threads. Segments are merged as they are added (sizes at least
// double from the newest to the oldest) and rebuilt when half of one is gone, so With() costs
// O(log n) per record over time.
#ifndef OVERSTAP_MATCHER_POPULATION_H_
#define OVERSTAP_MATCHER_POPULATION_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "matcher/fit/vectors.h"
#include "matcher/index/inverted_index.h"
#include "matcher/model/ids.h"

namespace overstap::matcher {

// A record with its identity and its vector (a demand's weights or a supply's covers).
template <typename Record>
struct PoolEntry {
  CreationNumber creation;
  Record record;  // record.id names it
  SparseVector vector;
};

template <typename Record>
using EntryPointer = std::shared_ptr<const PoolEntry<Record>>;

template <typename Record>
class Population {
 public:
  Population() = default;

  size_t size() const { return size_; }
  // nullptr: none of that id. Lives as long as this population or any that shares the entry.
  const PoolEntry<Record>* Find(std::string_view id) const;
  // The same entry, shared: it may outlive the population.
  EntryPointer<Record> FindShared(std::string_view id) const;
  // Calls visit(const PoolEntry<Record>&) for every record, in no particular order.
  template <typename Visit>
  void ForEach(Visit visit) const;

  // The population after storing `upserts` (each id at most once) and removing `removed_ids`
  // (unknown ones are ignored).
  Population With(std::vector<EntryPointer<Record>> upserts,
                  std::span<const std::string> removed_ids, size_t term_count) const;

  // The best by score among those that accepts(const PoolEntry<Record>&) says yes to. Exact; see
  // SegmentIndex.
  struct Result {
    Score score = 0;
    EntryPointer<Record> entry;
  };
  template <typename Predicate>
  std::vector<Result> Search(std::span<const WeightedTerm> query, const Predicate& accepts,
                             const Interruption* interruption, TopK top) const;

  size_t segment_count() const { return segments_.size(); }

 private:
  struct Segment {
    std::vector<EntryPointer<Record>> entries;
    absl::flat_hash_map<std::string_view, DocumentNumber> by_id;  // keys view entries
    SegmentIndex index;
  };
  struct SegmentView {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const std::vector<bool>> gone;  // null: none
    size_t live = 0;
    bool IsGone(DocumentNumber document) const {
      return gone != nullptr && (*gone)[document.value()];
    }
  };

  // nullptr: none of that id.
  const EntryPointer<Record>* FindEntry(std::string_view id) const;
  static SegmentView MakeSegment(std::vector<EntryPointer<Record>> entries, size_t term_count);
  static void AppendLive(const SegmentView& view, std::vector<EntryPointer<Record>>* out);
  // Marks ids as gone wherever they stand.
  void Remove(const absl::flat_hash_set<std::string_view>& ids);

  std::vector<SegmentView> segments_;  // oldest and largest first
  size_t size_ = 0;
};

template <typename Record>
const PoolEntry<Record>* Population<Record>::Find(std::string_view id) const {
  const EntryPointer<Record>* found = FindEntry(id);
  return found != nullptr ? found->get() : nullptr;
}

template <typename Record>
EntryPointer<Record> Population<Record>::FindShared(std::string_view id) const {
  const EntryPointer<Record>* found = FindEntry(id);
  return found != nullptr ? *found : nullptr;
}

template <typename Record>
const EntryPointer<Record>* Population<Record>::FindEntry(std::string_view id) const {
  for (auto view = segments_.rbegin(); view != segments_.rend(); ++view) {
    const auto found = view->segment->by_id.find(id);
    if (found != view->segment->by_id.end() && !view->IsGone(found->second)) {
      return &view->segment->entries[found->second.value()];
    }
  }
  return nullptr;
}

template <typename Record>
template <typename Visit>
void Population<Record>::ForEach(Visit visit) const {
  for (const SegmentView& view : segments_) {
    for (size_t i = 0; i < view.segment->entries.size(); ++i) {
      if (!view.IsGone(DocumentNumber(static_cast<uint32_t>(i)))) visit(*view.segment->entries[i]);
    }
  }
}

template <typename Record>
Population<Record> Population<Record>::With(std::vector<EntryPointer<Record>> upserts,
                                            std::span<const std::string> removed_ids,
                                            size_t term_count) const {
  Population next = *this;
  absl::flat_hash_set<std::string_view> replaced(removed_ids.begin(), removed_ids.end());
  for (const auto& entry : upserts) replaced.insert(entry->record.id);
  next.Remove(replaced);
  std::vector<EntryPointer<Record>> merged = std::move(upserts);
  std::erase_if(next.segments_, [&merged](const SegmentView& view) {
    if (2 * view.live > view.segment->entries.size()) return false;
    AppendLive(view, &merged);
    return true;
  });
  while (!merged.empty() && !next.segments_.empty() &&
         next.segments_.back().live < 2 * merged.size()) {
    AppendLive(next.segments_.back(), &merged);
    next.segments_.pop_back();
  }
  if (!merged.empty()) next.segments_.push_back(MakeSegment(std::move(merged), term_count));
  next.size_ = 0;
  for (const SegmentView& view : next.segments_) next.size_ += view.live;
  return next;
}

template <typename Record>
template <typename Predicate>
std::vector<typename Population<Record>::Result> Population<Record>::Search(
    std::span<const WeightedTerm> query, const Predicate& accepts, const Interruption* interruption,
    TopK top) const {
  class Filter final : public DocumentFilter {
   public:
    Filter(const SegmentView& view, const Predicate& accepts) : view_(view), accepts_(accepts) {}
    bool Accepts(DocumentNumber document) const override {
      return !view_.IsGone(document) && accepts_(*view_.segment->entries[document.value()]);
    }

   private:
    const SegmentView& view_;
    const Predicate& accepts_;
  };
  for (size_t i = 0; i < segments_.size(); ++i) {
    segments_[i].segment->index.Search(query, static_cast<uint32_t>(i),
                                       Filter(segments_[i], accepts), interruption, &top);
  }
  std::vector<Result> results;
  for (const Hit& hit : std::move(top).Take()) {
    results.push_back({hit.score, segments_[hit.segment].segment->entries[hit.document.value()]});
  }
  return results;
}

template <typename Record>
typename Population<Record>::SegmentView Population<Record>::MakeSegment(
    std::vector<EntryPointer<Record>> entries, size_t term_count) {
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a->creation < b->creation; });
  auto segment = std::make_shared<Segment>();
  segment->entries = std::move(entries);
  std::vector<SegmentIndex::Document> documents;
  documents.reserve(segment->entries.size());
  segment->by_id.reserve(segment->entries.size());
  for (size_t i = 0; i < segment->entries.size(); ++i) {
    const PoolEntry<Record>& entry = *segment->entries[i];
    documents.push_back({entry.creation, entry.vector});
    segment->by_id.emplace(entry.record.id, DocumentNumber(static_cast<uint32_t>(i)));
  }
  segment->index = SegmentIndex::Build(documents, term_count);
  const size_t live = segment->entries.size();
  return {std::move(segment), nullptr, live};
}

template <typename Record>
void Population<Record>::AppendLive(const SegmentView& view,
                                    std::vector<EntryPointer<Record>>* out) {
  for (size_t i = 0; i < view.segment->entries.size(); ++i) {
    if (!view.IsGone(DocumentNumber(static_cast<uint32_t>(i))))
      out->push_back(view.segment->entries[i]);
  }
}

template <typename Record>
void Population<Record>::Remove(const absl::flat_hash_set<std::string_view>& ids) {
  for (SegmentView& view : segments_) {
    std::shared_ptr<std::vector<bool>> gone;
    for (std::string_view id : ids) {
      const auto found = view.segment->by_id.find(id);
      if (found == view.segment->by_id.end() || view.IsGone(found->second)) continue;
      if (gone == nullptr) {
        gone = view.gone != nullptr
                   ? std::make_shared<std::vector<bool>>(*view.gone)
                   : std::make_shared<std::vector<bool>>(view.segment->entries.size());
      }
      if (!(*gone)[found->second.value()]) {
        (*gone)[found->second.value()] = true;
        --view.live;
      }
    }
    if (gone != nullptr) view.gone = std::move(gone);
  }
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_POPULATION_H_
