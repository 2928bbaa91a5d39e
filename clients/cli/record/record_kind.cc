#include "clients/cli/record/record_kind.h"

#include "overstap/v1/decision.pb.h"
#include "overstap/v1/introduction.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"

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
