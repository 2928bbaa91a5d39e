// Finds concepts by the beginning of a label, or of a word in it. Case, diacritics and punctuation
// do not matter (see fold.h).
//
//   LabelIndex::Builder builder;
//   builder.Add("Verzorgende IG", ConceptTarget::kOccupation, 12, /*preferred=*/true);
//   LabelIndex index = std::move(builder).Build();
//   std::vector<LabelHit> hits = index.Search("verzorg", {.limit = 10});
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_LABEL_INDEX_H_
#define OVERSTAP_MATCHER_TEXT_LABEL_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overstap::matcher {

// What a label belongs to.
enum class ConceptTarget : uint8_t { kSkill, kKnowledge, kOccupation };

struct LabelHit {
  ConceptTarget target = ConceptTarget::kSkill;
  uint32_t number = 0;     // SkillNumber (for knowledge too) or OccupationNumber
  std::string_view label;  // as it was added; lives as long as the index
};

struct LabelSearchOptions {
  bool skills = true;
  bool knowledge = true;
  bool occupations = true;
  size_t offset = 0;
  size_t limit = 10;
};

class LabelIndex {
 public:
  class Builder;

  LabelIndex() = default;

  // Each concept once, by its best label: the label equals the text first, then labels that begin
  // with it, then labels in which a later word does; within these preferred before alternative
  // labels, shorter before longer, then by folded label, target and number. An empty (folded)
  // prefix finds nothing.
  //
  // Time: two binary searches over the word starts, then one pass over those that match, which
  // keeps the best few of them by a precomputed rank.
  std::vector<LabelHit> Search(std::string_view prefix, const LabelSearchOptions& options) const;
  size_t label_count() const { return labels_.size(); }

 private:
  // Views into text_, as offsets so that an index can be moved.
  struct Label {
    uint32_t text_begin = 0;
    uint32_t text_size = 0;
    uint32_t folded_begin = 0;
    uint32_t folded_size = 0;
    uint32_t number = 0;
    ConceptTarget target = ConceptTarget::kSkill;
  };
  // A suffix of a folded label that begins at a word.
  struct WordStart {
    uint32_t label = 0;
    uint16_t offset = 0;
    ConceptTarget target = ConceptTarget::kSkill;
  };

  std::string_view Folded(const Label& label) const {
    return std::string_view(text_).substr(label.folded_begin, label.folded_size);
  }
  std::string_view Suffix(const WordStart& start) const {
    return Folded(labels_[start.label]).substr(start.offset);
  }
  struct SortKey;
  SortKey KeyOf(const WordStart& start) const;
  void SortWordStarts();

  std::string text_;               // all labels, as added and folded
  std::vector<Label> labels_;      // in the order in which results of one class stand
  std::vector<WordStart> sorted_;  // by Suffix
};

class LabelIndex::Builder {
 public:
  // Of labels whose folded text is longer than 65,535 bytes only the words before are found.
  void Add(std::string_view label, ConceptTarget target, uint32_t number, bool preferred);
  LabelIndex Build() &&;

 private:
  struct Added {
    std::string text;
    std::string folded;
    uint32_t number = 0;
    ConceptTarget target = ConceptTarget::kSkill;
    bool preferred = false;
  };
  std::vector<Added> added_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LABEL_INDEX_H_
