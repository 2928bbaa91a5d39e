#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matcher/target/target.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

// People who start in a focus sector from outside it, learn-work included, trial placements not.
TargetDefinition Activation() {
  TargetDefinition target;
  target.id = "activation";
  target.goal = 1'000;
  target.period_start = Day(2023, 1, 1);
  target.period_end = Day(2026, 12, 31);
  target.counting = CountingRule{
      .report_kind = ReportKind::kPlacement,
      .conditions = {{.fact = Fact::kSector, .any_of = {"energy", "health", "hightech"}},
                     {.fact = Fact::kSectorDayBefore, .none_of = {"energy", "health", "hightech"}},
                     {.fact = Fact::kContractKind, .none_of = {"trial_placement"}}}};
  return target;
}

LedgerReport Placement(std::string id, std::string linkage_key) {
  LedgerReport report;
  report.id = std::move(id);
  report.state = ReportState::kAcknowledged;
  report.linkage_key = std::move(linkage_key);
  report.event_date = Day(2026, 3, 1);
  report.facts = {{Fact::kSector, {.texts = {"energy"}, .number = std::nullopt}},
                  {Fact::kSectorDayBefore, {.texts = {}, .number = std::nullopt}},
                  {Fact::kContractKind, {.texts = {"learn_work"}, .number = std::nullopt}}};
  return report;
}

LedgerReport InState(LedgerReport report, ReportState state) {
  report.state = state;
  return report;
}

class TargetCounterTest : public ::testing::Test {
 protected:
  Progress Now() const { return counter_.ProgressAt(Day(2026, 6, 1)); }

  TargetCounter counter_{Activation()};
};

TEST_F(TargetCounterTest, CountsAPersonOnceWhoeverReports) {
  counter_.Apply(Placement("r-1", "key-a"));
  counter_.Apply(Placement("r-2", "key-a"));
  counter_.Apply(Placement("r-3", "key-b"));
  EXPECT_EQ(Now().value, 2);
  EXPECT_EQ(Now().possible_duplicates, 0);
}

TEST_F(TargetCounterTest, CountsReportsWithoutAKeyEachAndNamesThem) {
  counter_.Apply(Placement("r-1", ""));
  counter_.Apply(Placement("r-2", ""));
  counter_.Apply(Placement("r-3", "key-a"));
  EXPECT_EQ(Now().value, 3);
  EXPECT_EQ(Now().possible_duplicates, 2);
}

TEST_F(TargetCounterTest, FollowsAReportThroughItsStates) {
  const LedgerReport report = Placement("r-1", "key-a");
  counter_.Apply(InState(report, ReportState::kReported));
  EXPECT_EQ(Now().value, 0);
  EXPECT_EQ(Now().unacknowledged_value, 1);
  counter_.Apply(report);
  EXPECT_EQ(Now().value, 1);
  EXPECT_EQ(Now().unacknowledged_value, 0);
  counter_.Apply(InState(report, ReportState::kCorrected));
  EXPECT_EQ(Now().value, 0);
  counter_.Apply(InState(Placement("r-2", "key-a"), ReportState::kRejected));
  EXPECT_EQ(Now().value, 0);
  EXPECT_EQ(Now().unacknowledged_value, 0);
}

TEST_F(TargetCounterTest, WaitsOnlyForPeopleWhoDoNotCountYet) {
  counter_.Apply(Placement("r-1", "key-a"));
  counter_.Apply(InState(Placement("r-2", "key-a"), ReportState::kReported));
  EXPECT_EQ(Now().unacknowledged_value, 0);
  counter_.Apply(InState(Placement("r-3", "key-b"), ReportState::kReported));
  counter_.Apply(InState(Placement("r-4", "key-b"), ReportState::kReported));
  counter_.Apply(InState(Placement("r-5", ""), ReportState::kReported));
  EXPECT_EQ(Now().unacknowledged_value, 2);
  EXPECT_EQ(Now().value, 1);
}

TEST_F(TargetCounterTest, NamesTheFirstConditionThatAnAcknowledgedReportFails) {
  LedgerReport trial = Placement("r-1", "key-a");
  trial.facts[Fact::kContractKind].texts = {"trial_placement"};
  LedgerReport moved = Placement("r-2", "key-b");
  moved.facts[Fact::kSectorDayBefore].texts = {"health"};
  moved.facts[Fact::kContractKind].texts = {"trial_placement"};
  LedgerReport unknown = Placement("r-3", "key-c");
  unknown.facts.erase(Fact::kSectorDayBefore);
  LedgerReport waiting = InState(trial, ReportState::kReported);
  waiting.id = "r-4";
  for (const LedgerReport& report : {trial, moved, unknown, waiting}) counter_.Apply(report);
  EXPECT_EQ(Now().value, 0);
  EXPECT_EQ(Now().unacknowledged_value, 0);
  EXPECT_THAT(Now().not_counted,
              ElementsAre(Pair("sector_day_before none_of [energy, health, hightech]", 2),
                          Pair("contract_kind none_of [trial_placement]", 1)));
}

TEST_F(TargetCounterTest, CountsTheDaysOfThePeriodUpToTheOneAskedFor) {
  int number = 0;
  for (const Date day :
       {Day(2022, 12, 31), Day(2023, 1, 1), Day(2026, 6, 1), Day(2026, 12, 31), Day(2027, 1, 1)}) {
    LedgerReport report = Placement("r-" + std::to_string(++number), "");
    report.event_date = day;
    counter_.Apply(report);
  }
  EXPECT_EQ(counter_.ProgressAt(Day(2022, 12, 31)).value, 0);
  EXPECT_EQ(counter_.ProgressAt(Day(2026, 5, 31)).value, 1);
  EXPECT_EQ(counter_.ProgressAt(Day(2026, 6, 1)).value, 2);
  EXPECT_EQ(counter_.ProgressAt(Day(2030, 1, 1)).value, 3);
}

TEST_F(TargetCounterTest, IgnoresReportsOfAnotherKind) {
  LedgerReport training = Placement("r-1", "key-a");
  training.kind = ReportKind::kTrainingCompletion;
  counter_.Apply(training);
  EXPECT_EQ(Now().value, 0);
  EXPECT_THAT(Now().not_counted, IsEmpty());
}

std::vector<std::string> CellsOf(const Progress& progress, Dimension dimension) {
  std::vector<std::string> cells;
  for (const Breakdown& breakdown : progress.breakdowns) {
    if (breakdown.dimension != dimension) continue;
    for (const BreakdownCell& cell : breakdown.cells) cells.push_back(cell.cell);
  }
  return cells;
}

TEST_F(TargetCounterTest, AUnitMovesToAnEarlierReportThatComesLater) {
  counter_.Apply(Placement("r-1", "key-a"));
  EXPECT_THAT(CellsOf(Now(), Dimension::kMonth), ElementsAre("2026-03"));
  LedgerReport earlier = Placement("r-2", "key-a");
  earlier.event_date = Day(2026, 1, 31);
  earlier.facts[Fact::kSector].texts = {"health"};
  counter_.Apply(earlier);
  EXPECT_EQ(Now().value, 1);
  EXPECT_EQ(Now().repeats, 1);
  EXPECT_THAT(CellsOf(Now(), Dimension::kMonth), ElementsAre("2026-01"));
  EXPECT_THAT(CellsOf(Now(), Dimension::kSector), ElementsAre("health"));
  counter_.Apply(InState(earlier, ReportState::kWithdrawn));
  EXPECT_EQ(Now().value, 1);
  EXPECT_EQ(Now().repeats, 0);
  EXPECT_THAT(CellsOf(Now(), Dimension::kSector), ElementsAre("energy"));
}

TEST_F(TargetCounterTest, AUnitOfTwoProgrammesIsInBothCells) {
  LedgerReport report = Placement("r-1", "key-a");
  report.facts[Fact::kProgramme].texts = {"via-t", "soil-valley", "via-t"};
  counter_.Apply(report);
  EXPECT_THAT(CellsOf(Now(), Dimension::kProgramme), ElementsAre("soil-valley", "via-t"));
  for (const Breakdown& breakdown : Now().breakdowns) {
    EXPECT_EQ(breakdown.adds_up, breakdown.dimension != Dimension::kProgramme);
  }
}

TEST_F(TargetCounterTest, ACounterThatIsMovedGoesOnCounting) {
  counter_.Apply(Placement("r-1", "key-a"));
  counter_.Apply(Placement("r-2", "key-a"));
  TargetCounter moved = std::move(counter_);
  moved.Apply(InState(Placement("r-1", "key-a"), ReportState::kRejected));
  moved.Apply(Placement("r-3", "key-b"));
  EXPECT_EQ(moved.ProgressAt(Day(2026, 6, 1)).value, 2);
  EXPECT_EQ(moved.ProgressAt(Day(2026, 6, 1)).repeats, 0);
}

TEST_F(TargetCounterTest, ListsTheReportsBehindACellPageByPage) {
  for (int i = 1; i <= 5; ++i) {
    LedgerReport report = Placement("r-" + std::to_string(i), "");
    report.event_date = Day(2026, 3, 6 - i);
    if (i == 3) report.facts[Fact::kSector].texts = {"health"};
    counter_.Apply(report);
  }
  ReportQuery query{.as_of = Day(2026, 6, 1), .page_size = 3};
  query.filter = {.dimension = Dimension::kSector, .cell = "energy"};
  const ReportPage first = counter_.ReportsBehind(query);
  ASSERT_EQ(first.reports.size(), 3U);
  EXPECT_EQ(first.reports[0].id, "r-5");
  EXPECT_TRUE(first.has_more);
  query.after = {first.reports[2].event_date, first.reports[2].id};
  const ReportPage second = counter_.ReportsBehind(query);
  ASSERT_EQ(second.reports.size(), 1U);
  EXPECT_EQ(second.reports[0].id, "r-1");
  EXPECT_FALSE(second.has_more);
  query.beside = "no such figure";
  EXPECT_TRUE(counter_.ReportsBehind(query).reports.empty());
}

TEST(Expected, IsAStraightLineOverEachPeriod) {
  TargetDefinition target = Activation();
  EXPECT_EQ(ExpectedAt(target, Day(2022, 12, 31)), 0);
  EXPECT_NEAR(ExpectedAt(target, Day(2024, 12, 31)), 1'000 * 731.0 / 1'461, 1e-9);
  EXPECT_EQ(ExpectedAt(target, Day(2026, 12, 31)), 1'000);
  EXPECT_EQ(ExpectedAt(target, Day(2030, 1, 1)), 1'000);
  target.periods = CalendarYears(2023, 2024, 366);
  EXPECT_EQ(ExpectedAt(target, Day(2024, 1, 1)), 1);
  EXPECT_EQ(ExpectedAt(target, Day(2023, 12, 31)), 366);
  target.pace = Pace::kLevel;
  EXPECT_EQ(ExpectedAt(target, Day(2024, 1, 1)), 366);
}

TEST(ExternalSeries, TellsWhatWasKnownOnADay) {
  const ExternalSeries series{.id = "jobs",
                              .points = {{Day(2024, 1, 1), 30, "later"},
                                         {Day(2022, 1, 1), 10, "first"},
                                         {Day(2022, 1, 1), 12, "restated"}}};
  EXPECT_FALSE(LatestAt(series, Day(2021, 12, 31)).has_value());
  EXPECT_EQ(LatestAt(series, Day(2023, 12, 31)), 12);
  EXPECT_EQ(ChangeSince(series, Day(2022, 1, 1), Day(2024, 1, 1)), 18);
  EXPECT_FALSE(ChangeSince(series, Day(2021, 1, 1), Day(2024, 1, 1)).has_value());
  // Without a later figure nothing is known of a change: not that there is none.
  EXPECT_FALSE(ChangeSince(series, Day(2022, 1, 1), Day(2023, 12, 31)).has_value());
  EXPECT_FALSE(ChangeSince(series, Day(2024, 1, 1), Day(2025, 1, 1)).has_value());
}

TEST(TargetCounter, CountsNothingWithoutARule) {
  TargetDefinition target = Activation();
  target.counting.reset();
  TargetCounter counter(target);
  counter.Apply(Placement("r-1", "key-a"));
  EXPECT_EQ(counter.ProgressAt(Day(2026, 6, 1)).value, 0);
}

}  // namespace
}  // namespace overstap::matcher
