#include "services/api/concept_source.h"

#include <string_view>
#include <vector>

#include "matcher/taxonomy/concept_finder.h"
#include "matcher/taxonomy/occupation_similarity.h"
#include "services/pool/taxonomy_records.h"
#include "services/store/store.h"

namespace overstap::api {
namespace {

matcher::PlaceNames PlacesOf(const region::v1::RegionConfig& config) {
  std::vector<std::string_view> names;
  for (const auto& municipality : config.municipalities()) names.push_back(municipality.title());
  return matcher::PlaceNames(names);
}

matcher::QualificationTitles TitlesOf(const region::v1::RegionConfig& config) {
  std::vector<matcher::QualificationRow> rows;
  for (const auto& qualification : config.qualifications()) {
    rows.push_back(
        {qualification.title(), static_cast<matcher::EqfLevel>(qualification.level_eqf())});
  }
  return matcher::QualificationTitles(rows);
}

}  // namespace

RegionWords::RegionWords(const region::v1::RegionConfig& region)
    : config(region), places(PlacesOf(region)), titles(TitlesOf(region)) {}

std::shared_ptr<const matcher::ConceptFinder> ConceptSource::Over(
    const std::shared_ptr<const matcher::Taxonomy>& taxonomy) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (finder_ == nullptr || &finder_->taxonomy() != taxonomy.get()) {
    finder_ = std::make_shared<const matcher::ConceptFinder>(taxonomy);
  }
  return finder_;
}

absl::StatusOr<std::shared_ptr<const matcher::OccupationSimilarity>> ConceptSource::SimilarityOver(
    const matcher::Taxonomy& taxonomy) {
  const std::lock_guard<std::mutex> lock(similarity_mutex_);
  if (similarity_ != nullptr && similarity_taxonomy_ == taxonomy.number()) return similarity_;
  std::vector<matcher::RelationEntry> relations;
  const absl::Status read = store_.ScanTaxonomy(taxonomy.number(), [&](const auto& chunk) {
    for (const auto& relation : chunk.relations()) relations.push_back(pool::ToEntry(relation));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  similarity_ = std::make_shared<const matcher::OccupationSimilarity>(taxonomy, relations);
  similarity_taxonomy_ = taxonomy.number();
  return similarity_;
}

}  // namespace overstap::api
