#include "matcher/text/suggest_index.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <queue>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "matcher/text/fold.h"

namespace overstap::matcher {
namespace {

// Word starts of a block, of which one is known to be the best.
constexpr uint32_t kBlock = 32;
// Deeper prefixes are not nodes: what follows is looked up among the word starts.
constexpr size_t kDeepestNode = 24;
// A node with fewer word starts has no children.
constexpr uint32_t kLeastForChildren = 16;
// Shorter beginnings have no slips: nearly everything would be one.
constexpr size_t kShortestSlip = 4;
// Of several words the other ones are looked for in at most so many labels with the rarest.
constexpr size_t kMostLookedAt = 300;
// How much better known a label counts that begins with what was typed.
constexpr float kAtLabelStart = 0.25F;

std::vector<std::string_view> WordsOf(std::string_view folded) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < folded.size();) {
    const size_t to = std::min(folded.find(' ', at), folded.size());
    words.push_back(folded.substr(at, to - at));
    at = to + 1;
  }
  return words;
}

// Whether is_right(text from there on) of any start of a word of a folded text.
template <typename IsRight>
bool AnyWordStart(std::string_view folded, const IsRight& is_right) {
  for (size_t at = 0; at < folded.size();) {
    if (is_right(folded.substr(at))) return true;
    const size_t space = folded.find(' ', at);
    if (space == folded.npos) return false;
    at = space + 1;
  }
  return false;
}

// Whether `word` begins with `prefix`, or would but for one slip of the pen.
bool BeginsWithSlip(std::string_view word, std::string_view prefix) {
  const size_t common = static_cast<size_t>(std::ranges::mismatch(word, prefix).in1 - word.begin());
  const std::string_view word_left = word.substr(common);
  const std::string_view left = prefix.substr(common);
  if (left.empty()) return true;
  const auto after = [](std::string_view text, size_t count) {
    return text.substr(std::min(count, text.size()));
  };
  if (word_left.starts_with(left.substr(1))) return true;                                  // extra
  if (!word_left.empty() && after(word_left, 1).starts_with(left.substr(1))) return true;  // wrong
  if (!word_left.empty() && after(word_left, 1).starts_with(left)) return true;  // missing
  return left.size() > 1 && word_left.size() > 1 && left[0] == word_left[1] &&
         left[1] == word_left[0] && after(word_left, 2).starts_with(left.substr(2));
}

}  // namespace

bool IsBefore(const SuggestHit& a, const SuggestHit& b) {
  return std::make_tuple(a.has_error, !a.is_whole, -a.known, a.concept_number, a.label) <
         std::make_tuple(b.has_error, !b.is_whole, -b.known, b.concept_number, b.label);
}

void SuggestIndex::Builder::Add(const SuggestLabel& label) {
  const std::string folded = Fold(label.text);
  index_.labels_.push_back({.text_begin = static_cast<uint32_t>(index_.text_.size()),
                            .text_size = static_cast<uint32_t>(folded.size()),
                            .concept_number = label.concept_number,
                            .known = label.known});
  index_.text_ += folded;
}

void SuggestIndex::Builder::MakeStarts(SuggestIndex& index) {
  for (uint32_t number = 0; number < index.labels_.size(); ++number) {
    const Label& label = index.labels_[number];
    const std::string_view text = index.TextOf(label);
    for (uint32_t at = 0; at < text.size(); ++at) {
      if (!IsWordStart(text, at)) continue;
      index.starts_.push_back({number, at, label.known + (at == 0 ? kAtLabelStart : 0)});
    }
  }
  std::ranges::sort(index.starts_, [&index](const WordStart& a, const WordStart& b) {
    const int order = index.TextOf(a).compare(index.TextOf(b));
    return order != 0 ? order < 0 : std::tie(a.label, a.offset) < std::tie(b.label, b.offset);
  });
}

void SuggestIndex::Builder::MakeNodes(SuggestIndex& index) {
  // Breadth first, so that the children of a node lie together.
  struct Open {
    uint32_t node;
    uint32_t depth;
  };
  index.nodes_.push_back({.begin = 0, .end = static_cast<uint32_t>(index.starts_.size())});
  std::deque<Open> open = {{0, 0}};
  while (!open.empty()) {
    // No structured binding: clang 14 does not capture one.
    const uint32_t number = open.front().node;
    const uint32_t depth = open.front().depth;
    open.pop_front();
    const Node node = index.nodes_[number];
    if (node.end - node.begin < kLeastForChildren || depth == kDeepestNode) continue;
    const auto first_child = static_cast<uint32_t>(index.nodes_.size());
    for (uint32_t at = node.begin; at < node.end;) {
      const std::string_view text = index.TextOf(index.starts_[at]);
      if (text.size() <= depth) {
        ++at;
        continue;
      }
      const char byte = text[depth];
      const auto end = std::partition_point(
          index.starts_.begin() + at, index.starts_.begin() + node.end,
          [&](const WordStart& start) {
            return static_cast<uint8_t>(index.TextOf(start)[depth]) <= static_cast<uint8_t>(byte);
          });
      const auto to = static_cast<uint32_t>(end - index.starts_.begin());
      open.push_back({static_cast<uint32_t>(index.nodes_.size()), depth + 1});
      index.nodes_.push_back({.begin = at, .end = to, .byte = static_cast<uint8_t>(byte)});
      at = to;
    }
    index.nodes_[number].first_child = first_child;
    index.nodes_[number].child_count = static_cast<uint16_t>(index.nodes_.size() - first_child);
  }
  index.nodes_.shrink_to_fit();
}

void SuggestIndex::Builder::MakeBest(SuggestIndex& index) {
  const auto size = static_cast<uint32_t>(index.starts_.size());
  const auto better = [&index](uint32_t a, uint32_t b) {
    return index.starts_[b].rank > index.starts_[a].rank ? b : a;
  };
  std::vector<uint32_t> blocks;
  for (uint32_t begin = 0; begin < size; begin += kBlock) {
    uint32_t best = begin;
    for (uint32_t i = begin; i < std::min(size, begin + kBlock); ++i) best = better(best, i);
    blocks.push_back(best);
  }
  index.best_.push_back(std::move(blocks));
  for (size_t width = 1; 2 * width <= index.best_[0].size(); width *= 2) {
    const std::vector<uint32_t>& narrow = index.best_.back();
    std::vector<uint32_t> wide;
    for (size_t i = 0; i + width < narrow.size(); ++i) {
      wide.push_back(better(narrow[i], narrow[i + width]));
    }
    index.best_.push_back(std::move(wide));
  }
}

SuggestIndex SuggestIndex::Builder::Build() && {
  MakeStarts(index_);
  MakeNodes(index_);
  MakeBest(index_);
  return std::move(index_);
}

uint32_t SuggestIndex::BestIn(uint32_t begin, uint32_t end) const {
  uint32_t best = begin;
  const auto take = [&](uint32_t place) {
    if (starts_[place].rank > starts_[best].rank) best = place;
  };
  const uint32_t first_block = (begin + kBlock - 1) / kBlock;
  const uint32_t last_block = end / kBlock;
  if (first_block >= last_block) {
    for (uint32_t i = begin; i < end; ++i) take(i);
    return best;
  }
  for (uint32_t i = begin; i < first_block * kBlock; ++i) take(i);
  const auto level = static_cast<size_t>(std::bit_width(last_block - first_block) - 1);
  take(best_[level][first_block]);
  take(best_[level][last_block - (uint32_t{1} << level)]);
  for (uint32_t i = last_block * kBlock; i < end; ++i) take(i);
  return best;
}

const SuggestIndex::Node* SuggestIndex::ChildOf(const Node& node, char byte) const {
  const std::span<const Node> children =
      std::span(nodes_).subspan(node.first_child, node.child_count);
  const auto child =
      std::ranges::lower_bound(children, static_cast<uint8_t>(byte), {}, &Node::byte);
  return child == children.end() || child->byte != static_cast<uint8_t>(byte) ? nullptr : &*child;
}

SuggestIndex::Range SuggestIndex::RangeOf(std::string_view prefix) const {
  const auto is_below = [&](const WordStart& start) {
    return TextOf(start).substr(0, prefix.size()) < prefix;
  };
  const auto begin = std::partition_point(starts_.begin(), starts_.end(), is_below);
  const auto end = std::partition_point(begin, starts_.end(), [&](const WordStart& start) {
    return TextOf(start).starts_with(prefix);
  });
  return {static_cast<uint32_t>(begin - starts_.begin()),
          static_cast<uint32_t>(end - starts_.begin())};
}

void SuggestIndex::Walk(const Node& node, size_t depth, std::string_view left, bool has_slipped,
                        std::vector<Range>* found) const {
  if (left.empty()) {
    if (has_slipped) found->push_back({node.begin, node.end});
    return;
  }
  if (node.child_count == 0) {
    for (uint32_t i = node.begin; i < node.end; ++i) {
      const std::string_view text = TextOf(starts_[i]);
      const std::string_view rest = text.substr(std::min(depth, text.size()));
      if (has_slipped ? rest.starts_with(left) : BeginsWithSlip(rest, left)) {
        found->push_back({i, i + 1});
      }
    }
    return;
  }
  const auto go_on = [&](const Node* child, size_t steps, size_t typed, bool slipped) {
    if (child != nullptr) Walk(*child, depth + steps, left.substr(typed), slipped, found);
  };
  if (has_slipped) {
    go_on(ChildOf(node, left.front()), 1, 1, true);
    return;
  }
  for (const Node& child : std::span(nodes_).subspan(node.first_child, node.child_count)) {
    const bool is_right = child.byte == static_cast<uint8_t>(left.front());
    go_on(&child, 1, 1, !is_right);
    go_on(&child, 1, 0, true);  // a letter was left out
  }
  go_on(&node, 0, 1, true);  // one too many was typed
  if (left.size() > 1 && left[0] != left[1]) {
    const Node* second = ChildOf(node, left[1]);
    if (second != nullptr) go_on(ChildOf(*second, left[0]), 2, 2, true);
  }
}

std::vector<SuggestIndex::Range> SuggestIndex::RangesNear(std::string_view prefix) const {
  std::vector<Range> ranges;
  if (prefix.size() >= kShortestSlip) Walk(nodes_.front(), 0, prefix, false, &ranges);
  return ranges;
}

bool SuggestIndex::Says(const Label& label, std::span<const std::string_view> words, bool may_slip,
                        bool* has_slipped) const {
  const std::string_view text = TextOf(label);
  *has_slipped = false;
  return std::ranges::all_of(words, [&](std::string_view word) {
    if (AnyWordStart(text, [word](std::string_view from) { return from.starts_with(word); })) {
      return true;
    }
    if (!may_slip || *has_slipped || word.size() < kShortestSlip) return false;
    *has_slipped =
        AnyWordStart(text, [word](std::string_view from) { return BeginsWithSlip(from, word); });
    return *has_slipped;
  });
}

// Takes labels best first from ranges of word starts, each concept once.
class SuggestIndex::Collector {
 public:
  Collector(const SuggestIndex& index, size_t limit) : index_(index), limit_(limit) {}

  bool is_empty() const { return hits_.empty(); }
  bool is_full() const { return hits_.size() >= limit_; }

  // The labels that are what was typed: the first of its range.
  void TakeWhole(const Range& range, std::string_view typed) {
    for (uint32_t i = range.begin; i < range.end && index_.TextOf(index_.starts_[i]) == typed;
         ++i) {
      if (index_.starts_[i].offset == 0) Add(i, {.is_whole = true});
    }
  }

  // `judge(label, hit)` says whether the label is suggested, and may mark the hit.
  template <typename Judge>
  void Take(std::span<const Range> ranges, const Judge& judge) {
    std::priority_queue<Best> open;
    const auto push = [&](uint32_t begin, uint32_t end) {
      if (begin >= end) return;
      const uint32_t place = index_.BestIn(begin, end);
      open.push({index_.starts_[place].rank, place, begin, end});
    };
    for (const Range& range : ranges) push(range.begin, range.end);
    for (size_t looked_at = 0; !open.empty() && !is_full() && looked_at < kMostLookedAt;
         ++looked_at) {
      const Best best = open.top();
      open.pop();
      push(best.begin, best.place);
      push(best.place + 1, best.end);
      const WordStart& start = index_.starts_[best.place];
      SuggestHit hit;
      if (!concepts_.contains(index_.labels_[start.label].concept_number) &&
          judge(index_.labels_[start.label], &hit)) {
        Add(best.place, hit);
      }
    }
  }

  std::vector<SuggestHit> Result() && {
    std::ranges::sort(hits_, IsBefore);
    if (hits_.size() > limit_) hits_.resize(limit_);
    return std::move(hits_);
  }

 private:
  struct Best {
    float rank;
    uint32_t place;
    uint32_t begin;
    uint32_t end;
    friend bool operator<(const Best& a, const Best& b) {
      return std::tie(a.rank, b.place) < std::tie(b.rank, a.place);
    }
  };

  void Add(uint32_t place, SuggestHit hit) {
    const WordStart& start = index_.starts_[place];
    hit.concept_number = index_.labels_[start.label].concept_number;
    if (!concepts_.insert(hit.concept_number).second) return;
    hit.label = start.label;
    hit.known = start.rank;
    hits_.push_back(hit);
  }

  const SuggestIndex& index_;
  const size_t limit_;
  absl::flat_hash_set<uint32_t> concepts_;  // of the hits
  std::vector<SuggestHit> hits_;
};

// Empty where one of the words begins none.
SuggestIndex::Range SuggestIndex::RarestOf(std::span<const std::string_view> words) const {
  Range rarest{0, static_cast<uint32_t>(starts_.size())};
  for (const std::string_view word : words) {
    const Range range = RangeOf(word);
    if (range.end - range.begin < rarest.end - rarest.begin) rarest = range;
  }
  return rarest;
}

std::vector<SuggestHit> SuggestIndex::Suggest(std::string_view prefix, size_t limit) const {
  const std::string typed = Fold(prefix);
  if (typed.empty() || starts_.empty()) return {};
  Collector collector(*this, limit);
  // In the order in which it was typed.
  const Range exact = RangeOf(typed);
  collector.TakeWhole(exact, typed);
  collector.Take(std::span(&exact, 1), [](const Label&, SuggestHit*) { return true; });
  const std::vector<std::string_view> words = WordsOf(typed);
  if (words.size() > 1 && !collector.is_full()) {
    const Range leading = RarestOf(words);
    collector.Take(std::span(&leading, 1), [&](const Label& label, SuggestHit* hit) {
      return Says(label, words, /*may_slip=*/false, &hit->has_error);
    });
  }
  if (collector.is_empty()) {
    collector.Take(RangesNear(typed), [](const Label&, SuggestHit* hit) {
      hit->has_error = true;
      return true;
    });
  }
  if (words.size() > 1 && collector.is_empty()) {
    const std::string_view longest = *std::ranges::max_element(words, {}, &std::string_view::size);
    std::vector<Range> leading = RangesNear(longest);
    const bool another_may_slip = std::ranges::any_of(words, [longest](std::string_view word) {
      return word.data() != longest.data() && word.size() >= kShortestSlip;
    });
    if (another_may_slip) leading.push_back(RangeOf(longest));
    collector.Take(leading, [&](const Label& label, SuggestHit* hit) {
      return Says(label, words, /*may_slip=*/true, &hit->has_error);
    });
  }
  return std::move(collector).Result();
}

}  // namespace overstap::matcher
