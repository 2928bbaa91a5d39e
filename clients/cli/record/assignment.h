// `--set field.path=value`: fields of a record given on the command line.
//
//   absl::Status status = Assign("hours_per_week.min_hours_per_week=24", vacancy);
//   AssignedField("hours_per_week.min_hours_per_week=24")   // "hours_per_week"
//
// A path goes through message fields by their names (either spelling of protobuf's JSON). A value
// is plain text for numbers, texts, yes and no (true, false), enum values (with or without prefix),
// dates (2026-11-22) and lists of those (a,b,c); JSON for everything else. No value clears the
// field. Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_ASSIGNMENT_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_ASSIGNMENT_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

// INVALID_ARGUMENT names the path and what is wrong.
absl::Status Assign(const std::string& assignment, google::protobuf::Message& message);

// The top-level field that an assignment is about, as the .proto names it; the path's first part
// where there is no such field.
std::string AssignedField(const std::string& assignment,
                          const google::protobuf::Descriptor& message);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_ASSIGNMENT_H_
