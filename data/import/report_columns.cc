#include "data/import/report_columns.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace overstap::data {
namespace {

using Subject = ReportSubject;

struct SubjectNames {
  Subject subject;
  absl::string_view field;
  absl::string_view dutch;
};

constexpr SubjectNames kSubjectNames[] = {
    {Subject::kPlacement, "placement", "plaatsing"},
    {Subject::kTrainingCompletion, "training_completion", "scholing"},
    {Subject::kContactEvent, "contact_event", "contactmoment"},
    {Subject::kStudentProject, "student_project", "studentproject"},
    {Subject::kInKind, "in_kind", "inzet in natura"},
    {Subject::kAggregate, "aggregate", "werkgeversopgave"},
};

const SubjectNames& NamesOf(Subject subject) {
  return *std::find_if(std::begin(kSubjectNames), std::end(kSubjectNames),
                       [subject](const SubjectNames& names) { return names.subject == subject; });
}

// What only one kind has, or what means another field in each.
const std::vector<ReportColumn>& FactColumns() {
  static const auto& columns = *new std::vector<ReportColumn>{
      {"werkzoekende",
       "jobSeekers",
       {{Subject::kPlacement, "placement.job_seeker"},
        {Subject::kTrainingCompletion, "training_completion.job_seeker"}}},
      {"plaatsing", "placements", {{Subject::kPlacement, "placement.placement"}}},
      {"scholing",
       "trainingOffers",
       {{Subject::kTrainingCompletion, "training_completion.training_offer"}}},
      {"titel", "", {{Subject::kTrainingCompletion, "training_completion.title"}}},
      {"sector",
       "",
       {{Subject::kPlacement, "placement.sector"},
        {Subject::kTrainingCompletion, "training_completion.sector"}}},
      {"gemeente",
       "",
       {{Subject::kPlacement, "placement.municipality"},
        {Subject::kTrainingCompletion, "training_completion.municipality"},
        {Subject::kContactEvent, "contact_event.municipality"},
        {Subject::kStudentProject, "student_project.municipality"}}},
      {"woongemeente",
       "",
       {{Subject::kPlacement, "placement.home_municipality"},
        {Subject::kTrainingCompletion, "training_completion.home_municipality"}}},
      {"sector dag ervoor", "", {{Subject::kPlacement, "placement.sector_day_before"}}},
      {"in werk op eerste lesdag",
       "",
       {{Subject::kTrainingCompletion, "training_completion.in_work_first_day"}}},
      {"zij-instromer",
       "",
       {{Subject::kPlacement, "placement.side_entrant"},
        {Subject::kTrainingCompletion, "training_completion.side_entrant"}}},
      {"afstand tot de arbeidsmarkt",
       "",
       {{Subject::kPlacement, "placement.distance_to_labour_market"},
        {Subject::kTrainingCompletion, "training_completion.distance_to_labour_market"}}},
      {"contractsoort", "", {{Subject::kPlacement, "placement.contract_kind"}}},
      {"uren per week voor", "", {{Subject::kPlacement, "placement.hours_per_week_before"}}},
      {"uren per week na", "", {{Subject::kPlacement, "placement.hours_per_week_after"}}},
      {"cao-uren voltijd", "", {{Subject::kPlacement, "placement.full_time_hours_per_week"}}},
      {"soorten vaardigheden",
       "",
       {{Subject::kTrainingCompletion, "training_completion.skill_branches"}}},
      {"opleidingsuren",
       "",
       {{Subject::kTrainingCompletion, "training_completion.training_hours"}}},
      {"evenement",
       "",
       {{Subject::kContactEvent, "contact_event.event_id"},
        {Subject::kStudentProject, "student_project.event_id"}}},
      {"telwijze", "", {{Subject::kContactEvent, "contact_event.count_basis"}}},
      {"cohort", "", {{Subject::kStudentProject, "student_project.cohort"}}},
      {"aantal studenten", "", {{Subject::kStudentProject, "student_project.student_count"}}},
      {"partner", "", {{Subject::kInKind, "in_kind.partner"}}},
      {"uren", "", {{Subject::kInKind, "in_kind.hours"}}},
      {"doelstelling", "targets", {{Subject::kAggregate, "aggregate.target"}}},
      {"ten minste", "", {{Subject::kAggregate, "aggregate.low_count"}}},
      {"ten hoogste", "", {{Subject::kAggregate, "aggregate.high_count"}}},
      {"datum",
       "",
       {{Subject::kContactEvent, "contact_event.event_date"},
        {Subject::kInKind, "in_kind.contribution_date"}}},
      {"startdatum",
       "",
       {{Subject::kPlacement, "placement.start_date"},
        {Subject::kTrainingCompletion, "training_completion.start_date"},
        {Subject::kStudentProject, "student_project.start_date"},
        {Subject::kAggregate, "aggregate.period.start_date"}}},
      {"einddatum",
       "",
       {{Subject::kPlacement, "placement.end_date"},
        {Subject::kTrainingCompletion, "training_completion.completion_date"},
        {Subject::kAggregate, "aggregate.period.end_date"}}},
      {"werkgever",
       "",
       {{Subject::kPlacement, "placement.employer"},
        {Subject::kTrainingCompletion, "training_completion.employer"},
        {Subject::kStudentProject, "student_project.employer"},
        {Subject::kAggregate, "aggregate.employer"}}},
      {"vestiging",
       "",
       {{Subject::kPlacement, "placement.establishment"},
        {Subject::kTrainingCompletion, "training_completion.establishment"}}},
  };
  return columns;
}

// What every report may say.
const std::vector<ReportColumn>& CommonColumns() {
  static const auto& columns = *new std::vector<ReportColumn>{
      {"werktafel", "workTables", {{std::nullopt, "work_table"}}},
      {"koppelsleutel", "", {{std::nullopt, "linkage_key"}}},
      {"project", "projects", {{std::nullopt, "project"}}},
      {"programma's", "", {{std::nullopt, "programmes"}}},
      {"geldbronnen", "", {{std::nullopt, "funding_sources"}}},
      {"bewijs", "", {{std::nullopt, "evidence.kind"}}},
      {"bewijs bij", "", {{std::nullopt, "evidence.holder"}}},
      {"kenmerk bewijs", "", {{std::nullopt, "evidence.reference"}}},
      {"gecontroleerd door", "", {{std::nullopt, "evidence.checked_by"}}},
      {"gecontroleerd op", "", {{std::nullopt, "evidence.checked_date"}}},
      {"corrigeert", "reports", {{std::nullopt, "corrects"}}},
      {"reden van correctie", "", {{std::nullopt, "correction_reason"}}},
  };
  return columns;
}

std::vector<ReportColumn> AllColumns() {
  std::vector<ReportColumn> all = CommonColumns();
  all.insert(all.end(), FactColumns().begin(), FactColumns().end());
  return all;
}

}  // namespace

absl::string_view FieldOf(ReportSubject subject) { return NamesOf(subject).field; }

absl::string_view DutchNameOf(ReportSubject subject) { return NamesOf(subject).dutch; }

std::optional<ReportSubject> FindSubject(absl::string_view name) {
  const std::string plain = PlainHeading(name);
  for (const SubjectNames& names : kSubjectNames) {
    if (plain == names.dutch || plain == PlainHeading(names.field)) return names.subject;
  }
  return std::nullopt;
}

std::string PlainHeading(absl::string_view heading) {
  // Spreadsheets bend apostrophes.
  const std::string lower = absl::AsciiStrToLower(absl::StrReplaceAll(heading, {{"’", "'"}}));
  return absl::StrJoin(absl::StrSplit(lower, absl::ByAnyChar(" _\t\n\r"), absl::SkipEmpty()), " ");
}

absl::string_view ReportColumn::PathIn(ReportSubject subject) const {
  for (const Field& field : fields) {
    if (!field.subject.has_value() || *field.subject == subject) return field.path;
  }
  return "";
}

const std::vector<ReportColumn>& ReportColumns() {
  static const auto& columns = *new std::vector<ReportColumn>(AllColumns());
  return columns;
}

const ReportColumn* FindColumn(absl::string_view plain_heading) {
  for (const ReportColumn& column : ReportColumns()) {
    if (column.heading == plain_heading) return &column;
  }
  return nullptr;
}

}  // namespace overstap::data
