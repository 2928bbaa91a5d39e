// Text folded for comparison: case, diacritics, width and punctuation do not matter.
//
//   Fold("Carrière-adviseur (m/v)") == "carriere adviseur m v"
//   Fold("C++") == "c++"
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_FOLD_H_
#define OVERSTAP_MATCHER_TEXT_FOLD_H_

#include <string>
#include <string_view>

namespace overstap::matcher {

// NFKC case folding (Unicode Standard Annex 31), then without marks (NFD, without what is of
// general category M). Letters, digits, '+' and '#' are kept; what stands between them is one
// space, none at the ends. Malformed UTF-8 separates words.
std::string Fold(std::string_view text);

// Whether a word begins at `position` of a folded text.
bool IsWordStart(std::string_view folded, size_t position);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_FOLD_H_
