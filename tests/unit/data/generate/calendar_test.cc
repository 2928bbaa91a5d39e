#include "data/generate/calendar.h"

#include "gtest/gtest.h"

namespace overstap::data {
namespace {

TEST(Calendar, ParsesDaysThatExist) {
  EXPECT_EQ(ParseDay("1970-01-01"), 0);
  EXPECT_EQ(ParseDay("2026-11-22"), 20'779);
  EXPECT_EQ(ParseDay("2028-02-29"), MakeDay(2028, 2, 29));
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-1-1", "22-11-2026", "2026-11-22 ",
                           "2026/11/22", "+026-11-22"}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
}

TEST(Calendar, KnowsWeekdaysAndYears) {
  const Day sunday = *ParseDay("2026-11-22");
  EXPECT_EQ(WeekdayOf(sunday), 7);
  EXPECT_EQ(WeekdayOf(sunday + 1), 1);
  EXPECT_EQ(NextWeekday(sunday, 7), sunday);
  EXPECT_EQ(NextWeekday(sunday, 6), sunday + 6);
  EXPECT_EQ(YearOf(sunday + 39), 2026);
  EXPECT_EQ(YearOf(sunday + 40), 2027);
  EXPECT_EQ(ToDate(sunday).ShortDebugString(), "year: 2026 month: 11 day: 22");
}

}  // namespace
}  // namespace overstap::data
