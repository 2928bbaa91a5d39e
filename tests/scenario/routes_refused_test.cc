// What must come out as no, with the reason.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario_builder.h"

namespace overstap::matcher {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RoutesRefused : public ::testing::Test {
 protected:
  ScenarioBuilder region_;
};

TEST_F(RoutesRefused, LapsedVcaWhereItIsNeededAtTheStart) {
  region_.Person()
      .Knows("mount solar panels", Proficiency::kExpert)
      .Knows("work at height", Proficiency::kExpert)
      .Knows("lay cables", Proficiency::kExpert)
      .Knows("connect inverters", Proficiency::kExpert)
      .WithCredential("vca-vol", "2026-06-30");
  region_.Job("panels", "solar-panel fitter").NeedsAtStart("vca-basic");
  const RoutePlan plan = region_.RoutesTo("panels");
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_FALSE(plan.no_route_needed);
  EXPECT_THAT(InWords(plan.destination_reasons),
              ElementsAre("CREDENTIAL vca-basic: 2026-06-30 / 2026-10-05 date"));
}

TEST_F(RoutesRefused, DutchAtA2ForACarer) {
  region_.Person().Worked("hospitality worker").Dutch(CefrLevel::kA2);
  region_.LearnWorkJob("vig-bbl", "carer").Leads("verzorgende-ig", 36).NeedsDutch(CefrLevel::kB1);
  const RoutePlan plan = region_.RoutesTo("vig-bbl");
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_THAT(InWords(plan.destination_reasons), Contains("LANGUAGE nl: A2 / B1 cefr"));
  // On the way to the occupation the job is named, with the reason.
  const RoutePlan to_occupation = region_.RoutesToOccupation("carer");
  EXPECT_THAT(to_occupation.routes, IsEmpty());
  ASSERT_EQ(to_occupation.blocked.size(), 1U);
  EXPECT_EQ(to_occupation.blocked[0].job->record.id, "vig-bbl");
  EXPECT_THAT(InWords(to_occupation.blocked[0].reasons), ElementsAre("LANGUAGE nl: A2 / B1 cefr"));
}

TEST_F(RoutesRefused, NurseWithoutBigRegistration) {
  region_.Person()
      .Worked("nurse")
      .Knows("give medication", Proficiency::kExpert)
      .Knows("observe patients", Proficiency::kExpert)
      .WithDiploma("nurse-4");
  region_.Job("ward", "nurse").NeedsDiploma("nurse-4").NeedsAtStart("big-nurse");
  const RoutePlan plan = region_.RoutesTo("ward");
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_FALSE(plan.no_route_needed);
  EXPECT_THAT(InWords(plan.destination_reasons),
              ElementsAre("CREDENTIAL big-nurse:  / 2026-10-05 date"));
  // The law reserves the occupation too, not this vacancy alone.
  EXPECT_THAT(InWords(region_.RoutesToOccupation("nurse").destination_reasons),
              ElementsAre("CREDENTIAL big-nurse:  / 2026-10-05 date"));
}

TEST_F(RoutesRefused, MissedSeptemberIntake) {
  region_.Person().Worked("welder");
  region_.Course("machining")
      .TeachesTrade("CNC machinist")
      .Weeks(13, 40)
      .Starts("2026-09-07")
      .Costs(4'000);
  region_.Job("machinist", "CNC machinist");
  const RoutePlan plan = region_.RoutesTo("machinist");
  EXPECT_THAT(plan.routes, IsEmpty());
  ASSERT_EQ(plan.blocked.size(), 1U);
  EXPECT_EQ(plan.blocked[0].offer->record.id, "machining");
  EXPECT_THAT(InWords(plan.blocked[0].reasons),
              ElementsAre("SEAT 2026-09-07: 2026-10-05 / 2026-09-07 date"));
}

TEST_F(RoutesRefused, MissedSeptemberIntakeOfALearnWorkJob) {
  region_.Person().Worked("logistics worker");
  region_.LearnWorkJob("grid-bbl", "grid fitter").Leads("grid-2", 24);
  region_.Course("grid-school").SchoolPart().Grants("grid-2").Weeks(80, 8).Starts("2026-09-07");
  const RoutePlan plan = region_.RoutesToOccupation("grid fitter");
  EXPECT_THAT(plan.routes, IsEmpty());
  ASSERT_EQ(plan.blocked.size(), 1U);
  EXPECT_EQ(plan.blocked[0].job->record.id, "grid-bbl");
  EXPECT_THAT(InWords(plan.blocked[0].reasons),
              ElementsAre("SEAT 2026-09-07: 2026-10-05 / 2026-09-07 date"));
}

TEST_F(RoutesRefused, TwoYearCourseOnASchemeOfOneYear) {
  region_.Person().Worked("welder");
  region_.Course("machining")
      .TeachesTrade("CNC machinist")
      .Weeks(104, 16)
      .Starts("2026-11-02")
      .Costs(4'000)
      .PaidBy("slim");
  region_.Job("machinist", "CNC machinist");
  EXPECT_EQ(region_.RoutesTo("machinist").routes.size(), 1U);
  RouteQuery query;
  query.funding_scheme = region_.world().scheme("slim");
  const RoutePlan plan = region_.RoutesTo("machinist", query);
  EXPECT_THAT(plan.routes, IsEmpty());
  ASSERT_EQ(plan.blocked.size(), 1U);
  EXPECT_THAT(InWords(plan.blocked[0].reasons), ElementsAre("FUNDING_SCHEME slim: 104 / 52 weeks"));
}

TEST_F(RoutesRefused, ShiftAtSixByBus) {
  region_.Person().Worked("logistics worker").TravelsBy(TravelMode::kPublicTransport, 90);
  region_.LearnWorkJob("operator-bbl", "process operator")
      .Leads("operator-2", 18)
      .In("Zevenaar")
      .Shift(6, 14);
  const RoutePlan plan = region_.RoutesTo("operator-bbl");
  EXPECT_THAT(plan.routes, IsEmpty());
  ASSERT_FALSE(plan.destination_reasons.empty());
  EXPECT_EQ(plan.destination_reasons[0].rule, Rule::kTravelMinutes);
  // By car it is a route.
  region_.Person().TravelsBy(TravelMode::kCar, 90);
  EXPECT_EQ(region_.RoutesTo("operator-bbl").routes.size(), 1U);
}

TEST_F(RoutesRefused, FirmWithoutRecognitionAsLearningCompany) {
  region_.Person().Worked("logistics worker");
  region_.LearnWorkJob("operator-bbl", "process operator").Leads("operator-2", 18).NotRecognised();
  const RoutePlan plan = region_.RoutesTo("operator-bbl");
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_THAT(InWords(plan.destination_reasons), Contains("LEARNING_COMPANY:  / not recognised"));
}

TEST_F(RoutesRefused, HelpendeForACarersJobWithoutARouteHoweverAlikeTheSkills) {
  region_.Person().WithDiploma("helpende");
  for (const char* skill :
       {"support daily living", "work hygienically", "listen to people", "give medication"}) {
    region_.Person().Knows(skill, Proficiency::kExpert);
  }
  region_.Job("carer", "carer").NeedsDiploma("verzorgende-ig");
  const RoutePlan plan = region_.RoutesTo("carer");
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_FALSE(plan.no_route_needed);
  EXPECT_THAT(InWords(plan.destination_reasons),
              ElementsAre("DIPLOMA CREBO:verzorgende-ig: helpende / verzorgende-ig"));
  // Nor for the occupation, whose skills are all there.
  const RoutePlan to_occupation = region_.RoutesToOccupation("carer");
  EXPECT_FALSE(to_occupation.no_route_needed);
  EXPECT_THAT(InWords(to_occupation.destination_reasons),
              ElementsAre("DIPLOMA CREBO:verzorgende-ig: helpende / verzorgende-ig"));
}

}  // namespace
}  // namespace overstap::matcher
