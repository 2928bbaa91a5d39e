// What counting and funding know of people: kept in a family of their own, sealed under the
// person's key, and read through this view alone. The matcher, the pool and whatever ranks never
// include this header (tests/house/participation_test.cc).
//
//   const ParticipationFactsView facts(store, keys);
//   absl::StatusOr<std::optional<FactsRecord>> of = facts.Of("p-1");   // nullopt: none are kept
//
// Safe from any thread; Decide… runs on the sequencer's.
#ifndef OVERSTAP_SERVICES_PARTICIPATION_PARTICIPATION_FACTS_H_
#define OVERSTAP_SERVICES_PARTICIPATION_PARTICIPATION_FACTS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/participation_facts.pb.h"
#include "services/keys/key_ring.h"
#include "services/store/store.h"
#include "services/write/sequencer.h"

namespace overstap::participation {

struct FactsRecord {
  store::v1::RecordHead head;  // the id is the person's
  store::v1::ParticipationFacts facts;
};

// Read-only: what the ledger's counting rules and the funding rules may ask.
class ParticipationFactsView {
 public:
  // Both outlive the view.
  ParticipationFactsView(const store::Store& store, const keys::KeyRing& keys)
      : store_(store), keys_(keys) {}

  // nullopt: none are kept. DATA_LOSS when they cannot be read although the key is there.
  absl::StatusOr<std::optional<FactsRecord>> Of(std::string_view person_id) const;
  // All of them, by ascending id, until `visit` returns false.
  absl::Status ForEach(absl::FunctionRef<bool(const FactsRecord&)> visit) const;

 private:
  const store::Store& store_;
  const keys::KeyRing& keys_;
};

// The same for a decision, on the records as they are then.
absl::StatusOr<std::optional<FactsRecord>> FactsOf(std::string_view person_id,
                                                   const write::DecisionContext& context);

struct UpdateFacts {
  std::string person_id;
  std::string etag;  // expected; empty: any
  // Makes the new facts from those that are kept, or from empty ones. An error is the command's.
  std::function<absl::Status(store::v1::ParticipationFacts*)> change;
  std::function<std::string(const FactsRecord&)> render;
};
// NOT_FOUND when there is no such person; ABORTED for a stale etag. Unchanged facts log nothing.
absl::StatusOr<write::Decision> DecideUpdateFacts(const UpdateFacts& update,
                                                  write::DecisionContext& context);
// NOT_FOUND when none are kept.
absl::StatusOr<write::Decision> DecideDeleteFacts(const std::string& person_id,
                                                  const std::string& etag,
                                                  write::DecisionContext& context);

}  // namespace overstap::participation

#endif  // OVERSTAP_SERVICES_PARTICIPATION_PARTICIPATION_FACTS_H_
