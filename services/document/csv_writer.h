// CSV that a Dutch spreadsheet opens right by a double click: UTF-8 with a byte order mark,
// semicolons, CRLF, decimal commas, ISO dates; quotes as RFC 4180 has them.
//
//   CsvWriter writer(columns, {.yes = "ja", .no = "nee"});
//   writer.Begin(&file);
//   writer.Append({std::string("=1+1"), 0.5}, &file);   // '=1+1;0,5
//
// A text that a spreadsheet would take for a formula begins with an apostrophe (CSV injection,
// OWASP). Of one thread at a time.
#ifndef OVERSTAP_SERVICES_DOCUMENT_CSV_WRITER_H_
#define OVERSTAP_SERVICES_DOCUMENT_CSV_WRITER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/document/table.h"

namespace overstap::document {

// The words for true and false.
struct CsvWords {
  std::string yes;
  std::string no;
};

class CsvWriter final : public TableWriter {
 public:
  CsvWriter(std::vector<Column> columns, CsvWords words);

  // Byte order mark and headings.
  void Begin(std::string* out) override;
  void Append(const Row& row, std::string* out) override;
  void End(std::string* out) override;

 private:
  std::string Field(const Cell& cell) const;

  const std::vector<Column> columns_;
  const CsvWords words_;
};

// A text as a field: harmless to a spreadsheet, and quoted where it must be.
std::string CsvText(absl::string_view text);
// Shortest decimal that reads back as the same number, with a decimal comma and nothing between
// thousands; empty for what is no finite number.
std::string CsvNumber(double number);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_CSV_WRITER_H_
