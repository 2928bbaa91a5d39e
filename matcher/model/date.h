// A civil day, as a count of days, so that arithmetic and comparison are those of integers.
//
//   Date start = *Date::FromCivil(2026, 9, 1);
//   Date end = start + 7 * weeks;
//
// A value; safe to share between threads. The current date is always an argument: nothing here
// reads a clock.
#ifndef OVERSTAP_MATCHER_MODEL_DATE_H_
#define OVERSTAP_MATCHER_MODEL_DATE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace overstap::matcher {

// Monday is 0, Sunday 6.
enum class Weekday : uint8_t {
  kMonday,
  kTuesday,
  kWednesday,
  kThursday,
  kFriday,
  kSaturday,
  kSunday
};

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
};

class Date {
 public:
  // 1970-01-01.
  constexpr Date() = default;
  // Days since 1970-01-01, negative before.
  constexpr explicit Date(int32_t days) : days_(days) {}

  // nullopt when there is no such day, or the year is outside 1 to 9999.
  static std::optional<Date> FromCivil(int year, int month, int day);

  constexpr int32_t days() const { return days_; }
  CivilDate Civil() const;
  Weekday DayOfWeek() const;
  // The same day `months` later; the last day of the month where that has no such day.
  Date PlusMonths(int months) const;
  // ISO 8601, e.g. "2026-09-01".
  std::string ToString() const;

  friend constexpr auto operator<=>(Date, Date) = default;
  friend constexpr Date operator+(Date date, int32_t days) { return Date(date.days_ + days); }
  friend constexpr Date operator-(Date date, int32_t days) { return Date(date.days_ - days); }
  friend constexpr int32_t operator-(Date later, Date earlier) {
    return later.days_ - earlier.days_;
  }

 private:
  int32_t days_ = 0;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_DATE_H_
