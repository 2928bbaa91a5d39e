// The languages that titles are read in.
//
//   Stemmer stemmer(TextLanguage::kDutch);
#ifndef OVERSTAP_MATCHER_TEXT_LANGUAGE_H_
#define OVERSTAP_MATCHER_TEXT_LANGUAGE_H_

#include <cstdint>

namespace overstap::matcher {

enum class TextLanguage : uint8_t { kDutch, kGerman, kEnglish };

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LANGUAGE_H_
