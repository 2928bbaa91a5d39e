// Reports that could not be filed: kept on their reporter's worklist, mended, or thrown away.

#include <utility>

#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;

constexpr RecordKind kKind = RecordKind::kReportDraft;

// The draft, where it is the organisation's.
absl::StatusOr<ReportDraftView> LoadDraft(const std::string& id, const std::string& organisation,
                                          const DecisionContext& context) {
  absl::StatusOr<std::string> bytes = Require(context.state, kKind, id);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ReportDraftView> view = OpenReportDraft(*bytes, context.keys);
  if (!view.ok()) return view.status();
  if (view->draft.reporting_organisation() != organisation) {
    return ResourceNotFound(TypeOf(kKind), NameOf(kKind, id));
  }
  return view;
}

void AddDeletion(const std::string& id, Decision* decision) {
  decision->events.emplace_back().mutable_report_draft_deleted()->set_id(id);
}

}  // namespace

absl::StatusOr<ReportDraftView> OpenReportDraft(std::string_view stored_bytes,
                                                const keys::KeyRing& keys) {
  auto stored = ParseStored<store::v1::ReportDraftStored>(stored_bytes);
  if (!stored.ok()) return stored.status();
  ReportDraftView view{.head = std::move(*stored->mutable_head()),
                       .draft = std::move(*stored->mutable_draft())};
  if (!stored->has_job_seeker()) return view;
  absl::StatusOr<std::string> person =
      keys.Open(stored->job_seeker(), NameOf(kKind, view.head.id()));
  if (absl::IsNotFound(person.status())) return view;  // forgotten
  if (!person.ok()) return person.status();
  if (std::string* field = MutablePersonField(view.draft.mutable_report())) {
    *field = NameOf(RecordKind::kJobSeeker, *person);
  }
  return view;
}

absl::StatusOr<Decision> DecideKeepReportDraft(const KeepReportDraft& keep,
                                               DecisionContext& context) {
  ReportDraftView view{.head = NewHead(keep.id, context), .draft = keep.draft};
  Decision decision;
  store::v1::ReportDraftStored stored;
  if (std::string* field = MutablePersonField(view.draft.mutable_report());
      field != nullptr && !field->empty()) {
    const std::string person_id(IdOf(*field));
    const absl::StatusOr<keys::KeyId> key = KeyOfPerson(context.state, person_id);
    if (key.ok()) {
      auto sealed = context.keys.Seal(*key, NameOf(kKind, keep.id), person_id);
      if (!sealed.ok()) return sealed.status();
      *stored.mutable_job_seeker() = *std::move(sealed);
      decision.person = person_id;
      decision.key_id = *key;
      decision.personal_reply = true;
    } else {
      field->clear();
    }
  }
  *stored.mutable_head() = view.head;
  *stored.mutable_draft() = view.draft;
  if (std::string* field = MutablePersonField(stored.mutable_draft()->mutable_report())) {
    field->clear();
  }
  *decision.events.emplace_back().mutable_report_draft_stored() = std::move(stored);
  decision.reply.bytes = keep.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideMendReportDraft(const MendReportDraft& mend,
                                               DecisionContext& context) {
  const auto draft = LoadDraft(mend.draft_id, mend.create.reporting_organisation, context);
  if (!draft.ok()) return draft.status();
  if (absl::Status status = CheckEtag(draft->head, mend.etag, NameOf(kKind, mend.draft_id));
      !status.ok()) {
    return status;
  }
  absl::StatusOr<Decision> decision = DecideCreateReport(mend.create, context);
  if (decision.ok()) AddDeletion(mend.draft_id, &*decision);
  return decision;
}

absl::StatusOr<Decision> DecideDeleteReportDraft(const std::string& id, const std::string& etag,
                                                 const std::string& organisation,
                                                 DecisionContext& context) {
  const auto draft = LoadDraft(id, organisation, context);
  if (!draft.ok()) return draft.status();
  if (absl::Status status = CheckEtag(draft->head, etag, NameOf(kKind, id)); !status.ok()) {
    return status;
  }
  Decision decision;
  AddDeletion(id, &decision);
  return decision;
}

}  // namespace overstap::write
