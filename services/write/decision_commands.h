// Decisions of caseworkers: kept, opened, and deleted when their time is over.
//
//   command.decide = [create](DecisionContext& context) {
//     return DecideCreateDecision(create, context);
//   };
//
// Safe from any thread; Decide… runs on the sequencer's.
#ifndef OVERSTAP_SERVICES_WRITE_DECISION_COMMANDS_H_
#define OVERSTAP_SERVICES_WRITE_DECISION_COMMANDS_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "overstap/store/v1/decision.pb.h"
#include "overstap/store/v1/log.pb.h"
#include "services/keys/key_ring.h"
#include "services/write/sequencer.h"

namespace overstap::write {

struct DecisionView {
  store::v1::RecordHead head;
  std::string organisation;
  store::v1::DecisionRecord decision;  // empty when the person is forgotten
  bool forgotten = false;
};
// DATA_LOSS when it cannot be read although the key is there.
absl::StatusOr<DecisionView> OpenDecision(std::string_view stored_bytes, const keys::KeyRing& keys);

struct CreateDecision {
  std::string id;
  std::string organisation;
  store::v1::DecisionRecord decision;
  std::function<std::string(const DecisionView&)> render;
};
// Sealed under the person's key. ALREADY_EXISTS; NOT_FOUND names the unknown person or vacancy;
// reason RESTRICTED to propose someone whose record is restricted.
absl::StatusOr<Decision> DecideCreateDecision(const CreateDecision& create,
                                              DecisionContext& context);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_DECISION_COMMANDS_H_
