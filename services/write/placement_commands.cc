// Placements: created, moved on, and reported to a work table in one step.

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

// What the vacancy says of the job; contract hours that the caller gave stay.
void FillJobFacts(const store::v1::Vacancy& vacancy, store::v1::JobFacts* job) {
  job->set_employer(vacancy.employer());
  job->set_establishment(vacancy.establishment());
  job->set_sector(vacancy.sector());
  if (vacancy.has_place()) *job->mutable_place() = vacancy.place();
  if (vacancy.has_occupation()) *job->mutable_occupation() = vacancy.occupation();
  job->set_contract_kind(vacancy.contract_kind());
  if (job->hours_per_week() <= 0) {
    job->set_hours_per_week(vacancy.hours_per_week().max_hours_per_week());
  }
  if (job->full_time_hours_per_week() <= 0) {
    job->set_full_time_hours_per_week(vacancy.pay().full_time_hours_per_week());
  }
}

using MunicipalityOf = std::function<std::string(const store::v1::Place&)>;

constexpr char kSentAgain[] = "sent again";

// What the person's record says of them on the day before; nothing where it cannot be read any
// more.
absl::Status FillFromPerson(std::string_view person_id, const MunicipalityOf& municipality_of,
                            const DecisionContext& context, store::v1::PlacementFacts* facts) {
  const absl::StatusOr<std::optional<std::string>> bytes =
      context.state.Get(RecordKind::kJobSeeker, person_id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::OkStatus();
  const absl::StatusOr<JobSeekerView> view = OpenJobSeeker(**bytes, context.keys);
  if (absl::IsNotFound(view.status())) return absl::OkStatus();
  if (!view.ok()) return view.status();
  const store::v1::JobSeeker& person = view->job_seeker;
  if (person.has_hours_per_week_now()) {
    facts->set_hours_per_week_before(person.hours_per_week_now());
  }
  if (person.has_home()) facts->set_home_municipality(municipality_of(person.home()));
  return absl::OkStatus();
}

// What the reporter does not say of the person is as it is kept elsewhere, if it is.
absl::Status FillTraits(const ReportPlacement& report, std::string_view person_id,
                        const DecisionContext& context, store::v1::PlacementFacts* facts) {
  if (report.traits_of == nullptr) return absl::OkStatus();
  if (facts->has_side_entrant() && facts->has_distance_to_labour_market()) return absl::OkStatus();
  const absl::StatusOr<PersonTraits> traits = report.traits_of(person_id, context);
  if (!traits.ok()) return traits.status();
  if (!facts->has_side_entrant() && traits->side_entrant.has_value()) {
    facts->set_side_entrant(*traits->side_entrant);
  }
  if (!facts->has_distance_to_labour_market() && traits->distance_to_labour_market.has_value()) {
    facts->set_distance_to_labour_market(*traits->distance_to_labour_market);
  }
  return absl::OkStatus();
}

// Copies what the placement knows into the report's facts.
void FillFromPlacement(const PlacementView& view, const MunicipalityOf& municipality_of,
                       store::v1::PlacementFacts* facts) {
  const store::v1::Placement& placement = view.placement;
  facts->set_job_seeker(placement.job_seeker());
  facts->set_placement(NameOf(RecordKind::kPlacement, view.head.id()));
  facts->set_employer(placement.job().employer());
  facts->set_establishment(placement.job().establishment());
  facts->set_sector(placement.job().sector());
  facts->set_municipality(municipality_of(placement.job().place()));
  facts->set_contract_kind(placement.job().contract_kind());
  facts->set_hours_per_week_after(placement.job().hours_per_week());
  facts->set_full_time_hours_per_week(placement.job().full_time_hours_per_week());
  facts->set_weeks_at_work(WeeksAtWork(placement));
  *facts->mutable_start_date() = placement.start_date();
  if (placement.has_end_date()) *facts->mutable_end_date() = placement.end_date();
}

absl::Status FillFacts(const ReportPlacement& report, const PlacementView& view,
                       const MunicipalityOf& municipality_of, const DecisionContext& context,
                       store::v1::PlacementFacts* facts) {
  FillFromPlacement(view, municipality_of, facts);
  const std::string_view person_id = IdOf(view.placement.job_seeker());
  if (absl::Status status = FillFromPerson(person_id, municipality_of, context, facts);
      !status.ok()) {
    return status;
  }
  return FillTraits(report, person_id, context, facts);
}

// What a new report of the placement replaces: the one before it, which was turned down or taken
// back; nothing where another organisation reported that. ALREADY_REPORTED while it stands.
absl::StatusOr<std::string> SentBefore(const ReportPlacement& report, const PlacementView& view,
                                       const DecisionContext& context) {
  const std::string& name = view.placement.report();
  if (name.empty()) return std::string();
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kReport, IdOf(name));
  if (!bytes.ok()) return bytes.status();
  const absl::StatusOr<ReportView> before = OpenReport(*bytes, context.keys);
  if (!before.ok()) return before.status();
  const store::v1::ReportState state = before->report.state();
  if (state != store::v1::REPORT_STATE_REJECTED && state != store::v1::REPORT_STATE_WITHDRAWN) {
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(NameOf(RecordKind::kPlacement, report.placement_id),
                                       " is reported already, as ", name)),
                      "ALREADY_REPORTED", {{"report", name}});
  }
  const bool is_own = before->report.reporting_organisation() == report.reporting_organisation;
  return is_own ? name : std::string();
}

absl::Status CheckProject(const std::string& project, const DecisionContext& context) {
  if (project.empty()) return absl::OkStatus();
  return Require(context.state, RecordKind::kProject, IdOf(project)).status();
}

// What may be reported at all; else why not.
absl::Status CheckMayReport(const PlacementView& view) {
  if (view.placement.job_seeker().empty()) {
    return WithReason(absl::FailedPreconditionError("the person has been forgotten"),
                      "PERSON_FORGOTTEN");
  }
  if (view.placement.state() == store::v1::PLACEMENT_STATE_ENDED) {
    return IllegalTransition(view, store::v1::PLACEMENT_STATE_STARTED);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Decision> DecideCreatePlacement(const CreatePlacement& create,
                                               DecisionContext& context) {
  absl::StatusOr<std::optional<std::string>> taken =
      context.state.Get(RecordKind::kPlacement, create.id);
  if (!taken.ok()) return taken.status();
  if (taken->has_value()) {
    return ResourceExists(TypeOf(RecordKind::kPlacement),
                          NameOf(RecordKind::kPlacement, create.id));
  }
  const std::string person_id(IdOf(create.placement.job_seeker()));
  absl::StatusOr<keys::KeyId> key = KeyOfPerson(context.state, person_id);
  if (!key.ok()) return key.status();
  if (absl::Status status = CheckNotRestricted(context.state, context.keys, person_id);
      !status.ok()) {
    return status;
  }

  PlacementView view{.head = NewHead(create.id, context), .placement = create.placement};
  if (!view.placement.vacancy().empty()) {
    absl::StatusOr<store::v1::Vacancy> vacancy =
        LoadVacancy(IdOf(view.placement.vacancy()), context);
    if (!vacancy.ok()) return vacancy.status();
    FillJobFacts(*vacancy, view.placement.mutable_job());
  }
  if (!view.placement.training_offer().empty()) {
    const auto run =
        LoadRun(IdOf(view.placement.training_offer()), view.placement.run_id(), context);
    if (!run.ok()) return run.status();
  }
  view.placement.set_state(store::v1::PLACEMENT_STATE_PROPOSED);
  view.placement.clear_report();
  view.placement.clear_end_reason();
  view.placement.clear_checks();

  absl::StatusOr<store::v1::Sealed> sealed =
      context.keys.Seal(*key, NameOf(RecordKind::kPlacement, create.id), person_id);
  if (!sealed.ok()) return sealed.status();
  Decision decision;
  *decision.events.emplace_back().mutable_placement_stored() = ToStored(view, *sealed, false);
  decision.person = person_id;
  decision.key_id = *key;
  decision.personal_reply = true;
  decision.reply.bytes = create.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideTransitionPlacement(const TransitionPlacement& transition,
                                                   const pool::Pool& pool,
                                                   DecisionContext& context) {
  absl::StatusOr<LoadedPlacement> loaded = LoadPlacement(transition.id, context);
  if (!loaded.ok()) return loaded.status();
  if (absl::Status status = CheckEtag(loaded->view.head, transition.etag,
                                      NameOf(RecordKind::kPlacement, transition.id));
      !status.ok()) {
    return status;
  }
  if (transition.end_date.has_value()) {
    *loaded->view.placement.mutable_end_date() = *transition.end_date;
  }
  loaded->view.placement.set_end_reason(transition.end_reason);
  Decision decision;
  if (absl::Status status = Move(&*loaded, transition.to, pool, context, &decision); !status.ok()) {
    return status;
  }
  Concerns(*loaded, &decision);
  decision.reply.bytes = transition.render(loaded->view);
  return decision;
}

absl::StatusOr<Decision> DecideReportPlacement(
    const ReportPlacement& report,
    const std::function<std::string(const store::v1::Place&)>& municipality_of,
    const pool::Pool& pool, DecisionContext& context) {
  absl::StatusOr<LoadedPlacement> loaded = LoadPlacement(report.placement_id, context);
  if (!loaded.ok()) return loaded.status();
  const store::v1::Placement& placement = loaded->view.placement;
  const absl::StatusOr<std::string> sent_before = SentBefore(report, loaded->view, context);
  if (!sent_before.ok()) return sent_before.status();
  if (absl::Status may = CheckMayReport(loaded->view); !may.ok()) return may;
  if (absl::Status known = CheckProject(report.report.project(), context); !known.ok()) {
    return known;
  }

  Decision decision;
  for (const auto to : {store::v1::PLACEMENT_STATE_ACCEPTED, store::v1::PLACEMENT_STATE_STARTED}) {
    if (placement.state() >= to) continue;
    if (absl::Status status = Move(&*loaded, to, pool, context, &decision); !status.ok()) {
      return status;
    }
  }

  ReportView filed{.head = NewHead(report.report_id, context), .report = report.report};
  if (absl::Status filled = FillFacts(report, loaded->view, municipality_of, context,
                                      filed.report.mutable_placement());
      !filled.ok()) {
    return filled;
  }
  filed.report.set_state(store::v1::REPORT_STATE_REPORTED);
  filed.report.set_reporting_organisation(report.reporting_organisation);
  *filed.report.mutable_report_time() = filed.head.create_time();
  if (!sent_before->empty()) {
    filed.report.set_corrects(*sent_before);
    filed.report.set_correction_reason(kSentAgain);
  }

  loaded->view.placement.set_report(NameOf(RecordKind::kReport, report.report_id));
  StoreNext(&*loaded, context, &decision);

  absl::StatusOr<store::v1::Sealed> sealed = context.keys.Seal(
      loaded->sealed_person.key_id(), NameOf(RecordKind::kReport, report.report_id),
      std::string(IdOf(placement.job_seeker())));
  if (!sealed.ok()) return sealed.status();
  *decision.events.emplace_back().mutable_report_stored() = ToStored(filed, &*sealed);
  Concerns(*loaded, &decision);
  decision.reply.bytes = report.render(filed, loaded->view);
  return decision;
}

}  // namespace overstap::write
