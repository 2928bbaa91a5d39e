#include "matcher/text/cosine_index.h"

#include <algorithm>
#include <cmath>

namespace overstap::matcher {
namespace {

constexpr float kUnknownShare = 0.3F;
// Of this many labels one has a feature that is too common to look up.
constexpr size_t kCommonFrom = 16;
// A cut of frequent features would empty a small index.
constexpr size_t kCutFromLabels = 1000;

void SortUnique(auto& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

void CosineIndex::Builder::Add(std::vector<std::string> features) {
  SortUnique(features);
  std::vector<uint32_t>& numbers = features_of_label_.emplace_back();
  for (std::string& feature : features) {
    const auto number = static_cast<uint32_t>(numbers_.size());
    const auto [found, added] = numbers_.try_emplace(std::move(feature), number);
    if (added) labels_with_feature_.push_back(0);
    ++labels_with_feature_[found->second];
    numbers.push_back(found->second);
  }
}

CosineIndex CosineIndex::Builder::Build() && {
  CosineIndex index;
  index.label_count_ = features_of_label_.size();
  std::vector<Feature> features(labels_with_feature_.size());
  uint32_t first = 0;
  for (size_t i = 0; i < features.size(); ++i) {
    features[i] = {index.Idf(labels_with_feature_[i]), first, 0};
    first += labels_with_feature_[i];
  }
  index.postings_.resize(first);
  for (uint32_t label = 0; label < features_of_label_.size(); ++label) {
    double squares = 0;
    for (uint32_t f : features_of_label_[label]) squares += features[f].idf * features[f].idf;
    for (uint32_t f : features_of_label_[label]) {
      const auto weight = static_cast<float>(features[f].idf / std::sqrt(squares));
      index.postings_[features[f].first + features[f].count++] = {label, weight};
    }
  }
  for (const auto& [name, number] : numbers_) index.features_.emplace(name, features[number]);
  return index;
}

float CosineIndex::Idf(size_t labels_with_it) const {
  const auto with = static_cast<double>(labels_with_it);
  const auto all = static_cast<double>(label_count_);
  return static_cast<float>(std::log(1 + (all - with + 0.5) / (with + 0.5)));
}

float CosineIndex::IdfOf(std::string_view feature) const {
  const auto found = features_.find(feature);
  return found == features_.end() ? Idf(0) : found->second.idf;
}

void CosineIndex::AddCosines(std::vector<std::string> features, float scale,
                             std::span<float> sums) const {
  // Places of known features and names of unknown ones are sorted: most are known, and numbers are
  // quicker to sort than names.
  std::vector<Feature> known;
  std::vector<std::string> unknown;
  for (std::string& name : features) {
    const auto found = features_.find(name);
    if (found == features_.end()) {
      unknown.push_back(std::move(name));
    } else {
      known.push_back(found->second);
    }
  }
  SortUnique(known);
  SortUnique(unknown);
  float squares = kUnknownShare * Idf(0) * Idf(0) * static_cast<float>(unknown.size());
  for (const Feature& feature : known) squares += feature.idf * feature.idf;
  const size_t max_count =
      label_count_ < kCutFromLabels ? label_count_ : label_count_ / kCommonFrom;
  for (const Feature& feature : known) {
    if (feature.count > max_count) continue;
    const float weight = scale * feature.idf / std::sqrt(squares);
    for (const Posting& posting : std::span(postings_).subspan(feature.first, feature.count)) {
      sums[posting.label] += weight * posting.weight;
    }
  }
}

}  // namespace overstap::matcher
