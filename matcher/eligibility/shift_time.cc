#include "matcher/eligibility/shift_time.h"

#include <algorithm>

namespace overstap::matcher {
namespace {

constexpr int kMinutesPerDay = 1440;
constexpr int kDays = 7;
// Starts of early, day, evening and night, and the night's end.
constexpr int kPartBounds[] = {360, 540, 1020, 1380, 1800};
constexpr int kParts = 4;

Weekday DayAfter(Weekday weekday, int days) {
  return static_cast<Weekday>((static_cast<int>(weekday) + days + kDays) % kDays);
}

}  // namespace

WeekParts PartsTaken(const Shift& shift, Weekday weekday) {
  WeekParts parts;
  const int end = shift.end + (shift.end > shift.start ? 0 : kMinutesPerDay);
  for (int day = -1; day <= 1; ++day) {
    for (int part = 0; part < kParts; ++part) {
      const int from = std::max<int>(shift.start, day * kMinutesPerDay + kPartBounds[part]);
      const int to = std::min(end, day * kMinutesPerDay + kPartBounds[part + 1]);
      if (to - from > kMinutesNotTaken) {
        parts.Add(DayAfter(weekday, day), static_cast<DayPart>(part));
      }
    }
  }
  return parts;
}

WeekParts PartsTaken(const Shift& shift) {
  if (shift.weekdays.empty()) return PartsTaken(shift, Weekday::kMonday);
  WeekParts parts;
  for (const Weekday weekday : shift.weekdays) parts.AddAll(PartsTaken(shift, weekday));
  return parts;
}

bool FitsAvailability(const Shift& shift, WeekParts availability) {
  if (!shift.weekdays.empty()) {
    return std::all_of(shift.weekdays.begin(), shift.weekdays.end(), [&](Weekday weekday) {
      return availability.Contains(PartsTaken(shift, weekday));
    });
  }
  for (int day = 0; day < kDays; ++day) {
    if (availability.Contains(PartsTaken(shift, static_cast<Weekday>(day)))) return true;
  }
  return false;
}

}  // namespace overstap::matcher
