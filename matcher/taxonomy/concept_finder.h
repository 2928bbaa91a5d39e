// Finds the occupations and skills of a taxonomy in what people write, and what they are typing.
//
//   const ConceptFinder finder(taxonomy);
//   const FoundOccupations found = finder.LinkOccupation("allround monteur (m/v), 32u", {});
//   taxonomy->Label(found.occupations[0].occupation, found.language);
//
// Everything is worked out from the taxonomy's labels, once: some seconds of one thread for full
// ESCO in three languages. How the parts of it work stands in text/DESIGN.md. Immutable; safe to
// share between threads; views live as long as it.
#ifndef OVERSTAP_MATCHER_TAXONOMY_CONCEPT_FINDER_H_
#define OVERSTAP_MATCHER_TAXONOMY_CONCEPT_FINDER_H_

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/taxonomy/taxonomy.h"
#include "matcher/text/language.h"
#include "matcher/text/language_detector.h"
#include "matcher/text/occupation_linker.h"
#include "matcher/text/skill_context.h"
#include "matcher/text/skill_extractor.h"
#include "matcher/text/suggest_index.h"
#include "matcher/text/title_noise.h"

namespace overstap::matcher {

struct FoundOccupation {
  OccupationNumber occupation;
  std::string_view label;  // that the title is most like
  double score = 0;        // 0 to 1: the sum of the parts
  LinkParts parts;         // as shares of the best sum that there can be
};

struct FoundOccupations {
  Language language = Language::kNl;         // that the title was read in
  std::vector<FoundOccupation> occupations;  // best first, each once
  TitleNotes notes;
};

struct TitleOptions {
  std::optional<Language> language;    // told from the title where unset; Dutch where it cannot be
  size_t limit = 10;                   // occupations
  const PlaceNames* places = nullptr;  // none are known without
};

// A skill, and the words of the text that say it best.
struct FoundSkill {
  SkillNumber skill;
  std::string_view label;  // that the words are most like
  double score = 0;        // 0 to 1
  size_t begin = 0;        // of the words, in bytes of the text
  size_t end = 0;
  SkillPolarity polarity = SkillPolarity::kHas;
  Proficiency proficiency = Proficiency::kUnknown;
};

struct FoundSkills {
  Language language = Language::kNl;  // that the text was read in
  std::vector<FoundSkill> skills;     // in the order of the text, each once
};

// What a person who is typing may mean.
struct Suggestion {
  // Either; a skill may be knowledge.
  std::variant<SkillNumber, OccupationNumber> found;
  std::string_view label;  // that matches
  Language language = Language::kNl;
  bool has_error = false;  // a slip of the pen
};

struct SuggestOptions {
  std::optional<Language> language;  // of labels; unset: all
  bool skills = true;
  bool knowledge = true;
  bool occupations = true;
  size_t limit = 10;
};

class ConceptFinder {
 public:
  explicit ConceptFinder(std::shared_ptr<const Taxonomy> taxonomy);

  FoundOccupations LinkOccupation(std::string_view title, const TitleOptions& options) const;
  // `language`: told from the text where unset; Dutch where it cannot be.
  FoundSkills ExtractSkills(std::string_view text, std::optional<Language> language) const;
  // Best first (text/suggest_index.h), each concept once. Occupations are as well known as many
  // skills are theirs, skills as many occupations name them.
  std::vector<Suggestion> Suggest(std::string_view prefix, const SuggestOptions& options) const;
  // nullopt: too short or too plain to tell.
  std::optional<Language> LanguageOf(std::string_view text) const { return detector_.Detect(text); }

  const Taxonomy& taxonomy() const { return *taxonomy_; }

 private:
  struct OccupationLabels {
    OccupationLinker linker;
    std::vector<OccupationNumber> occupations;  // of the linker's labels
    std::vector<std::string_view> labels;
  };
  struct SkillLabels {
    SkillExtractor extractor;
    std::vector<std::string_view> labels;  // of the extractor
  };
  // What is suggested of one kind, in one language.
  struct Shelf {
    ConceptKind kind = ConceptKind::kSkill;
    Language language = Language::kNl;
    SuggestIndex index;
    std::vector<std::string_view> labels;  // of the index
  };
  static OccupationLabels OccupationLabelsOf(const Taxonomy& taxonomy, Language language);
  static SkillLabels SkillLabelsOf(const Taxonomy& taxonomy, Language language);
  static Shelf ShelfOf(const Taxonomy& taxonomy, ConceptKind kind, Language language);
  static LanguageDetector DetectorOf(const Taxonomy& taxonomy);

  std::shared_ptr<const Taxonomy> taxonomy_;
  std::array<OccupationLabels, kLanguageCount> occupation_labels_;  // by Language
  std::array<SkillLabels, kLanguageCount> skill_labels_;            // likewise
  std::vector<Shelf> shelves_;
  LanguageDetector detector_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TAXONOMY_CONCEPT_FINDER_H_
