// Abbreviations of the trades, written out.
//
//   WrittenOut("vpk", Language::kNl) == "verpleegkundige"
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_ABBREVIATIONS_H_
#define OVERSTAP_MATCHER_TEXT_ABBREVIATIONS_H_

#include <string_view>

#include "matcher/text/language.h"

namespace overstap::matcher {

// The folded words (one space between them) that a folded word stands for; "" where it is none of
// the table's. Titles and labels are written out alike, so one that keeps its abbreviation is found
// by either form. What is as short in speech (CNC, PLC, BIG) stays as it is.
std::string_view WrittenOut(std::string_view word, Language language);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_ABBREVIATIONS_H_
