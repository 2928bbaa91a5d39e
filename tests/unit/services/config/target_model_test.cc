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
using matcher::ReportKind;
using ::testing::ElementsAre;

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

LoadedRegion RegionOf(const std::string& name) {
  RegionSources sources;
  sources.dir = absl::StrCat(OVERSTAP_SOURCE_DIR, "/tests/unit/services/config/regions/", name);
  absl::StatusOr<LoadedRegion> region = LoadRegion(sources);
  EXPECT_TRUE(region.ok()) << region.status();
  return region.ok() ? *std::move(region) : LoadedRegion();
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
