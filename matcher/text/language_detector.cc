#include "matcher/text/language_detector.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "matcher/text/fold.h"
#include "matcher/text/skill_words.h"

namespace overstap::matcher {
namespace {

constexpr size_t kPieceBytes = 3;
constexpr size_t kMostBytes = 4'096;
constexpr float kLeastLead = 1;  // natural logarithm
// How much likelier a function word of a language is in it than in another.
constexpr float kFunctionWord = 3;
// Added to each count, so that what was not seen is not impossible.
constexpr double kSmoothing = 0.5;
// Of a piece in a language of which no label is known: less than of any in another.
constexpr float kNoLabels = -100;
constexpr std::array<Language, kLanguageCount> kLanguages = {Language::kNl, Language::kEn,
                                                             Language::kDe};

template <typename Visit>
void ForEachWord(std::string_view folded, const Visit& visit) {
  for (size_t at = 0; at < folded.size();) {
    const size_t to = std::min(folded.find(' ', at), folded.size());
    visit(folded.substr(at, to - at));
    at = to + 1;
  }
}

}  // namespace

template <typename Visit>
void LanguageDetector::ForEachPiece(std::string_view word, const Visit& visit) {
  std::string marked = "^";
  marked.append(word).push_back('$');
  for (size_t at = 0; at + kPieceBytes <= marked.size(); ++at) {
    Piece piece = 0;
    for (size_t i = 0; i < kPieceBytes; ++i) {
      piece = piece << 8 | static_cast<uint8_t>(marked[at + i]);
    }
    visit(piece);
  }
}

void LanguageDetector::Builder::Add(Language language, std::string_view label) {
  const std::string folded = Fold(label);
  ForEachWord(folded, [&](std::string_view word) {
    ForEachPiece(word, [&](Piece piece) { ++counts_[piece][static_cast<size_t>(language)]; });
  });
}

LanguageDetector LanguageDetector::Builder::Build() && {
  std::array<double, kLanguageCount> totals = {};
  for (const auto& [piece, counts] : counts_) {
    for (size_t i = 0; i < counts.size(); ++i) totals[i] += counts[i];
  }
  LanguageDetector detector;
  const auto pieces = static_cast<double>(counts_.size());
  const auto likelihood = [&](double count, size_t language) {
    if (totals[language] == 0) return kNoLabels;
    return static_cast<float>(
        std::log((count + kSmoothing) / (totals[language] + kSmoothing * (pieces + 1))));
  };
  for (size_t i = 0; i < totals.size(); ++i) detector.unseen_[i] = likelihood(0, i);
  for (const auto& [piece, counts] : counts_) {
    LogLikelihoods& likelihoods = detector.pieces_[piece];
    for (size_t i = 0; i < counts.size(); ++i) likelihoods[i] = likelihood(counts[i], i);
  }
  return detector;
}

std::optional<Language> LanguageDetector::Detect(std::string_view text) const {
  LogLikelihoods sums = {};
  const std::string folded = Fold(text.substr(0, kMostBytes));
  ForEachWord(folded, [&](std::string_view word) {
    ForEachPiece(word, [&](Piece piece) {
      const auto found = pieces_.find(piece);
      const LogLikelihoods& likelihoods = found == pieces_.end() ? unseen_ : found->second;
      for (size_t i = 0; i < sums.size(); ++i) sums[i] += likelihoods[i];
    });
    for (const Language language : kLanguages) {
      if (IsFunctionWord(word, language) || IsCvWord(word, language))
        sums[static_cast<size_t>(language)] += kFunctionWord;
    }
  });
  const auto best = static_cast<size_t>(std::ranges::max_element(sums) - sums.begin());
  for (size_t i = 0; i < sums.size(); ++i) {
    if (i != best && sums[best] - sums[i] < kLeastLead) return std::nullopt;
  }
  return static_cast<Language>(best);
}

}  // namespace overstap::matcher
