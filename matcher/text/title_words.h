// The words of a title or label, in the forms in which the linker compares them.
//
//   CompareWords("Zonnepanelenmonteuse (m/v)", Language::kNl) == {"zonnepanelenmontor"}
//   WithParts(words, splitter, stemmer)[0].parts == {"zonnepanel", "montor"}
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_TITLE_WORDS_H_
#define OVERSTAP_MATCHER_TEXT_TITLE_WORDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/text/compounds.h"
#include "matcher/text/language.h"
#include "matcher/text/stemmer.h"

namespace overstap::matcher {

struct TitleWord {
  std::string text;  // folded (fold.h), neutral (gender.h)
  std::string stem;
  std::vector<std::string> parts;  // stems of the parts of a compound; the stem alone otherwise
};

// The words in order: folded, abbreviations written out, without gender, articles, prepositions and
// conjunctions; German umlauts also where they are spelled ae, oe, ue. Of alternatives around a
// slash that come out alike ("Maurer/Maurerin") one is kept. Empty where nothing is left.
std::vector<std::string> CompareWords(std::string_view title, Language language);

// The same words with their stems and parts.
std::vector<TitleWord> WithParts(std::span<const std::string> words,
                                 const CompoundSplitter& splitter, Stemmer& stemmer);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_TITLE_WORDS_H_
