// Texts of reasons and notes, each made once: the results of one answer mostly leave the same open
// and come with the same notes.
//
//   SaidTexts said(words);
//   writer.String(field, said.Of(reason));
//
// Of one thread.
#ifndef OVERSTAP_SERVICES_API_TEXT_SAID_TEXTS_H_
#define OVERSTAP_SERVICES_API_TEXT_SAID_TEXTS_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "services/api/text/reason_text.h"
#include "services/api/text/words.h"

namespace overstap::api {

class SaidTexts {
 public:
  // `words` outlives this.
  explicit SaidTexts(const Words& words) : words_(words) {}

  // ReasonText and NoteText; valid until this is asked again.
  std::string_view Of(const matcher::Reason& reason) { return Find(reason, ReasonText, &reasons_); }
  std::string_view OfNote(const std::string& note) { return Find(note, NoteText, &notes_); }

 private:
  // The latest of them; found sooner than made as long as they are few.
  static constexpr size_t kMost = 16;

  template <typename Subject>
  struct Said {
    Subject subject;
    std::string text;
  };
  template <typename Subject>
  struct Latest {
    std::vector<Said<Subject>> said;
    size_t count = 0;  // made in all
  };

  template <typename Subject, typename Make>
  std::string_view Find(const Subject& subject, const Make& make, Latest<Subject>* latest) const {
    auto& said = latest->said;
    const auto found = std::find_if(said.begin(), said.end(),
                                    [&](const auto& before) { return before.subject == subject; });
    if (found != said.end()) return found->text;
    const size_t at = latest->count++ % kMost;
    if (at == said.size()) said.emplace_back();
    said[at] = {subject, make(subject, words_)};
    return said[at].text;
  }

  const Words& words_;
  Latest<matcher::Reason> reasons_;
  Latest<std::string> notes_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_SAID_TEXTS_H_
