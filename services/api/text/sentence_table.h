// How a language's table of sentences is written: in the order of Sentence, checked at compile
// time.
//
//   constexpr SentenceTable kTable = {{{Sentence::kClosed, "…"}, …}};
//   static_assert(IsInOrder(kTable));
#ifndef OVERSTAP_SERVICES_API_TEXT_SENTENCE_TABLE_H_
#define OVERSTAP_SERVICES_API_TEXT_SENTENCE_TABLE_H_

#include <array>
#include <cstddef>
#include <string_view>

#include "services/api/text/sentences.h"

namespace overstap::api {

struct SentenceEntry {
  Sentence sentence;
  std::string_view text;
};
using SentenceTable = std::array<SentenceEntry, kSentenceCount>;

constexpr bool IsInOrder(const SentenceTable& table) {
  for (size_t i = 0; i < table.size(); ++i) {
    if (static_cast<size_t>(table[i].sentence) != i || table[i].text.empty()) return false;
  }
  return true;
}

const SentenceTable& DutchSentences();
const SentenceTable& EnglishSentences();
const SentenceTable& GermanSentences();

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_SENTENCE_TABLE_H_
