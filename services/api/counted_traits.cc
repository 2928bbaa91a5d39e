#include "services/api/counted_traits.h"

#include "services/participation/participation_facts.h"

namespace overstap::api {

absl::StatusOr<write::PersonTraits> CountedTraitsOf(std::string_view person_id,
                                                    const write::DecisionContext& context) {
  const auto record = participation::FactsOf(person_id, context);
  if (!record.ok()) return record.status();
  write::PersonTraits traits;
  if (!record->has_value()) return traits;
  const store::v1::ParticipationFacts& facts = (*record)->facts;
  if (facts.has_side_entrant()) traits.side_entrant = facts.side_entrant();
  if (facts.has_distance_to_labour_market()) {
    traits.distance_to_labour_market = facts.distance_to_labour_market();
  }
  return traits;
}

}  // namespace overstap::api
