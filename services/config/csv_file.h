// A small reader of comma-separated tables that an operator hands in: one row per line, a header,
// values in quotes where they hold commas.
//
//   absl::StatusOr<std::vector<CsvRow>> rows = ReadCsv(path, {"postcode", "latitude"});
//   rows->front().values[1]
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_CSV_FILE_H_
#define OVERSTAP_SERVICES_CONFIG_CSV_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::config {

struct CsvRow {
  int line = 0;                     // in the file, from 1
  std::vector<std::string> values;  // of the columns that were asked for, in that order
};

// NOT_FOUND: the file cannot be read. INVALID_ARGUMENT: a column is missing, or a row has another
// number of values than the header; names file and line.
absl::StatusOr<std::vector<CsvRow>> ReadCsv(const std::string& path,
                                            const std::vector<std::string>& columns);

// What is wrong in a table, with file and line; the first few of many.
class CsvErrors {
 public:
  explicit CsvErrors(std::string path) : path_(std::move(path)) {}
  void Add(const CsvRow& row, absl::string_view what);
  // OK, or INVALID_ARGUMENT.
  absl::Status status() const;

 private:
  std::string path_;
  std::vector<std::string> first_;
  size_t count_ = 0;
};

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_CSV_FILE_H_
