#include "services/write/placement_checks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/placement_moves.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;

constexpr int kDaysPerWeek = 7;

bool IsAtWork(store::v1::PlacementState state) {
  return state == store::v1::PLACEMENT_STATE_STARTED ||
         state == store::v1::PLACEMENT_STATE_SUSTAINED;
}

const store::v1::PlacementCheck* FindCheck(const store::v1::Placement& placement, int weeks) {
  const auto found = std::find_if(placement.checks().begin(), placement.checks().end(),
                                  [weeks](const auto& check) { return check.weeks() == weeks; });
  return found == placement.checks().end() ? nullptr : &*found;
}

absl::Status CheckMayRecord(const RecordPlacementCheck& check, const PlacementView& view,
                            matcher::Date check_day) {
  const std::string name = NameOf(RecordKind::kPlacement, check.id);
  const std::string weeks = absl::StrCat(check.weeks);
  if (FindCheck(view.placement, check.weeks) != nullptr) {
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(name, " was checked already after ", weeks, " weeks")),
                      "ALREADY_CHECKED", {{"placement", name}, {"weeks", weeks}});
  }
  if (!IsAtWork(view.placement.state())) {
    return IllegalTransition(view, check.at_work ? store::v1::PLACEMENT_STATE_SUSTAINED
                                                 : store::v1::PLACEMENT_STATE_ENDED);
  }
  const auto start = convert::ToDate(view.placement.start_date());
  const matcher::Date due = start.value_or(matcher::Date()) + kDaysPerWeek * check.weeks;
  if (check_day < due) {
    return WithReason(absl::FailedPreconditionError(absl::StrCat(
                          "the check after ", weeks, " weeks is due on ", due.ToString(),
                          ", which is after the day of the check, ", check_day.ToString())),
                      "NOT_DUE_YET", {{"weeks", weeks}, {"due_date", due.ToString()}});
  }
  return absl::OkStatus();
}

absl::Status WrongEndDate(const std::string& what) {
  google::rpc::BadRequest wrong;
  auto* violation = wrong.add_field_violations();
  violation->set_field("end_date");
  violation->set_description(what);
  return InvalidArgument(wrong);
}

// Of someone who is not at work any more.
absl::Status CheckEndDate(const RecordPlacementCheck& check, const store::v1::Placement& placement,
                          matcher::Date check_day) {
  const auto end = convert::ToDate(check.end_date);
  if (!end.has_value()) return WrongEndDate("required where the person is not at work");
  if (*end > check_day) {
    return WrongEndDate(absl::StrCat("after the day of the check, ", check_day.ToString()));
  }
  const auto start = convert::ToDate(placement.start_date());
  if (start.has_value() && *end < *start) {
    return WrongEndDate(absl::StrCat("before the start, ", start->ToString()));
  }
  for (const auto& before : placement.checks()) {
    const auto day = convert::ToDate(before.check_date());
    if (before.at_work() && day.has_value() && *end < *day) {
      return WrongEndDate(
          absl::StrCat("before ", day->ToString(), ", when a check found the person at work"));
    }
  }
  return absl::OkStatus();
}

// By weeks, whichever was made first.
void AddCheck(const RecordPlacementCheck& check, matcher::Date check_day,
              store::v1::Placement* placement) {
  auto* added = placement->add_checks();
  added->set_weeks(check.weeks);
  added->set_at_work(check.at_work);
  *added->mutable_check_date() = convert::FromDate(check_day);
  added->set_organisation(check.organisation);
  std::sort(placement->mutable_checks()->pointer_begin(),
            placement->mutable_checks()->pointer_end(),
            [](const auto* one, const auto* other) { return one->weeks() < other->weeks(); });
}

bool CountsOrMay(store::v1::ReportState state) {
  return state == store::v1::REPORT_STATE_REPORTED || state == store::v1::REPORT_STATE_ACKNOWLEDGED;
}

// Stores the placement's report again with what the checks found.
absl::Status TellReport(const store::v1::Placement& placement, const DecisionContext& context,
                        Decision* decision) {
  if (placement.report().empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> bytes =
      Require(context.state, RecordKind::kReport, IdOf(placement.report()));
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ReportView> view = OpenReport(*bytes, context.keys);
  if (!view.ok()) return view.status();
  if (!CountsOrMay(view->report.state())) return absl::OkStatus();
  const auto stored = ParseStored<store::v1::ReportStored>(*bytes);
  if (!stored.ok()) return stored.status();

  store::v1::PlacementFacts facts = view->report.placement();
  facts.set_weeks_at_work(WeeksAtWork(placement));
  if (placement.has_end_date()) *facts.mutable_end_date() = placement.end_date();
  if (google::protobuf::util::MessageDifferencer::Equals(facts, view->report.placement())) {
    return absl::OkStatus();
  }
  *view->report.mutable_placement() = std::move(facts);
  view->head = NextHead(std::move(view->head), context);
  *decision->events.emplace_back().mutable_report_stored() =
      ToStored(*view, stored->has_job_seeker() ? &stored->job_seeker() : nullptr);
  return absl::OkStatus();
}

// Where the check leads: ENDED, SUSTAINED or, as before, STARTED or SUSTAINED.
store::v1::PlacementState StateAfter(const RecordPlacementCheck& check,
                                     store::v1::PlacementState state) {
  if (!check.at_work) return store::v1::PLACEMENT_STATE_ENDED;
  return check.is_last ? store::v1::PLACEMENT_STATE_SUSTAINED : state;
}

}  // namespace

std::optional<DueCheck> CheckDueOn(const store::v1::Placement& placement,
                                   absl::Span<const int> weeks, matcher::Date day) {
  const auto start = convert::ToDate(placement.start_date());
  if (!IsAtWork(placement.state()) || !start.has_value()) return std::nullopt;
  const int found_after = WeeksAtWork(placement);
  for (const int after : weeks) {
    if (after <= found_after || FindCheck(placement, after) != nullptr) continue;
    const DueCheck due{.weeks = after, .day = *start + kDaysPerWeek * after};
    if (due.day > day) return std::nullopt;
    return due;
  }
  return std::nullopt;
}

int WeeksAtWork(const store::v1::Placement& placement) {
  int weeks = 0;
  for (const auto& check : placement.checks()) {
    if (check.at_work()) weeks = std::max(weeks, check.weeks());
  }
  return weeks;
}

absl::StatusOr<Decision> DecideRecordPlacementCheck(const RecordPlacementCheck& check,
                                                    const pool::Pool& pool,
                                                    DecisionContext& context) {
  absl::StatusOr<LoadedPlacement> loaded = LoadPlacement(check.id, context);
  if (!loaded.ok()) return loaded.status();
  store::v1::Placement& placement = loaded->view.placement;
  const std::string name = NameOf(RecordKind::kPlacement, check.id);
  if (absl::Status fresh = CheckEtag(loaded->view.head, check.etag, name); !fresh.ok()) {
    return fresh;
  }
  const matcher::Date today = DayOf(context.now);
  const matcher::Date check_day =
      check.check_date.has_value() ? convert::ToDate(*check.check_date).value_or(today) : today;
  if (absl::Status may = CheckMayRecord(check, loaded->view, check_day); !may.ok()) return may;
  if (!check.at_work) {
    if (absl::Status right = CheckEndDate(check, placement, check_day); !right.ok()) return right;
    *placement.mutable_end_date() = check.end_date;
    placement.set_end_reason(check.end_reason);
  }
  AddCheck(check, check_day, &placement);

  Decision decision;
  const store::v1::PlacementState to = StateAfter(check, placement.state());
  if (to == placement.state()) {
    StoreNext(&*loaded, context, &decision);
  } else if (absl::Status moved = Move(&*loaded, to, pool, context, &decision); !moved.ok()) {
    return moved;
  }
  if (absl::Status told = TellReport(placement, context, &decision); !told.ok()) return told;
  Concerns(*loaded, &decision);
  decision.reply.bytes = check.render(loaded->view);
  return decision;
}

}  // namespace overstap::write
