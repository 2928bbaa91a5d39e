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

  // What the d or t at the end of a participle is taken for: "gelast" is of "lassen", but
  // "gekleed" of "kleden".
  enum class Participle { kWeak, kOfItsVerb };

  // Of a folded word (fold.h): its Snowball stem, without what makes a participle (ge-...-d) or a
  // noun of a verb (-ing, -atie, -ung, -ierung), strong participles as their verbs, and with single
  // letters for double ones.
  std::string RootOf(std::string_view word, Participle participle = Participle::kWeak);

 private:
  std::string DutchRoot(std::string_view word, Participle participle);
  std::string GermanRoot(std::string_view word, Participle participle);

  Language language_;
  Stemmer stemmer_;
};

// Articles, prepositions, pronouns, auxiliary verbs, and what stands in every CV ("ervaring",
// "cursus"): words that say nothing of a skill.
bool IsFunctionWord(std::string_view folded, Language language);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_SKILL_WORDS_H_
