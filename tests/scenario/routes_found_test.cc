// Routes that really happen: each is found, with its steps, dates, hours and cost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario_builder.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RoutesFound : public ::testing::Test {
 protected:
  ScenarioBuilder region_;
};

// The fit is lifted over the threshold, and the parts explain it to the last digit.
void ExpectFitLifted(const Route& route) {
  EXPECT_LT(route.fit_before.score, route.fit_after.score);
  EXPECT_GE(ScoreToDouble(route.fit_after.score), kFitConstants.route_min_score);
  EXPECT_EQ(route.steps.back().score_after, route.fit_after.score);
  Score sum = 0;
  for (const FitPart& part : route.fit_after.parts) sum += part.contribution;
  EXPECT_EQ(sum, route.fit_after.score);
}

TEST_F(RoutesFound, ShopAssistantBecomesSolarPanelFitter) {
  region_.Person().Worked("shop assistant").Wants(32, 40);
  region_.Course("solar-start")
      .Teaches({"mount solar panels", "work at height"}, Proficiency::kBasic)
      .Obtains("vca-basic")
      .Obtains("work-at-height")
      .Obtains("vop")
      .Weeks(4, 32)
      .Starts("2026-11-02")
      .Starts("2027-02-01")
      .Costs(2'000);
  region_.LearnWorkJob("solar-bbl", "solar-panel fitter")
      .Leads("solar-2", 24)
      .NeedsAtStart("vca-basic")
      .EmployerProvides("nen-3140")
      .SchoolHours(8);
  const RoutePlan plan = region_.RoutesTo("solar-bbl");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course solar-start 2026-11-02..2026-11-29 32 h EUR 2000; learn-work job "
                          "solar-bbl 2026-11-30..2028-11-30 32 h EUR 0 paid | work 2026-11-30, "
                          "qualified 2028-11-30, EUR 2000"));
  ExpectFitLifted(plan.routes[0]);
  EXPECT_EQ(plan.routes[0].steps[0].weeks, 4);
  EXPECT_FALSE(plan.no_route_needed);
}

TEST_F(RoutesFound, LogisticsWorkerBecomesGridFitterWithLicenceB) {
  region_.Person().Worked("logistics worker").Wants(32, 40).Licence(DrivingLicence::kB);
  region_.LearnWorkJob("grid-bbl", "grid fitter")
      .Leads("grid-2", 24)
      .NeedsLicence(DrivingLicence::kB);
  region_.Course("grid-school").SchoolPart().Grants("grid-2").Weeks(80, 8).Starts("2027-02-01");
  const RoutePlan plan = region_.RoutesTo("grid-bbl");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job grid-bbl 2027-02-01..2029-02-01 32 h EUR 0 paid | work "
                          "2027-02-01, qualified 2029-02-01, EUR 0"));
  EXPECT_EQ(plan.routes[0].steps[0].offer->record.id, "grid-school");
  EXPECT_EQ(plan.routes[0].steps[0].run_id, "2027-02-01");
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, StatusHolderBecomesGridFitterAfterAPreparationYear) {
  region_.Person().AtLevel(1).Dutch(CefrLevel::kA2).Wants(32, 40);
  region_.Course("preparation-year")
      .Teaches({"speak Dutch at work"})
      .Grants("entree")
      .Weeks(52, 24)
      .Starts("2026-10-12")
      .Costs(0, 8'000);
  region_.LearnWorkJob("grid-learner", "grid fitter")
      .Leads("grid-2", 24)
      .EntryDiploma("entree")
      .EntrySkill("speak Dutch at work")
      .NeedsDutch(CefrLevel::kA2)
      .Hours(36, 36);
  const RoutePlan plan = region_.RoutesTo("grid-learner");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course preparation-year 2026-10-12..2027-10-10 24 h EUR 0; learn-work "
                          "job grid-learner 2027-10-11..2029-10-11 36 h EUR 0 paid | work "
                          "2027-10-11, qualified 2029-10-11, EUR 0"));
  EXPECT_EQ(plan.routes[0].cost_funds, 800'000);
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, HeatingFitterBecomesHeatPumpFitterWithFGas) {
  region_.Person()
      .Worked("central-heating fitter")
      .Knows("install heating systems", Proficiency::kExpert);
  region_.Course("fgas-category-2")
      .Teaches({"handle refrigerants"})
      .Obtains("fgas-2")
      .Weeks(2, 24)
      .Starts("2026-11-09")
      .Costs(1'750);
  region_.Job("heat-pumps", "heat-pump fitter").NeedsAtStart("fgas-2");
  const RoutePlan plan = region_.RoutesTo("heat-pumps");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course fgas-category-2 2026-11-09..2026-11-22 24 h EUR 1750 | work "
                          "2026-11-23, qualified 2026-11-22, EUR 1750"));
  ExpectFitLifted(plan.routes[0]);
  EXPECT_THAT(plan.routes[0].steps[0].gained_skills,
              ElementsAre(region_.world().skill("handle refrigerants")));
  EXPECT_THAT(plan.routes[0].steps[0].gained_credentials,
              ElementsAre(region_.world().credential("fgas-2")));
}

TEST_F(RoutesFound, AdministrativeWorkerBecomesWorkPlannerInTheEvening) {
  region_.Person().Worked("administrative worker").WorksNow(32);
  region_.Course("work-preparation")
      .Teaches({"plan work", "read technical drawings", "calculate costs"})
      .Evening()
      .Weeks(39, 8)
      .Starts("2026-11-03")
      .Costs(3'000);
  region_.Job("planner", "work planner");
  const RoutePlan plan = region_.RoutesTo("planner");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course work-preparation 2026-11-03..2027-08-02 8 h EUR 3000 | work "
                          "2027-08-03, qualified 2027-08-02, EUR 3000"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, HospitalityWorkerBecomesCareHelper) {
  region_.Person().Worked("hospitality worker").Wants(24, 28);
  region_.LearnWorkJob("helpende-bbl", "care helper")
      .Leads("helpende", 12)
      .Hours(24, 28)
      .SchoolHours(8)
      .PersonPaysTuition(295);
  const RoutePlan plan = region_.RoutesToOccupation("care helper");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job helpende-bbl 2026-10-05..2027-10-05 24 h EUR 295 paid | "
                          "work 2026-10-05, qualified 2027-10-05, EUR 295"));
  EXPECT_EQ(plan.routes[0].vacancy, nullptr);
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, CareHelperBecomesCarer) {
  region_.Person().Worked("care helper").WithDiploma("helpende").Wants(24, 28);
  region_.LearnWorkJob("vig-bbl", "carer")
      .Leads("verzorgende-ig", 24)
      .EntryDiploma("helpende")
      .Hours(24, 28)
      .StartsOn("2027-02-01")
      .PersonPaysTuition(715);
  const RoutePlan plan = region_.RoutesToOccupation("carer");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job vig-bbl 2027-02-01..2029-02-01 24 h EUR 1430 paid | work "
                          "2027-02-01, qualified 2029-02-01, EUR 1430"));
  EXPECT_FALSE(plan.no_route_needed);
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, ShopAssistantBecomesCarerByASideEntryTrack) {
  region_.Person().Worked("shop assistant").Wants(18, 24);
  region_.LearnWorkJob("vig-side-entry", "carer").Leads("verzorgende-ig", 28).Hours(18, 24);
  const RoutePlan plan = region_.RoutesToOccupation("carer");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job vig-side-entry 2026-10-05..2029-02-05 18 h EUR 0 paid | "
                          "work 2026-10-05, qualified 2029-02-05, EUR 0"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, CarerBecomesNurseAndRegisters) {
  region_.Person().Worked("carer").WithDiploma("verzorgende-ig").Wants(28, 32);
  region_.LearnWorkJob("nurse-bbl", "nurse")
      .Leads("nurse-4", 36)
      .EntryDiploma("verzorgende-ig")
      .Hours(28, 32);
  region_.Course("big-registration")
      .Obtains("big-nurse")
      .EntryDiploma("nurse-4")
      .Weeks(1, 1)
      .Starts("2026-11-02")
      .Starts("2029-11-05")
      .Costs(85);
  const RoutePlan plan = region_.RoutesToOccupation("nurse");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job nurse-bbl 2026-10-05..2029-10-05 28 h EUR 0 paid; course "
                          "big-registration 2029-11-05..2029-11-11 1 h EUR 85 | work 2026-10-05, "
                          "qualified 2029-11-11, EUR 85"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, NurseWithLapsedRegistrationReturns) {
  region_.Person().Worked("nurse").WithDiploma("nurse-4").WithCredential("big-nurse", "2024-03-01");
  region_.Course("refresher-and-exam")
      .Obtains("big-nurse")
      .EntryDiploma("nurse-4")
      .Weeks(26, 12)
      .Starts("2026-10-19")
      .Costs(2'500);
  region_.Job("ward", "nurse").NeedsDiploma("nurse-4").NeedsAtStart("big-nurse");
  const RoutePlan plan = region_.RoutesTo("ward");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course refresher-and-exam 2026-10-19..2027-04-18 12 h EUR 2500 | work "
                          "2027-04-19, qualified 2027-04-18, EUR 2500"));
  EXPECT_GE(ScoreToDouble(plan.routes[0].fit_after.score), kFitConstants.route_min_score);
}

TEST_F(RoutesFound, LogisticsWorkerBecomesProcessOperatorInShifts) {
  region_.Person().Worked("logistics worker").Wants(36, 40);
  region_.LearnWorkJob("operator-bbl", "process operator")
      .Leads("operator-2", 18)
      .Hours(36, 36)
      .Shift(6, 14)
      .Shift(14, 22)
      .Shift(22, 6);
  const RoutePlan plan = region_.RoutesTo("operator-bbl");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job operator-bbl 2026-10-05..2028-04-05 36 h EUR 0 paid | "
                          "work 2026-10-05, qualified 2028-04-05, EUR 0"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, OperatorBecomesMechatronicsTechnician) {
  region_.Person().Worked("process operator").WithDiploma("operator-2").Wants(36, 40);
  region_.LearnWorkJob("mechatronics-bbl", "mechatronics technician")
      .Leads("mechatronics-4", 36)
      .EntryLevel(2)
      .Hours(36, 36);
  const RoutePlan plan = region_.RoutesTo("mechatronics-bbl");
  ASSERT_THAT(InWords(plan),
              ElementsAre("learn-work job mechatronics-bbl 2026-10-05..2029-10-05 36 h EUR 0 paid "
                          "| work 2026-10-05, qualified 2029-10-05, EUR 0"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, CarMechanicBecomesServiceEngineer) {
  region_.Person().Worked("car mechanic").WorksNow(38);
  region_.Course("plc-and-pneumatics")
      .Teaches({"program controllers", "maintain pneumatics"})
      .Weeks(14, 8)
      .Starts("2026-10-12")
      .Costs(3'800);
  region_.Course("skilled-person")
      .Obtains("vp")
      .Weeks(1, 8)
      .Starts("2026-10-26")
      .Starts("2027-01-25")
      .Costs(600);
  region_.Job("service", "service engineer").NeedsAtStart("vop");
  const RoutePlan plan = region_.RoutesTo("service");
  // VP implies VOP. The autumn run of the second course would overlap with the first.
  ASSERT_THAT(InWords(plan),
              ElementsAre("course plc-and-pneumatics 2026-10-12..2027-01-17 8 h EUR 3800; course "
                          "skilled-person 2027-01-25..2027-01-31 8 h EUR 600 | work 2027-02-01, "
                          "qualified 2027-01-31, EUR 4400"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, WelderBecomesCncMachinist) {
  region_.Person().Worked("welder");
  region_.Course("machining")
      .TeachesTrade("CNC machinist")
      .Weeks(13, 40)
      .Starts("2026-11-02")
      .Costs(4'000);
  region_.Job("machinist", "CNC machinist");
  const RoutePlan plan = region_.RoutesTo("machinist");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course machining 2026-11-02..2027-01-31 40 h EUR 4000 | work "
                          "2027-02-01, qualified 2027-01-31, EUR 4000"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, HelpdeskWorkerBecomesEmbeddedSoftwareTester) {
  region_.Person().Worked("helpdesk worker").WorksNow(20);
  region_.Course("embedded-testing")
      .Teaches({"write test cases", "test embedded software", "program in C"})
      .Weeks(32, 20)
      .Starts("2026-10-12")
      .Costs(10'000);
  region_.Job("tester", "embedded-software tester");
  const RoutePlan plan = region_.RoutesTo("tester");
  ASSERT_THAT(InWords(plan),
              ElementsAre("course embedded-testing 2026-10-12..2027-05-23 20 h EUR 10000 | work "
                          "2027-05-24, qualified 2027-05-23, EUR 10000"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, TrialPlacementClosesASmallGap) {
  region_.Person()
      .Knows("mount solar panels", Proficiency::kExpert)
      .Knows("work at height", Proficiency::kExpert);
  region_.Job("panels", "solar-panel fitter").OffersTrial();
  const RoutePlan plan = region_.RoutesTo("panels");
  ASSERT_THAT(InWords(plan),
              ElementsAre("trial placement panels 2026-10-05..2026-11-29 32 h EUR 0 | work "
                          "2026-11-30, qualified 2026-11-29, EUR 0"));
  ExpectFitLifted(plan.routes[0]);
}

TEST_F(RoutesFound, SteppingStoneJobLeadsToARelatedOne) {
  region_.Person()
      .Knows("repair mechanical parts", Proficiency::kExpert)
      .Knows("find faults in vehicles", Proficiency::kExpert)
      .Knows("use hand tools", Proficiency::kExpert)
      .Knows("program controllers", Proficiency::kExpert);
  region_.Job("garage", "car mechanic");
  region_.Job("service", "service engineer");
  RouteQuery query;
  query.min_score_after = static_cast<Score>(0.55 * kFullScore);
  const RoutePlan plan = region_.RoutesTo("service", query);
  ASSERT_THAT(InWords(plan),
              ElementsAre("stepping-stone job garage 2026-10-05..2027-04-04 32 h EUR 0 paid | work "
                          "2026-10-05, qualified 2027-04-04, EUR 0"));
}

TEST_F(RoutesFound, WithoutADestinationTheBestOpenVacancyIsFound) {
  region_.Person()
      .Worked("central-heating fitter")
      .Knows("install heating systems", Proficiency::kExpert);
  region_.Course("fgas-category-2")
      .Teaches({"handle refrigerants"})
      .Obtains("fgas-2")
      .Weeks(2, 24)
      .Starts("2026-11-09")
      .Costs(1'750);
  region_.Job("heat-pumps", "heat-pump fitter").NeedsAtStart("fgas-2");
  region_.Job("tester", "embedded-software tester");
  const RoutePlan plan = region_.RoutesToAny();
  ASSERT_THAT(InWords(plan),
              ElementsAre("course fgas-category-2 2026-11-09..2026-11-22 24 h EUR 1750 | work "
                          "2026-11-23, qualified 2026-11-22, EUR 1750"));
  EXPECT_EQ(plan.routes[0].vacancy->record.id, "heat-pumps");
}

TEST_F(RoutesFound, APartTimerWantsMoreHoursAndNoRetraining) {
  region_.Person()
      .Worked("carer")
      .Knows("give medication", Proficiency::kAdvanced)
      .WithDiploma("verzorgende-ig")
      .WorksNow(20)
      .Wants(28, 28);
  region_.Job("more-hours", "carer").NeedsDiploma("verzorgende-ig").Hours(24, 32);
  region_.Course("refresher").TeachesTrade("carer").Weeks(4, 8).Starts("2026-11-02").Costs(300);
  const RoutePlan plan = region_.RoutesTo("more-hours");
  EXPECT_TRUE(plan.no_route_needed);
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_THAT(plan.destination_reasons, IsEmpty());
}

}  // namespace
}  // namespace overstap::matcher
