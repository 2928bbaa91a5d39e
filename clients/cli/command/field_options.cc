#include "clients/cli/command/field_options.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"
#include "clients/cli/record/assignment.h"
#include "google/protobuf/descriptor.h"
#include "google/type/date.pb.h"

namespace overstap::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor& FieldAt(const Descriptor& message, const std::string& path) {
  const Descriptor* owner = &message;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (field != nullptr) owner = field->message_type();
    field = owner->FindFieldByName(std::string(part));
  }
  return *field;
}

std::string Help(const FieldOption& option, const FieldDescriptor& field) {
  if (field.message_type() == google::type::Date::descriptor()) {
    return absl::StrCat(option.description, " (year-month-day)");
  }
  if (field.enum_type() != nullptr) {
    return absl::StrCat(option.description, ": ", EnumChoices(*field.enum_type()));
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    return absl::StrCat(option.description, ": yes or no");
  }
  return option.description;
}

void AssignOption(Message& message, const FieldOption& option, const std::string& value) {
  const absl::Status status = Assign(absl::StrCat(option.path, "=", value), message);
  if (!status.ok()) throw CLI::ValidationError(option.option, std::string(status.message()));
}

std::string Named(const FieldOption& option, const std::string& value) {
  return option.collection.empty() ? value : FullName(option.collection, value);
}

}  // namespace

void AddFieldOptions(CLI::App* command, Message& message, const std::vector<FieldOption>& options) {
  for (const FieldOption& option : options) {
    const FieldDescriptor& field = FieldAt(*message.GetDescriptor(), option.path);
    if (field.is_repeated()) {
      command
          ->add_option_function<std::vector<std::string>>(
              option.option,
              [&message, option](const std::vector<std::string>& values) {
                std::vector<std::string> named;
                named.reserve(values.size());
                for (const std::string& value : values) named.push_back(Named(option, value));
                AssignOption(message, option, absl::StrJoin(named, ","));
              },
              Help(option, field))
          ->delimiter(',')
          ->allow_extra_args(false);
      continue;
    }
    const bool is_bool = field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
    CLI::Option* added = command->add_option_function<std::string>(
        option.option,
        [&message, option, is_bool](const std::string& value) {
          AssignOption(message, option,
                       is_bool ? (value == "yes" ? "true" : "false") : Named(option, value));
        },
        Help(option, field));
    if (is_bool) added->check(CLI::IsMember({"yes", "no"}));
  }
}

void AddAssignments(CLI::App* command, std::vector<std::string>& assignments) {
  command
      ->add_option("--set", assignments,
                   "FIELD.PATH=VALUE: sets a field; repeatable, after the file. VALUE is text, a "
                   "number, a date (2026-11-22), a list (a,b) or JSON; none clears the field")
      ->take_all()
      ->allow_extra_args(false);
}

absl::Status AssignAll(const std::vector<std::string>& assignments, Message& message) {
  for (const std::string& assignment : assignments) {
    absl::Status status = Assign(assignment, message);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace overstap::cli
