// What commands print: for people in lines, for machines as JSON.
//
//   if (json) std::cout << ToJson(status); else PrintVerification(response);
//
// Of one thread.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_OUTPUT_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_OUTPUT_H_

#include <cstdint>
#include <string>

#include "CLI/CLI.hpp"
#include "google/protobuf/message.h"
#include "overstap/v1/admin_service.pb.h"

namespace overstap::admin {

// --json.
void AddJsonOption(CLI::App* command, bool* json);
// Adds the command; the examples end its --help.
CLI::App* AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::string& examples);

// Protobuf's JSON with lowerCamelCase names, every field, with a line end.
std::string ToJson(const google::protobuf::Message& message);
// `1.4 GiB`.
std::string SizeText(int64_t bytes);
// `3 h 12 min`, `4.2 s`.
std::string DurationText(const google::protobuf::Duration& duration);
// One backup in one line, or in several.
std::string BackupLine(const v1::Backup& backup);
std::string BackupText(const v1::Backup& backup);

// Prints the findings and what was looked at; the code to exit with.
int PrintVerification(const v1::VerifyDataResponse& response, bool json);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_OUTPUT_H_
