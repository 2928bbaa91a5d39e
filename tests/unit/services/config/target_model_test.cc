#include "services/config/target_model.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/config/region_loader.h"

namespace overstap::config {
namespace {

using matcher::Date;
using matcher::Fact;
using matcher::LedgerReport;
using matcher::ReportKind;
using matcher::ReportState;
using ::testing::ElementsAre;

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

LoadedRegion RegionOf(const std::string& name) {
  RegionSources sources;
  sources.dir = absl::StrCat(OVERSTAP_SOURCE_DIR, "/tests/unit/services/config/regions/", name);
  absl::StatusOr<LoadedRegion> region = LoadRegion(sources);
  EXPECT_TRUE(region.ok()) << region.status();
  return region.ok() ? *std::move(region) : LoadedRegion();
}

LedgerReport Training(const std::string& id, Date day, const std::string& branch) {
  LedgerReport report{.id = id,
                      .kind = ReportKind::kTrainingCompletion,
                      .state = ReportState::kAcknowledged,
                      .linkage_key = id,
                      .event_date = day};
  report.facts[Fact::kSkillBranch].texts = {branch};
  return report;
}

TEST(TargetModel, AnotherRegionCountsItsResidentsYearByYear) {
  const LoadedRegion region = RegionOf("regio-utrecht");
  ASSERT_EQ(region.targets.definitions.size(), 1);
  EXPECT_EQ(region.config.work_tables(0).id(), "digital-care");
  matcher::TargetCounter counter(region.targets.definitions[0]);
  LedgerReport resident = Training("r-1", Day(2024, 5, 1), "digital-care");
  resident.facts[Fact::kHomeMunicipality].texts = {"GM0356"};
  counter.Apply(resident);
  LedgerReport again = resident;
  again.id = "r-2";
  again.event_date = Day(2025, 2, 1);
  counter.Apply(again);
  LedgerReport elsewhere = Training("r-3", Day(2024, 6, 1), "digital-care");
  elsewhere.facts[Fact::kHomeMunicipality].texts = {"GM0363"};
  counter.Apply(elsewhere);
  LedgerReport other_skill = Training("r-4", Day(2024, 6, 1), "lifting");
  other_skill.facts[Fact::kHomeMunicipality].texts = {"GM0344"};
  counter.Apply(other_skill);
  const matcher::Progress progress = counter.ProgressAt(Day(2025, 12, 31));
  ASSERT_EQ(progress.periods.size(), 2);
  EXPECT_EQ(progress.periods[0].value, 1);
  EXPECT_EQ(progress.periods[0].goal, 200);
  EXPECT_EQ(progress.periods[1].value, 1);
}

TEST(TargetModel, AThirdRegionCountsOneOfSeveralWays) {
  const LoadedRegion region = RegionOf("cleantech-regio");
  ASSERT_EQ(region.targets.definitions.size(), 1);
  EXPECT_EQ(region.targets.definitions[0].version, 3);
  EXPECT_EQ(region.config.work_tables_size(), 2);
  matcher::TargetCounter counter(region.targets.definitions[0]);
  LedgerReport unemployed = Training("r-1", Day(2024, 5, 1), "it");
  unemployed.facts[Fact::kInWorkFirstDay].number = 0;
  counter.Apply(unemployed);
  LedgerReport at_a_distance = Training("r-2", Day(2024, 5, 1), "technical");
  at_a_distance.facts[Fact::kInWorkFirstDay].number = 1;
  at_a_distance.facts[Fact::kDistance].number = 1;
  counter.Apply(at_a_distance);
  LedgerReport in_work = Training("r-3", Day(2024, 5, 1), "it");
  in_work.facts[Fact::kInWorkFirstDay].number = 1;
  counter.Apply(in_work);
  LedgerReport placed{.id = "r-4",
                      .kind = ReportKind::kPlacement,
                      .state = ReportState::kAcknowledged,
                      .linkage_key = "r-4",
                      .event_date = Day(2025, 1, 1)};
  placed.facts[Fact::kSector].texts = {"technology"};
  placed.facts[Fact::kDistance].number = 1;
  counter.Apply(placed);
  EXPECT_EQ(counter.ProgressAt(Day(2026, 12, 31)).value, 3);
}

TEST(TargetModel, ARuleSaysAllThatItCan) {
  const LoadedRegion region = RegionOf("via-t");
  ASSERT_EQ(region.targets.definitions.size(), 4);
  const matcher::TargetDefinition& workers = region.targets.definitions[0];
  EXPECT_EQ(workers.unit, matcher::CountedUnit::kFte);
  ASSERT_EQ(workers.shares.size(), 1);
  EXPECT_EQ(workers.shares[0].at_least_percent, 25);
  ASSERT_EQ(workers.shares[0].conditions.size(), 1);
  EXPECT_EQ(workers.shares[0].conditions[0].ToString(),
            "side_entrant at_least 1 or distance at_least 1");
  ASSERT_EQ(workers.beside.size(), 2);
  EXPECT_EQ(workers.beside[0].counting->counts_after_days, 182);
  EXPECT_EQ(workers.beside[1].change_series, "focus-sector-jobs");
  EXPECT_THAT(workers.beside[1].baselines, ElementsAre(Day(2021, 12, 31)));
  EXPECT_EQ(workers.pace, matcher::Pace::kStraightLine);

  const matcher::TargetDefinition& contact = region.targets.definitions[1];
  EXPECT_THAT(contact.counting->age_bands, ElementsAre("12-15", "16-18"));
  EXPECT_EQ(contact.counting->prefer->fact, Fact::kCountBasis);
  EXPECT_THAT(contact.counting->prefer->order, ElementsAre("tickets", "scan", "estimate"));
  EXPECT_FALSE(contact.counting->identity.has_value());
  EXPECT_THAT(contact.beside[0].counting->age_bands, ElementsAre("0-11"));
  EXPECT_EQ(contact.beside[1].factor_series, "unique-per-contact");
  EXPECT_EQ(contact.beside[2].counting->identity, matcher::UnitIdentity::kReport);
  EXPECT_EQ(contact.beside[2].counting->amount, Fact::kLowCount);
  EXPECT_EQ(contact.beside[2].high_amount, Fact::kHighCount);

  EXPECT_EQ(region.targets.definitions[2].denominator_prefix, "enrolment/");
  const matcher::TargetDefinition& tables = region.targets.definitions[3];
  EXPECT_EQ(tables.pace, matcher::Pace::kLevel);
  EXPECT_EQ(tables.counting->or_else[0].report_kind, ReportKind::kContactEvent);
  EXPECT_THAT(tables.activity->helixes, ElementsAre("business", "education"));
  EXPECT_EQ(tables.activity->recent_months, 6);

  ASSERT_EQ(region.targets.outside.series.size(), 3);
  EXPECT_EQ(matcher::LatestAt(region.targets.outside.series[0], Day(2026, 5, 31)), 400);
  EXPECT_EQ(matcher::LatestAt(region.targets.outside.series[0], Day(2026, 6, 1)), 380);
  EXPECT_EQ(region.targets.outside.series[0].points[1].source, "register, 1 June 2026");
}

}  // namespace
}  // namespace overstap::config
