// The taxonomy → API messages.
//
//   *reply->mutable_taxonomy() = TaxonomyToApi(committed, active);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TAXONOMY_RENDER_H_
#define OVERSTAP_SERVICES_API_TAXONOMY_RENDER_H_

#include <string_view>

#include "matcher/taxonomy/taxonomy.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/v1/taxonomy.pb.h"

namespace overstap::api {

// "nl", "en" or "de".
std::string_view CodeOf(matcher::Language language);

// `active`: the version in use; its languages are told.
v1::Taxonomy TaxonomyToApi(const store::v1::TaxonomyCommitted& committed,
                           const matcher::Taxonomy& active);
v1::Concept ConceptToApi(const matcher::Taxonomy& taxonomy, matcher::SkillNumber skill);
v1::Concept ConceptToApi(const matcher::Taxonomy& taxonomy, matcher::OccupationNumber occupation);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TAXONOMY_RENDER_H_
