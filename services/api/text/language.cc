#include "services/api/text/language.h"

#include <optional>

namespace overstap::api {

matcher::Language CheckLanguage(const std::string& code, FieldChecker& check) {
  if (code.empty()) return matcher::Language::kNl;
  const std::optional<matcher::Language> language = matcher::ParseLanguage(code);
  if (!language.has_value()) check.Fail("language_code", "must be nl, de or en", code);
  return language.value_or(matcher::Language::kNl);
}

const std::string& TextIn(const region::v1::LocalText& text, matcher::Language language) {
  const std::string& asked = language == matcher::Language::kEn   ? text.en()
                             : language == matcher::Language::kDe ? text.de()
                                                                  : text.nl();
  return asked.empty() ? text.nl() : asked;
}

}  // namespace overstap::api
