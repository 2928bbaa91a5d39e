#include "data/generate/calendar.h"

#include <chrono>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace overstap::data {
namespace {

std::chrono::year_month_day ToCivil(Day day) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day)));
}

}  // namespace

std::optional<Day> ParseDay(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const bool plain = text.find_first_not_of("0123456789-") == absl::string_view::npos;
  if (!plain || parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 ||
      parts[2].size() != 2 || !absl::SimpleAtoi(parts[0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) || !absl::SimpleAtoi(parts[2], &day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

Day MakeDay(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

int YearOf(Day day) { return static_cast<int>(ToCivil(day).year()); }

google::type::Date ToDate(Day day) {
  const std::chrono::year_month_day civil = ToCivil(day);
  google::type::Date date;
  date.set_year(static_cast<int>(civil.year()));
  date.set_month(static_cast<int>(static_cast<unsigned>(civil.month())));
  date.set_day(static_cast<int>(static_cast<unsigned>(civil.day())));
  return date;
}

int WeekdayOf(Day day) {
  const std::chrono::weekday weekday{std::chrono::sys_days(std::chrono::days(day))};
  return static_cast<int>(weekday.iso_encoding());
}

Day NextWeekday(Day day, int weekday) { return day + (weekday - WeekdayOf(day) + 7) % 7; }

}  // namespace overstap::data
