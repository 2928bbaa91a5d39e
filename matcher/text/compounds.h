// Parts of Dutch and German compounds, by a vocabulary that is read off the labels themselves.
//
//   CompoundSplitter::Builder builder(Language::kNl);
//   for (...) builder.AddWord("zonnepanelen");
//   const CompoundSplitter splitter = std::move(builder).Build();
//   splitter.Split("zonnepaneleninstallateur") == {"zonnepanelen", "installateur"}
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_COMPOUNDS_H_
#define OVERSTAP_MATCHER_TEXT_COMPOUNDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/text/language.h"
#include "matcher/text/string_map.h"

namespace overstap::matcher {

class CompoundSplitter {
 public:
  class Builder;

  CompoundSplitter() = default;

  // The parts of a folded word, in order, as views into it, without the letters that link them; the
  // word itself where no way to cut it wholly into known parts is found. Of several ways the
  // cheapest: each part costs its rarity and a constant, so few and well-known parts win (after
  // Koehn and Knight, Empirical Methods for Compound Splitting, EACL 2003).
  std::vector<std::string_view> Split(std::string_view word) const;

 private:
  float CostOf(std::string_view part) const;  // infinite: not known

  Language language_ = Language::kNl;
  StringMap<float> cost_of_part_;
  size_t longest_part_ = 0;  // bytes
};

class CompoundSplitter::Builder {
 public:
  explicit Builder(Language language) : language_(language) {}
  // A folded word of a label; each time that it occurs.
  void AddWord(std::string_view word) { ++count_of_word_[word]; }
  CompoundSplitter Build() &&;

 private:
  void AddBoundParts(StringMap<uint32_t>& parts) const;

  Language language_;
  StringMap<uint32_t> count_of_word_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_COMPOUNDS_H_
