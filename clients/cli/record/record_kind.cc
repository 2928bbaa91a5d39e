#include "clients/cli/record/record_kind.h"

#include "overstap/v1/decision.pb.h"
#include "overstap/v1/introduction.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "overstap/v1/target.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "overstap/v1/work_table.pb.h"

namespace overstap::cli {

const RecordKind& JobSeekerKind() {
  static const RecordKind& kind =
      *new RecordKind{"job-seeker",
                      "jobSeekers",
                      "JobSeekers",
                      v1::JobSeeker::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnPastOccupations, "past_occupations", Table::kWraps},
                       {Text::kColumnHome, "home"},
                       {Text::kColumnHoursWanted, "hours_per_week_wanted"},
                       {Text::kColumnSectors, "sectors", Table::kWraps},
                       {Text::kColumnAvailableFrom, "available_from_date"}},
                      true};
  return kind;
}

const RecordKind& VacancyKind() {
  static const RecordKind& kind =
      *new RecordKind{"vacancy",
                      "vacancies",
                      "Vacancies",
                      v1::Vacancy::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnTitle, "title", Table::kWraps},
                       {Text::kColumnEmployer, "employer", Table::kWraps},
                       {Text::kColumnSector, "sector"},
                       {Text::kColumnPlace, "place"},
                       {Text::kColumnHours, "hours_per_week"},
                       {Text::kColumnContract, "contract_kind"},
                       {Text::kColumnOpeningsLeft, "openings_left", Table::kRight},
                       {Text::kColumnState, "status"}}};
  return kind;
}

const RecordKind& TrainingOfferKind() {
  static const RecordKind& kind =
      *new RecordKind{"offer",
                      "trainingOffers",
                      "TrainingOffers",
                      v1::TrainingOffer::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnTitle, "title", Table::kWraps},
                       {Text::kColumnProvider, "provider", Table::kWraps},
                       {Text::kColumnForm, "form"},
                       {Text::kColumnWeeks, "weeks", Table::kRight},
                       {Text::kColumnHours, "hours_per_week", Table::kRight},
                       {Text::kColumnCostPerson, "price_person_eur_cents", Table::kRight},
                       {Text::kColumnSectors, "sectors", Table::kWraps}}};
  return kind;
}

const RecordKind& PlacementKind() {
  static const RecordKind& kind =
      *new RecordKind{"placement",
                      "placements",
                      "Placements",
                      v1::Placement::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnJobSeeker, "job_seeker"},
                       {Text::kColumnVacancy, "vacancy"},
                       {Text::kColumnEmployer, "job.employer", Table::kWraps},
                       {Text::kColumnStart, "start_date"},
                       {Text::kColumnState, "state"},
                       {Text::kColumnReport, "report"}}};
  return kind;
}

const RecordKind& ReportKind() {
  static const RecordKind& kind =
      *new RecordKind{"report",
                      "reports",
                      "Reports",
                      v1::Report::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnWorkTable, "work_table"},
                       {Text::kColumnSubject, "subject"},
                       {Text::kColumnReporter, "reporting_organisation", Table::kWraps},
                       {Text::kColumnReportTime, "report_time"},
                       {Text::kColumnEvidence, "evidence", Table::kWraps},
                       {Text::kColumnState, "state"}}};
  return kind;
}

const RecordKind& IntroductionKind() {
  static const RecordKind& kind = *new RecordKind{"introduction",
                                                  "introductions",
                                                  "Introductions",
                                                  v1::Introduction::descriptor(),
                                                  {{Text::kColumnName, "name"},
                                                   {Text::kColumnJobSeeker, "job_seeker"},
                                                   {Text::kColumnVacancy, "vacancy"},
                                                   {Text::kColumnEmployer, "employer_organisation"},
                                                   {Text::kColumnAnswerBy, "answer_by_date"},
                                                   {Text::kColumnState, "state"}}};
  return kind;
}

const RecordKind& CandidateKind() {
  static const RecordKind& kind = *new RecordKind{"candidate",
                                                  "introductions",
                                                  "Candidates",
                                                  v1::Candidate::descriptor(),
                                                  {{Text::kColumnName, "name"}}};
  return kind;
}

const RecordKind& CountedReportKind() {
  static const RecordKind& kind =
      *new RecordKind{"report",
                      "reports",
                      "CountedReports",
                      v1::CountedReport::descriptor(),
                      {{Text::kColumnName, "report.name"},
                       {Text::kColumnWorkTable, "report.work_table"},
                       {Text::kColumnSubject, "report.subject"},
                       {Text::kColumnReporter, "report.reporting_organisation", Table::kWraps},
                       {Text::kColumnState, "report.state"},
                       {Text::kColumnAmount, "amount", Table::kRight}}};
  return kind;
}

const RecordKind& PlacementCheckDueKind() {
  static const RecordKind& kind =
      *new RecordKind{"placement",
                      "placements",
                      "PlacementChecksDue",
                      v1::PlacementCheckDue::descriptor(),
                      {{Text::kColumnName, "placement.name"},
                       {Text::kColumnJobSeeker, "placement.job_seeker"},
                       {Text::kColumnEmployer, "placement.job.employer", Table::kWraps},
                       {Text::kColumnStart, "placement.start_date"},
                       {Text::kColumnWeeks, "weeks", Table::kRight},
                       {Text::kColumnSince, "due_date"}}};
  return kind;
}

const RecordKind& EmployerAnsweringKind() {
  static const RecordKind& kind =
      *new RecordKind{"introduction",
                      "introductions",
                      "EmployerAnswering",
                      v1::EmployerAnswering::descriptor(),
                      {{Text::kColumnEmployer, "employer_organisation"},
                       {Text::kColumnIntroduced, "introduced_count", Table::kRight},
                       {Text::kColumnInvited, "invited_count", Table::kRight},
                       {Text::kColumnDeclined, "declined_count", Table::kRight},
                       {Text::kColumnNoAnswer, "no_answer_count", Table::kRight},
                       {Text::kColumnWaiting, "waiting_count", Table::kRight},
                       {Text::kColumnMedianDays, "median_answer_days", Table::kRight},
                       {Text::kColumnPerOpening, "introductions_per_opening", Table::kRight}}};
  return kind;
}

const RecordKind& WorkTableKind() {
  static const RecordKind& kind =
      *new RecordKind{"table",
                      "workTables",
                      "WorkTables",
                      v1::WorkTable::descriptor(),
                      {{Text::kColumnName, "name"}, {Text::kColumnTitle, "display_name"}}};
  return kind;
}

const RecordKind& ProjectKind() {
  static const RecordKind& kind =
      *new RecordKind{"project",
                      "projects",
                      "Projects",
                      v1::Project::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnTitle, "display_name", Table::kWraps},
                       {Text::kColumnWorkTable, "work_tables", Table::kWraps},
                       {Text::kColumnGoal, "goal", Table::kWraps},
                       {Text::kColumnStart, "start_date"},
                       {Text::kColumnEnd, "end_date"}},
                      false,
                      "end_date=2027-12-31",
                      "partners"};
  return kind;
}

const RecordKind& ClosingKind() {
  static const RecordKind& kind =
      *new RecordKind{"targets",
                      "closings",
                      "Closings",
                      v1::Closing::descriptor(),
                      {{Text::kColumnName, "name"},
                       {Text::kColumnTarget, "target"},
                       {Text::kColumnActDate, "as_of_date"},
                       {Text::kColumnValue, "progress.value", Table::kRight},
                       {Text::kColumnVersion, "definition_version", Table::kRight},
                       {Text::kColumnRestates, "restates"},
                       {Text::kColumnSince, "create_time"}}};
  return kind;
}

const RecordKind& DecisionKind() {
  static const RecordKind& kind = *new RecordKind{"decision",
                                                  "decisions",
                                                  "Decisions",
                                                  v1::Decision::descriptor(),
                                                  {{Text::kColumnName, "name"},
                                                   {Text::kColumnJobSeeker, "job_seeker"},
                                                   {Text::kColumnVacancy, "vacancy"},
                                                   {Text::kColumnOutcome, "outcome"},
                                                   {Text::kColumnReason, "reason_code"},
                                                   {Text::kColumnSince, "create_time"}}};
  return kind;
}

const RecordKind& RetentionDueKind() {
  static const RecordKind& kind = *new RecordKind{"retention",
                                                  "",
                                                  "RetentionDue",
                                                  v1::RetentionDue::descriptor(),
                                                  {{Text::kColumnName, "name"},
                                                   {Text::kColumnKind, "kind"},
                                                   {Text::kColumnAction, "action"},
                                                   {Text::kColumnSince, "since_date"},
                                                   {Text::kColumnActDate, "act_date"}}};
  return kind;
}

}  // namespace overstap::cli
