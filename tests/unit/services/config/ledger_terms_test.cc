#include "services/config/ledger_terms.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::config {
namespace {

using region::v1::RegionConfig;
using ::testing::ElementsAre;

TEST(LedgerTerms, AreUsualOnesWhereTheRegionIsSilent) {
  EXPECT_THAT(PlacementCheckWeeks(RegionConfig()), ElementsAre(13, 26));
  EXPECT_EQ(EmployerAnswerDays(RegionConfig()), 14);
}

TEST(LedgerTerms, AreTheRegionsWhereItSaysThem) {
  RegionConfig config;
  for (const int weeks : {4, 13, 52}) config.mutable_ledger()->add_placement_check_weeks(weeks);
  config.mutable_disclosure()->set_employer_answer_days(7);
  EXPECT_THAT(PlacementCheckWeeks(config), ElementsAre(4, 13, 52));
  EXPECT_EQ(EmployerAnswerDays(config), 7);
}

}  // namespace
}  // namespace overstap::config
