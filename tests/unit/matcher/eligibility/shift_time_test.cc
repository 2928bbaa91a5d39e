#include "matcher/eligibility/shift_time.h"

#include <gtest/gtest.h>

#include "matcher/eligibility/value_texts.h"

namespace overstap::matcher {
namespace {

std::string Taken(MinuteOfDay start, MinuteOfDay end, Weekday weekday) {
  return WeekPartsText(PartsTaken({.weekdays = {}, .start = start, .end = end}, weekday));
}

TEST(PartsTaken, FollowsTheDay) {
  EXPECT_EQ(Taken(6 * 60, 14 * 60, Weekday::kMonday), "mon early+day");
  EXPECT_EQ(Taken(14 * 60, 22 * 60, Weekday::kMonday), "mon day+evening");
  EXPECT_EQ(Taken(22 * 60, 6 * 60, Weekday::kMonday), "mon evening+night");
  EXPECT_EQ(Taken(9 * 60, 17 * 60, Weekday::kMonday), "mon day");
}

TEST(PartsTaken, IgnoresHalfAnHour) {
  EXPECT_EQ(Taken(8 * 60 + 30, 17 * 60 + 30, Weekday::kMonday), "mon day");
  EXPECT_EQ(Taken(8 * 60 + 29, 17 * 60 + 31, Weekday::kMonday), "mon early+day+evening");
}

TEST(PartsTaken, GivesTheHoursBeforeSixToTheNightBefore) {
  EXPECT_EQ(Taken(5 * 60, 13 * 60, Weekday::kTuesday), "mon night,tue early+day");
  EXPECT_EQ(Taken(5 * 60, 13 * 60, Weekday::kMonday), "mon early+day,sun night");
}

TEST(PartsTaken, RunsIntoTheNextDay) {
  EXPECT_EQ(Taken(23 * 60, 7 * 60, Weekday::kSunday), "mon early,sun night");
  EXPECT_EQ(Taken(0, 0, Weekday::kWednesday), "tue night,wed early+day+evening+night");
}

}  // namespace
}  // namespace overstap::matcher
