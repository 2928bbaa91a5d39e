// Titles without the gender that they are written in: the marks that stand for both, and the
// endings of one.
//
//   WithoutGenderMarks("Mechatroniker/in (m/w/d)") == "Mechatroniker"
//   NeutralWord("medewerkster", Language::kNl) == NeutralWord("medewerker", ...)
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_GENDER_H_
#define OVERSTAP_MATCHER_TEXT_GENDER_H_

#include <string>
#include <string_view>

#include "matcher/text/language.h"

namespace overstap::matcher {

// The title as written, without what marks that it is open to all: "(m/v/x)", "m/w/d", "/in",
// ":innen", "*in", "_in", "(in)", "In" after a small letter, "/ster", "/-frau"; "(er)in" and
// "(e)in" leave the bracket's letters ("Beamt(er)in" becomes "Beamter").
std::string WithoutGenderMarks(std::string_view title);

// A folded word (fold.h) in a form that both genders share. For comparison only, often no word of
// the language ("maker" and "maakster" become "maker", "directrice" becomes "director"). A word
// without such an ending comes back as it is.
std::string NeutralWord(std::string_view word, Language language);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_GENDER_H_
