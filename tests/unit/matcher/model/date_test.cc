#include "matcher/model/date.h"

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

TEST(DateTest, EveryDayOfFourCenturiesComesBack) {
  const Date first = *Date::FromCivil(1900, 1, 1);
  const Date last = *Date::FromCivil(2300, 12, 31);
  for (Date date = first; date <= last; date = date + 1) {
    const CivilDate civil = date.Civil();
    ASSERT_EQ(Date::FromCivil(civil.year, civil.month, civil.day), date) << date.ToString();
  }
}

TEST(DateTest, RefusesDaysThatAreNot) {
  EXPECT_EQ(Date::FromCivil(2026, 2, 29), std::nullopt);
  EXPECT_EQ(Date::FromCivil(2100, 2, 29), std::nullopt);
  EXPECT_EQ(Date::FromCivil(2026, 13, 1), std::nullopt);
  EXPECT_EQ(Date::FromCivil(2026, 4, 31), std::nullopt);
  EXPECT_EQ(Date::FromCivil(2026, 4, 0), std::nullopt);
  EXPECT_EQ(Date::FromCivil(0, 1, 1), std::nullopt);
  EXPECT_TRUE(Date::FromCivil(2000, 2, 29).has_value());
}

TEST(DateTest, KnowsWeekdaysAndText) {
  EXPECT_EQ(Date().DayOfWeek(), Weekday::kThursday);
  EXPECT_EQ(Date::FromCivil(2026, 11, 22)->DayOfWeek(), Weekday::kSunday);
  EXPECT_EQ(Date(-4).DayOfWeek(), Weekday::kSunday);
  EXPECT_EQ(Date::FromCivil(2026, 9, 1)->ToString(), "2026-09-01");
  EXPECT_EQ(Date::FromCivil(1, 12, 31)->ToString(), "0001-12-31");
  EXPECT_EQ(Date::FromCivil(9999, 10, 10)->ToString(), "9999-10-10");
}

TEST(DateTest, AddsMonthsToTheLastDayWhereTheDayIsMissing) {
  EXPECT_EQ(Date::FromCivil(2027, 1, 31)->PlusMonths(1), *Date::FromCivil(2027, 2, 28));
  EXPECT_EQ(Date::FromCivil(2027, 11, 15)->PlusMonths(14), *Date::FromCivil(2029, 1, 15));
  EXPECT_EQ(Date::FromCivil(2027, 1, 15)->PlusMonths(-1), *Date::FromCivil(2026, 12, 15));
}

}  // namespace
}  // namespace overstap::matcher
