#include "data/generate/trades.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::data {
namespace {

using ::testing::ElementsAre;

TEST(Trades, TellsTheSectorByTheLongestPrefix) {
  EXPECT_EQ(SectorOfIsco("7411"), "energy");
  EXPECT_EQ(SectorOfIsco("2221"), "health");
  EXPECT_EQ(SectorOfIsco("5322"), "health");
  EXPECT_EQ(SectorOfIsco("5311"), "other") << "childcare is no health care";
  EXPECT_EQ(SectorOfIsco("2512"), "hightech");
  EXPECT_EQ(SectorOfIsco("8131"), "hightech");
  EXPECT_EQ(SectorOfIsco("8332"), "other") << "drivers are no machine operators";
  EXPECT_EQ(SectorOfIsco("5223"), "other");
  EXPECT_EQ(SectorOfIsco(""), "other");
}

TEST(Trades, KnowsLevelsAndQualifications) {
  EXPECT_EQ(LevelOfIsco("5322"), 2);
  EXPECT_EQ(LevelOfIsco("5321"), 3);
  EXPECT_EQ(LevelOfIsco("2221"), 6);
  EXPECT_EQ(LevelOfIsco("9112"), 1);
  EXPECT_EQ(QualificationOfIsco("5321"), "25656");
  EXPECT_EQ(QualificationOfIsco("5223"), "");
}

TEST(Trades, ListsCredentialsOfATradeAndItsGroups) {
  std::vector<std::string> ids;
  for (const TradeCredential& entry : CredentialsOfIsco("7127")) {
    ids.emplace_back(entry.credential);
  }
  EXPECT_THAT(ids, ElementsAre("vca-basic", "fgas-2"));
}

TEST(Trades, KnowsHowWorkIsDone) {
  EXPECT_EQ(ShiftPatternOfIsco("3221"), ShiftPattern::kCareRota);
  EXPECT_EQ(ShiftPatternOfIsco("8131"), ShiftPattern::kThreeShifts);
  EXPECT_EQ(ShiftPatternOfIsco("2512"), ShiftPattern::kOffice);
  EXPECT_TRUE(DrivesOnTheJob("7411"));
  EXPECT_FALSE(DrivesOnTheJob("8344"));
  EXPECT_TRUE(MostlyPartTime("5321"));
  EXPECT_FALSE(MostlyPartTime("7411"));
}

}  // namespace
}  // namespace overstap::data
