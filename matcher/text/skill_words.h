// Words of skills and of sentences about them, in the forms in which the extractor compares them:
// what one does, has done and the doing of it are one.
//
//   SkillWords words(Language::kNl);
//   words.RootOf("installeren") == words.RootOf("geinstalleerd") == words.RootOf("installatie")
//
// Not for several threads at once. Cheap to make.
#ifndef OVERSTAP_MATCHER_TEXT_SKILL_WORDS_H_
#define OVERSTAP_MATCHER_TEXT_SKILL_WORDS_H_

#include <string>
#include <string_view>

#include "matcher/text/language.h"
#include "matcher/text/stemmer.h"

namespace overstap::matcher {

class SkillWords {
 public:
  explicit SkillWords(Language language) : language_(language), stemmer_(language) {}

  // A d or t at the end is likely an ending in a participle ("gelast" is of "lassen") and none in
  // other words. The other reading: "gekleed" is of "kleden", "last" of "lassen".
  enum class Reading { kLikely, kOther };

  // Of a folded word (fold.h): its Snowball stem, without what makes a participle (ge-...-d) or a
  // noun of a verb (-ing, -atie, -ung, -ierung), strong participles as their verbs, and with single
  // letters for double ones.
  std::string RootOf(std::string_view word, Reading reading = Reading::kLikely);

 private:
  std::string DutchRoot(std::string_view word, Reading reading);
  std::string GermanRoot(std::string_view word, Reading reading);

  Language language_;
  Stemmer stemmer_;
};

// Articles, prepositions, pronouns, auxiliary verbs: words that say nothing of a skill.
bool IsFunctionWord(std::string_view folded, Language language);
// What stands in every CV and advertisement ("ervaring", "werken"): it says nothing of a skill by
// itself, but may be a part of one ("in groepen werken").
bool IsCvWord(std::string_view folded, Language language);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_SKILL_WORDS_H_
