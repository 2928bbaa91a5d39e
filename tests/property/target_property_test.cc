// Counting reports as they come equals counting them anew, whatever the definition, their history
// and their order.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/target/target.h"
#include "tests/property/random_source.h"
#include "tests/property/recount_target.h"

namespace overstap::matcher {
namespace {

Date Today() { return Date(20'731); }

std::string OneOf(std::vector<std::string> texts, RandomSource* random) {
  return texts[random->Below(static_cast<uint32_t>(texts.size()))];
}

FactCondition AnyCondition(RandomSource* random) {
  switch (random->Below(5)) {
    case 0:
      return {.fact = Fact::kInWorkFirstDay, .at_least = 1};
    case 1:
      return {.fact = Fact::kTrainingHours, .at_least = 8, .at_most = 28};
    case 2:
      return {.fact = Fact::kSector, .any_of = {"energy", "health"}};
    case 3:
      return {.fact = Fact::kProgramme, .none_of = {"soil-valley"}};
    default:
      return {.fact = Fact::kSideEntrant,
              .at_least = 1,
              .or_else = {{.fact = Fact::kDistance, .at_least = 1}}};
  }
}

std::vector<FactCondition> AnyConditions(RandomSource* random) {
  std::vector<FactCondition> conditions;
  for (uint32_t i = random->Below(3); i > 0; --i) conditions.push_back(AnyCondition(random));
  return conditions;
}

ReportKind AnyKind(RandomSource* random) {
  return random->Chance(75) ? ReportKind::kTrainingCompletion
                            : static_cast<ReportKind>(1 + random->Below(6));
}

CountingRule AnyRule(RandomSource* random) {
  CountingRule rule{.report_kind = ReportKind::kTrainingCompletion,
                    .conditions = AnyConditions(random)};
  if (random->Chance(50)) rule.age_bands = {"12-15", "16-18"};
  for (uint32_t i = random->Below(3); i > 0; --i) {
    rule.or_else.push_back({.report_kind = AnyKind(random),
                            .conditions = AnyConditions(random),
                            .age_bands = {"19-25"}});
  }
  if (random->Chance(25)) rule.identity = static_cast<UnitIdentity>(1 + random->Below(5));
  if (random->Chance(15)) rule.amount = Fact::kHoursAdded;
  if (random->Chance(40)) {
    rule.prefer = {.fact = Fact::kCountBasis, .order = {"tickets", "scan", "estimate"}};
  }
  if (random->Chance(20)) rule.counts_after_days = static_cast<int>(random->Below(60));
  return rule;
}

std::vector<BesideDefinition> AnyBeside(RandomSource* random) {
  std::vector<BesideDefinition> figures;
  if (random->Chance(40)) {
    figures.push_back({.id = "band",
                       .unit = CountedUnit::kPerson,
                       .counting = CountingRule{.report_kind = ReportKind::kAggregate,
                                                .identity = UnitIdentity::kReport,
                                                .amount = Fact::kLowCount},
                       .high_amount = Fact::kHighCount});
  }
  if (random->Chance(40)) {
    figures.push_back({.id = "other",
                       .unit = static_cast<CountedUnit>(1 + random->Below(4)),
                       .counting = AnyRule(random)});
    if (random->Chance(50)) figures.back().factor_series = "factor";
  }
  if (random->Chance(40)) {
    figures.push_back({.id = "jobs",
                       .change_series = "jobs",
                       .baselines = {Today() - 90, Today() - 10, Today() - 400}});
  }
  return figures;
}

TargetDefinition AnyTarget(RandomSource* random) {
  TargetDefinition target;
  target.id = "any";
  target.goal = 1 + random->Below(100);
  target.unit = static_cast<CountedUnit>(1 + random->Below(7));
  target.period_start = Today() - 100;
  target.period_end = Today() + 50;
  if (random->Chance(95)) target.counting = AnyRule(random);
  if (random->Chance(30)) {
    target.periods = {{Today() - 110, Today() - 41, 20.0},
                      {Today() - 40, Today() + 9, 30.0},
                      {Today() + 20, Today() + 60, 10.0}};
  }
  if (random->Chance(20)) target.pace = Pace::kLevel;
  for (uint32_t i = random->Below(3); i > 0; --i) {
    target.shares.push_back({.id = absl::StrCat("share-", i), .conditions = AnyConditions(random)});
    if (random->Chance(50)) target.shares.back().at_least_percent = 25;
  }
  target.beside = AnyBeside(random);
  target.denominator_prefix = "enrolment/";
  if (random->Chance(70)) {
    target.activity = ActivityRule{.driver = random->Chance(80),
                                   .helixes = {"business", "education", "government"},
                                   .action_plan = random->Chance(80),
                                   .recent_months = 1 + static_cast<int>(random->Below(6))};
  }
  return target;
}

void AddNumber(Fact fact, uint32_t below, uint32_t percent, RandomSource* random,
               LedgerReport* report) {
  if (random->Chance(percent)) report->facts[fact].number = random->Below(below);
}

void AddText(Fact fact, std::vector<std::string> texts, uint32_t percent, RandomSource* random,
             LedgerReport* report) {
  if (random->Chance(percent)) report->facts[fact].texts = {OneOf(std::move(texts), random)};
}

LedgerReport AnyReport(RandomSource* random) {
  LedgerReport report;
  report.id = absl::StrCat("r-", random->Below(40));
  report.kind = AnyKind(random);
  report.state = random->Chance(50) ? ReportState::kAcknowledged
                                    : static_cast<ReportState>(1 + random->Below(5));
  if (random->Chance(70)) report.linkage_key = absl::StrCat("key-", random->Below(12));
  if (random->Chance(70)) report.event_id = absl::StrCat("event-", random->Below(8));
  report.event_date = Today() - 130 + static_cast<int32_t>(random->Below(200));
  AddNumber(Fact::kInWorkFirstDay, 2, 90, random, &report);
  AddNumber(Fact::kTrainingHours, 40, 90, random, &report);
  AddNumber(Fact::kSideEntrant, 2, 60, random, &report);
  AddNumber(Fact::kDistance, 2, 60, random, &report);
  AddNumber(Fact::kHoursPerWeek, 40, 90, random, &report);
  AddNumber(Fact::kFullTimeHours, 40, 90, random, &report);
  AddNumber(Fact::kHoursAdded, 20, 80, random, &report);
  AddNumber(Fact::kStudentCount, 12, 90, random, &report);
  AddNumber(Fact::kContributedHours, 50, 90, random, &report);
  AddNumber(Fact::kLowCount, 20, 90, random, &report);
  AddNumber(Fact::kHighCount, 40, 90, random, &report);
  AddText(Fact::kSector, {"energy", "health", "retail"}, 85, random, &report);
  AddText(Fact::kWorkTable, {"t-1", "t-2", "t-3"}, 90, random, &report);
  AddText(Fact::kMunicipality, {"GM0202", "GM0268"}, 85, random, &report);
  AddText(Fact::kCountBasis, {"tickets", "scan", "estimate", "guess"}, 85, random, &report);
  AddText(Fact::kCohort, {"2024", "2025", "2026"}, 85, random, &report);
  AddText(Fact::kEmployer, {"alliander", "nxp"}, 85, random, &report);
  if (random->Chance(60)) {
    std::vector<std::string>& programmes = report.facts[Fact::kProgramme].texts;
    for (uint32_t i = random->Below(4); i > 0; --i) {
      programmes.push_back(OneOf({"via-t", "soil-valley", "techniekdag"}, random));
    }
  }
  for (const char* band : {"0-11", "12-15", "16-18", "19-25"}) {
    if (random->Chance(50)) report.bands.push_back({band, random->Below(30)});
  }
  return report;
}

OutsideFigures AnyOutside(RandomSource* random) {
  OutsideFigures outside;
  for (const char* id : {"enrolment/2024", "enrolment/2025", "factor", "jobs"}) {
    if (random->Chance(20)) continue;
    ExternalSeries& series = outside.series.emplace_back();
    series.id = id;
    for (uint32_t i = random->Below(4); i > 0; --i) {
      series.points.push_back({.date = Today() - 120 + static_cast<int32_t>(random->Below(150)),
                               .value = static_cast<double>(1 + random->Below(100))});
    }
  }
  for (const char* id : {"t-1", "t-2", "t-3", "t-4"}) {
    WorkTableRecord& table = outside.work_tables.emplace_back();
    table.id = id;
    const auto day = [random] { return Today() - 150 + static_cast<int32_t>(random->Below(150)); };
    if (random->Chance(85)) table.driver_since = day();
    for (const char* helix : {"business", "education", "government"}) {
      if (random->Chance(90)) table.helix_since[helix] = day();
    }
    if (random->Chance(85)) table.action_plan_since = day();
    for (uint32_t i = random->Below(3); i > 0; --i) table.meetings.push_back(day());
  }
  return outside;
}

// The counter's reason for a weight of nothing is in words of its own.
Progress WithPlainReasons(Progress progress, const TargetDefinition& target) {
  std::vector<std::string> conditions;
  if (target.counting) {
    for (const FactCondition& each : target.counting->conditions)
      conditions.push_back(each.ToString());
    for (const CountingAlternative& other : target.counting->or_else) {
      for (const FactCondition& each : other.conditions) conditions.push_back(each.ToString());
    }
  }
  for (auto& [reason, count] : progress.not_counted) {
    if (std::find(conditions.begin(), conditions.end(), reason) == conditions.end()) {
      reason = "amount";
    }
  }
  return progress;
}

TEST(TargetProperty, CountingAsReportsComeEqualsARecount) {
  std::map<CountedUnit, double> counted;
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    RandomSource random(seed);
    const TargetDefinition target = AnyTarget(&random);
    const OutsideFigures outside = AnyOutside(&random);
    TargetCounter counter(target);
    LastReports last;
    for (uint32_t i = random.Below(150); i > 0; --i) {
      const LedgerReport report = AnyReport(&random);
      counter.Apply(report);
      last[report.id] = report;
      if (!random.Chance(10)) continue;
      const Date as_of = Today() - 150 + static_cast<int32_t>(random.Below(300));
      const Progress progress = counter.ProgressAt(as_of, outside);
      ASSERT_EQ(ToText(WithPlainReasons(progress, target)),
                ToText(RecountTarget(target, last, as_of, outside)))
          << "seed " << seed << " unit " << static_cast<int>(target.unit);
      counted[target.unit] += progress.value;
    }
  }
  ASSERT_EQ(counted.size(), 7U);
  for (const auto& [unit, value] : counted) EXPECT_GT(value, 50) << static_cast<int>(unit);
}

TEST(TargetProperty, EveryFigureIsTheSumOfTheReportsBehindIt) {
  size_t listed = 0;
  for (uint64_t seed = 2'001; seed <= 2'400; ++seed) {
    RandomSource random(seed);
    TargetDefinition target = AnyTarget(&random);
    if (!target.counting || target.unit == CountedUnit::kWorkTable) continue;
    TargetCounter counter(target);
    LastReports last;
    for (int i = 0; i < 120; ++i) {
      const LedgerReport report = AnyReport(&random);
      counter.Apply(report);
      last[report.id] = report;
    }
    const Date as_of = Today() - 60 + static_cast<int32_t>(random.Below(120));
    ReportQuery query{.as_of = as_of, .page_size = 1 + random.Below(7)};
    query.filter.part = static_cast<ReportPart>(random.Below(5));
    if (random.Chance(40)) {
      query.filter.dimension = random.Chance(50) ? Dimension::kSector : Dimension::kProgramme;
      query.filter.cell = OneOf({"energy", "via-t", ""}, &random);
    }
    std::vector<ReportReference> all;
    ReportPage page;
    do {
      page = counter.ReportsBehind(query);
      all.insert(all.end(), page.reports.begin(), page.reports.end());
      if (!page.reports.empty()) query.after = {all.back().event_date, all.back().id};
    } while (page.has_more);
    EXPECT_EQ(all, RecountReportsBehind(target, last, query)) << "seed " << seed;
    listed += all.size();
    if (target.unit == CountedUnit::kPercent) continue;
    double sum = 0;
    const ReportQuery counted{.as_of = as_of, .page_size = last.size()};
    for (const ReportReference& report : counter.ReportsBehind(counted).reports) {
      sum += report.amount;
    }
    EXPECT_NEAR(sum, counter.ProgressAt(as_of).value, 1e-6);
  }
  EXPECT_GT(listed, 300U);
}

TEST(TargetProperty, CellsOfOneDimensionAddUp) {
  int compared = 0;
  for (uint64_t seed = 3'001; seed <= 3'150; ++seed) {
    RandomSource random(seed);
    TargetDefinition target = AnyTarget(&random);
    if (target.unit == CountedUnit::kPercent || target.unit == CountedUnit::kWorkTable) continue;
    TargetCounter counter(target);
    for (int i = 0; i < 150; ++i) counter.Apply(AnyReport(&random));
    const Progress progress = counter.ProgressAt(Today());
    for (const Breakdown& breakdown : progress.breakdowns) {
      const bool bands = breakdown.dimension == Dimension::kAgeBand;
      if (!breakdown.adds_up || (bands && target.counting->amount)) continue;
      double sum = 0;
      double waiting = 0;
      for (const BreakdownCell& cell : breakdown.cells) {
        sum += cell.value;
        waiting += cell.unacknowledged_value;
      }
      EXPECT_NEAR(sum, progress.value, 1e-6);
      EXPECT_NEAR(waiting, progress.unacknowledged_value, 1e-6);
      ++compared;
    }
  }
  EXPECT_GT(compared, 300);
}

TEST(TargetProperty, TheOrderOfReportsDoesNotMatter) {
  for (uint64_t seed = 1'001; seed <= 1'200; ++seed) {
    RandomSource random(seed);
    const TargetDefinition target = AnyTarget(&random);
    const OutsideFigures outside = AnyOutside(&random);
    LastReports last;
    for (uint32_t i = 1 + random.Below(60); i > 0; --i) {
      const LedgerReport report = AnyReport(&random);
      last[report.id] = report;
    }
    std::vector<LedgerReport> reports;
    reports.reserve(last.size());
    for (const auto& [id, report] : last) reports.push_back(report);
    TargetCounter in_order(target);
    for (const LedgerReport& report : reports) in_order.Apply(report);
    for (size_t i = reports.size(); i > 1; --i) {
      std::swap(reports[i - 1], reports[random.Below(static_cast<uint32_t>(i))]);
    }
    TargetCounter shuffled(target);
    for (const LedgerReport& report : reports) shuffled.Apply(report);
    EXPECT_EQ(ToText(shuffled.ProgressAt(Today(), outside)),
              ToText(in_order.ProgressAt(Today(), outside)));
  }
}

TEST(TargetProperty, MonthsOfTheHistoryAddUpToTheValue) {
  for (uint64_t seed = 4'001; seed <= 4'050; ++seed) {
    RandomSource random(seed);
    TargetDefinition target = AnyTarget(&random);
    target.unit = CountedUnit::kPerson;
    target.periods.clear();
    target.counting = CountingRule{.report_kind = ReportKind::kTrainingCompletion};
    TargetCounter counter(target);
    for (int i = 0; i < 100; ++i) counter.Apply(AnyReport(&random));
    const Date first = Today() - (Today().Civil().day - 1);
    double sum = 0;
    const std::vector<double> months = counter.MonthlyHistory(first);
    for (const double month : months) sum += month;
    EXPECT_EQ(sum, counter.ProgressAt(first - 1).value);
    EXPECT_EQ(months.size(), 4U);  // June to September
  }
}

}  // namespace
}  // namespace overstap::matcher
