#include "matcher/model/date.h"

#include <algorithm>

namespace overstap::matcher {
namespace {

constexpr int kDaysPerEra = 146'097;  // 400 Gregorian years

constexpr bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// Days before January 1st of `year` (1 or later), counted from 0001-01-01.
constexpr int DaysBeforeYear(int year) {
  const int y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400;
}

constexpr int kDaysBefore1970 = DaysBeforeYear(1970);

}  // namespace

std::optional<Date> Date::FromCivil(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > DaysInMonth(year, month)) {
    return std::nullopt;
  }
  int days = DaysBeforeYear(year) - kDaysBefore1970 + day - 1;
  for (int m = 1; m < month; ++m) days += DaysInMonth(year, m);
  return Date(days);
}

CivilDate Date::Civil() const {
  const int since_year_one = days_ + kDaysBefore1970;
  int year = static_cast<int>(static_cast<int64_t>(since_year_one) * 400 / kDaysPerEra) + 1;
  while (DaysBeforeYear(year) > since_year_one) --year;
  while (DaysBeforeYear(year + 1) <= since_year_one) ++year;
  int rest = since_year_one - DaysBeforeYear(year);
  int month = 1;
  while (rest >= DaysInMonth(year, month)) rest -= DaysInMonth(year, month++);
  return {.year = year, .month = month, .day = rest + 1};
}

Weekday Date::DayOfWeek() const {
  constexpr int kThursday = 3;  // 1970-01-01
  const int weekday = ((days_ + kThursday) % 7 + 7) % 7;
  return static_cast<Weekday>(weekday);
}

Date Date::PlusMonths(int months) const {
  const CivilDate civil = Civil();
  const int month_index = civil.year * 12 + civil.month - 1 + months;
  const int year = month_index / 12;
  const int month = month_index % 12 + 1;
  return *FromCivil(year, month, std::min(civil.day, DaysInMonth(year, month)));
}

std::string Date::ToString() const {
  const CivilDate civil = Civil();
  std::string text = "0000-00-00";
  // Digit by digit: reasons hold dates by the dozen, and formatting takes ten times as long.
  const auto put = [&text](size_t last, int number, int digits) {
    for (int i = 0; i < digits; ++i, number /= 10) {
      text[last - static_cast<size_t>(i)] = static_cast<char>('0' + number % 10);
    }
  };
  put(3, civil.year, 4);
  put(6, civil.month, 2);
  put(9, civil.day, 2);
  return text;
}

}  // namespace overstap::matcher
