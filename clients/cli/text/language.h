// The languages that the command line speaks.
//
//   Language language = Language::kNl;
//   LanguageCode(language)   // "nl"
#ifndef OVERSTAP_CLIENTS_CLI_TEXT_LANGUAGE_H_
#define OVERSTAP_CLIENTS_CLI_TEXT_LANGUAGE_H_

namespace overstap::cli {

enum class Language { kNl, kEn, kDe };

inline constexpr Language kLanguages[] = {Language::kNl, Language::kEn, Language::kDe};

// ISO 639-1.
constexpr const char* LanguageCode(Language language) {
  switch (language) {
    case Language::kEn:
      return "en";
    case Language::kDe:
      return "de";
    case Language::kNl:
      break;
  }
  return "nl";
}

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_TEXT_LANGUAGE_H_
