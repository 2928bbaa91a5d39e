#include "clients/cli/record/record_text.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "overstap/v1/common.pb.h"

namespace overstap::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kNothing[] = "–";
constexpr int kMinutesPerHour = 60;

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  return field.is_repeated() ? reflection->FieldSize(message, &field) > 0
                             : reflection->HasField(message, &field);
}

// Texts, choices and single messages do; numbers and lists of messages need their name.
bool SpeaksForItself(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM ||
         (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated());
}

// Bookkeeping of the server, which stands at the end of a record if anywhere.
bool IsBookkeeping(const FieldDescriptor& field) {
  return field.name() == "etag" || field.name() == "create_time" || field.name() == "update_time";
}

// `items` of a message that is there to tell an empty list from an unknown one; else null.
const FieldDescriptor* ListField(const Descriptor& type) {
  const bool is_list = type.field_count() == 1 && type.field(0)->is_repeated();
  return is_list ? type.field(0) : nullptr;
}

template <typename Specific>
const Specific* As(const Message& message) {
  return google::protobuf::DynamicCastToGenerated<Specific>(&message);
}

}  // namespace

std::string RecordText::Number(const FieldDescriptor& field, double number) const {
  if (absl::StrContains(field.name(), "eur_cents")) {
    return locale_.Money(static_cast<int64_t>(number));
  }
  if (absl::EndsWith(field.name(), "minute_of_day")) {
    const int minutes = static_cast<int>(number);
    return absl::StrFormat("%02d:%02d", minutes / kMinutesPerHour, minutes % kMinutesPerHour);
  }
  return locale_.Number(number);
}

std::string RecordText::Value(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Line(repeated ? reflection.GetRepeatedMessage(message, &field, index)
                           : reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return locale_.ValueName(repeated ? *reflection.GetRepeatedEnum(message, &field, index)
                                        : *reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return locale_.YesOrNo(repeated ? reflection.GetRepeatedBool(message, &field, index)
                                      : reflection.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection.GetRepeatedString(message, &field, index)
                      : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Number(field, repeated ? reflection.GetRepeatedDouble(message, &field, index)
                                    : reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return Number(
          field, static_cast<double>(repeated ? reflection.GetRepeatedInt64(message, &field, index)
                                              : reflection.GetInt64(message, &field)));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Number(field, repeated ? reflection.GetRepeatedUInt32(message, &field, index)
                                    : reflection.GetUInt32(message, &field));
    default:
      return Number(field, repeated ? reflection.GetRepeatedInt32(message, &field, index)
                                    : reflection.GetInt32(message, &field));
  }
}

std::string RecordText::Values(const Message& message, const FieldDescriptor& field,
                               const std::string& separator) {
  if (!field.is_repeated()) {
    if (field.message_type() != nullptr && ListField(*field.message_type()) != nullptr) {
      const Message& list = message.GetReflection()->GetMessage(message, &field);
      const FieldDescriptor& items = *ListField(*field.message_type());
      return IsSet(list, items) ? Values(list, items, separator) : locale_.Say(Text::kNone);
    }
    return Value(message, field, 0);
  }
  const int count = message.GetReflection()->FieldSize(message, &field);
  std::vector<std::string> values;
  values.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    values.push_back(Value(message, field, i));
  }
  return absl::StrJoin(values, separator);
}

std::string RecordText::Line(const Message& message) {
  if (const auto* date = As<google::type::Date>(message)) return locale_.Date(*date);
  if (const auto* time = As<google::protobuf::Timestamp>(message)) return locale_.Time(*time);
  if (const auto* code = As<v1::Code>(message)) {
    const std::string& label = labels_.LabelOf(*code);
    return code->scheme() == "ESCO" ? label : absl::StrCat(code->scheme(), " ", label);
  }
  if (const auto* place = As<v1::Place>(message)) {
    const std::string& where = place->has_postcode() ? place->postcode() : place->municipality();
    const bool abroad = !place->country_code().empty() && place->country_code() != "NL";
    return abroad ? absl::StrCat(place->country_code(), " ", where) : where;
  }
  const Descriptor& type = *message.GetDescriptor();
  // A span of numbers, such as hours a week.
  if (type.field_count() == 2 && absl::StartsWith(type.field(0)->name(), "min_") &&
      absl::StartsWith(type.field(1)->name(), "max_")) {
    const std::string from = Value(message, *type.field(0), 0);
    const std::string to = Value(message, *type.field(1), 0);
    return from == to ? from : absl::StrCat(from, "–", to);
  }
  std::string head;
  std::vector<std::string> rest;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsSet(message, field)) continue;
    const std::string value = Values(message, field, ", ");
    if (head.empty() && rest.empty() && SpeaksForItself(field)) {
      head = value;
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
               message.GetReflection()->GetBool(message, &field)) {
      rest.push_back(locale_.FieldName(field));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      rest.push_back(value);
    } else {
      rest.push_back(absl::StrCat(locale_.FieldName(field), ": ", value));
    }
  }
  if (rest.empty()) return head.empty() ? locale_.Say(Text::kNone) : head;
  const std::string others = absl::StrJoin(rest, ", ");
  return head.empty() ? others : absl::StrCat(head, " (", others, ")");
}

std::string RecordText::Field(const Message& message, const std::string& path) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const Descriptor& type = *message.GetDescriptor();
  if (const auto* oneof = type.FindOneofByName(parts.first)) {
    const auto* field = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
    return field == nullptr ? kNothing : locale_.FieldName(*field);
  }
  const FieldDescriptor* field = type.FindFieldByName(parts.first);
  // Numbers that are 0 are not "set", and yet to be shown.
  const bool is_number = field != nullptr && !field->has_presence() && !field->is_repeated() &&
                         field->cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
                         field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM;
  if (field == nullptr || (!is_number && !IsSet(message, *field))) return kNothing;
  if (!parts.second.empty()) {
    return Field(message.GetReflection()->GetMessage(message, field), parts.second);
  }
  return Values(message, *field, ", ");
}

std::string RecordText::Record(const RecordKind& kind, const Message& record, int width) {
  Table table(
      {{locale_.Say(Text::kColumnField)}, {locale_.Say(Text::kColumnValue), Table::kWraps}});
  std::vector<std::string> unknown;
  const auto add = [&](bool bookkeeping) {
    for (int i = 0; i < kind.resource->field_count(); ++i) {
      const FieldDescriptor& field = *kind.resource->field(i);
      if (IsBookkeeping(field) != bookkeeping) continue;
      if (IsSet(record, field)) {
        table.AddRow({locale_.FieldName(field), Values(record, field, "\n")});
      } else if (!bookkeeping) {
        unknown.push_back(locale_.FieldName(field));
      }
    }
  };
  add(false);
  add(true);
  std::string text = table.Render(width);
  if (kind.has_unknowns && !unknown.empty()) {
    absl::StrAppend(&text, "\n", locale_.Say(Text::kUnknownFields, absl::StrJoin(unknown, ", ")),
                    "\n");
  }
  return text;
}

std::string RecordText::Rows(const RecordKind& kind, const Message& reply, int width) {
  std::vector<Table::Column> columns;
  for (const RecordColumn& column : kind.columns) {
    columns.push_back({locale_.Say(column.title), column.style});
  }
  Table table(std::move(columns));
  const FieldDescriptor* items = reply.GetDescriptor()->field(0);
  const int count = reply.GetReflection()->FieldSize(reply, items);
  for (int i = 0; i < count; ++i) {
    const Message& record = reply.GetReflection()->GetRepeatedMessage(reply, items, i);
    std::vector<std::string> cells;
    for (const RecordColumn& column : kind.columns) cells.push_back(Field(record, column.path));
    table.AddRow(std::move(cells));
  }
  if (table.empty()) return absl::StrCat(locale_.Say(Text::kNoRecords), "\n");
  return table.Render(width);
}

}  // namespace overstap::cli
