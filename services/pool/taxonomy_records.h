// Taxonomy concepts and relations at rest ↔ the matcher's entries.
//
//   matcher::TaxonomyBuilder builder(number, version);
//   AddChunk(chunk, &builder);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_POOL_TAXONOMY_RECORDS_H_
#define OVERSTAP_SERVICES_POOL_TAXONOMY_RECORDS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "services/store/store.h"

namespace overstap::pool {

matcher::ConceptEntry ToEntry(const store::v1::Concept& record);
matcher::RelationEntry ToEntry(const store::v1::Relation& relation);
void AddChunk(const store::v1::TaxonomyChunk& chunk, matcher::TaxonomyBuilder* builder);

// The version in use: the last committed one; one without concepts and number 0 when none is.
absl::StatusOr<std::shared_ptr<const matcher::Taxonomy>> LoadActiveTaxonomy(
    const store::Store& store);

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_TAXONOMY_RECORDS_H_
