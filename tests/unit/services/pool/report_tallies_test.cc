#include "services/pool/report_tallies.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace overstap::pool {
namespace {

using matcher::Date;
using matcher::LedgerReport;
using matcher::ReportState;

constexpr char kTable[] = "workTables/talent";

LedgerReport In(ReportState state, const std::string& id) {
  LedgerReport report;
  report.id = id;
  report.state = state;
  return report;
}

ReportTrace On(int32_t day, const std::string& project = "") {
  return {.project = project, .reporting_organisation = "uwv", .reported_on = Date(day)};
}

TEST(ReportTalliesTest, NothingWasReportedToAnUnknownTable) {
  const ReportTallies tallies;
  EXPECT_EQ(tallies.OfTable(kTable).waiting, 0);
  EXPECT_EQ(tallies.OfTable(kTable).acknowledged, 0);
  EXPECT_FALSE(tallies.OfTable(kTable).oldest_waiting.has_value());
}

TEST(ReportTalliesTest, AReportMovesFromWaitingToAcknowledgedToNothing) {
  ReportTallies tallies;
  tallies.Apply(kTable, In(ReportState::kReported, "a"), On(10));
  tallies.Apply(kTable, In(ReportState::kReported, "b"), On(20));
  EXPECT_EQ(tallies.OfTable(kTable).waiting, 2);
  EXPECT_EQ(tallies.OfTable(kTable).oldest_waiting, Date(10));
  tallies.Apply(kTable, In(ReportState::kAcknowledged, "a"), On(10));
  EXPECT_EQ(tallies.OfTable(kTable).waiting, 1);
  EXPECT_EQ(tallies.OfTable(kTable).acknowledged, 1);
  EXPECT_EQ(tallies.OfTable(kTable).oldest_waiting, Date(20));
  tallies.Apply(kTable, In(ReportState::kCorrected, "a"), On(10));
  tallies.Apply(kTable, In(ReportState::kRejected, "b"), On(20));
  EXPECT_EQ(tallies.OfTable(kTable).waiting, 0);
  EXPECT_EQ(tallies.OfTable(kTable).acknowledged, 0);
  EXPECT_FALSE(tallies.OfTable(kTable).oldest_waiting.has_value());
}

TEST(ReportTalliesTest, ProjectsKeepTheirReportsInTheirLastState) {
  ReportTallies tallies;
  tallies.Apply(kTable, In(ReportState::kReported, "b"), On(10, "projects/x"));
  tallies.Apply(kTable, In(ReportState::kReported, "a"), On(10, "projects/x"));
  tallies.Apply(kTable, In(ReportState::kReported, "c"), On(10));
  const auto before = tallies.OfProject("projects/x");
  tallies.Apply(kTable, In(ReportState::kWithdrawn, "b"), On(10, "projects/x"));
  const auto after = tallies.OfProject("projects/x");
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0]->report.id, "a");
  EXPECT_EQ(after[1]->report.state, ReportState::kWithdrawn);
  EXPECT_EQ(after[1]->trace.reporting_organisation, "uwv");
  EXPECT_EQ(after[1]->work_table, kTable);
  // What was handed out before stays as it was.
  EXPECT_EQ(before[1]->report.state, ReportState::kReported);
  EXPECT_TRUE(tallies.NamesProject("projects/x"));
  EXPECT_FALSE(tallies.NamesProject("projects/y"));
  EXPECT_TRUE(tallies.OfProject("projects/y").empty());
}

TEST(ReportTalliesTest, AgreeWithARecountAfterAnyHistory) {
  constexpr int kTables = 3;
  constexpr int kReports = 40;
  constexpr int kSteps = 2'000;
  std::mt19937 random(7);
  const auto pick = [&random](int count) { return static_cast<int>(random() % count); };
  ReportTallies tallies;
  std::map<int, ReportState> states;
  const auto table_of = [](int report) { return "workTables/" + std::to_string(report % kTables); };
  const auto day_of = [](int report) { return report / 4; };  // several of one day
  for (int step = 0; step < kSteps; ++step) {
    const int report = pick(kReports);
    const auto state = static_cast<ReportState>(1 + pick(5));
    states[report] = state;
    tallies.Apply(table_of(report), In(state, std::to_string(report)), On(day_of(report)));
    for (int table = 0; table < kTables; ++table) {
      TableTally counted;
      for (const auto& [id, now] : states) {
        if (id % kTables != table) continue;
        if (now == ReportState::kAcknowledged) ++counted.acknowledged;
        if (now != ReportState::kReported) continue;
        ++counted.waiting;
        const Date day(day_of(id));
        counted.oldest_waiting = std::min(counted.oldest_waiting.value_or(day), day);
      }
      const TableTally kept = tallies.OfTable("workTables/" + std::to_string(table));
      ASSERT_EQ(kept.waiting, counted.waiting) << step;
      ASSERT_EQ(kept.acknowledged, counted.acknowledged) << step;
      ASSERT_EQ(kept.oldest_waiting, counted.oldest_waiting) << step;
    }
  }
}

}  // namespace
}  // namespace overstap::pool
