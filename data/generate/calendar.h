// Days as numbers, for dates in generated records.
//
//   Day base = *ParseDay("2026-11-22");
//   *vacancy.mutable_start_date() = ToDate(NextWeekday(base + 30, 1));   // a Monday
//
// Values; safe to share between threads.
#ifndef OVERSTAP_DATA_GENERATE_CALENDAR_H_
#define OVERSTAP_DATA_GENERATE_CALENDAR_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

namespace overstap::data {

// Days since 1970-01-01.
using Day = int;

// From `YYYY-MM-DD`; nullopt: not a day of the Gregorian calendar.
std::optional<Day> ParseDay(absl::string_view text);

Day MakeDay(int year, int month, int day);
int YearOf(Day day);
google::type::Date ToDate(Day day);

// Monday 1 to Sunday 7.
int WeekdayOf(Day day);
// `day`, or the first day after it that is this weekday.
Day NextWeekday(Day day, int weekday);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_CALENDAR_H_
