// Plain text in lines of a limited width, for mail.
//
//   AppendWrapped("Doel: ", goal, kLineWidth, &text);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_PLAIN_TEXT_H_
#define OVERSTAP_SERVICES_DOCUMENT_PLAIN_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace overstap::document {

inline constexpr size_t kLineWidth = 72;

// Characters (code points) of UTF-8.
size_t CharacterCount(absl::string_view text);

// Appends `lead` and then the words of `text`, in lines of at most `width` characters; later lines
// begin with as many spaces as `lead` has characters. Line breaks in `text` stay. A word that is
// longer than a line stands on one of its own, whole: an address must not be cut. Control
// characters are left out.
void AppendWrapped(absl::string_view lead, absl::string_view text, size_t width, std::string* out);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_PLAIN_TEXT_H_
