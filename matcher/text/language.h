// The languages of labels, titles and answers.
//
//   std::optional<Language> language = ParseLanguage("nl");
#ifndef OVERSTAP_MATCHER_TEXT_LANGUAGE_H_
#define OVERSTAP_MATCHER_TEXT_LANGUAGE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace overstap::matcher {

// Dutch is what a caseworker sees.
enum class Language : uint8_t { kNl, kEn, kDe };
inline constexpr int kLanguageCount = 3;
// "nl", "en" or "de"; nullopt otherwise.
std::optional<Language> ParseLanguage(std::string_view code);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LANGUAGE_H_
