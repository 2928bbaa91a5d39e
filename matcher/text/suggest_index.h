// Typing ahead: concepts by the beginning of a label, of a word in it, or of several of its words,
// with at most one slip of the pen.
//
//   SuggestIndex::Builder builder;
//   builder.Add({.text = "Verzorgende IG", .concept_number = 12, .known = 0.8F});
//   const SuggestIndex index = std::move(builder).Build();
//   index.Suggest("vezorg", 10)[0].concept_number == 12
//
// Case, diacritics and punctuation do not matter (fold.h). Immutable once built; safe to share
// between threads.
#ifndef OVERSTAP_MATCHER_TEXT_SUGGEST_INDEX_H_
#define OVERSTAP_MATCHER_TEXT_SUGGEST_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overstap::matcher {

struct SuggestLabel {
  std::string_view text;
  uint32_t concept_number = 0;
  // How well known the concept is, 0 or more; the higher, the sooner it is suggested.
  float known = 0;
};

struct SuggestHit {
  uint32_t concept_number = 0;
  uint32_t label = 0;  // in the order of Builder::Add
  bool has_error = false;
  bool is_whole = false;  // the label is what was typed, no more
  float known = 0;
};
// Whether `a` is suggested before `b`: without error, whole, better known, the lower numbers.
bool IsBefore(const SuggestHit& a, const SuggestHit& b);

class SuggestIndex {
 public:
  class Builder;

  SuggestIndex() = default;

  // Each concept once, by its best label, in the order of IsBefore; a label that begins with what
  // was typed counts as somewhat better known than one in which a later word does. Several words
  // may be beginnings of words in any order; labels with them in the order typed are looked for
  // first. Where nothing begins so, one letter may be wrong, missing, too many or swapped with the
  // next, in four letters or more. An empty (folded) prefix finds nothing.
  //
  // Time: a walk through a tree of prefixes, and a logarithm for each label that is looked at: at
  // most some thousand.
  std::vector<SuggestHit> Suggest(std::string_view prefix, size_t limit) const;

  size_t label_count() const { return labels_.size(); }

 private:
  struct Label {
    uint32_t text_begin = 0;  // in text_
    uint32_t text_size = 0;
    uint32_t concept_number = 0;
    float known = 0;
  };
  // What follows a word's beginning in a label, in the order of that text.
  struct WordStart {
    uint32_t label = 0;
    uint32_t offset = 0;
    float rank = 0;
  };
  // A prefix of word starts: a node of the tree. Its children are consecutive, by ascending byte.
  struct Node {
    uint32_t begin = 0;  // of the word starts with it
    uint32_t end = 0;
    uint32_t first_child = 0;
    uint16_t child_count = 0;
    uint8_t byte = 0;  // that it adds to its parent
  };
  struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;
  };
  class Collector;

  std::string_view TextOf(const Label& label) const {
    return std::string_view(text_).substr(label.text_begin, label.text_size);
  }
  std::string_view TextOf(const WordStart& start) const {
    return TextOf(labels_[start.label]).substr(start.offset);
  }
  Range RangeOf(std::string_view prefix) const;
  Range RarestOf(std::span<const std::string_view> words) const;
  // Those that a slip of the pen makes of `prefix`, without the one that it is.
  std::vector<Range> RangesNear(std::string_view prefix) const;
  void Walk(const Node& node, size_t depth, std::string_view left, bool has_slipped,
            std::vector<Range>* found) const;
  const Node* ChildOf(const Node& node, char byte) const;
  // The place of the best rank in [begin, end), the first of equals.
  uint32_t BestIn(uint32_t begin, uint32_t end) const;
  // Whether a word of the label begins with each of the words, but for one slip where it may.
  bool Says(const Label& label, std::span<const std::string_view> words, bool may_slip,
            bool* has_slipped) const;

  std::string text_;  // of all labels, folded
  std::vector<Label> labels_;
  std::vector<WordStart> starts_;  // by TextOf
  std::vector<Node> nodes_;        // the first is the root, of the empty prefix
  // best_[level][i]: the place of the best rank in 2^level blocks from block i on.
  std::vector<std::vector<uint32_t>> best_;
};

class SuggestIndex::Builder {
 public:
  // The next label; labels are numbered from 0.
  void Add(const SuggestLabel& label);
  SuggestIndex Build() &&;

 private:
  static void MakeStarts(SuggestIndex& index);
  static void MakeNodes(SuggestIndex& index);
  static void MakeBest(SuggestIndex& index);

  SuggestIndex index_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_SUGGEST_INDEX_H_
