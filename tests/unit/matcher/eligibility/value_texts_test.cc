#include "matcher/eligibility/value_texts.h"

#include <gtest/gtest.h>

#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

TEST(ValueTexts, WriteNumbersWithoutUnitsAndWithoutNeedlessDigits) {
  EXPECT_EQ(KilometresText(41.24), "41.2");
  EXPECT_EQ(KilometresText(7), "7.0");
  EXPECT_EQ(HoursText(Hours(32)), "32");
  EXPECT_EQ(HoursText(Hours(28.5)), "28.5");
  EXPECT_EQ(HoursText(Hours(20.25)), "20.25");
  EXPECT_EQ(HoursText(HoursRange{Hours(24), Hours(32)}), "24-32");
  EXPECT_EQ(HoursText(HoursRange{Hours(36), Hours(36)}), "36");
  EXPECT_EQ(PercentText(Share::FromDouble(0.5)), "50");
  EXPECT_EQ(PercentText(Share::FromDouble(0.4999)), "49");
}

TEST(ValueTexts, SpellCodesAsTheirSchemesDo) {
  EXPECT_EQ(CefrText(CefrLevel::kA1), "A1");
  EXPECT_EQ(CefrText(CefrLevel::kC2), "C2");
  EXPECT_EQ(LanguageText(MakeLanguageCode('n', 'l')), "nl");
  EXPECT_EQ(LicenceText(DrivingLicence::kAm), "AM");
  EXPECT_EQ(LicenceText(DrivingLicence::kT), "T");
  EXPECT_EQ(TravelModeText(TravelMode::kWalk), "walk");
  EXPECT_EQ(TravelModeText(TravelMode::kCar), "car");
}

TEST(ValueTexts, ListSets) {
  const SmallWorld world;
  EXPECT_EQ(LicencesText(0), "");
  EXPECT_EQ(LicencesText(static_cast<DrivingLicenceSet>(LicenceBit(DrivingLicence::kBe) |
                                                        LicenceBit(DrivingLicence::kB))),
            "B,BE");
  EXPECT_EQ(SectorsText(SectorBit(world.sector("other")) | SectorBit(world.sector("energy")),
                        *world.region),
            "energy,other");
  EXPECT_EQ(WeekPartsText({}), "");
}

TEST(ValueTexts, WriteTimes) {
  EXPECT_EQ(TimeText(0), "00:00");
  EXPECT_EQ(TimeText(23 * 60 + 59), "23:59");
  EXPECT_EQ(ShiftText({.weekdays = {}, .start = 6 * 60, .end = 14 * 60 + 30}), "06:00-14:30");
}

}  // namespace
}  // namespace overstap::matcher
