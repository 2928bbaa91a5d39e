#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/api/names.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"
#include "services/api/validation_ledger.h"
#include "services/convert/to_model.h"

namespace overstap::api {
namespace {

// Of a stored vacancy's job only what differs from the vacancy needs to be said.
void CheckJob(const v1::JobFacts& job, Presence presence, const References& references,
              FieldChecker& check) {
  const bool required = presence == Presence::kRequired;
  check.Text("employer", job.employer(), required ? 1 : 0, kMaxTitleBytes);
  check.Text("establishment", job.establishment(), 0, kMaxTitleBytes);
  if (required || !job.sector().empty()) CheckSector("sector", job.sector(), references, check);
  if (job.has_place()) check.In("place", [&] { CheckPlace(job.place(), references, check); });
  if (job.has_occupation()) {
    check.In("occupation", [&] { CheckOccupationCode(job.occupation(), references, check); });
  }
  check.EnumValue("contract_kind", job.contract_kind(), presence);
  if (required || job.hours_per_week() != 0) {
    check.Positive("hours_per_week", job.hours_per_week(), kMaxHoursPerWeek);
  }
  check.InRange("full_time_hours_per_week", job.full_time_hours_per_week(), 0, kMaxHoursPerWeek);
}

// Of a check that finds the person gone: since when and why.
void CheckEnd(const v1::RecordPlacementCheckRequest& request, matcher::Date check_day,
              FieldChecker& check) {
  if (check.Required("end_date", request.has_end_date()) &&
      check.Date("end_date", request.end_date()) &&
      *convert::ToDate(request.end_date()) > check_day) {
    check.Fail("end_date", absl::StrCat("after the day of the check, ", check_day.ToString()));
  }
  check.EnumValue("end_reason", request.end_reason(), Presence::kRequired);
}

}  // namespace

void CheckPlacement(const v1::Placement& placement, const References& references,
                    FieldChecker& check) {
  check.Name("name", placement.name(), kPlacements, Presence::kOptional);
  check.Name("job_seeker", placement.job_seeker(), kJobSeekers, Presence::kRequired);
  check.Name("vacancy", placement.vacancy(), kVacancies, Presence::kOptional);
  const Presence job = placement.vacancy().empty() ? Presence::kRequired : Presence::kOptional;
  if (placement.has_job()) {
    check.In("job", [&] { CheckJob(placement.job(), job, references, check); });
  } else if (job == Presence::kRequired) {
    check.Fail("job", "required when no vacancy is named");
  }
  check.Name("training_offer", placement.training_offer(), kTrainingOffers, Presence::kOptional);
  if (placement.training_offer().empty() && !placement.run_id().empty()) {
    check.Fail("run_id", "only with a training offer");
  } else if (!placement.training_offer().empty() && !IsId(placement.run_id())) {
    check.Fail("run_id", "must be a run of the training offer", placement.run_id());
  }
  check.Required("start_date", placement.has_start_date());
  CheckDays("start_date", placement.has_start_date(), placement.start_date(), "end_date",
            placement.has_end_date(), placement.end_date(), check);
}

void CheckTransition(const v1::TransitionPlacementRequest& request, FieldChecker& check) {
  check.Name("name", request.name(), kPlacements, Presence::kRequired);
  check.EnumValue("state", request.state(), Presence::kRequired);
  const bool ends = request.state() == v1::PLACEMENT_STATE_ENDED;
  if (ends && check.Required("end_date", request.has_end_date())) {
    check.Date("end_date", request.end_date());
  }
  if (!ends && request.has_end_date()) check.Fail("end_date", "only with PLACEMENT_STATE_ENDED");
  check.EnumValue("end_reason", request.end_reason(),
                  ends ? Presence::kRequired : Presence::kOptional);
  if (!ends && request.end_reason() != v1::PLACEMENT_END_REASON_UNSPECIFIED) {
    check.Fail("end_reason", "only with PLACEMENT_STATE_ENDED");
  }
}

void CheckPlacementCheck(const v1::RecordPlacementCheckRequest& request,
                         const std::vector<int>& weeks, matcher::Date today, FieldChecker& check) {
  check.Name("name", request.name(), kPlacements, Presence::kRequired);
  if (std::find(weeks.begin(), weeks.end(), request.weeks()) == weeks.end()) {
    check.Fail("weeks", absl::StrCat("must be one of ", absl::StrJoin(weeks, ", ")),
               absl::StrCat(request.weeks()));
  }
  matcher::Date check_day = today;
  if (request.has_check_date() && check.Date("check_date", request.check_date())) {
    check_day = *convert::ToDate(request.check_date());
    if (check_day > today) check.Fail("check_date", "after today");
  }
  if (!check.Required("at_work", request.has_at_work())) return;
  if (!request.at_work()) {
    CheckEnd(request, check_day, check);
    return;
  }
  if (request.has_end_date()) check.Fail("end_date", "only where the person is not at work");
  if (request.end_reason() != v1::PLACEMENT_END_REASON_UNSPECIFIED) {
    check.Fail("end_reason", "only where the person is not at work");
  }
}

void CheckReportPlacement(const v1::ReportPlacementRequest& request, const References& references,
                          FieldChecker& check) {
  check.Name("name", request.name(), kPlacements, Presence::kRequired);
  CheckWorkTable("work_table", request.work_table(), references, check);
  check.Text("linkage_key", request.linkage_key(), 0, kMaxLinkageKeyBytes);
  if (request.has_sector_day_before()) {
    CheckSectorDayBefore("sector_day_before", request.sector_day_before(), references, check);
  }
  check.Name("project", request.project(), kProjects, Presence::kOptional);
  check.In("evidence", [&] { CheckEvidence(request.evidence(), check); });
  CheckDistinct("programmes", request.programmes(), kMaxListedItems, check,
                [&](const std::string& id) { CheckProgramme("", id, references, check); });
  CheckDistinct("funding_sources", request.funding_sources(), kMaxListedItems, check,
                [&](const std::string& id) { CheckScheme("", id, references, check); });
}

}  // namespace overstap::api
