// The columns of a CSV of reports: their Dutch headings, and which field of a report of each kind a
// column fills.
//
//   const ReportColumn* column = FindColumn("uren per week na");
//   column->PathIn(ReportSubject::kPlacement)   // "placement.hours_per_week_after"
//
// Safe from any thread.
#ifndef OVERSTAP_DATA_IMPORT_REPORT_COLUMNS_H_
#define OVERSTAP_DATA_IMPORT_REPORT_COLUMNS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace overstap::data {

// The kinds of reports; the oneof `subject`.
enum class ReportSubject {
  kPlacement,
  kTrainingCompletion,
  kContactEvent,
  kStudentProject,
  kInKind,
  kAggregate,
};

inline constexpr ReportSubject kReportSubjects[] = {
    ReportSubject::kPlacement,    ReportSubject::kTrainingCompletion,
    ReportSubject::kContactEvent, ReportSubject::kStudentProject,
    ReportSubject::kInKind,       ReportSubject::kAggregate};

// Its field in the report: `placement`.
absl::string_view FieldOf(ReportSubject subject);
// Its name in the column `soort`: `plaatsing`.
absl::string_view DutchNameOf(ReportSubject subject);
// By its Dutch name, in capitals or not, or its field's name.
std::optional<ReportSubject> FindSubject(absl::string_view name);

// A heading as it is compared: small letters, one blank between words.
std::string PlainHeading(absl::string_view heading);

struct ReportColumn {
  // One field that the column fills; `subject` unset: in reports of every kind.
  struct Field {
    std::optional<ReportSubject> subject;
    absl::string_view path;  // below the report
  };

  absl::string_view heading;
  // What names in it begin with, where it names another record.
  absl::string_view collection;
  std::vector<Field> fields;

  // Empty: reports of this kind have no such field.
  absl::string_view PathIn(ReportSubject subject) const;
};

// The column that says of which kind a report is.
inline constexpr absl::string_view kSubjectHeading = "soort";
// What headings of head counts begin with; the age band follows.
inline constexpr absl::string_view kAgeBandHeading = "leeftijd ";

// All but those two, in the order of a form.
const std::vector<ReportColumn>& ReportColumns();
// By a plain heading; null: there is none.
const ReportColumn* FindColumn(absl::string_view plain_heading);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_REPORT_COLUMNS_H_
