#include "matcher/text/language.h"

namespace overstap::matcher {

std::optional<Language> ParseLanguage(std::string_view code) {
  if (code == "nl") return Language::kNl;
  if (code == "en") return Language::kEn;
  if (code == "de") return Language::kDe;
  return std::nullopt;
}

}  // namespace overstap::matcher
