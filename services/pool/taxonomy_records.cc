#include "services/pool/taxonomy_records.h"

#include <utility>

namespace overstap::pool {

matcher::ConceptEntry ToEntry(const store::v1::Concept& record) {
  matcher::ConceptEntry entry;
  entry.scheme = record.code().scheme();
  entry.code = record.code().code();
  entry.kind = static_cast<matcher::ConceptKind>(record.kind());
  for (const auto& labels : record.labels()) {
    const auto language = matcher::ParseLanguage(labels.language_code());
    if (!language.has_value()) continue;
    matcher::ConceptLabels& target = entry.labels[static_cast<int>(*language)];
    target.preferred = labels.preferred_label();
    target.alternatives.assign(labels.alternative_labels().begin(),
                               labels.alternative_labels().end());
  }
  entry.isco_code = record.isco_code();
  entry.reuse_level = record.reuse_level();
  entry.collections.assign(record.collections().begin(), record.collections().end());
  return entry;
}

matcher::RelationEntry ToEntry(const store::v1::Relation& relation) {
  return {relation.source_code(), relation.target_code(),
          static_cast<matcher::RelationKind>(relation.kind())};
}

void AddChunk(const store::v1::TaxonomyChunk& chunk, matcher::TaxonomyBuilder* builder) {
  for (const auto& record : chunk.concepts()) builder->AddConcept(ToEntry(record));
  for (const auto& relation : chunk.relations()) builder->AddRelation(ToEntry(relation));
}

absl::StatusOr<std::shared_ptr<const matcher::Taxonomy>> LoadActiveTaxonomy(
    const store::Store& store) {
  absl::StatusOr<std::vector<store::v1::TaxonomyCommitted>> versions = store.Taxonomies();
  if (!versions.ok()) return versions.status();
  if (versions->empty()) return matcher::TaxonomyBuilder(0, "").Build();
  const store::v1::TaxonomyCommitted& active = versions->back();
  matcher::TaxonomyBuilder builder(active.taxonomy_number(), active.source_version());
  absl::Status read = store.ScanTaxonomy(active.taxonomy_number(), [&builder](const auto& chunk) {
    AddChunk(chunk, &builder);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return std::move(builder).Build();
}

}  // namespace overstap::pool
