// Two other regions, with their own tables, sectors, municipalities and targets: by configuration
// alone, without a line of code that knows them.
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/config/ledger_terms.h"
#include "services/convert/to_model.h"
#include "tests/unit/services/config/worked_region.h"

namespace overstap::config {
namespace {

using matcher::Dimension;
using matcher::OutsideFigures;
using matcher::Progress;
using matcher::TargetCounter;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr auto kReported = store::v1::REPORT_STATE_REPORTED;
constexpr auto kRejected = store::v1::REPORT_STATE_REJECTED;

std::string OtherRegion(const std::string& name) { return kOtherRegions + name; }

std::vector<std::string> TablesOf(const WorkedRegion& region) {
  std::vector<std::string> ids;
  for (const auto& table : region.config().work_tables()) ids.push_back(table.id());
  return ids;
}

std::vector<std::string> FocusSectorsOf(const WorkedRegion& region) {
  std::vector<std::string> ids;
  for (const auto& sector : region.config().sectors()) {
    if (sector.focus()) ids.push_back(sector.id());
  }
  return ids;
}

std::vector<std::string> TargetsOf(const WorkedRegion& region) {
  std::vector<std::string> ids;
  for (const auto& target : region.loaded().targets.definitions) ids.push_back(target.id);
  return ids;
}

// Nothing of one region is known in another.
TEST(OtherRegions, HaveTheirOwnTablesSectorsMunicipalitiesAndTargets) {
  const WorkedRegion utrecht(OtherRegion("regio-utrecht"));
  EXPECT_THAT(TablesOf(utrecht), ElementsAre("digital-care", "shared-staff"));
  EXPECT_THAT(FocusSectorsOf(utrecht), ElementsAre("care", "welfare"));
  EXPECT_THAT(TargetsOf(utrecht),
              ElementsAre("digital-care-residents", "kept-in-care", "tables-at-work"));
  EXPECT_TRUE(utrecht.loaded().region->FindPlaceByPostcode("NL", "3511").has_value());
  EXPECT_FALSE(utrecht.loaded().region->FindPlaceByPostcode("NL", "6811").has_value());
  EXPECT_THAT(PlacementCheckWeeks(utrecht.config()), ElementsAre(4, 26, 52));
  EXPECT_EQ(EmployerAnswerDays(utrecht.config()), 21);

  const WorkedRegion cleantech(OtherRegion("cleantech-regio"));
  EXPECT_THAT(TablesOf(cleantech), ElementsAre("retraining", "hybrid-learning"));
  EXPECT_THAT(FocusSectorsOf(cleantech), ElementsAre("technology", "it"));
  EXPECT_THAT(TargetsOf(cleantech), ElementsAre("retrained-to-technology",
                                                "pupils-in-hybrid-learning", "tables-at-work"));
  EXPECT_TRUE(cleantech.loaded().region->FindMunicipality("GM0301").has_value());
  EXPECT_FALSE(cleantech.loaded().region->FindMunicipality("GM0202").has_value());
  EXPECT_FALSE(cleantech.loaded().region->FindSector("energy").has_value());
  EXPECT_THAT(PlacementCheckWeeks(cleantech.config()), ElementsAre(13, 26));
}

// A resident trained in digital skills for care, at the table of that.
SampleReport Resident(const std::string& id, const std::string& person, const std::string& home) {
  return Training(id, person)
      .Without("training_completion.skill_branches")
      .With(
          "work_table: 'workTables/digital-care' training_completion { municipality: 'GM0344' "
          "sector: 'care' in_work_first_day: false skill_branches: 'digital-care' "
          "home_municipality: '" +
          home + "' }");
}

TEST(OtherRegions, UtrechtCountsItsResidentsYearByYear) {
  const std::string home = "home_municipality any_of [GM0344, GM0356, GM0355]";
  const std::vector<Example> examples = {
      {Resident("a", "p-1", "GM0344"), kCounts},
      {Resident("b", "p-2", "GM0356"), kCounts},
      {Resident("c", "p-3", "GM0356").With("training_completion { in_work_first_day: true }"),
       kCounts},
      {Resident("d", "p-4", "GM0355").With("training_completion { municipality: 'GM0355' }"),
       kCounts},
      {Resident("e", "", "GM0344").On(2024, 12, 31), kCounts},
      {Resident("f", "p-1", "GM0344").On(2024, 8, 1), kRepeats},
      {Resident("g", "p-1", "GM0344").On(2025, 8, 1), kNotSpokenOf},  // by the goal of 2025
      {Resident("h", "p-5", "GM0363").With("training_completion { in_work_first_day: true }"),
       home},
      {Resident("i", "p-6", ""), home},
      {Resident("j", "p-7", "GM0344").Without("training_completion.skill_branches"),
       "skill_branch any_of [digital-care]"},
      {Resident("k", "p-8", "GM0344").In(kReported), kWaits},
      {Resident("l", "p-9", "GM0344").In(kRejected), kNotSpokenOf}};
  const WorkedRegion region(OtherRegion("regio-utrecht"));
  const TargetCounter counter = region.Work("digital-care-residents", examples, Day(2024, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2024, 12, 31), region.outside());
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.goal, 200);
  EXPECT_EQ(progress.expected, 200);
  EXPECT_EQ(progress.unacknowledged_value, 1);
  EXPECT_EQ(progress.possible_duplicates, 1);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 7, 1)).expected, 100);  // half of a leap year
  EXPECT_THAT(Cells(progress, Dimension::kMunicipality),
              UnorderedElementsAre(Pair("GM0344", 4), Pair("GM0355", 1)));
  EXPECT_THAT(Cells(progress, Dimension::kWorkTable), ElementsAre(Pair("digital-care", 5)));
  EXPECT_THAT(Cells(progress, Dimension::kSector), ElementsAre(Pair("care", 5)));
  EXPECT_THAT(Cells(progress, Dimension::kMonth),
              UnorderedElementsAre(Pair("2024-03", 4), Pair("2024-12", 1)));
  // The one in work from Amsterdam is care staff, and not a resident.
  EXPECT_EQ(Beside(progress, "care-staff").value, 2);
  const Progress next = counter.ProgressAt(Day(2025, 12, 31));
  ASSERT_EQ(next.periods.size(), 3U);
  EXPECT_EQ(next.periods[0].value, 0);
  EXPECT_EQ(next.periods[1].value, 5);
  EXPECT_EQ(next.value, 1);
}

TEST(OtherRegions, UtrechtCountsWhoStaysInCareAfterAYear) {
  const auto mover = [](const std::string& id, const std::string& person) {
    return Placement(id, person)
        .With(
            "work_table: 'workTables/shared-staff' placement { sector: 'welfare' "
            "sector_day_before: 'care' municipality: 'GM0355' weeks_at_work: 52 }");
  };
  const std::string before = "sector_day_before any_of [care, welfare]";
  const std::string a_year = "weeks_at_work at_least 52";
  const std::vector<Example> examples = {
      {mover("a", "p-1"), kCounts},
      {mover("b", "p-2").With("placement { sector: 'care' }"), kCounts},
      {mover("c", "p-3").With("placement { sector_day_before: 'welfare' }"), kCounts},
      {mover("d", "p-4").With("placement { municipality: 'GM0344' }"), kCounts},
      {mover("e", "p-5").On(2024, 1, 1), kCounts},
      {mover("f", "p-6").With("placement { sector_day_before: '' }"), before},
      {mover("g", "p-7").With("placement { sector_day_before: 'other' }"), before},
      {mover("h", "p-8").With("placement { weeks_at_work: 26 }"), a_year},
      {mover("i", "p-9").Without("placement.weeks_at_work"), a_year},
      {mover("j", "p-10").With("placement { sector: 'other' }"), "sector any_of [care, welfare]"},
      {mover("k", "p-1").On(2024, 6, 1), kRepeats}};
  const WorkedRegion region(OtherRegion("regio-utrecht"));
  const TargetCounter counter = region.Work("kept-in-care", examples, Day(2025, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2025, 12, 31));
  EXPECT_EQ(progress.value, 5);
  EXPECT_THAT(Cells(progress, Dimension::kMunicipality),
              UnorderedElementsAre(Pair("GM0344", 1), Pair("GM0355", 4)));
  EXPECT_THAT(Cells(progress, Dimension::kSector),
              UnorderedElementsAre(Pair("care", 1), Pair("welfare", 4)));
  EXPECT_EQ(counter.ProgressAt(Day(2025, 2, 27)).value, 1);  // 364 days after 1 March: 28 February
  EXPECT_EQ(counter.ProgressAt(Day(2025, 2, 28)).value, 5);
  EXPECT_EQ(region.Target("kept-in-care").version, 4);
}

// Someone without work who learned technology, at the table of retraining.
SampleReport Retrained(const std::string& id, const std::string& person) {
  return Training(id, person)
      .With(
          "work_table: 'workTables/retraining' training_completion { municipality: 'GM0200' "
          "sector: 'technology' in_work_first_day: false }");
}

TEST(OtherRegions, CleantechCountsOneOfSeveralWays) {
  const std::string without_work = "in_work_first_day at_most 0 or distance at_least 1";
  const auto worker = [](const std::string& id, const std::string& person) {
    return Placement(id, person)
        .With(
            "work_table: 'workTables/retraining' placement { sector: 'it' municipality: 'GM0150' "
            "distance_to_labour_market: true }");
  };
  const std::vector<Example> examples = {
      {Retrained("a", "p-1"), kCounts},
      {Retrained("b", "p-2")
           .With("training_completion { in_work_first_day: true "
                 "distance_to_labour_market: true }"),
       kCounts},
      {Retrained("c", "p-3")
           .With("training_completion { municipality: 'GM0301' "
                 "skill_branches: 'it' sector: 'it' }"),
       kCounts},
      {worker("d", "p-4"), kCounts},
      {worker("e", "p-5").With("placement { sector: 'technology' }"), kCounts},
      {worker("f", "p-1").On(2025, 1, 1), kRepeats},
      {Retrained("g", "p-6").With("training_completion { in_work_first_day: true }"), without_work},
      {Retrained("h", "p-7").Without("training_completion.in_work_first_day"), without_work},
      {worker("i", "p-8").With("placement { distance_to_labour_market: false }"),
       "distance at_least 1"},
      {worker("j", "p-9").With("placement { sector: 'other' }"), "sector any_of [technology, it]"},
      {Retrained("k", "p-10").On(2027, 1, 1), kNotSpokenOf}};
  const WorkedRegion region(OtherRegion("cleantech-regio"));
  const TargetCounter counter = region.Work("retrained-to-technology", examples, Day(2026, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31));
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.goal, 150);
  EXPECT_EQ(progress.expected, 150);
  EXPECT_NEAR(counter.ProgressAt(Day(2024, 12, 31)).expected, 75, 0.1);
  EXPECT_THAT(Cells(progress, Dimension::kMunicipality),
              UnorderedElementsAre(Pair("GM0150", 2), Pair("GM0200", 2), Pair("GM0301", 1)));
  EXPECT_THAT(Cells(progress, Dimension::kSector),
              UnorderedElementsAre(Pair("it", 2), Pair("technology", 3)));
  EXPECT_THAT(Cells(progress, Dimension::kWorkTable), ElementsAre(Pair("retraining", 5)));
  ASSERT_EQ(progress.shares.size(), 1U);
  EXPECT_EQ(progress.shares[0].percent, 60);
}

TEST(OtherRegions, CleantechCountsPupilsInItsOwnAgeBandsAtItsOwnTable) {
  const auto day = [](const std::string& id, const std::string& event, int pupils) {
    return ContactEvent(id, event, "SCAN", "pupils", pupils)
        .With(
            "work_table: 'workTables/hybrid-learning' contact_event { municipality: 'GM0150' "
            "bands { age_band: 'adults' head_count: 9 } }");
  };
  const std::vector<Example> examples = {
      {day("a", "lab-1", 30), kCounts},
      {day("b", "lab-2", 25), kCounts},
      {day("c", "lab-3", 40).With("contact_event { municipality: 'GM0301' }"), kCounts},
      {day("d", "lab-4", 5), kCounts},
      {day("e", "lab-5", 100).On(2025, 5, 1), kCounts},
      {day("f", "lab-1", 28).On(2024, 3, 2), kRepeats},
      {day("g", "lab-6", 0), "heads above 0 in age_bands [pupils]"},
      {day("h", "lab-7", 30).With("work_table: 'workTables/retraining'"),
       "work_table any_of [hybrid-learning]"},
      {day("i", "lab-8", 30).In(kReported), kWaits},
      {day("j", "lab-9", 30).On(2023, 12, 31), kNotSpokenOf}};
  const WorkedRegion region(OtherRegion("cleantech-regio"));
  const TargetCounter counter =
      region.Work("pupils-in-hybrid-learning", examples, Day(2025, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2025, 12, 31));
  EXPECT_EQ(progress.value, 200);
  EXPECT_THAT(Cells(progress, Dimension::kMunicipality),
              UnorderedElementsAre(Pair("GM0150", 160), Pair("GM0301", 40)));
  EXPECT_THAT(Cells(progress, Dimension::kAgeBand), ElementsAre(Pair("pupils", 200)));
}

std::map<std::string, std::vector<std::string>> LackingAt(const WorkedRegion& region,
                                                          const OutsideFigures& outside,
                                                          matcher::Date as_of) {
  const TargetCounter counter(region.Target("tables-at-work"));
  std::map<std::string, std::vector<std::string>> lacking;
  for (const auto& table : counter.ProgressAt(as_of, outside).tables) {
    lacking[table.id] = table.lacking;
  }
  return lacking;
}

TEST(OtherRegions, TablesAreActiveByTheirOwnRulesAndHelixes) {
  const WorkedRegion utrecht(OtherRegion("regio-utrecht"));
  OutsideFigures outside = utrecht.outside();
  for (auto& table : outside.work_tables) table.meetings = {Day(2024, 7, 1), Day(2024, 9, 1)};
  // No action plan is asked for; the third helix joins one table in September.
  EXPECT_THAT(LackingAt(utrecht, outside, Day(2024, 8, 31)),
              UnorderedElementsAre(Pair("digital-care", IsEmpty()),
                                   Pair("shared-staff", ElementsAre("helix government"))));
  EXPECT_THAT(
      LackingAt(utrecht, outside, Day(2024, 9, 1)),
      UnorderedElementsAre(Pair("digital-care", IsEmpty()), Pair("shared-staff", IsEmpty())));
  // Three months, not six.
  EXPECT_THAT(LackingAt(utrecht, outside, Day(2024, 12, 1)),
              UnorderedElementsAre(Pair("digital-care", ElementsAre("meeting or report")),
                                   Pair("shared-staff", ElementsAre("meeting or report"))));

  const WorkedRegion cleantech(OtherRegion("cleantech-regio"));
  outside = cleantech.outside();
  for (auto& table : outside.work_tables) table.meetings = {Day(2024, 7, 1)};
  outside.work_tables[0].action_plan_since = Day(2024, 2, 1);
  EXPECT_THAT(
      LackingAt(cleantech, outside, Day(2024, 12, 31)),
      UnorderedElementsAre(Pair("retraining", IsEmpty()),
                           Pair("hybrid-learning", ElementsAre("helix business", "action_plan"))));
}

TEST(OtherRegions, AReportKeepsATableActiveWhereTheRuleNamesItsKind) {
  const WorkedRegion region(OtherRegion("cleantech-regio"));
  OutsideFigures outside = region.outside();
  for (auto& table : outside.work_tables) table.action_plan_since = Day(2023, 2, 1);
  TargetCounter counter(region.Target("tables-at-work"));
  EXPECT_EQ(counter.ProgressAt(Day(2024, 4, 1), outside).value, 0);
  const SampleReport hours =
      InKind("a", "maakbedrijf", 8).With("work_table: 'workTables/retraining'");
  counter.Apply(convert::ToLedgerReport(hours.id(), hours.report()));
  EXPECT_EQ(counter.ProgressAt(Day(2024, 4, 1), outside).value, 0);
  const SampleReport trained = Retrained("b", "p-1");
  counter.Apply(convert::ToLedgerReport(trained.id(), trained.report()));
  EXPECT_EQ(counter.ProgressAt(Day(2024, 4, 1), outside).value, 1);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 4, 1), outside).goal, 2);
}

}  // namespace
}  // namespace overstap::config
