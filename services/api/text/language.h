// The language of an answer.
//
//   const matcher::Language language = CheckLanguage(request.language_code(), check);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TEXT_LANGUAGE_H_
#define OVERSTAP_SERVICES_API_TEXT_LANGUAGE_H_

#include <string>

#include "matcher/taxonomy/taxonomy.h"
#include "overstap/region/v1/region.pb.h"
#include "services/api/field_checker.h"

namespace overstap::api {

// nl where the code is empty; fails `language_code` when it is not nl, de or en.
matcher::Language CheckLanguage(const std::string& code, FieldChecker& check);

// The text in the language, else in Dutch.
const std::string& TextIn(const region::v1::LocalText& text, matcher::Language language);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_LANGUAGE_H_
