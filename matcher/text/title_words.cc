#include "matcher/text/title_words.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "absl/container/flat_hash_set.h"
#include "matcher/text/abbreviations.h"
#include "matcher/text/fold.h"
#include "matcher/text/gender.h"

namespace overstap::matcher {
namespace {

// Folded, sorted.
constexpr auto kDutchStops =
    std::to_array<std::string_view>({"aan",  "bij", "d",    "de",     "den",  "der",
                                     "door", "e",   "een",  "elders", "en",   "geclassificeerd",
                                     "het",  "in",  "met",  "naar",   "niet", "of",
                                     "om",   "op",  "over", "te",     "ten",  "tot",
                                     "uit",  "van", "voor"});
constexpr auto kGermanStops = std::to_array<std::string_view>(
    {"als",  "am",   "an",  "auf",  "aus",   "bei",   "das", "dem", "den", "der",
     "des",  "die",  "ein", "eine", "einer", "eines", "fur", "im",  "in",  "mit",
     "oder", "uber", "und", "vom",  "von",   "zu",    "zum", "zur"});
constexpr auto kEnglishStops = std::to_array<std::string_view>(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"});
static_assert(std::ranges::is_sorted(kDutchStops) && std::ranges::is_sorted(kGermanStops) &&
              std::ranges::is_sorted(kEnglishStops));

bool IsStop(std::string_view word, Language language) {
  switch (language) {
    case Language::kNl:
      return std::ranges::binary_search(kDutchStops, word);
    case Language::kDe:
      return std::ranges::binary_search(kGermanStops, word);
    case Language::kEn:
      return std::ranges::binary_search(kEnglishStops, word);
  }
  return false;
}

// "kuche" for "kueche", as folding makes of "küche"; not after a vowel or q ("bauer", "quelle").
std::string WithoutUmlautDigraphs(std::string_view word) {
  std::string plain;
  for (size_t i = 0; i < word.size(); ++i) {
    plain.push_back(word[i]);
    const bool digraph = i + 1 < word.size() && word[i + 1] == 'e' &&
                         std::string_view("aou").find(word[i]) != std::string_view::npos;
    const bool after_vowel =
        i > 0 && std::string_view("aeiouq").find(word[i - 1]) != std::string_view::npos;
    if (digraph && !after_vowel) ++i;
  }
  return plain;
}

void AppendWord(std::string_view word, Language language, std::vector<std::string>& words) {
  if (word.empty() || IsStop(word, language)) return;
  if (language == Language::kDe) {
    words.push_back(NeutralWord(WithoutUmlautDigraphs(word), language));
  } else {
    words.push_back(NeutralWord(word, language));
  }
}

// Calls `piece` with each piece of `text` between `separator`s.
template <typename Callback>
void ForEachPiece(std::string_view text, char separator, Callback piece) {
  for (size_t at = 0; at <= text.size();) {
    const size_t to = std::min(text.find(separator, at), text.size());
    piece(text.substr(at, to - at));
    at = to + 1;
  }
}

std::vector<std::string> WordsOf(std::string_view text, Language language) {
  std::vector<std::string> words;
  ForEachPiece(Fold(text), ' ', [&](std::string_view word) {
    const std::string_view meaning = WrittenOut(word, language);
    ForEachPiece(meaning.empty() ? word : meaning, ' ',
                 [&](std::string_view w) { AppendWord(w, language, words); });
  });
  return words;
}

}  // namespace

std::vector<std::string> CompareWords(std::string_view title, Language language) {
  absl::flat_hash_set<std::vector<std::string>> alternatives;
  std::vector<std::string> all;
  ForEachPiece(WithoutGenderMarks(title), '/', [&](std::string_view alternative) {
    const auto [words, added] = alternatives.insert(WordsOf(alternative, language));
    if (added) std::ranges::copy(*words, std::back_inserter(all));
  });
  return all;
}

std::vector<TitleWord> WithParts(std::span<const std::string> words,
                                 const CompoundSplitter& splitter, Stemmer& stemmer) {
  std::vector<TitleWord> result;
  result.reserve(words.size());
  for (const std::string& word : words) {
    TitleWord& added = result.emplace_back(TitleWord{word, stemmer.Stem(word), {}});
    for (std::string_view part : splitter.Split(word)) added.parts.push_back(stemmer.Stem(part));
  }
  return result;
}

}  // namespace overstap::matcher
