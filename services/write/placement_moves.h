// What the commands about placements share: a placement loaded with what storing it again needs,
// and moved on by the rules.
//
//   absl::StatusOr<LoadedPlacement> loaded = LoadPlacement(id, context);
//   absl::Status moved = Move(&*loaded, store::v1::PLACEMENT_STATE_STARTED, pool, context,
//   &decision);
//
// Inside Command::decide, like commands.h.
#ifndef OVERSTAP_SERVICES_WRITE_PLACEMENT_MOVES_H_
#define OVERSTAP_SERVICES_WRITE_PLACEMENT_MOVES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/store/v1/records.pb.h"
#include "services/pool/pool.h"
#include "services/write/commands.h"
#include "services/write/sequencer.h"

namespace overstap::write {

struct LoadedPlacement {
  PlacementView view;
  store::v1::Sealed sealed_person;
};

// Each NOT_FOUND where there is none.
absl::StatusOr<LoadedPlacement> LoadPlacement(std::string_view id, const DecisionContext& context);
absl::StatusOr<store::v1::Vacancy> LoadVacancy(std::string_view id, const DecisionContext& context);
absl::StatusOr<store::v1::TrainingRun> LoadRun(std::string_view offer_id, const std::string& run_id,
                                               const DecisionContext& context);

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION.
absl::Status IllegalTransition(const PlacementView& view, store::v1::PlacementState to);

// Moves the placement to `to` and adds the event that stores it. Reasons ILLEGAL_TRANSITION,
// NO_OPENING_LEFT, NO_SEAT_LEFT, NOT_STARTED_YET.
absl::Status Move(LoadedPlacement* loaded, store::v1::PlacementState to, const pool::Pool& pool,
                  const DecisionContext& context, Decision* decision);

// Adds the event that stores the placement's next version, in the state in which it is: one that
// has not ended before its start.
void StoreNext(LoadedPlacement* loaded, const DecisionContext& context, Decision* decision);

// Says whom the decision concerns; nobody once the person is forgotten.
void Concerns(const LoadedPlacement& loaded, Decision* decision);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_PLACEMENT_MOVES_H_
