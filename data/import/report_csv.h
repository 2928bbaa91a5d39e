// Reports to the work tables from a spreadsheet (CSV with Dutch headings) or from JSON Lines, as
// reports of a batch that is ready to send.
//
//   absl::StatusOr<std::vector<v1::BatchReport>> reports = ReadReportCsv("mei.csv", text, "nl");
//   for (const v1::BatchReport& report : *reports) Send(report);
//   ReportCsvTemplate(ReportSubject::kPlacement)   // the headings, to be filled in
//
// A cell that cannot be read is a problem of its line, which is returned nevertheless: it belongs
// on its reporter's worklist. What is wrong with the file as a whole is an error, before anything
// is sent. Stateless; safe from any thread.
#ifndef OVERSTAP_DATA_IMPORT_REPORT_CSV_H_
#define OVERSTAP_DATA_IMPORT_REPORT_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "data/import/report_columns.h"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::data {

// UTF-8 with or without a byte order mark; semicolons, commas or tabs between cells, whichever the
// headings have most of. Columns in any order; see report_columns.h. Lines that are empty, or whose
// cells are all empty, are skipped. Problems are in the words of `language_code` (nl, en or de).
// INVALID_ARGUMENT names the file and: every heading that is not known or stands twice, a file that
// is not UTF-8 (with what to do about it), or a quote that is never closed.
absl::StatusOr<std::vector<v1::BatchReport>> ReadReportCsv(const std::string& file,
                                                           absl::string_view text,
                                                           absl::string_view language_code);

// One report in protobuf's JSON a line; empty lines and notes (lines that begin with #) are
// skipped.
absl::StatusOr<std::vector<v1::BatchReport>> ReadReportJsonLines(const std::string& file,
                                                                 absl::string_view text,
                                                                 absl::string_view language_code);

// The headings for one kind of report, with a line that says the kind; `age_bands` are ids of the
// region's configuration. As a Dutch spreadsheet opens it: semicolons, byte order mark, CRLF.
std::string ReportCsvTemplate(ReportSubject subject, const std::vector<std::string>& age_bands);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_REPORT_CSV_H_
