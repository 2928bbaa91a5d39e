// Counting reports as they come equals counting them anew, whatever their history and order.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/target/target.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

Date Today() { return Date(20'731); }

TargetDefinition Target() {
  TargetDefinition target;
  target.period_start = Today() - 100;
  target.period_end = Today() + 50;
  target.counting = CountingRule{.report_kind = ReportKind::kTrainingCompletion,
                                 .conditions = {{.fact = Fact::kInWorkFirstDay, .at_least = 1},
                                                {.fact = Fact::kTrainingHours, .at_least = 8}}};
  return target;
}

LedgerReport AnyReport(RandomSource* random) {
  LedgerReport report;
  report.id = absl::StrCat("r-", random->Below(30));
  report.kind = random->Chance(85) ? ReportKind::kTrainingCompletion : ReportKind::kPlacement;
  report.state = static_cast<ReportState>(1 + random->Below(4));
  if (random->Chance(75)) report.linkage_key = absl::StrCat("key-", random->Below(12));
  report.event_date = Today() - 130 + static_cast<int32_t>(random->Below(200));
  if (random->Chance(90)) {
    report.facts[Fact::kInWorkFirstDay].number = random->Chance(80) ? 1 : 0;
  }
  if (random->Chance(90)) report.facts[Fact::kTrainingHours].number = random->Below(30);
  return report;
}

// From the definition of a target alone.
Progress Recount(const std::map<std::string, LedgerReport>& last, Date as_of) {
  const TargetDefinition target = Target();
  std::set<std::string> acknowledged;
  std::set<std::string> reported;
  std::map<size_t, int64_t> failing;
  Progress progress;
  for (const auto& [id, report] : last) {
    if (report.kind != target.counting->report_kind) continue;
    if (report.event_date < target.period_start || report.event_date > target.period_end ||
        report.event_date > as_of) {
      continue;
    }
    const auto number = [&, &report = report](Fact fact) {
      const auto found = report.facts.find(fact);
      return found != report.facts.end() ? found->second.number.value_or(-1) : -1;
    };
    const bool in_work = number(Fact::kInWorkFirstDay) >= 1;
    const bool long_enough = number(Fact::kTrainingHours) >= 8;
    const std::string unit = report.linkage_key.empty() ? "report " + id : report.linkage_key;
    if (report.state == ReportState::kAcknowledged) {
      if (!in_work) {
        ++failing[0];
      } else if (!long_enough) {
        ++failing[1];
      } else {
        acknowledged.insert(unit);
        if (report.linkage_key.empty()) ++progress.possible_duplicates;
      }
    } else if (report.state == ReportState::kReported && in_work && long_enough) {
      reported.insert(unit);
    }
  }
  progress.value = static_cast<double>(acknowledged.size());
  progress.unacknowledged_value = static_cast<double>(
      std::count_if(reported.begin(), reported.end(),
                    [&](const std::string& unit) { return acknowledged.count(unit) == 0; }));
  for (const auto& [index, count] : failing) {
    progress.not_counted.emplace_back(target.counting->conditions[index].ToString(), count);
  }
  return progress;
}

void ExpectSame(const Progress& actual, const Progress& expected) {
  EXPECT_EQ(actual.value, expected.value);
  EXPECT_EQ(actual.unacknowledged_value, expected.unacknowledged_value);
  EXPECT_EQ(actual.possible_duplicates, expected.possible_duplicates);
  EXPECT_EQ(actual.not_counted, expected.not_counted);
}

TEST(TargetProperty, CountingAsReportsComeEqualsARecount) {
  double counted = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    RandomSource random(seed);
    TargetCounter counter(Target());
    std::map<std::string, LedgerReport> last;
    for (uint32_t i = random.Below(150); i > 0; --i) {
      const LedgerReport report = AnyReport(&random);
      counter.Apply(report);
      last[report.id] = report;
      if (!random.Chance(20)) continue;
      const Date as_of = Today() - 60 + static_cast<int32_t>(random.Below(150));
      const Progress progress = counter.ProgressAt(as_of);
      ExpectSame(progress, Recount(last, as_of));
      counted += progress.value;
    }
  }
  EXPECT_GT(counted, 1'000);
}

TEST(TargetProperty, TheOrderOfReportsDoesNotMatter) {
  for (uint64_t seed = 1'001; seed <= 1'200; ++seed) {
    RandomSource random(seed);
    std::map<std::string, LedgerReport> last;
    for (uint32_t i = 1 + random.Below(60); i > 0; --i) {
      const LedgerReport report = AnyReport(&random);
      last[report.id] = report;
    }
    std::vector<LedgerReport> reports;
    reports.reserve(last.size());
    for (const auto& [id, report] : last) reports.push_back(report);
    TargetCounter in_order(Target());
    for (const LedgerReport& report : reports) in_order.Apply(report);
    for (size_t i = reports.size(); i > 1; --i) {
      std::swap(reports[i - 1], reports[random.Below(static_cast<uint32_t>(i))]);
    }
    TargetCounter shuffled(Target());
    for (const LedgerReport& report : reports) shuffled.Apply(report);
    ExpectSame(shuffled.ProgressAt(Today()), in_order.ProgressAt(Today()));
  }
}

}  // namespace
}  // namespace overstap::matcher
