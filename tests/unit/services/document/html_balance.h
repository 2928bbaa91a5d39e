// Whether a page's elements open and close in pairs, and its text holds no markup of others.
//
//   EXPECT_EQ(WrongIn(page), "");
//
// For the HTML that our writer makes: no comments, quoted attributes. Pure; safe from any thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_DOCUMENT_HTML_BALANCE_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_DOCUMENT_HTML_BALANCE_H_

#include <string>

namespace overstap::document {

// Empty when all is well; else what is wrong first.
std::string WrongIn(const std::string& page);

}  // namespace overstap::document

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_DOCUMENT_HTML_BALANCE_H_
