#include "matcher/text/label_index.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "matcher/text/fold.h"

namespace overstap::matcher {
namespace {

// How a label matches a text, better first.
enum class MatchClass : uint8_t { kEqual, kBegins, kLaterWord };

// Class, then label: ascending is best first.
using RankedLabel = uint64_t;
constexpr RankedLabel Rank(MatchClass match_class, uint32_t label) {
  return uint64_t{static_cast<uint8_t>(match_class)} << 32 | label;
}
constexpr uint32_t LabelOf(RankedLabel ranked) { return static_cast<uint32_t>(ranked); }

bool Wanted(ConceptTarget target, const LabelSearchOptions& options) {
  switch (target) {
    case ConceptTarget::kSkill:
      return options.skills;
    case ConceptTarget::kKnowledge:
      return options.knowledge;
    case ConceptTarget::kOccupation:
      return options.occupations;
  }
  return false;
}

// Keeps the `capacity` lowest of the values that are added.
class LowestValues {
 public:
  explicit LowestValues(size_t capacity) : capacity_(capacity) {}
  void Add(RankedLabel value) {
    if (heap_.size() == capacity_) {
      dropped_ = true;
      if (value >= heap_.front()) return;
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = value;
    } else {
      heap_.push_back(value);
    }
    std::push_heap(heap_.begin(), heap_.end());
  }
  bool dropped() const { return dropped_; }
  std::vector<RankedLabel> TakeAscending() && {
    std::sort_heap(heap_.begin(), heap_.end());
    return std::move(heap_);
  }

 private:
  size_t capacity_;
  bool dropped_ = false;
  std::vector<RankedLabel> heap_;  // highest at the front
};

}  // namespace

void LabelIndex::Builder::Add(std::string_view label, ConceptTarget target, uint32_t number,
                              bool preferred) {
  std::string folded = Fold(label);
  if (folded.empty()) return;
  added_.push_back({std::string(label), std::move(folded), number, target, preferred});
}

LabelIndex LabelIndex::Builder::Build() && {
  const auto order = [](const Added& label) {
    return std::make_tuple(!label.preferred, label.folded.size(), std::string_view(label.folded),
                           label.target, label.number, std::string_view(label.text));
  };
  std::sort(added_.begin(), added_.end(),
            [&](const Added& a, const Added& b) { return order(a) < order(b); });
  LabelIndex index;
  index.labels_.reserve(added_.size());
  for (const Added& label : added_) {
    const auto number = static_cast<uint32_t>(index.labels_.size());
    const size_t end = std::min<size_t>(label.folded.size(), std::numeric_limits<uint16_t>::max());
    for (size_t i = 0; i < end; ++i) {
      if (!IsWordStart(label.folded, i)) continue;
      index.sorted_.push_back({number, static_cast<uint16_t>(i), label.target});
    }
    const auto begin = static_cast<uint32_t>(index.text_.size());
    const auto text_size = static_cast<uint32_t>(label.text.size());
    index.text_.append(label.text).append(label.folded);
    index.labels_.push_back({begin, text_size, begin + text_size,
                             static_cast<uint32_t>(label.folded.size()), label.number,
                             label.target});
  }
  added_.clear();
  index.SortWordStarts();
  return index;
}

// The first eight bytes of a suffix decide most comparisons.
struct LabelIndex::SortKey {
  uint64_t head = 0;
  WordStart start;
};

LabelIndex::SortKey LabelIndex::KeyOf(const WordStart& start) const {
  const std::string_view suffix = Suffix(start);
  uint64_t head = 0;
  for (size_t i = 0; i < sizeof(head); ++i) {
    head = head << 8 | (i < suffix.size() ? static_cast<unsigned char>(suffix[i]) : 0U);
  }
  return {head, start};
}

void LabelIndex::SortWordStarts() {
  std::vector<SortKey> keys;
  keys.reserve(sorted_.size());
  for (const WordStart& start : sorted_) keys.push_back(KeyOf(start));
  std::sort(keys.begin(), keys.end(), [this](const SortKey& a, const SortKey& b) {
    if (a.head != b.head) return a.head < b.head;
    if (const int compared = Suffix(a.start).compare(Suffix(b.start)); compared != 0) {
      return compared < 0;
    }
    return std::tie(a.start.label, a.start.offset) < std::tie(b.start.label, b.start.offset);
  });
  std::transform(keys.begin(), keys.end(), sorted_.begin(),
                 [](const SortKey& key) { return key.start; });
}

std::vector<LabelHit> LabelIndex::Search(std::string_view prefix,
                                         const LabelSearchOptions& options) const {
  const std::string folded = Fold(prefix);
  const size_t last =
      std::min(options.offset, labels_.size()) + std::min(options.limit, labels_.size());
  std::vector<LabelHit> hits;
  if (folded.empty() || options.limit == 0) return hits;
  const auto begin =
      std::partition_point(sorted_.begin(), sorted_.end(),
                           [&](const WordStart& start) { return Suffix(start) < folded; });
  const auto end = std::partition_point(begin, sorted_.end(), [&](const WordStart& start) {
    return Suffix(start).substr(0, folded.size()) == folded;
  });
  // What equals the text comes first.
  const auto equal_end = std::partition_point(
      begin, end, [&](const WordStart& start) { return Suffix(start).size() == folded.size(); });

  // A concept has several labels, so more of them are kept than concepts are asked for.
  constexpr size_t kLabelsPerConcept = 4;
  for (size_t keep = kLabelsPerConcept * last;; keep *= kLabelsPerConcept) {
    LowestValues best(keep);
    for (auto start = begin; start != end; ++start) {
      if (!Wanted(start->target, options)) continue;
      const MatchClass match_class = start->offset != 0  ? MatchClass::kLaterWord
                                     : start < equal_end ? MatchClass::kEqual
                                                         : MatchClass::kBegins;
      best.Add(Rank(match_class, start->label));
    }
    const bool dropped = best.dropped();
    absl::flat_hash_set<std::pair<ConceptTarget, uint32_t>> seen;
    hits.clear();
    for (const RankedLabel ranked : std::move(best).TakeAscending()) {
      const Label& label = labels_[LabelOf(ranked)];
      if (!seen.emplace(label.target, label.number).second) continue;
      if (seen.size() > options.offset) {
        hits.push_back({label.target, label.number,
                        std::string_view(text_).substr(label.text_begin, label.text_size)});
      }
      if (hits.size() == options.limit) return hits;
    }
    if (!dropped) return hits;
  }
}

}  // namespace overstap::matcher
