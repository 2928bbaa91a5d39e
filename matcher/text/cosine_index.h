// Cosines between a text and many labels over features of one kind (words, character n-grams),
// weighted by their inverse document frequency among the labels.
//
//   CosineIndex::Builder builder;
//   builder.Add({"monteur", "zonnepanel"});                  // label 0
//   const CosineIndex index = std::move(builder).Build();
//   std::vector<float> cosines(index.label_count());
//   index.AddCosines({"monteur"}, 1, cosines);
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_COSINE_INDEX_H_
#define OVERSTAP_MATCHER_TEXT_COSINE_INDEX_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "matcher/text/string_map.h"

namespace overstap::matcher {

class CosineIndex {
 public:
  class Builder;

  CosineIndex() = default;

  // Adds `scale` times the cosine of the features (repeats count once) and each label to
  // sums[label] (of label_count()). Features that no label has lengthen the text's vector, by less
  // than the rarest does; those of more than a sixteenth of the labels lengthen it too and are not
  // looked up otherwise: they cost the most and tell the least.
  void AddCosines(std::vector<std::string> features, float scale, std::span<float> sums) const;

  // ln(1 + (n - df + 0.5) / (df + 0.5)), as in BM25 (Robertson and Zaragoza, The Probabilistic
  // Relevance Framework, 2009); for a feature of no label with df = 0.
  float IdfOf(std::string_view feature) const;

  size_t label_count() const { return label_count_; }

 private:
  struct Posting {
    uint32_t label;
    float weight;  // of the label's unit vector
  };
  struct Feature {
    float idf = 0;
    uint32_t first = 0;  // of its postings
    uint32_t count = 0;
    bool operator==(const Feature& other) const { return first == other.first; }
    bool operator<(const Feature& other) const { return first < other.first; }
  };
  float Idf(size_t labels_with_it) const;

  StringMap<Feature> features_;
  std::vector<Posting> postings_;
  size_t label_count_ = 0;
};

class CosineIndex::Builder {
 public:
  // The next label's features; repeats count once. Labels are numbered from 0.
  void Add(std::vector<std::string> features);
  CosineIndex Build() &&;

 private:
  StringMap<uint32_t> numbers_;
  std::vector<uint32_t> labels_with_feature_;
  std::vector<std::vector<uint32_t>> features_of_label_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_COSINE_INDEX_H_
