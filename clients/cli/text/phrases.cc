#include "clients/cli/text/phrases.h"

namespace overstap::cli {

const PhraseTable& Phrases(Language language) {
  switch (language) {
    case Language::kEn:
      return EnglishPhrases();
    case Language::kDe:
      return GermanPhrases();
    case Language::kNl:
      break;
  }
  return DutchPhrases();
}

const char* Phrase(Language language, Text text) {
  const auto found = Phrases(language).find(text);
  return found == Phrases(language).end() ? "" : found->second;
}

}  // namespace overstap::cli
