// Which word stands for which, learned from labels of one concept: where one says "bediener",
// another says "operator".
//
//   LabelTranslation::Builder builder(/*word_count=*/2);
//   builder.AddPair({0}, {1});
//   const LabelTranslation translation = std::move(builder).Build();
//   for (const WordLikeness& like : translation.Like(1)) ...   // {0, near 1}
//
// IBM model 1 (Brown et al., The Mathematics of Statistical Machine Translation, Computational
// Linguistics 19(2), 1993): the probability that a label with word `from` has `to` in its place in
// another label, by a few rounds of expectation maximisation. Deterministic.
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_LABEL_TRANSLATION_H_
#define OVERSTAP_MATCHER_TEXT_LABEL_TRANSLATION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace overstap::matcher {

struct WordLikeness {
  uint32_t from;
  float likeness;  // 0 to kMostLikeness
};

class LabelTranslation {
 public:
  class Builder;

  // A translation is never worth a word itself.
  static constexpr float kMostLikeness = 0.8F;

  LabelTranslation() = default;

  // The words for which `to` stands, by rising number, without itself. The view lives as long as
  // this object. Empty where nothing was learned.
  std::span<const WordLikeness> Like(uint32_t to) const {
    if (to >= like_.size()) return {};
    return like_[to];
  }

 private:
  std::vector<std::vector<WordLikeness>> like_;
};

class LabelTranslation::Builder {
 public:
  // Words are numbered below `word_count`.
  explicit Builder(size_t word_count) : word_count_(word_count) {}
  // Two labels of one concept; each of them teaches about the other. The words are views that must
  // live until Build().
  void AddPair(std::span<const uint32_t> one, std::span<const uint32_t> other);
  // Two different words that stand for each other by the language itself: at least this alike,
  // whatever the pairs teach.
  void AddSynonyms(uint32_t one, uint32_t other, float likeness);
  LabelTranslation Build() &&;

 private:
  struct Pair {
    std::span<const uint32_t> from;
    std::span<const uint32_t> to;
  };
  struct Synonyms {
    uint32_t one;
    uint32_t other;
    float likeness;
  };
  size_t word_count_;
  std::vector<Pair> pairs_;
  std::vector<Synonyms> synonyms_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LABEL_TRANSLATION_H_
