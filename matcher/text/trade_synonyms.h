// Words of the trades that mean much the same in a title, by the languages' common use: "bediener"
// and "operator", "Leiter" and "Manager", "fitter" and "installer". They stand for each other where
// labels do not teach it themselves (label_translation.h).
//
//   for (const TradeSynonyms& words : SynonymsOf(Language::kNl)) ...   // {"bediener", "operator"}
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_TRADE_SYNONYMS_H_
#define OVERSTAP_MATCHER_TEXT_TRADE_SYNONYMS_H_

#include <span>
#include <string_view>

#include "matcher/text/language.h"

namespace overstap::matcher {

// Folded words (fold.h), in the masculine singular, separated by one space; each of them stands for
// each other. A word may be in several sets: words are not alike through a third.
using TradeSynonyms = std::string_view;

// All sets of the language.
std::span<const TradeSynonyms> SynonymsOf(Language language);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_TRADE_SYNONYMS_H_
