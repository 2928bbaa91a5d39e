// JSON Lines: one message of the API on each line, in protobuf's JSON.
//
//   JsonLinesReader reader("vacancies.jsonl", stream);
//   v1::Vacancy vacancy;
//   while (true) {
//     absl::StatusOr<bool> more = reader.Next(vacancy);
//     if (!more.ok()) { Reject(reader.line(), more.status()); continue; }   // the next line
//     follows if (!*more) break;
//   }
//
// Field names as in the .proto files or in lowerCamelCase; an unknown name is an error. Empty lines
// and a byte order mark are skipped. One reader belongs to one thread.
#ifndef OVERSTAP_DATA_IMPORT_JSON_LINES_H_
#define OVERSTAP_DATA_IMPORT_JSON_LINES_H_

#include <cstdint>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace overstap::data {

class JsonLinesReader {
 public:
  // `stream` must outlive the reader; `file` is for messages.
  JsonLinesReader(std::string file, std::istream& stream);

  // Parses the next line into `message`, which it clears before. False: there is no line left.
  // INVALID_ARGUMENT names file, line and, where the fault has a place, the column (in bytes,
  // 1-based), and the reason; the next call goes on with the line after it. UNAVAILABLE: the stream
  // cannot be read; then every further call says so too.
  absl::StatusOr<bool> Next(google::protobuf::Message& message);

  // The line that Next read last, without its end, and its 1-based number.
  const std::string& line() const { return line_; }
  int64_t line_number() const { return line_number_; }

 private:
  std::string file_;
  std::istream& stream_;
  std::string line_;
  int64_t line_number_ = 0;
};

// Parses one JSON object; INVALID_ARGUMENT with the reason as above, without file and line.
absl::Status ParseJson(const std::string& json, google::protobuf::Message& message);

// `message` as one line of JSON, without line end: field names as in the .proto files, fields in
// the order of their numbers, unset ones left out.
std::string ToJsonLine(const google::protobuf::Message& message);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_JSON_LINES_H_
