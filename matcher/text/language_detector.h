// Tells Dutch, German and English apart, in a title of a word or two as in a text.
//
//   LanguageDetector::Builder builder;
//   builder.Add(Language::kNl, "verzorgende thuiszorg");  // and many more labels
//   const LanguageDetector detector = std::move(builder).Build();
//   detector.Detect("Pflegefachkraft ambulant") == Language::kDe
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_LANGUAGE_DETECTOR_H_
#define OVERSTAP_MATCHER_TEXT_LANGUAGE_DETECTOR_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "matcher/text/language.h"

namespace overstap::matcher {

class LanguageDetector {
 public:
  class Builder;

  LanguageDetector() = default;

  // The language under which the text's letters are likeliest: naive Bayes over the three-letter
  // pieces of its words, learned from labels, and over function words, from a table. The first
  // 4,096 bytes are read. nullopt: it is less than e times as likely as the next one.
  std::optional<Language> Detect(std::string_view text) const;

 private:
  using Piece = uint32_t;  // three bytes of folded text, a word's ends marked
  using LogLikelihoods = std::array<float, kLanguageCount>;

  template <typename Visit>
  static void ForEachPiece(std::string_view word, const Visit& visit);

  absl::flat_hash_map<Piece, LogLikelihoods> pieces_;
  LogLikelihoods unseen_ = {};
};

class LanguageDetector::Builder {
 public:
  void Add(Language language, std::string_view label);
  LanguageDetector Build() &&;

 private:
  absl::flat_hash_map<Piece, std::array<uint32_t, kLanguageCount>> counts_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LANGUAGE_DETECTOR_H_
