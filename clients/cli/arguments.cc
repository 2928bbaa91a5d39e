#include "clients/cli/arguments.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "clients/cli/text/names.h"

namespace overstap::cli {
namespace {

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace

std::string FullName(const std::string& collection, const std::string& id) {
  return absl::StrContains(id, '/') ? id : absl::StrCat(collection, "/", id);
}

absl::StatusOr<google::type::Date> ParseDate(const std::string& text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is no date of the form 2026-11-22"));
  }
  return ToDate(day);
}

std::string IsoDate(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

absl::StatusOr<int> ParseEnum(const google::protobuf::EnumDescriptor& type,
                              const std::string& text) {
  const std::string wanted = absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}}));
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    if (value.name() == wanted || ShortName(value) == wanted) return value.number();
  }
  return absl::InvalidArgumentError(absl::StrCat("'", text, "' is none of: ", EnumChoices(type)));
}

std::string EnumChoices(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> choices;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    choices.push_back(
        absl::AsciiStrToLower(absl::StrReplaceAll(ShortName(*type.value(i)), {{"_", "-"}})));
  }
  return absl::StrJoin(choices, ", ");
}

}  // namespace overstap::cli
