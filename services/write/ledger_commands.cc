// Reports to work tables: filed, and judged by someone else than who filed them.

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/placement_checks.h"
#include "services/write/placement_moves.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;

struct LoadedReport {
  ReportView view;
  store::v1::ReportStored stored;

  const store::v1::Sealed* sealed_person() const {
    return stored.has_job_seeker() ? &stored.job_seeker() : nullptr;
  }
};

absl::StatusOr<LoadedReport> LoadReport(std::string_view id, const DecisionContext& context) {
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kReport, id);
  if (!bytes.ok()) return bytes.status();
  LoadedReport loaded;
  absl::StatusOr<ReportView> view = OpenReport(*bytes, context.keys);
  if (!view.ok()) return view.status();
  loaded.view = *std::move(view);
  auto stored = ParseStored<store::v1::ReportStored>(*bytes);
  if (!stored.ok()) return stored.status();
  loaded.stored = *std::move(stored);
  return loaded;
}

absl::Status NotCorrectable(std::string_view name, std::string_view why) {
  return WithReason(absl::FailedPreconditionError(absl::StrCat(
                        absl::string_view(name.data(), name.size()),
                        " cannot be corrected: ", absl::string_view(why.data(), why.size()))),
                    "NOT_CORRECTABLE", {{"report", std::string(name)}});
}

// What no reply tells, so that no corrected copy can say it: as the corrected report has it, unless
// the new one says otherwise.
template <typename Facts>
void KeepUntold(const Facts& old, Facts* facts) {
  if (!facts->has_side_entrant() && old.has_side_entrant()) {
    facts->set_side_entrant(old.side_entrant());
  }
  if (!facts->has_distance_to_labour_market() && old.has_distance_to_labour_market()) {
    facts->set_distance_to_labour_market(old.distance_to_labour_market());
  }
}

void KeepUntold(const store::v1::Report& old, store::v1::Report* report) {
  if (report->has_placement() && old.has_placement()) {
    KeepUntold(old.placement(), report->mutable_placement());
    report->mutable_placement()->set_weeks_at_work(old.placement().weeks_at_work());
    if (report->placement().placement().empty()) {
      report->mutable_placement()->set_placement(old.placement().placement());
    }
  }
  if (report->has_training_completion() && old.has_training_completion()) {
    KeepUntold(old.training_completion(), report->mutable_training_completion());
  }
}

// Checks what the report corrects, and takes over what only that one knows.
absl::Status ReadCorrected(const CreateReport& create, const DecisionContext& context,
                           store::v1::Report* report) {
  const std::string& corrected = create.report.corrects();
  if (corrected.empty()) return absl::OkStatus();
  absl::StatusOr<LoadedReport> old = LoadReport(IdOf(corrected), context);
  if (!old.ok()) return old.status();
  if (old->view.report.reporting_organisation() != create.reporting_organisation) {
    return NotCorrectable(corrected, "another organisation reported it");
  }
  if (old->view.report.state() == store::v1::REPORT_STATE_CORRECTED) {
    return NotCorrectable(corrected, "it was corrected already");
  }
  KeepUntold(old->view.report, report);
  return absl::OkStatus();
}

void AddReport(const LoadedReport& loaded, Decision* decision) {
  *decision->events.emplace_back().mutable_report_stored() =
      ToStored(loaded.view, loaded.sealed_person());
}

absl::Status AlreadyDecided(const ReportView& view) {
  const std::string name = NameOf(RecordKind::kReport, view.head.id());
  return WithReason(
      absl::FailedPreconditionError(absl::StrCat(
          name, " is decided already: ", store::v1::ReportState_Name(view.report.state()))),
      "ALREADY_DECIDED", {{"report", name}});
}

absl::Status CheckMayJudge(const JudgeReport& judge, const ReportView& view) {
  const std::string name = NameOf(RecordKind::kReport, judge.id);
  if (view.report.reporting_organisation() == judge.organisation) {
    return WithReason(absl::PermissionDeniedError(
                          absl::StrCat(name, " was reported by ", judge.organisation,
                                       " itself; another organisation must decide on it")),
                      "OWN_REPORT", {{"report", name}});
  }
  if (!judge.may_decide(view.report.work_table())) {
    return WithReason(absl::PermissionDeniedError(absl::StrCat(
                          judge.organisation, " does not sit at ", view.report.work_table())),
                      "NOT_AT_TABLE", {{"work_table", view.report.work_table()}});
  }
  if (view.report.state() != store::v1::REPORT_STATE_REPORTED) return AlreadyDecided(view);
  return absl::OkStatus();
}

// The placement that the corrected report was of goes on with the correction: its checks will move
// that one.
absl::Status MoveToCorrection(const std::string& corrected, ReportView* correction,
                              DecisionContext& context, Decision* decision) {
  if (!correction->report.has_placement()) return absl::OkStatus();
  store::v1::PlacementFacts& facts = *correction->report.mutable_placement();
  if (facts.placement().empty()) return absl::OkStatus();
  absl::StatusOr<LoadedPlacement> placement = LoadPlacement(IdOf(facts.placement()), context);
  if (absl::IsNotFound(placement.status())) return absl::OkStatus();
  if (!placement.ok()) return placement.status();
  if (placement->view.placement.report() != corrected) return absl::OkStatus();
  placement->view.placement.set_report(NameOf(RecordKind::kReport, correction->head.id()));
  facts.set_weeks_at_work(WeeksAtWork(placement->view.placement));
  StoreNext(&*placement, context, decision);
  return absl::OkStatus();
}

// The report that an acknowledged correction replaces no longer counts.
absl::Status RetireCorrected(const std::string& corrected, ReportView* correction,
                             DecisionContext& context, Decision* decision) {
  absl::StatusOr<LoadedReport> old = LoadReport(IdOf(corrected), context);
  if (!old.ok()) return old.status();
  if (old->view.report.state() == store::v1::REPORT_STATE_CORRECTED) {
    return NotCorrectable(corrected, "it was corrected already");
  }
  old->view.head = NextHead(std::move(old->view.head), context);
  old->view.report.set_state(store::v1::REPORT_STATE_CORRECTED);
  AddReport(*old, decision);
  return MoveToCorrection(NameOf(RecordKind::kReport, old->view.head.id()), correction, context,
                          decision);
}

}  // namespace

absl::StatusOr<Decision> DecideCreateReport(const CreateReport& create, DecisionContext& context) {
  const auto taken = context.state.Get(RecordKind::kReport, create.id);
  if (!taken.ok()) return taken.status();
  if (taken->has_value()) {
    return ResourceExists(TypeOf(RecordKind::kReport), NameOf(RecordKind::kReport, create.id));
  }
  ReportView view{.head = NewHead(create.id, context), .report = create.report};
  if (absl::Status status = ReadCorrected(create, context, &view.report); !status.ok()) {
    return status;
  }
  if (!create.report.project().empty()) {
    const auto project =
        Require(context.state, RecordKind::kProject, IdOf(create.report.project()));
    if (!project.ok()) return project.status();
  }
  view.report.set_state(store::v1::REPORT_STATE_REPORTED);
  view.report.set_reporting_organisation(create.reporting_organisation);
  *view.report.mutable_report_time() = view.head.create_time();

  Decision decision;
  std::optional<store::v1::Sealed> sealed_person;
  if (const std::string* person = PersonField(view.report); person != nullptr && !person->empty()) {
    const std::string person_id(IdOf(*person));
    absl::StatusOr<keys::KeyId> key = KeyOfPerson(context.state, person_id);
    if (!key.ok()) return key.status();
    auto sealed = context.keys.Seal(*key, NameOf(RecordKind::kReport, create.id), person_id);
    if (!sealed.ok()) return sealed.status();
    sealed_person = *std::move(sealed);
    decision.person = person_id;
    decision.key_id = *key;
    decision.personal_reply = true;
  }
  *decision.events.emplace_back().mutable_report_stored() =
      ToStored(view, sealed_person.has_value() ? &*sealed_person : nullptr);
  decision.reply.bytes = create.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideJudgeReport(const JudgeReport& judge, DecisionContext& context) {
  absl::StatusOr<LoadedReport> loaded = LoadReport(judge.id, context);
  if (!loaded.ok()) return loaded.status();
  ReportView& view = loaded->view;
  if (absl::Status status = CheckMayJudge(judge, view); !status.ok()) return status;
  if (absl::Status status = CheckEtag(view.head, judge.etag, NameOf(RecordKind::kReport, judge.id));
      !status.ok()) {
    return status;
  }
  Decision decision;
  if (judge.acknowledge && !view.report.corrects().empty()) {
    if (absl::Status status = RetireCorrected(view.report.corrects(), &view, context, &decision);
        !status.ok()) {
      return status;
    }
  }
  view.head = NextHead(std::move(view.head), context);
  view.report.set_state(judge.acknowledge ? store::v1::REPORT_STATE_ACKNOWLEDGED
                                          : store::v1::REPORT_STATE_REJECTED);
  view.report.set_deciding_organisation(judge.organisation);
  *view.report.mutable_decide_time() = view.head.update_time();
  view.report.set_rejection_reason(judge.rejection_reason);
  AddReport(*loaded, &decision);
  decision.reply.bytes = judge.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideSendAgain(const CreateReport& create, const std::string& etag,
                                         DecisionContext& context) {
  const std::string& name = create.report.corrects();
  const absl::StatusOr<LoadedReport> old = LoadReport(IdOf(name), context);
  if (!old.ok()) return old.status();
  if (old->view.report.reporting_organisation() != create.reporting_organisation) {
    return ResourceNotFound(TypeOf(RecordKind::kReport), name);
  }
  if (absl::Status status = CheckEtag(old->view.head, etag, name); !status.ok()) return status;
  if (old->view.report.state() != store::v1::REPORT_STATE_REJECTED) {
    return WithReason(absl::FailedPreconditionError(absl::StrCat(
                          name,
                          " was not rejected: a report that waits or counts is corrected by "
                          "a new one that names it")),
                      "NOT_REJECTED", {{"report", name}});
  }
  return DecideCreateReport(create, context);
}

absl::StatusOr<Decision> DecideJudgeReports(const JudgeReports& judge, DecisionContext& context) {
  // One judgement may rest on another: a correction and what it corrects.
  PendingState state(&context.state);
  DecisionContext each{state, context.keys, context.now, context.position};
  Decision decision;
  int64_t judged = 0;
  std::vector<std::pair<std::string, absl::Status>> refused;
  for (const JudgeReport& judgement : judge.judgements) {
    absl::StatusOr<Decision> decided = DecideJudgeReport(judgement, each);
    if (!decided.ok()) {
      refused.emplace_back(NameOf(RecordKind::kReport, judgement.id), decided.status());
      continue;
    }
    ++judged;
    state.Overlay(decided->events, context.position);
    for (store::v1::Event& event : decided->events) decision.events.push_back(std::move(event));
  }
  decision.reply.bytes = judge.render(judged, refused);
  return decision;
}

absl::StatusOr<Decision> DecideWithdrawReport(const WithdrawReport& withdraw,
                                              DecisionContext& context) {
  absl::StatusOr<LoadedReport> loaded = LoadReport(withdraw.id, context);
  if (!loaded.ok()) return loaded.status();
  ReportView& view = loaded->view;
  const std::string name = NameOf(RecordKind::kReport, withdraw.id);
  if (view.report.reporting_organisation() != withdraw.organisation) {
    return WithReason(
        absl::PermissionDeniedError(absl::StrCat(
            name, " was reported by another organisation than ", withdraw.organisation)),
        "NOT_YOUR_REPORT", {{"report", name}});
  }
  if (view.report.state() != store::v1::REPORT_STATE_REPORTED &&
      view.report.state() != store::v1::REPORT_STATE_ACKNOWLEDGED) {
    return AlreadyDecided(view);
  }
  if (absl::Status status = CheckEtag(view.head, withdraw.etag, name); !status.ok()) return status;
  view.head = NextHead(std::move(view.head), context);
  view.report.set_state(store::v1::REPORT_STATE_WITHDRAWN);
  view.report.set_withdrawal_reason(withdraw.reason);
  Decision decision;
  AddReport(*loaded, &decision);
  if (const std::string* person = PersonField(view.report); person != nullptr && !person->empty()) {
    decision.person = IdOf(*person);
    decision.key_id = loaded->stored.job_seeker().key_id();
    decision.personal_reply = true;
  }
  decision.reply.bytes = withdraw.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideStoreClosing(const StoreClosing& store, DecisionContext& context) {
  const store::v1::RecordHead head = NewHead(store.id, context);
  Decision decision;
  store::v1::ClosingStored* stored = decision.events.emplace_back().mutable_closing_stored();
  *stored->mutable_head() = head;
  *stored->mutable_closing() = store.closing;
  decision.reply.bytes = store.render(head, store.closing);
  return decision;
}

}  // namespace overstap::write
