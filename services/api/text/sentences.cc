#include "services/api/text/sentences.h"

#include "absl/strings/str_replace.h"
#include "services/api/text/sentence_table.h"

namespace overstap::api {

std::string_view TemplateOf(Sentence sentence, matcher::Language language) {
  const SentenceTable& table = language == matcher::Language::kNl   ? DutchSentences()
                               : language == matcher::Language::kEn ? EnglishSentences()
                                                                    : GermanSentences();
  return table[static_cast<size_t>(sentence)].text;
}

std::string Say(Sentence sentence, matcher::Language language, const SentenceValues& values) {
  const std::string_view text = TemplateOf(sentence, language);
  return absl::StrReplaceAll(
      {text.data(), text.size()},
      {{"{subject}", values.subject}, {"{person}", values.person}, {"{demand}", values.demand}});
}

}  // namespace overstap::api
