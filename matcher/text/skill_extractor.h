// Finds the skills that a text speaks of: a CV, a vacancy, a few sentences.
//
//   SkillExtractor::Builder builder(Language::kNl);
//   builder.Add({.text = "zonnepanelen installeren", .concept_number = 0, .preferred = true});
//   const SkillExtractor extractor = std::move(builder).Build();
//   extractor.Extract("Ik heb jarenlang zonnepanelen geïnstalleerd.")[0].concept_number == 0
//
// DESIGN.md beside this file says how. Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_SKILL_EXTRACTOR_H_
#define OVERSTAP_MATCHER_TEXT_SKILL_EXTRACTOR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "matcher/model/job_seeker.h"
#include "matcher/text/compounds.h"
#include "matcher/text/language.h"
#include "matcher/text/skill_context.h"
#include "matcher/text/string_map.h"

namespace overstap::matcher {

// One surface form of a skill.
struct SkillLabel {
  std::string_view text;
  uint32_t concept_number = 0;
  bool preferred = false;
};

struct ExtractedSkill {
  uint32_t concept_number = 0;
  uint32_t label = 0;  // number of the label that the words are most like, in the order of Add
  // 0 to 1: how much of the label the words say, its parts by their rarity, less for what stands
  // between them, for what they say besides, for a label of which nothing is rare, and where they
  // say one part alone of several.
  float score = 0;
  size_t begin = 0;  // of the words, in bytes of the text
  size_t end = 0;
  SkillPolarity polarity = SkillPolarity::kHas;
  Proficiency proficiency = Proficiency::kUnknown;
};

class SkillExtractor {
 public:
  class Builder;

  SkillExtractor() = default;

  // In the order of the text, each concept once: by the words of the greatest score, the first of
  // equals. Of concepts that the same words say the greatest score stays, of equals a preferred
  // label, then the lower number; words that are a part of what says another are not used again.
  // Scores below 0.5 are left out.
  std::vector<ExtractedSkill> Extract(std::string_view text) const;

  size_t label_count() const { return labels_.size(); }

 private:
  // A part of a word as the index numbers it.
  using PartNumber = uint32_t;
  static constexpr PartNumber kNoPart = UINT32_MAX;

  struct Label {
    uint32_t concept_number = 0;
    bool preferred = false;
    uint32_t first_part = 0;  // in parts_; those that tell first, of them the rarest first
    uint32_t part_count = 0;
    uint32_t telling_count = 0;  // without the words of every CV
    float weight = 0;            // sum of its parts' IDF
  };
  // A label at a place of the text.
  struct Candidate {
    uint32_t label = 0;
    float score = 0;
    size_t first = 0;  // tokens, both of them used
    size_t last = 0;
    std::vector<uint32_t> tokens;  // that say its parts, ascending
  };
  class Reader;

  PartNumber NumberOf(std::string_view root) const;
  // Of a word that no label has: the one that it is with a slip of the pen; empty: none.
  std::string_view NearestTo(std::string_view word) const;
  std::span<const PartNumber> PartsOfLabel(const Label& label) const {
    return std::span(parts_).subspan(label.first_part, label.part_count);
  }

  Language language_ = Language::kNl;
  std::vector<Label> labels_;
  std::vector<PartNumber> parts_;
  StringMap<PartNumber> part_numbers_;
  std::vector<float> idf_;  // of each part
  // Labels by their rarest part: labels_by_anchor_[anchor_begin_[p] .. anchor_begin_[p + 1]).
  std::vector<uint32_t> anchor_begin_;
  std::vector<uint32_t> labels_by_anchor_;
  std::vector<std::string> words_;  // of labels, long enough for slips
  // Hashes of words with one letter left out, and of the words → numbers in words_.
  absl::flat_hash_map<uint64_t, uint32_t> by_deletion_;
  CompoundSplitter splitter_;
};

class SkillExtractor::Builder {
 public:
  explicit Builder(Language language) : language_(language) {}
  // The next label; labels are numbered from 0. A text without a letter or digit is found by
  // nothing.
  void Add(const SkillLabel& label);
  SkillExtractor Build() &&;

 private:
  void NumberParts(SkillExtractor& extractor) const;
  static void MakeAnchors(SkillExtractor& extractor);
  void MakeDeletions(SkillExtractor& extractor) const;

  Language language_;
  std::vector<Label> labels_;
  std::vector<std::vector<std::string>> words_;     // of each label, folded
  std::vector<std::vector<std::string>> cv_words_;  // likewise, those of every CV
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_SKILL_EXTRACTOR_H_
