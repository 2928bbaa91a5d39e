#include "data/import/report_csv.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "data/import/csv.h"
#include "data/import/json_lines.h"
#include "data/import/report_values.h"

namespace overstap::data {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A person who had no work before: what leaves the field set, and empty.
constexpr absl::string_view kNoWork[] = {"geen", "niet in werk", "geen werk"};
constexpr absl::string_view kSectorDayBefore = "placement.sector_day_before";

absl::Status WrongFile(const std::string& file, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", what));
}

// Dutch spreadsheets write Windows-1252 unless they are told otherwise, and "Unicode text" as
// UTF-16: a name would lose its letters if these were guessed at.
absl::Status CheckUtf8(const std::string& file, absl::string_view text) {
  if (absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF")) {
    return WrongFile(file, "this is UTF-16; save it as \"CSV UTF-8\" in the spreadsheet");
  }
  const size_t invalid = FindInvalidUtf8(text);
  if (invalid == text.size()) return absl::OkStatus();
  const absl::string_view before = text.substr(0, invalid);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return WrongFile(file, absl::StrCat("line ", line,
                                      " is not UTF-8, but probably Windows-1252; save it as "
                                      "\"CSV UTF-8\" in the spreadsheet"));
}

// The one that stands in the headings most often, outside quotes; a comma where there is none.
char SeparatorOf(absl::string_view text) {
  const absl::string_view headings =
      absl::StripLeadingAsciiWhitespace(absl::StripPrefix(text, kByteOrderMark));
  std::pair<int, char> best = {0, ','};
  for (const char separator : {';', ',', '\t'}) {
    int count = 0;
    bool quoted = false;
    for (const char c : headings.substr(0, headings.find('\n'))) {
      if (c == '"') quoted = !quoted;
      if (c == separator && !quoted) ++count;
    }
    if (count > best.first) best = {count, separator};
  }
  return best.second;
}

// What a column of the file is.
struct Heading {
  const ReportColumn* column = nullptr;  // null: it is one of the following
  bool is_subject = false;
  std::string age_band;
};

std::optional<Heading> ReadHeading(absl::string_view text) {
  const std::string plain = PlainHeading(text);
  Heading heading;
  heading.is_subject = plain == kSubjectHeading;
  heading.column = FindColumn(plain);
  if (absl::StartsWith(plain, kAgeBandHeading)) {
    heading.age_band = plain.substr(kAgeBandHeading.size());
  }
  // Spreadsheets write empty columns behind the last; a cell in one is a problem of its line.
  if (plain.empty()) return heading;
  if (heading.is_subject || heading.column != nullptr || !heading.age_band.empty()) return heading;
  return std::nullopt;
}

absl::StatusOr<std::vector<Heading>> ReadHeadings(const std::string& file, const CsvRow& row) {
  std::vector<Heading> headings;
  std::vector<std::string> seen;
  std::vector<std::string> unknown;
  std::vector<std::string> repeated;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::optional<Heading> heading = ReadHeading(row[i]);
    if (!heading.has_value()) {
      unknown.push_back(absl::StrCat("'", row[i], "'"));
      continue;
    }
    const std::string plain = PlainHeading(row[i]);
    if (!plain.empty() && std::find(seen.begin(), seen.end(), plain) != seen.end()) {
      repeated.push_back(absl::StrCat("'", row[i], "'"));
    }
    seen.push_back(plain);
    headings.push_back(*heading);
  }
  if (!unknown.empty()) {
    return WrongFile(file, absl::StrCat("unknown headings: ", absl::StrJoin(unknown, ", ")));
  }
  if (!repeated.empty()) {
    return WrongFile(file, absl::StrCat("headings twice: ", absl::StrJoin(repeated, ", ")));
  }
  if (std::find(seen.begin(), seen.end(), kSubjectHeading) == seen.end()) {
    return WrongFile(file, absl::StrCat("there is no heading '", kSubjectHeading, "'"));
  }
  return headings;
}

// Reads one line after the other into reports of a batch.
class RowReader {
 public:
  RowReader(std::vector<Heading> headings, absl::string_view language_code)
      : headings_(std::move(headings)), language_code_(language_code) {}

  // None: all cells are empty.
  std::optional<v1::BatchReport> Read(const CsvRow& row) const {
    v1::BatchReport report;
    report.set_line_number(row.line());
    if (IsEmpty(row)) return std::nullopt;
    const std::optional<ReportSubject> subject = SubjectOf(row);
    if (!subject.has_value()) {
      AddProblem(report, "subject", CellProblem::kNotAKind);
    } else {
      // Set even where no cell says anything of it.
      const auto* field = v1::Report::descriptor()->FindFieldByName(std::string(FieldOf(*subject)));
      report.report().GetReflection()->MutableMessage(report.mutable_report(), field);
    }
    for (size_t i = 0; i < headings_.size(); ++i) {
      const absl::string_view cell = absl::StripAsciiWhitespace(row[i]);
      if (!cell.empty()) ReadCell(headings_[i], cell, subject, report);
    }
    for (size_t i = headings_.size(); i < row.size(); ++i) {
      if (absl::StripAsciiWhitespace(row[i]).empty()) continue;
      AddProblem(report, "", CellProblem::kTooManyCells);
      break;
    }
    return report;
  }

 private:
  static bool IsEmpty(const CsvRow& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (!absl::StripAsciiWhitespace(row[i]).empty()) return false;
    }
    return true;
  }

  std::optional<ReportSubject> SubjectOf(const CsvRow& row) const {
    for (size_t i = 0; i < headings_.size(); ++i) {
      if (headings_[i].is_subject) return FindSubject(row[i]);
    }
    return std::nullopt;
  }

  void ReadCell(const Heading& heading, absl::string_view cell,
                std::optional<ReportSubject> subject, v1::BatchReport& report) const {
    if (heading.is_subject) return;
    if (heading.column == nullptr && heading.age_band.empty()) {
      AddProblem(report, "", CellProblem::kTooManyCells);
      return;
    }
    if (heading.column == nullptr) {
      ReadHeadCount(heading, cell, subject, report);
      return;
    }
    const ReportColumn& column = *heading.column;
    // Without a kind, what all kinds have can be read still.
    if (!subject.has_value() && column.fields[0].subject.has_value()) return;
    const absl::string_view path = column.PathIn(subject.value_or(ReportSubject::kPlacement));
    if (path.empty()) {
      AddProblem(report, "", CellProblem::kNotOfThisKind, column.heading);
      return;
    }
    const bool no_work =
        path == kSectorDayBefore &&
        std::find(std::begin(kNoWork), std::end(kNoWork), PlainHeading(cell)) != std::end(kNoWork);
    AddProblem(report, path,
               SetCell(*report.mutable_report(), path, no_work ? "" : cell, column.collection));
  }

  void ReadHeadCount(const Heading& heading, absl::string_view cell,
                     std::optional<ReportSubject> subject, v1::BatchReport& report) const {
    if (!subject.has_value()) return;
    if (*subject != ReportSubject::kContactEvent) {
      AddProblem(report, "", CellProblem::kNotOfThisKind,
                 absl::StrCat(kAgeBandHeading, heading.age_band));
      return;
    }
    v1::ContactEventFacts& facts = *report.mutable_report()->mutable_contact_event();
    v1::BandCount band;
    band.set_age_band(heading.age_band);
    const CellProblem problem = SetCell(band, "head_count", cell);
    AddProblem(report, absl::StrCat("contact_event.bands[", facts.bands_size(), "].head_count"),
               problem);
    *facts.add_bands() = band;
  }

  void AddProblem(v1::BatchReport& report, absl::string_view field, CellProblem problem,
                  absl::string_view heading = "") const {
    if (problem == CellProblem::kNone) return;
    v1::FieldProblem& added = *report.add_problems();
    added.set_field(std::string(field));
    const absl::string_view description = Describe(problem, language_code_);
    added.set_description(heading.empty() ? std::string(description)
                                          : absl::StrCat(heading, ": ", description));
  }

  std::vector<Heading> headings_;
  absl::string_view language_code_;
};

// Whether a report has a field of this path, e.g. `contact_event.bands[1].head_count`.
bool IsPath(absl::string_view path) {
  const google::protobuf::Descriptor* owner = v1::Report::descriptor();
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (owner == nullptr) return false;
    const auto* field = owner->FindFieldByName(std::string(part.substr(0, part.find('['))));
    const absl::string_view index = part.substr(std::min(part.find('['), part.size()));
    if (field == nullptr || index.find_first_not_of("[]0123456789") != absl::string_view::npos) {
      return false;
    }
    owner = field->message_type();
  }
  return true;
}

// The field that protobuf's JSON says a value does not fit, e.g. in
// "(placement.hours_per_week_after): invalid value "x" for type TYPE_DOUBLE"; else empty. The rest
// of the message is left out, since it repeats the file: so may a name that only looks like one.
std::string FieldOfJsonProblem(absl::string_view message) {
  const size_t end = message.find(": invalid value");
  if (end == absl::string_view::npos) return "";
  const absl::string_view before = message.substr(0, end);
  const size_t start = before.find_last_of(" (");
  std::string field(before.substr(start == absl::string_view::npos ? 0 : start + 1));
  field.erase(std::remove(field.begin(), field.end(), ')'), field.end());
  return IsPath(field) ? field : "";
}

}  // namespace

absl::StatusOr<std::vector<v1::BatchReport>> ReadReportCsv(const std::string& file,
                                                           absl::string_view text,
                                                           absl::string_view language_code) {
  if (absl::Status status = CheckUtf8(file, text); !status.ok()) return status;
  CsvReader reader(file, text, CsvReader::RaggedRows::kAllow, SeparatorOf(text));
  CsvRow row;
  absl::StatusOr<bool> more = reader.Next(row);
  if (!more.ok()) return more.status();
  if (!*more) return WrongFile(file, "there is nothing in it, not even headings");
  absl::StatusOr<std::vector<Heading>> headings = ReadHeadings(file, row);
  if (!headings.ok()) return headings.status();
  const RowReader rows(*std::move(headings), language_code);
  std::vector<v1::BatchReport> reports;
  while (true) {
    more = reader.Next(row);
    if (!more.ok()) return more.status();
    if (!*more) return reports;
    std::optional<v1::BatchReport> report = rows.Read(row);
    if (report.has_value()) reports.push_back(*std::move(report));
  }
}

absl::StatusOr<std::vector<v1::BatchReport>> ReadReportJsonLines(const std::string& file,
                                                                 absl::string_view text,
                                                                 absl::string_view language_code) {
  if (absl::Status status = CheckUtf8(file, text); !status.ok()) return status;
  std::vector<v1::BatchReport> reports;
  int64_t number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (++number == 1) line = absl::StripPrefix(line, kByteOrderMark);
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    v1::BatchReport& report = reports.emplace_back();
    report.set_line_number(number);
    const absl::Status status = ParseJson(std::string(line), *report.mutable_report());
    if (status.ok()) continue;
    report.clear_report();
    const std::string field = FieldOfJsonProblem(status.message());
    v1::FieldProblem& problem = *report.add_problems();
    problem.set_field(field);
    problem.set_description(std::string(Describe(
        field.empty() ? CellProblem::kNotAReport : CellProblem::kNotTheField, language_code)));
  }
  return reports;
}

std::string ReportCsvTemplate(ReportSubject subject, const std::vector<std::string>& age_bands) {
  std::vector<std::string> headings = {std::string(kSubjectHeading)};
  for (const ReportColumn& column : ReportColumns()) {
    if (!column.PathIn(subject).empty()) headings.emplace_back(std::string(column.heading));
  }
  if (subject == ReportSubject::kContactEvent) {
    for (const std::string& band : age_bands) {
      headings.push_back(absl::StrCat(kAgeBandHeading, band));
    }
  }
  const std::string empty_cells(headings.size() - 1, ';');
  return absl::StrCat(kByteOrderMark, absl::StrJoin(headings, ";"), "\r\n", DutchNameOf(subject),
                      empty_cells, "\r\n");
}

}  // namespace overstap::data
