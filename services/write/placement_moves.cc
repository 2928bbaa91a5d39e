#include "services/write/placement_moves.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/model/placement.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;

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

}  // namespace

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

absl::Status IllegalTransition(const PlacementView& view, store::v1::PlacementState to) {
  const std::string from_name = store::v1::PlacementState_Name(view.placement.state());
  const std::string to_name = store::v1::PlacementState_Name(to);
  return WithReason(absl::FailedPreconditionError(
                        absl::StrCat(NameOf(RecordKind::kPlacement, view.head.id()), " is ",
                                     from_name, "; it cannot become ", to_name)),
                    "ILLEGAL_TRANSITION", {{"from", from_name}, {"to", to_name}});
}

absl::Status Move(LoadedPlacement* loaded, store::v1::PlacementState to, const pool::Pool& pool,
                  const DecisionContext& context, Decision* decision) {
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

void StoreNext(LoadedPlacement* loaded, const DecisionContext& context, Decision* decision) {
  loaded->view.head = NextHead(std::move(loaded->view.head), context);
  *decision->events.emplace_back().mutable_placement_stored() =
      ToStored(loaded->view, loaded->sealed_person, /*ended_before_start=*/false);
}

void Concerns(const LoadedPlacement& loaded, Decision* decision) {
  if (loaded.view.placement.job_seeker().empty()) return;  // forgotten
  decision->person = IdOf(loaded.view.placement.job_seeker());
  decision->key_id = loaded.sealed_person.key_id();
  decision->personal_reply = true;
}

}  // namespace overstap::write
