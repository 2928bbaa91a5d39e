// Placements: created, moved on, and reported to a work table in one step.

#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/model/placement.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;

// A placement with what storing it again needs.
struct LoadedPlacement {
  PlacementView view;
  store::v1::Sealed sealed_person;
};

absl::StatusOr<LoadedPlacement> LoadPlacement(std::string_view id, const DecisionContext& context) {
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kPlacement, id);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<PlacementView> view = OpenPlacement(*bytes, context.keys);
  if (!view.ok()) return view.status();
  auto stored = ParseStored<store::v1::PlacementStored>(*bytes);
  if (!stored.ok()) return stored.status();
  return LoadedPlacement{*std::move(view), std::move(*stored->mutable_job_seeker())};
}

absl::StatusOr<store::v1::Vacancy> LoadVacancy(std::string_view id,
                                               const DecisionContext& context) {
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kVacancy, id);
  if (!bytes.ok()) return bytes.status();
  auto stored = ParseStored<store::v1::VacancyStored>(*bytes);
  if (!stored.ok()) return stored.status();
  return std::move(*stored->mutable_vacancy());
}

// The run, or NOT_FOUND.
absl::StatusOr<store::v1::TrainingRun> LoadRun(std::string_view offer_id, const std::string& run_id,
                                               const DecisionContext& context) {
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kTrainingOffer, offer_id);
  if (!bytes.ok()) return bytes.status();
  auto stored = ParseStored<store::v1::TrainingOfferStored>(*bytes);
  if (!stored.ok()) return stored.status();
  for (const auto& run : stored->training_offer().runs()) {
    if (run.run_id() == run_id) return run;
  }
  return ResourceNotFound(
      "overstap.v1.TrainingRun",
      absl::StrCat(NameOf(RecordKind::kTrainingOffer, offer_id), "/runs/", run_id));
}

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

bool Takes(store::v1::PlacementState state) {
  return matcher::TakesOpening(static_cast<matcher::PlacementState>(state),
                               /*ended_before_start=*/true);
}

absl::Status CheckOpeningAndSeat(const store::v1::Placement& placement, const pool::Pool& pool,
                                 const DecisionContext& context) {
  if (!placement.vacancy().empty()) {
    const std::string_view id = IdOf(placement.vacancy());
    absl::StatusOr<store::v1::Vacancy> vacancy = LoadVacancy(id, context);
    if (!vacancy.ok()) return vacancy.status();
    if (pool.OpeningsTaken(id) >= vacancy->openings()) {
      return WithReason(
          absl::FailedPreconditionError(absl::StrCat(
              placement.vacancy(), " has no opening left of its ", vacancy->openings())),
          "NO_OPENING_LEFT", {{"vacancy", placement.vacancy()}});
    }
  }
  if (!placement.training_offer().empty()) {
    const std::string_view id = IdOf(placement.training_offer());
    absl::StatusOr<store::v1::TrainingRun> run = LoadRun(id, placement.run_id(), context);
    if (!run.ok()) return run.status();
    if (pool.SeatsTaken(id, run->run_id()) + run->seats_taken_elsewhere() >= run->seats()) {
      return WithReason(
          absl::FailedPreconditionError(absl::StrCat(
              "run ", run->run_id(), " of ", placement.training_offer(), " has no seat left")),
          "NO_SEAT_LEFT",
          {{"training_offer", placement.training_offer()}, {"run_id", run->run_id()}});
    }
  }
  return absl::OkStatus();
}

absl::Status IllegalTransition(const PlacementView& view, store::v1::PlacementState to) {
  const std::string from_name = store::v1::PlacementState_Name(view.placement.state());
  const std::string to_name = store::v1::PlacementState_Name(to);
  return WithReason(absl::FailedPreconditionError(
                        absl::StrCat(NameOf(RecordKind::kPlacement, view.head.id()), " is ",
                                     from_name, "; it cannot become ", to_name)),
                    "ILLEGAL_TRANSITION", {{"from", from_name}, {"to", to_name}});
}

// Moves the placement to `to` and adds the event.
absl::Status Move(LoadedPlacement* loaded, store::v1::PlacementState to, const pool::Pool& pool,
                  DecisionContext& context, Decision* decision) {
  PlacementView& view = loaded->view;
  const store::v1::PlacementState from = view.placement.state();
  if (!matcher::IsLegalTransition(static_cast<matcher::PlacementState>(from),
                                  static_cast<matcher::PlacementState>(to))) {
    return IllegalTransition(view, to);
  }
  if (Takes(to) && !Takes(from)) {
    if (absl::Status status = CheckOpeningAndSeat(view.placement, pool, context); !status.ok()) {
      return status;
    }
  }
  if (to == store::v1::PLACEMENT_STATE_STARTED) {
    const auto start = convert::ToDate(view.placement.start_date());
    const matcher::Date today = DayOf(context.now);
    if (start.has_value() && *start > today) {
      return WithReason(
          absl::FailedPreconditionError(absl::StrCat("work starts on ", start->ToString(),
                                                     ", which is after today, ", today.ToString())),
          "NOT_STARTED_YET", {{"start_date", start->ToString()}, {"today", today.ToString()}});
    }
  }
  const bool ended_before_start = to == store::v1::PLACEMENT_STATE_ENDED &&
                                  from != store::v1::PLACEMENT_STATE_STARTED &&
                                  from != store::v1::PLACEMENT_STATE_SUSTAINED;
  view.head = NextHead(std::move(view.head), context);
  view.placement.set_state(to);
  *decision->events.emplace_back().mutable_placement_stored() =
      ToStored(view, loaded->sealed_person, ended_before_start);
  return absl::OkStatus();
}

void Concerns(const LoadedPlacement& loaded, Decision* decision) {
  if (loaded.view.placement.job_seeker().empty()) return;  // forgotten
  decision->person = IdOf(loaded.view.placement.job_seeker());
  decision->key_id = loaded.sealed_person.key_id();
  decision->personal_reply = true;
}

// Hours a week that the person worked, where known.
std::optional<double> HoursBefore(std::string_view person_id, const DecisionContext& context) {
  const absl::StatusOr<std::optional<std::string>> bytes =
      context.state.Get(RecordKind::kJobSeeker, person_id);
  if (!bytes.ok() || !bytes->has_value()) return std::nullopt;
  const absl::StatusOr<JobSeekerView> view = OpenJobSeeker(**bytes, context.keys);
  if (!view.ok() || !view->job_seeker.has_hours_per_week_now()) return std::nullopt;
  return view->job_seeker.hours_per_week_now();
}

// Copies what the placement knows into the report's facts.
void FillFacts(const LoadedPlacement& loaded,
               const std::function<std::string(const store::v1::Place&)>& municipality_of,
               const DecisionContext& context, store::v1::Report* report) {
  const store::v1::Placement& placement = loaded.view.placement;
  store::v1::PlacementFacts& facts = *report->mutable_placement();
  facts.set_job_seeker(placement.job_seeker());
  facts.set_placement(NameOf(RecordKind::kPlacement, loaded.view.head.id()));
  facts.set_sector(placement.job().sector());
  facts.set_municipality(municipality_of(placement.job().place()));
  facts.set_contract_kind(placement.job().contract_kind());
  if (const auto hours = HoursBefore(IdOf(placement.job_seeker()), context)) {
    facts.set_hours_per_week_before(*hours);
  }
  facts.set_hours_per_week_after(placement.job().hours_per_week());
  facts.set_full_time_hours_per_week(placement.job().full_time_hours_per_week());
  *facts.mutable_start_date() = placement.start_date();
  if (placement.has_end_date()) *facts.mutable_end_date() = placement.end_date();
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
  if (!placement.report().empty()) {
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(NameOf(RecordKind::kPlacement, report.placement_id),
                                       " is reported already, as ", placement.report())),
                      "ALREADY_REPORTED", {{"report", placement.report()}});
  }
  if (placement.job_seeker().empty()) {
    return WithReason(absl::FailedPreconditionError("the person has been forgotten"),
                      "PERSON_FORGOTTEN");
  }
  if (placement.state() == store::v1::PLACEMENT_STATE_ENDED) {
    return IllegalTransition(loaded->view, store::v1::PLACEMENT_STATE_STARTED);
  }

  Decision decision;
  for (const auto to : {store::v1::PLACEMENT_STATE_ACCEPTED, store::v1::PLACEMENT_STATE_STARTED}) {
    if (placement.state() >= to) continue;
    if (absl::Status status = Move(&*loaded, to, pool, context, &decision); !status.ok()) {
      return status;
    }
  }

  ReportView filed{.head = NewHead(report.report_id, context), .report = report.report};
  FillFacts(*loaded, municipality_of, context, &filed.report);
  filed.report.set_state(store::v1::REPORT_STATE_REPORTED);
  filed.report.set_reporting_organisation(report.reporting_organisation);
  *filed.report.mutable_report_time() = filed.head.create_time();

  loaded->view.head = NextHead(std::move(loaded->view.head), context);
  loaded->view.placement.set_report(NameOf(RecordKind::kReport, report.report_id));
  *decision.events.emplace_back().mutable_placement_stored() =
      ToStored(loaded->view, loaded->sealed_person, false);

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
