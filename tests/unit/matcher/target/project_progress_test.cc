#include "matcher/target/project_progress.h"

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/target/target.h"

namespace overstap::matcher {
namespace {

using ::testing::IsEmpty;

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

const Date kToday = Day(2026, 6, 1);

class ProjectProgressTest : public ::testing::Test {
 protected:
  LedgerReport& Add(ReportKind kind, ReportState state = ReportState::kAcknowledged) {
    LedgerReport& report = reports_.emplace_back();
    report.id = "r-" + std::to_string(reports_.size());
    report.kind = kind;
    report.state = state;
    report.event_date = Day(2026, 3, 1);
    return report;
  }
  LedgerReport& AddPlacement(const std::string& linkage_key,
                             ReportState state = ReportState::kAcknowledged) {
    LedgerReport& report = Add(ReportKind::kPlacement, state);
    report.linkage_key = linkage_key;
    report.facts[Fact::kSector].texts = {"energy"};
    return report;
  }
  LedgerReport& AddEvent(const std::string& event, const std::string& basis, int64_t heads) {
    LedgerReport& report = Add(ReportKind::kContactEvent);
    report.event_id = event;
    report.facts[Fact::kCountBasis].texts = {basis};
    report.bands = {{"0-12", heads / 2}, {"12-18", heads - heads / 2}};
    return report;
  }
  LedgerReport& AddStudents(const std::string& event, double students) {
    LedgerReport& report = Add(ReportKind::kStudentProject);
    report.event_id = event;
    report.facts[Fact::kCohort].texts = {"2025-hbo-ict"};
    report.facts[Fact::kEmployer].texts = {"Alliander"};
    report.facts[Fact::kStudentCount].number = students;
    return report;
  }

  std::vector<const LedgerReport*> All() const {
    std::vector<const LedgerReport*> all;
    for (const LedgerReport& report : reports_) all.push_back(&report);
    return all;
  }
  std::vector<KindFigure> Figures(Date as_of = kToday) const { return FiguresOf(All(), as_of); }
  // Of the only kind.
  KindFigure Figure(Date as_of = kToday) const {
    const std::vector<KindFigure> figures = Figures(as_of);
    EXPECT_EQ(figures.size(), 1U);
    return figures.empty() ? KindFigure() : figures[0];
  }
  double Value() const { return Figure().value; }

  std::deque<LedgerReport> reports_;
};

TEST_F(ProjectProgressTest, WithoutReportsThereAreNoFigures) { EXPECT_THAT(Figures(), IsEmpty()); }

TEST_F(ProjectProgressTest, APersonCountsOnceAndAReportWithoutAKeyIsAUnit) {
  AddPlacement("a");
  AddPlacement("a").event_date = Day(2023, 1, 1);  // a project counts over all its time
  AddPlacement("b");
  AddPlacement("");
  AddPlacement("");
  EXPECT_EQ(Figure().acknowledged, 5);
  EXPECT_EQ(Value(), 4);
  EXPECT_TRUE(Figure().counts_people);
  EXPECT_TRUE(Figure().reports_are_people);
}

TEST_F(ProjectProgressTest, WhatWaitsIsApartAndWhatIsOverIsNowhere) {
  AddPlacement("a");
  AddPlacement("b", ReportState::kReported);
  AddPlacement("a", ReportState::kReported);
  AddPlacement("c", ReportState::kRejected);
  AddPlacement("d", ReportState::kCorrected);
  AddPlacement("e", ReportState::kWithdrawn);
  EXPECT_EQ(Figure().acknowledged, 1);
  EXPECT_EQ(Figure().waiting, 2);
  EXPECT_EQ(Value(), 1);
}

TEST_F(ProjectProgressTest, AKindWithNothingButRejectedReportsIsLeftOut) {
  AddPlacement("a", ReportState::kRejected);
  EXPECT_THAT(Figures(), IsEmpty());
}

TEST_F(ProjectProgressTest, OnlyEventsUpToTheDayCount) {
  AddPlacement("a").event_date = Day(2026, 5, 31);
  AddPlacement("b").event_date = kToday;
  AddPlacement("c").event_date = Day(2026, 6, 2);
  AddPlacement("d", ReportState::kReported).event_date = Day(2026, 6, 2);
  EXPECT_EQ(Figure().acknowledged, 2);
  EXPECT_EQ(Figure().waiting, 0);
  EXPECT_EQ(Value(), 2);
  EXPECT_EQ(Figure(Day(2026, 5, 31)).value, 1);
  EXPECT_THAT(Figures(Day(2026, 5, 30)), IsEmpty());
}

TEST_F(ProjectProgressTest, TheBestCountOfAnEventCountsOnce) {
  AddEvent("techniekdag", "estimate", 900);
  AddEvent("techniekdag", "scan", 700);
  AddEvent("techniekdag", "tickets", 650);
  AddEvent("open-dag", "estimate", 101);
  AddEvent("", "estimate", 10);
  EXPECT_EQ(Figure().acknowledged, 5);
  EXPECT_EQ(Value(), 650 + 101 + 10);
  EXPECT_FALSE(Figure().reports_are_people);
}

TEST_F(ProjectProgressTest, ATicketCountOfNobodyDoesNotStandForAScan) {
  AddEvent("techniekdag", "tickets", 0);
  AddEvent("techniekdag", "scan", 700);
  EXPECT_EQ(Value(), 700);
}

TEST_F(ProjectProgressTest, StudentsOfAProjectCountOnce) {
  AddStudents("hackathon", 24);
  AddStudents("hackathon", 24);
  AddStudents("stage", 6);
  EXPECT_EQ(Figure().acknowledged, 3);
  EXPECT_EQ(Value(), 30);
}

TEST_F(ProjectProgressTest, HoursAddUpAndAggregatesAreReports) {
  Add(ReportKind::kInKind).facts[Fact::kContributedHours].number = 2.5;
  Add(ReportKind::kInKind).facts[Fact::kContributedHours].number = 8;
  for (int i = 0; i < 3; ++i) {
    LedgerReport& aggregate = Add(ReportKind::kAggregate);
    aggregate.facts[Fact::kLowCount].number = 10;
    aggregate.facts[Fact::kHighCount].number = 20;
  }
  const std::vector<KindFigure> figures = Figures();
  ASSERT_EQ(figures.size(), 2U);
  EXPECT_EQ(figures[0].kind, ReportKind::kInKind);
  EXPECT_EQ(figures[0].value, 10.5);
  EXPECT_FALSE(figures[0].counts_people);
  EXPECT_EQ(figures[1].kind, ReportKind::kAggregate);
  EXPECT_EQ(figures[1].value, 3);
  EXPECT_FALSE(figures[1].counts_people);
}

TargetDefinition Activation() {
  TargetDefinition target;
  target.id = "activation";
  target.period_start = Day(2023, 1, 1);
  target.period_end = Day(2026, 12, 31);
  target.counting =
      CountingRule{.report_kind = ReportKind::kPlacement,
                   .conditions = {{.fact = Fact::kSector, .any_of = {"energy", "health"}}}};
  return target;
}

TEST_F(ProjectProgressTest, ATargetCountsTheProjectsReportsByItsOwnRule) {
  AddPlacement("a");
  AddPlacement("a");
  AddPlacement("b");
  AddPlacement("c").facts[Fact::kSector].texts = {"retail"};
  AddPlacement("d", ReportState::kReported);
  AddPlacement("e").event_date = Day(2022, 12, 31);
  AddEvent("techniekdag", "scan", 700);
  const TargetFigure figure = FigureFor(Activation(), {}, All(), kToday);
  EXPECT_EQ(figure.value, 2);
  EXPECT_EQ(figure.people, 2);
}

TEST_F(ProjectProgressTest, FteWeighHoursAndHideByPeople) {
  for (const char* key : {"a", "b"}) {
    LedgerReport& report = AddPlacement(key);
    report.facts[Fact::kHoursPerWeek].number = 18;
    report.facts[Fact::kFullTimeHours].number = 36;
  }
  TargetDefinition target = Activation();
  target.unit = CountedUnit::kFte;
  const TargetFigure figure = FigureFor(target, {}, All(), kToday);
  EXPECT_EQ(figure.value, 1);
  EXPECT_EQ(figure.people, 2);
}

TEST_F(ProjectProgressTest, AShareOfCohortsIsCountedInStudentsOfKnownCohorts) {
  AddStudents("hackathon", 24);
  AddStudents("stage", 6).facts[Fact::kCohort].texts = {"unknown"};
  TargetDefinition target = Activation();
  target.unit = CountedUnit::kPercent;
  target.denominator_prefix = "enrolment/";
  target.counting = CountingRule{.report_kind = ReportKind::kStudentProject};
  const OutsideFigures outside{.series = {{.id = "enrolment/2025-hbo-ict",
                                           .points = {{.date = Day(2025, 10, 1), .value = 240}}}}};
  const TargetFigure figure = FigureFor(target, outside, All(), kToday);
  EXPECT_EQ(figure.value, 24);
  EXPECT_EQ(figure.people, 24);
}

TEST_F(ProjectProgressTest, HoursInKindAreNotPeople) {
  Add(ReportKind::kInKind).facts[Fact::kContributedHours].number = 2;
  TargetDefinition target = Activation();
  target.unit = CountedUnit::kHour;
  target.counting = CountingRule{.report_kind = ReportKind::kInKind};
  const TargetFigure figure = FigureFor(target, {}, All(), kToday);
  EXPECT_EQ(figure.value, 2);
  EXPECT_EQ(figure.people, 0);
}

TEST_F(ProjectProgressTest, ATargetOfWorkTablesCountsNothingOfAProject) {
  AddPlacement("a");
  TargetDefinition target = Activation();
  target.unit = CountedUnit::kWorkTable;
  target.activity = ActivityRule();
  EXPECT_EQ(FigureFor(target, {}, All(), kToday), TargetFigure());
}

TEST(SmallCountTest, OneToFourAreSmall) {
  EXPECT_FALSE(IsSmall(0));
  EXPECT_TRUE(IsSmall(1));
  EXPECT_TRUE(IsSmall(4));
  EXPECT_FALSE(IsSmall(5));
}

}  // namespace
}  // namespace overstap::matcher
