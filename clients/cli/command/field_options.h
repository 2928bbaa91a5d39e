// Options that are fields of a message: `--hours=40` for `training_completion.training_hours`.
//
//   AddFieldOptions(command, report, {{"--hours", "in_kind.hours", "Hours given"}});
//
// Values are read as `--set` reads them (assignment.h); yes and no are words of their own. A wrong
// one is wrong usage. Used while the command line is set up, by one thread.
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_FIELD_OPTIONS_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_FIELD_OPTIONS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

struct FieldOption {
  std::string option;           // `--hours`
  std::string path;             // of the field, with dots between fields
  std::string description;      // what stands in it
  std::string collection = "";  // of the record that it names, where an id will do
};

// `message` must outlive the parsing of the command line; fields whose option is not given stay as
// they are.
void AddFieldOptions(CLI::App* command, google::protobuf::Message& message,
                     const std::vector<FieldOption>& options);

// --set, repeatable.
void AddAssignments(CLI::App* command, std::vector<std::string>& assignments);

// In order, up to the first that is wrong.
absl::Status AssignAll(const std::vector<std::string>& assignments,
                       google::protobuf::Message& message);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_FIELD_OPTIONS_H_
