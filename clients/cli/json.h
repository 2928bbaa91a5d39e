// Messages as JSON: what `--json` prints, and what files hold.
//
//   context.out() << ToJson(vacancy);
//   absl::Status status = ReadJson("vacancy.json", std::cin, vacancy);
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_JSON_H_
#define OVERSTAP_CLIENTS_CLI_JSON_H_

#include <istream>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

// Protobuf's JSON with lowerCamelCase names, indented, with a line end.
std::string ToJson(const google::protobuf::Message& message);

// Reads one JSON object from `file`; `-` is `in`. NOT_FOUND: no such file. INVALID_ARGUMENT names
// the file and the place.
absl::Status ReadJson(const std::string& file, std::istream& in,
                      google::protobuf::Message& message);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_JSON_H_
