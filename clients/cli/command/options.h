// Options that are values of the API: checked while the command line is read, so that a wrong one
// is wrong usage.
//
//   AddDate(command, "--as-of", request.mutable_as_of_date(), "The current date");
//   AddEnum(command, "--order", order, "How routes are ordered");
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_OPTIONS_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_OPTIONS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "google/type/date.pb.h"

namespace overstap::cli {

// The references must outlive the parsing of the command line.
inline CLI::Option* AddDate(CLI::App* command, const std::string& name, google::type::Date& date,
                            const std::string& description) {
  return command->add_option_function<std::string>(
      name,
      [&date, name](const std::string& text) {
        const auto parsed = ParseDate(text);
        if (!parsed.ok()) throw CLI::ValidationError(name, std::string(parsed.status().message()));
        date = *parsed;
      },
      absl::StrCat(description, " (year-month-day)"));
}

template <typename Enum>
CLI::Option* AddEnum(CLI::App* command, const std::string& name, Enum& value,
                     const std::string& description) {
  return command->add_option_function<std::string>(
      name,
      [&value, name](const std::string& text) {
        const auto parsed = ParseEnum<Enum>(text);
        if (!parsed.ok()) throw CLI::ValidationError(name, std::string(parsed.status().message()));
        value = *parsed;
      },
      absl::StrCat(description, ": ", EnumChoices(*google::protobuf::GetEnumDescriptor<Enum>())));
}

template <typename Enum>
CLI::Option* AddEnums(CLI::App* command, const std::string& name, std::vector<Enum>& values,
                      const std::string& description) {
  return command
      ->add_option_function<std::vector<std::string>>(
          name,
          [&values, name](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              const auto parsed = ParseEnum<Enum>(text);
              if (!parsed.ok()) {
                throw CLI::ValidationError(name, std::string(parsed.status().message()));
              }
              values.push_back(*parsed);
            }
          },
          absl::StrCat(description, ": ",
                       EnumChoices(*google::protobuf::GetEnumDescriptor<Enum>())))
      ->delimiter(',')
      ->allow_extra_args(false);
}

// Several texts, repeated or with commas between them.
inline CLI::Option* AddTexts(CLI::App* command, const std::string& name,
                             std::vector<std::string>& texts, const std::string& description) {
  return command->add_option(name, texts, description)->delimiter(',')->allow_extra_args(false);
}

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_OPTIONS_H_
