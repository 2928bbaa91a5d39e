// What is typed on the command line, as values of the API.
//
//   FullName("vacancies", "v-1")              // "vacancies/v-1"
//   ParseDate("2026-11-22")                   // google.type.Date
//   ParseEnum<v1::RouteOrder>("least-cost")   // ROUTE_ORDER_LEAST_COST
//
// Errors are INVALID_ARGUMENT and name what was given. Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_ARGUMENTS_H_
#define OVERSTAP_CLIENTS_CLI_ARGUMENTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/type/date.pb.h"

namespace overstap::cli {

// `id` in its collection; a full name stays as it is.
std::string FullName(const std::string& collection, const std::string& id);

// Year-month-day.
absl::StatusOr<google::type::Date> ParseDate(const std::string& text);
// ISO 8601, as ParseDate reads it.
std::string IsoDate(const google::type::Date& date);

// A value by its identifier, with or without its enum's prefix, in capitals or not, with - or _.
absl::StatusOr<int> ParseEnum(const google::protobuf::EnumDescriptor& type,
                              const std::string& text);
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(const std::string& text) {
  const absl::StatusOr<int> number = ParseEnum(*google::protobuf::GetEnumDescriptor<Enum>(), text);
  if (!number.ok()) return number.status();
  return static_cast<Enum>(*number);
}

// The identifiers that ParseEnum takes, for help: `permanent, fixed-term, …`.
std::string EnumChoices(const google::protobuf::EnumDescriptor& type);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_ARGUMENTS_H_
