// The lines of a file or of standard input, readable twice: once to send them, and once more to
// write down those that were refused.
//
//   absl::StatusOr<RewindableLines> lines = RewindableLines::Open("vacancies.jsonl", std::cin);
//   while (lines->Next()) Use(lines->number(), lines->line());
//   lines->Rewind();
//
// What cannot be rewound (standard input, a pipe) is held in memory. One reader at a time.
#ifndef OVERSTAP_CLIENTS_CLI_IMPORT_REWINDABLE_LINES_H_
#define OVERSTAP_CLIENTS_CLI_IMPORT_REWINDABLE_LINES_H_

#include <cstdint>
#include <istream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace overstap::cli {

class RewindableLines {
 public:
  // `-` is `in`. NOT_FOUND: no such file, or not readable.
  static absl::StatusOr<RewindableLines> Open(const std::string& file, std::istream& in);

  // Goes to the next line that holds something: neither empty nor a note (a line that begins with
  // `#`). False: there is none left.
  bool Next();
  void Rewind();

  // The line without its end, a byte order mark and blanks around it; and its 1-based number.
  const std::string& line() const { return line_; }
  int64_t number() const { return number_; }

  // Bytes read so far, and in all.
  int64_t bytes_read() const { return bytes_read_; }
  int64_t total_bytes() const { return total_bytes_; }

 private:
  RewindableLines(std::unique_ptr<std::istream> stream, int64_t total_bytes);

  std::unique_ptr<std::istream> stream_;
  std::string line_;
  int64_t number_ = 0;
  int64_t bytes_read_ = 0;
  int64_t total_bytes_ = 0;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_IMPORT_REWINDABLE_LINES_H_
