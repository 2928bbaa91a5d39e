#include "matcher/model/values.h"

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

TEST(ShareTest, RoundsToTheNearestUnitAndStaysWithinZeroToOne) {
  EXPECT_EQ(Share::FromDouble(0.5).units(), 16'384);
  EXPECT_EQ(Share::FromDouble(-1).units(), 0);
  EXPECT_EQ(Share::FromDouble(2).units(), Share::kOne);
  EXPECT_EQ(Share::FromDouble(1.6 / Share::kOne).units(), 2);
  EXPECT_EQ((Share::One() * Share::FromDouble(0.3)).units(), Share::FromDouble(0.3).units());
  EXPECT_EQ((Share(1) * Share(16'384)).units(), 1) << "half a unit rounds up";
}

TEST(ScoreTest, AFullScoreIsOne) {
  EXPECT_EQ(ScoreToDouble(Score{Share::kOne} * Share::kOne), 1.0);
}

TEST(WeekPartsTest, ContainsWhatWasAdded) {
  WeekParts parts = WeekParts::Of(Weekday::kMonday, DayPart::kEarly);
  EXPECT_FALSE(parts.Contains(WeekParts::Of(Weekday::kSunday, DayPart::kNight)));
  parts.Add(Weekday::kSunday, DayPart::kNight);
  EXPECT_TRUE(parts.Contains(WeekParts::Of(Weekday::kSunday, DayPart::kNight)));
  EXPECT_TRUE(parts.Contains(WeekParts()));
}

TEST(HoursPerWeekTest, KeepsHundredths) {
  EXPECT_EQ(HoursPerWeek::FromDouble(36) - HoursPerWeek::FromDouble(0.25),
            HoursPerWeek::FromDouble(35.75));
  EXPECT_EQ(HoursPerWeek::FromDouble(-1.5).ToDouble(), -1.5);
}

}  // namespace
}  // namespace overstap::matcher
