// Which parts of the week a shift takes.
//
//   WeekParts taken = PartsTaken(shift, Weekday::kMonday);  // 06:00-14:00: Monday early and day
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_SHIFT_TIME_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_SHIFT_TIME_H_

#include "matcher/model/values.h"

namespace overstap::matcher {

// Less than this, or as much, does not take a part of the day.
inline constexpr int kMinutesNotTaken = 30;

// The parts that a shift starting on `weekday` touches by more than kMinutesNotTaken. A night runs
// from 23:00 to 06:00 and belongs to the weekday on which it begins, so a shift from 05:00 takes
// the night of the day before.
WeekParts PartsTaken(const Shift& shift, Weekday weekday);

// Whether someone who is available at these parts can work the shift: on all its weekdays, or,
// where it names none, on some weekday.
bool FitsAvailability(const Shift& shift, WeekParts availability);

// Those of its parts (of Monday's, where it names no weekday).
WeekParts PartsTaken(const Shift& shift);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_SHIFT_TIME_H_
