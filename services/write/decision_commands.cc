#include "services/write/decision_commands.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;

absl::Status CheckSubject(const store::v1::DecisionRecord& decision,
                          const DecisionContext& context) {
  if (!decision.vacancy().empty()) {
    const auto vacancy = Require(context.state, RecordKind::kVacancy, IdOf(decision.vacancy()));
    if (!vacancy.ok()) return vacancy.status();
  }
  if (decision.outcome() != store::v1::DECISION_OUTCOME_PROPOSE) return absl::OkStatus();
  return CheckNotRestricted(context.state, context.keys, IdOf(decision.job_seeker()));
}

}  // namespace

absl::StatusOr<DecisionView> OpenDecision(std::string_view stored_bytes,
                                          const keys::KeyRing& keys) {
  auto stored = ParseStored<store::v1::DecisionStored>(stored_bytes);
  if (!stored.ok()) return stored.status();
  DecisionView view;
  view.head = std::move(*stored->mutable_head());
  view.organisation = stored->organisation();
  absl::StatusOr<std::string> opened =
      keys.Open(stored->decision(), NameOf(RecordKind::kDecision, view.head.id()));
  if (absl::IsNotFound(opened.status())) {
    view.forgotten = true;
    return view;
  }
  if (!opened.ok()) return opened.status();
  if (!view.decision.ParseFromString(*opened)) {
    return absl::DataLossError(absl::StrCat("decision ", view.head.id(), " cannot be read"));
  }
  return view;
}

absl::StatusOr<Decision> DecideCreateDecision(const CreateDecision& create,
                                              DecisionContext& context) {
  const std::string name = NameOf(RecordKind::kDecision, create.id);
  auto taken = context.state.Get(RecordKind::kDecision, create.id);
  if (!taken.ok()) return taken.status();
  if (taken->has_value()) return ResourceExists(TypeOf(RecordKind::kDecision), name);
  const std::string person_id(IdOf(create.decision.job_seeker()));
  absl::StatusOr<keys::KeyId> key = KeyOfPerson(context.state, person_id);
  if (!key.ok()) return key.status();
  if (absl::Status status = CheckSubject(create.decision, context); !status.ok()) return status;

  DecisionView view;
  view.head = NewHead(create.id, context);
  view.organisation = create.organisation;
  view.decision = create.decision;
  auto sealed = context.keys.Seal(*key, name, view.decision.SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  Decision decision;
  auto* stored = decision.events.emplace_back().mutable_decision_stored();
  *stored->mutable_head() = view.head;
  stored->set_organisation(view.organisation);
  *stored->mutable_decision() = *std::move(sealed);
  decision.person = person_id;
  decision.key_id = *key;
  decision.personal_reply = true;
  decision.reply.bytes = create.render(view);
  return decision;
}

}  // namespace overstap::write
