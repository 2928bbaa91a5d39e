#include <algorithm>
#include <string>

#include "services/api/names.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"
#include "services/api/validation_ledger.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxKindBytes = 64;
constexpr size_t kMaxReferenceBytes = 128;
constexpr size_t kMaxReasonBytes = 1'000;
constexpr double kMaxTrainingHours = 10'000;
constexpr double kMaxInKindHours = 1'000'000;
constexpr int kMaxCount = 10'000'000;

// Of a person, whichever way the report tells of them.
template <typename Facts>
void CheckPersonFacts(const Facts& facts, const References& references, FieldChecker& check) {
  check.Text("employer", facts.employer(), 0, kMaxTitleBytes);
  check.Text("establishment", facts.establishment(), 0, kMaxTitleBytes);
  if (!facts.home_municipality().empty()) {
    CheckMunicipality("home_municipality", facts.home_municipality(), references, check);
  }
}

void CheckPlacementFacts(const v1::PlacementFacts& facts, const References& references,
                         FieldChecker& check) {
  check.Name("job_seeker", facts.job_seeker(), kJobSeekers, Presence::kOptional);
  check.Name("placement", facts.placement(), kPlacements, Presence::kOptional);
  CheckSector("sector", facts.sector(), references, check);
  if (!facts.municipality().empty()) {
    CheckMunicipality("municipality", facts.municipality(), references, check);
  }
  if (facts.has_sector_day_before()) {
    CheckSectorDayBefore("sector_day_before", facts.sector_day_before(), references, check);
  }
  check.EnumValue("contract_kind", facts.contract_kind(), Presence::kRequired);
  if (facts.has_hours_per_week_before()) {
    check.InRange("hours_per_week_before", facts.hours_per_week_before(), 0, kMaxHoursPerWeek);
  }
  check.Positive("hours_per_week_after", facts.hours_per_week_after(), kMaxHoursPerWeek);
  check.InRange("full_time_hours_per_week", facts.full_time_hours_per_week(), 0, kMaxHoursPerWeek);
  check.Required("start_date", facts.has_start_date());
  CheckDays("start_date", facts.has_start_date(), facts.start_date(), "end_date",
            facts.has_end_date(), facts.end_date(), check);
  CheckPersonFacts(facts, references, check);
}

void CheckTrainingFacts(const v1::TrainingCompletionFacts& facts, const References& references,
                        FieldChecker& check) {
  check.Name("job_seeker", facts.job_seeker(), kJobSeekers, Presence::kOptional);
  check.Name("training_offer", facts.training_offer(), kTrainingOffers, Presence::kOptional);
  check.Text("title", facts.title(), 0, kMaxTitleBytes);
  if (!facts.sector().empty()) CheckSector("sector", facts.sector(), references, check);
  if (!facts.municipality().empty()) {
    CheckMunicipality("municipality", facts.municipality(), references, check);
  }
  CheckDistinct("skill_branches", facts.skill_branches(), kMaxListedItems, check,
                [&](const std::string& branch) { check.Text("", branch, 1, kMaxKindBytes); });
  check.Positive("training_hours", facts.training_hours(), kMaxTrainingHours);
  check.Required("start_date", facts.has_start_date());
  check.Required("completion_date", facts.has_completion_date());
  CheckDays("start_date", facts.has_start_date(), facts.start_date(), "completion_date",
            facts.has_completion_date(), facts.completion_date(), check);
  CheckPersonFacts(facts, references, check);
}

void CheckContactFacts(const v1::ContactEventFacts& facts, const References& references,
                       FieldChecker& check) {
  check.Text("event_id", facts.event_id(), 1, kMaxReferenceBytes);
  if (check.Required("event_date", facts.has_event_date())) {
    check.Date("event_date", facts.event_date());
  }
  if (!facts.municipality().empty()) {
    CheckMunicipality("municipality", facts.municipality(), references, check);
  }
  if (facts.bands().empty()) check.Fail("bands", "required");
  SeenOnce seen;
  check.Each("bands", facts.bands(), kMaxListedItems, [&](const v1::BandCount& band) {
    const auto& bands = references.config.age_bands();
    if (std::none_of(bands.begin(), bands.end(),
                     [&](const auto& known) { return known.id() == band.age_band(); })) {
      check.Fail("age_band", "unknown age band", band.age_band());
    }
    seen.Add(band.age_band(), "age_band", check);
    check.InRange("head_count", band.head_count(), 0, kMaxCount);
  });
  check.EnumValue("count_basis", facts.count_basis(), Presence::kRequired);
}

void CheckProjectFacts(const v1::StudentProjectFacts& facts, const References& references,
                       FieldChecker& check) {
  check.Text("cohort", facts.cohort(), 1, kMaxKindBytes);
  check.Text("employer", facts.employer(), 1, kMaxTitleBytes);
  if (!facts.municipality().empty()) {
    CheckMunicipality("municipality", facts.municipality(), references, check);
  }
  if (check.Required("start_date", facts.has_start_date())) {
    check.Date("start_date", facts.start_date());
  }
  check.InRange("student_count", facts.student_count(), 1, kMaxCount);
  check.Text("event_id", facts.event_id(), 0, kMaxReferenceBytes);
}

void CheckInKindFacts(const v1::InKindFacts& facts, FieldChecker& check) {
  check.Text("partner", facts.partner(), 1, kMaxTitleBytes);
  check.Positive("hours", facts.hours(), kMaxInKindHours);
  if (check.Required("contribution_date", facts.has_contribution_date())) {
    check.Date("contribution_date", facts.contribution_date());
  }
}

void CheckAggregateFacts(const v1::AggregateFacts& facts, const References& references,
                         FieldChecker& check) {
  check.Text("employer", facts.employer(), 1, kMaxTitleBytes);
  if (check.Name("target", facts.target(), kTargets, Presence::kRequired)) {
    const auto& targets = references.config.targets();
    if (std::none_of(targets.begin(), targets.end(), [&](const auto& target) {
          return target.id() == *ParseName(kTargets, facts.target());
        })) {
      check.Fail("target", "unknown target", facts.target());
    }
  }
  if (check.InRange("low_count", facts.low_count(), 0, kMaxCount)) {
    check.InRange("high_count", facts.high_count(), facts.low_count(), kMaxCount);
  }
  check.In("period", [&] {
    CheckDays("start_date", facts.period().has_start_date(), facts.period().start_date(),
              "end_date", facts.period().has_end_date(), facts.period().end_date(), check);
  });
}

void CheckSubject(const v1::Report& report, const References& references, FieldChecker& check) {
  switch (report.subject_case()) {
    case v1::Report::kPlacement:
      check.In("placement", [&] { CheckPlacementFacts(report.placement(), references, check); });
      return;
    case v1::Report::kTrainingCompletion:
      check.In("training_completion",
               [&] { CheckTrainingFacts(report.training_completion(), references, check); });
      return;
    case v1::Report::kContactEvent:
      check.In("contact_event",
               [&] { CheckContactFacts(report.contact_event(), references, check); });
      return;
    case v1::Report::kStudentProject:
      check.In("student_project",
               [&] { CheckProjectFacts(report.student_project(), references, check); });
      return;
    case v1::Report::kInKind:
      check.In("in_kind", [&] { CheckInKindFacts(report.in_kind(), check); });
      return;
    case v1::Report::kAggregate:
      check.In("aggregate", [&] { CheckAggregateFacts(report.aggregate(), references, check); });
      return;
    case v1::Report::SUBJECT_NOT_SET:
      check.Fail("subject", "exactly one subject is required");
      return;
  }
}

}  // namespace

void CheckEvidence(const v1::Evidence& evidence, FieldChecker& check) {
  check.Text("kind", evidence.kind(), 0, kMaxKindBytes);
  check.Text("holder", evidence.holder(), 0, kMaxTitleBytes);
  check.Text("reference", evidence.reference(), 0, kMaxReferenceBytes);
  check.Text("checked_by", evidence.checked_by(), 0, kMaxTitleBytes);
  if (evidence.has_checked_date()) check.Date("checked_date", evidence.checked_date());
}

void CheckSectorDayBefore(std::string_view field, const std::string& sector,
                          const References& references, FieldChecker& check) {
  if (!sector.empty() && sector != "other") CheckSector(field, sector, references, check);
}

void CheckReport(const v1::Report& report, const References& references, FieldChecker& check) {
  check.Name("name", report.name(), kReports, Presence::kOptional);
  CheckWorkTable("work_table", report.work_table(), references, check);
  CheckSubject(report, references, check);
  check.Text("linkage_key", report.linkage_key(), 0, kMaxLinkageKeyBytes);
  check.In("evidence", [&] { CheckEvidence(report.evidence(), check); });
  CheckDistinct("programmes", report.programmes(), kMaxListedItems, check,
                [&](const std::string& id) { CheckProgramme("", id, references, check); });
  CheckDistinct("funding_sources", report.funding_sources(), kMaxListedItems, check,
                [&](const std::string& id) { CheckScheme("", id, references, check); });
  check.Name("corrects", report.corrects(), kReports, Presence::kOptional);
  if (!report.corrects().empty()) {
    check.Text("correction_reason", report.correction_reason(), 1, kMaxReasonBytes);
  } else if (!report.correction_reason().empty()) {
    check.Fail("correction_reason", "only with `corrects`");
  }
  check.Name("project", report.project(), kProjects, Presence::kOptional);
}

}  // namespace overstap::api
