// Comma-separated values as RFC 4180 has them, or with another separator, read from a text in
// memory.
//
//   CsvReader reader("skills_nl.csv", text, CsvReader::RaggedRows::kError);
//   CsvRow row;
//   while (true) {
//     absl::StatusOr<bool> more = reader.Next(row);  // an error names file, line and column
//     if (!more.ok() || !*more) break;
//     Use(row[0], row.line());
//   }
//
// UTF-8, with or without a byte order mark; rows end with CRLF or LF, also mixed; a quoted field
// may hold commas, line ends and doubled quotes. Empty lines between rows are skipped.
//
// One reader belongs to one thread.
#ifndef OVERSTAP_DATA_IMPORT_CSV_H_
#define OVERSTAP_DATA_IMPORT_CSV_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace overstap::data {

// One row. Fields point into the reader's text or into the row, until the next call of Next.
class CsvRow {
 public:
  size_t size() const { return fields_.size(); }
  // Empty beyond the row's end.
  absl::string_view operator[](size_t index) const {
    return index < fields_.size() ? fields_[index].text : absl::string_view();
  }
  // 1-based line on which the row starts.
  int line() const { return line_; }

 private:
  friend class CsvReader;
  struct Field {
    absl::string_view text;
    size_t offset = 0;  // of its first byte in the text
  };

  std::vector<Field> fields_;
  std::deque<std::string> unescaped_;  // fields with doubled quotes; a deque keeps views valid
  int line_ = 0;
};

class CsvReader {
 public:
  // What to do with a row that has more or fewer fields than the first row.
  enum class RaggedRows { kError, kAllow };

  // `text` must outlive the reader and the rows; `file` is for messages. `separator` stands between
  // fields.
  CsvReader(std::string file, absl::string_view text, RaggedRows ragged_rows, char separator = ',');

  // Reads the next row into `row`. False: there is none left. INVALID_ARGUMENT names file, line and
  // column (in characters, 1-based); after an error the reader stays at it.
  absl::StatusOr<bool> Next(CsvRow& row);

  // INVALID_ARGUMENT with the place of a field, for errors in what it says.
  absl::Status ErrorAt(const CsvRow& row, size_t index, absl::string_view what) const;

  const std::string& file() const { return file_; }

 private:
  absl::Status ErrorAtOffset(size_t offset, absl::string_view what) const;
  absl::Status ReadField(CsvRow& row, bool& row_ended);
  absl::Status ReadQuoted(CsvRow& row);
  // Whether a row ends at position_; if so, moves behind its end.
  bool SkipLineEnd();

  std::string file_;
  absl::string_view text_;
  RaggedRows ragged_rows_;
  char separator_;
  std::string field_ends_;  // what ends a field without quotes, or is wrong in it
  size_t start_ = 0;        // behind the byte order mark
  size_t position_ = 0;     // of the next byte to read
  size_t counted_ = 0;      // lines are counted up to here
  int line_ = 1;            // of counted_
  size_t width_ = 0;        // fields of the first row; 0: not read yet
};

// A file of rows below one row of column names.
//
//   absl::StatusOr<CsvTable> table = CsvTable::Open(path, {"conceptUri"}, {"altLabels"});
//   size_t uri = table->column("conceptUri");
//
// Columns may stand in any order, and others may stand beside them.
class CsvTable {
 public:
  // NOT_FOUND when the file cannot be read; INVALID_ARGUMENT names required columns that are
  // missing.
  static absl::StatusOr<CsvTable> Open(const std::string& path,
                                       const std::vector<absl::string_view>& required,
                                       CsvReader::RaggedRows ragged_rows);
  // The same over a text in memory.
  static absl::StatusOr<CsvTable> Parse(std::string file, std::string text,
                                        const std::vector<absl::string_view>& required,
                                        CsvReader::RaggedRows ragged_rows);

  // Beyond every row's end where there is no such column, so that its fields read as empty.
  size_t column(absl::string_view name) const;
  absl::StatusOr<bool> Next(CsvRow& row) { return reader_.Next(row); }
  absl::Status ErrorAt(const CsvRow& row, size_t index, absl::string_view what) const {
    return reader_.ErrorAt(row, index, what);
  }

 private:
  CsvTable(std::unique_ptr<const std::string> text, CsvReader reader,
           std::vector<std::string> columns)
      : text_(std::move(text)), reader_(std::move(reader)), columns_(std::move(columns)) {}

  std::unique_ptr<const std::string> text_;  // its address stays when the table moves
  CsvReader reader_;
  std::vector<std::string> columns_;
};

// The whole file. NOT_FOUND where it cannot be opened, UNAVAILABLE where it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7); the
// text's size: all of it is.
size_t FindInvalidUtf8(absl::string_view text);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_CSV_H_
