#include "clients/cli/record/assignment.h"

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"
#include "data/import/json_lines.h"
#include "google/protobuf/descriptor.h"
#include "google/type/date.pb.h"
#include "nlohmann/json.hpp"

namespace overstap::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FindField(const Descriptor& message, const std::string& name) {
  const FieldDescriptor* field = message.FindFieldByName(name);
  if (field != nullptr) return field;
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->json_name() == name) return message.field(i);
  }
  return nullptr;
}

// One value as a piece of JSON.
absl::StatusOr<std::string> ValueJson(const FieldDescriptor& field, const std::string& text) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return text;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const absl::StatusOr<int> number = ParseEnum(*field.enum_type(), text);
      if (!number.ok()) return number.status();
      return absl::StrCat(*number);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      if (field.message_type() != google::type::Date::descriptor() || text[0] == '{') return text;
      const absl::StatusOr<google::type::Date> date = ParseDate(text);
      if (!date.ok()) return date.status();
      return data::ToJsonLine(*date);
    }
    default:
      return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

absl::StatusOr<std::string> FieldJson(const FieldDescriptor& field, const std::string& text) {
  if (!field.is_repeated()) return ValueJson(field, text);
  if (text[0] == '[') return text;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return absl::StrCat("[", text, "]");
  std::vector<std::string> values;
  for (const absl::string_view item : absl::StrSplit(text, ',')) {
    absl::StatusOr<std::string> value = ValueJson(field, std::string(item));
    if (!value.ok()) return value;
    values.push_back(*std::move(value));
  }
  return absl::StrCat("[", absl::StrJoin(values, ","), "]");
}

}  // namespace

absl::Status Assign(const std::string& assignment, Message& message) {
  const std::vector<std::string> sides = absl::StrSplit(assignment, absl::MaxSplits('=', 1));
  const std::string& path = sides[0];
  const auto wrong = [&path](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
  };
  if (sides.size() != 2) return wrong("no '=' and value behind the field");

  Message* owner = &message;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (field != nullptr) {
      if (field->is_repeated() || field->message_type() == nullptr) {
        return wrong(absl::StrCat(field->name(), " has no fields of its own"));
      }
      owner = owner->GetReflection()->MutableMessage(owner, field);
    }
    field = FindField(*owner->GetDescriptor(), std::string(part));
    if (field == nullptr) {
      return wrong(absl::StrCat(owner->GetDescriptor()->name(), " has no field '", part, "'"));
    }
  }
  owner->GetReflection()->ClearField(owner, field);
  if (sides[1].empty()) return absl::OkStatus();

  const absl::StatusOr<std::string> value = FieldJson(*field, sides[1]);
  if (!value.ok()) return wrong(value.status().message());
  const std::unique_ptr<Message> parsed(owner->New());
  const absl::Status status =
      data::ParseJson(absl::StrCat("{\"", field->name(), "\":", *value, "}"), *parsed);
  if (!status.ok()) return wrong(status.message());
  owner->MergeFrom(*parsed);
  return absl::OkStatus();
}

std::string AssignedField(const std::string& assignment, const Descriptor& message) {
  const std::string first = assignment.substr(0, assignment.find_first_of(".="));
  const FieldDescriptor* field = FindField(message, first);
  return field == nullptr ? first : field->name();
}

}  // namespace overstap::cli
