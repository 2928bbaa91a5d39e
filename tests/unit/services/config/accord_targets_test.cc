// The accord's five targets as data/region configures them, each worked by reports that count and
// reports that do not. data/region/README.md has these examples in words.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/config/target_model.h"
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

const WorkedRegion& Region() {
  static const WorkedRegion& region = *new WorkedRegion(kEmbeddedRegion);
  return region;
}

constexpr auto kReported = store::v1::REPORT_STATE_REPORTED;
constexpr auto kRejected = store::v1::REPORT_STATE_REJECTED;
constexpr auto kWithdrawn = store::v1::REPORT_STATE_WITHDRAWN;
constexpr auto kCorrected = store::v1::REPORT_STATE_CORRECTED;

TEST(AccordTargets, LloSkillsCountsWhoInWorkLearnedTechnicalOrDigitalSkills) {
  const std::string branch = "skill_branch any_of [technical, digital]";
  const std::string in_work = "in_work_first_day at_least 1";
  const std::vector<Example> examples = {
      {Training("a", "p-1"), kCounts},
      {Training("b", "p-2")
           .Without("training_completion.skill_branches")
           .With("training_completion { skill_branches: 'care' skill_branches: 'digital' }"),
       kCounts},
      {Training("c", "p-3").With("training_completion { training_hours: 8 }"), kCounts},
      {Training("d", "p-4").On(2026, 12, 31), kCounts},
      {Training("e", ""), kCounts},  // named as a possible duplicate
      {Training("f", "p-1").On(2025, 3, 1), kRepeats},
      {Training("g", "p-5").With("training_completion { in_work_first_day: false }"), in_work},
      {Training("h", "p-6").Without("training_completion.in_work_first_day"), in_work},
      {Training("i", "p-7")
           .Without("training_completion.skill_branches")
           .With("training_completion { skill_branches: 'care' }"),
       branch},
      {Training("j", "p-8").Without("training_completion.skill_branches"), branch},
      {Training("k", "p-9").With("training_completion { training_hours: 4 }"),
       "training_hours at_least 8"},
      {Training("l", "p-10").In(kReported), kWaits},
      {Training("m", "p-11").On(2022, 12, 31), kNotSpokenOf},
      {Aggregate("n", "llo-skills", 80, 120), kNotSpokenOf},
      {Aggregate("o", "llo-skills", 10, 10).In(kReported), kNotSpokenOf},
      {Aggregate("p", "activation", 500, 500), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("llo-skills", examples, Day(2026, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31), Region().outside());
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.possible_duplicates, 1);
  const matcher::BesideFigure band = Beside(progress, "employers-aggregates");
  EXPECT_EQ(band.value, 80);
  EXPECT_EQ(band.high, 120);
}

TEST(AccordTargets, TalentContactCountsYoungHeadsOnceAnEventByTheBestWayOfCounting) {
  const std::string young = "heads above 0 in age_bands [12-15, 16-18, 19-23, 24-30]";
  const std::vector<Example> examples = {
      {ContactEvent("a", "open-day", "TICKETS", "16-18", 200)
           .With("contact_event { bands { age_band: '31-plus' head_count: 40 } }"),
       kCounts},
      {ContactEvent("b", "career-fair", "SCAN", "19-23", 90), kCounts},
      {ContactEvent("c", "chip-tour", "ESTIMATE", "12-15", 300), kCounts},
      {ContactEvent("d", "job-market", "TICKETS", "24-30", 15), kCounts},
      {ContactEvent("e", "", "SCAN", "16-18", 30), kCounts},  // perhaps another's event
      {ContactEvent("f", "open-day", "ESTIMATE", "16-18", 500).On(2024, 2, 29), kRepeats},
      {ContactEvent("g", "techniekdag-arnhem", "TICKETS", "0-11", 400)
           .With("programmes: 'techniekdag'"),
       young},
      {ContactEvent("h", "parents", "TICKETS", "31-plus", 60), young},
      {ContactEvent("i", "empty", "SCAN", "16-18", 0), young},
      {ContactEvent("j", "wrong", "SCAN", "16-18", 70).In(kRejected), kNotSpokenOf},
      {ContactEvent("k", "early", "SCAN", "16-18", 70).On(2022, 12, 31), kNotSpokenOf},
      {ContactEvent("l", "waiting", "SCAN", "16-18", 25).In(kReported), kWaits}};
  const TargetCounter counter = Region().Work("talent-contact", examples, Day(2026, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31), Region().outside());
  EXPECT_EQ(progress.value, 200 + 90 + 300 + 15 + 30);
  EXPECT_EQ(progress.unacknowledged_value, 25);
  EXPECT_EQ(progress.possible_duplicates, 1);
  EXPECT_EQ(Beside(progress, "children-techniekdag").value, 400);
  EXPECT_THAT(Cells(progress, Dimension::kAgeBand),
              UnorderedElementsAre(Pair("12-15", 300), Pair("16-18", 230), Pair("19-23", 90),
                                   Pair("24-30", 15)));
  // 10,000 a year, as the accord's text has it beside the 40,000.
  EXPECT_NEAR(counter.ProgressAt(Day(2023, 12, 31)).expected, 10'000, 20);
  // On the day on which the estimate alone was known, it counted.
  EXPECT_EQ(counter.ProgressAt(Day(2024, 2, 29)).value, 500);
}

TEST(AccordTargets, UniquePeopleAreAbsentUntilSomeonePublishesAFactor) {
  TargetCounter counter(Region().Target("talent-contact"));
  const SampleReport fair = ContactEvent("a", "fair", "SCAN", "19-23", 90);
  counter.Apply(convert::ToLedgerReport(fair.id(), fair.report()));
  EXPECT_FALSE(
      Beside(counter.ProgressAt(Day(2026, 1, 1), Region().outside()), "unique-people").value);
  region::v1::RegionConfig config = Region().config();
  for (region::v1::ExternalSeries& series : *config.mutable_series()) {
    if (series.id() != "unique-people-per-contact") continue;
    region::v1::SeriesPoint& point = *series.add_points();
    point.set_value(0.8);
    *point.mutable_known_from_date() = convert::FromDate(Day(2025, 6, 1));
  }
  const OutsideFigures outside = ToTargetSetup(config).outside;
  EXPECT_FALSE(Beside(counter.ProgressAt(Day(2025, 5, 31), outside), "unique-people").value);
  EXPECT_DOUBLE_EQ(*Beside(counter.ProgressAt(Day(2025, 6, 1), outside), "unique-people").value,
                   72);
}

// The municipalities of the rule on projects: all of the region, and no neighbour.
std::vector<std::string> MunicipalitiesOfProjects() {
  return Region().Target("it-projects").counting->conditions.at(0).any_of;
}

TEST(AccordTargets, ItProjectsCountsStudentsWithProjectsInAllMunicipalitiesOfTheRegion) {
  std::vector<std::string> codes;
  for (const region::v1::Municipality& each : Region().config().municipalities()) {
    if (each.in_region()) codes.push_back(each.code());
  }
  EXPECT_EQ(codes.size(), 18U);
  EXPECT_EQ(MunicipalitiesOfProjects(), codes);
}

OutsideFigures WithEnrolment(const std::string& cohort, double students, matcher::Date published) {
  region::v1::RegionConfig config = Region().config();
  region::v1::ExternalSeries& series = *config.add_series();
  series.set_id("enrolment/" + cohort);
  region::v1::SeriesPoint& point = *series.add_points();
  point.set_value(students);
  *point.mutable_known_from_date() = convert::FromDate(published);
  return ToTargetSetup(config).outside;
}

TEST(AccordTargets, ItProjectsIsAShareOfAPublishedEnrolmentAndAbsentWithoutOne) {
  const std::string here =
      absl::StrCat("municipality any_of [", absl::StrJoin(MunicipalitiesOfProjects(), ", "), "]");
  const std::vector<Example> examples = {
      {StudentProject("a", "alliander", "grid", 12), kCounts},
      {StudentProject("b", "nxp", "chip", 8).With("student_project { municipality: 'GM0268' }"),
       kCounts},
      {StudentProject("c", "alliander", "meter", 5), kCounts},
      {StudentProject("d", "dnv", "", 1).With("linkage_key: 's-1'"), kCounts},
      {StudentProject("e", "avisi", "care", 20).With("student_project { cohort: '2023-mbo-ict' }"),
       kCounts},
      {StudentProject("f", "nxp", "chip", 9).On(2024, 3, 2), kRepeats},  // the school's report
      {StudentProject("g", "gemini", "", 1).With("linkage_key: 's-1'").On(2024, 9, 1), kRepeats},
      {StudentProject("h", "philips", "lamp", 30)
           .With("student_project { municipality: 'GM0772' }"),
       here},
      {StudentProject("i", "asml", "lens", 30).Without("student_project.municipality"), here},
      {StudentProject("j", "han", "none", 0), "student_count above 0"},
      {StudentProject("k", "dnv", "wind", 6).In(kReported), kWaits},
      {StudentProject("l", "dnv", "sun", 6).On(2027, 1, 1), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("it-projects", examples, Day(2026, 6, 1));
  const Progress unknown = counter.ProgressAt(Day(2026, 6, 1), Region().outside());
  EXPECT_FALSE(unknown.denominator.has_value());
  ASSERT_EQ(unknown.cohorts.size(), 2U);
  EXPECT_EQ(unknown.cohorts[0].cohort, "2023-mbo-ict");
  EXPECT_EQ(unknown.cohorts[0].value, 20);
  EXPECT_EQ(unknown.cohorts[1].value, 26);

  const OutsideFigures outside = WithEnrolment("2024-hbo-ict", 104, Day(2024, 12, 1));
  const Progress progress = counter.ProgressAt(Day(2026, 6, 1), outside);
  EXPECT_EQ(progress.numerator, 26);
  EXPECT_EQ(progress.denominator, 104);
  EXPECT_EQ(progress.value, 25);
  EXPECT_EQ(progress.goal, 50);
  EXPECT_FALSE(counter.ProgressAt(Day(2024, 11, 30), outside).denominator.has_value());
}

std::vector<Example> ActivationExamples() {
  const std::string from_outside = "sector_day_before none_of [energy, health, hightech]";
  const std::string contract = "contract_kind none_of [trial_placement, internship]";
  return {{Placement("a", "p-1").With("placement { weeks_at_work: 26 }"), kCounts},
          {Placement("b", "p-2").With("placement { sector_day_before: 'logistics' }"), kCounts},
          {Placement("c", "p-3").With("placement { contract_kind: CONTRACT_KIND_LEARN_WORK }"),
           kCounts},
          {Placement("d", "p-4").With("placement { sector: 'health' }").On(2026, 11, 1), kCounts},
          {Placement("e", "p-5")
               .With("placement { sector: 'hightech' sector_day_before: 'other' "
                     "hours_per_week_before: 16 hours_per_week_after: 24 "
                     "weeks_at_work: 13 }"),
           kCounts},
          {Placement("f", "p-1").With("placement { sector: 'health' }").On(2025, 1, 1), kRepeats},
          {Placement("g", "p-6").With("placement { sector_day_before: 'health' }"), from_outside},
          {Placement("h", "p-7").Without("placement.sector_day_before"), from_outside},
          {Placement("i", "p-8").With("placement { contract_kind: CONTRACT_KIND_TRIAL_PLACEMENT }"),
           contract},
          {Placement("j", "p-9").With("placement { contract_kind: CONTRACT_KIND_INTERNSHIP }"),
           contract},
          {Placement("k", "p-10").With("placement { sector: 'logistics' }"),
           "sector any_of [energy, health, hightech]"},
          {Placement("l", "p-11").In(kWithdrawn), kNotSpokenOf},
          // A part-timer of the sector with more hours: beside, never added.
          {Placement("m", "p-12")
               .With("placement { sector_day_before: 'energy' "
                     "hours_per_week_before: 20 hours_per_week_after: 26 }"),
           from_outside},
          {Placement("n", "p-13")
               .With("placement { sector_day_before: 'energy' "
                     "hours_per_week_before: 36 hours_per_week_after: 40 }"),
           from_outside}};
}

TEST(AccordTargets, ActivationCountsContractsOfWhoWorkedOutsideTheThreeSectors) {
  const TargetCounter counter =
      Region().Work("activation", ActivationExamples(), Day(2026, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31), Region().outside());
  EXPECT_EQ(progress.value, 5);
  EXPECT_THAT(Cells(progress, Dimension::kSector),
              UnorderedElementsAre(Pair("energy", 3), Pair("health", 1), Pair("hightech", 1)));
  // 182 days after 1 March four are due; that of November is not due before the period's end.
  EXPECT_EQ(Beside(counter.ProgressAt(Day(2024, 8, 29)), "due-26-weeks").value, 0);
  EXPECT_EQ(Beside(counter.ProgressAt(Day(2024, 8, 30)), "due-26-weeks").value, 4);
  EXPECT_EQ(Beside(progress, "due-26-weeks").value, 4);
  // Found at work at 26 weeks: one; at 13 only: not.
  EXPECT_EQ(Beside(progress, "at-work-26-weeks").value, 1);
  // Eight and six hours; four of someone in full time are not a part-timer's.
  EXPECT_EQ(Beside(progress, "extra-hours").value, 14);
}

TEST(AccordTargets, NetChangesAreAbsentUntilALaterFigureThanTheBaselineIsEntered) {
  const TargetCounter counter(Region().Target("activation"));
  for (const char* id :
       {"sector-jobs", "sector-jobs-energy", "sector-jobs-health", "sector-jobs-hightech"}) {
    const auto figure = Beside(counter.ProgressAt(Day(2026, 1, 1), Region().outside()), id);
    ASSERT_EQ(figure.changes.size(), 2U) << id;
    EXPECT_EQ(figure.changes[0].baseline, Day(2021, 12, 31));
    EXPECT_EQ(figure.changes[1].baseline, Day(2022, 12, 31));
    EXPECT_FALSE(figure.changes[0].change.has_value()) << id;
    EXPECT_FALSE(figure.changes[1].change.has_value()) << id;
  }
  region::v1::RegionConfig config = Region().config();
  for (region::v1::ExternalSeries& series : *config.mutable_series()) {
    if (series.id() != "sector-jobs/focus") continue;
    for (const auto& [year, value] : {std::pair(2022, 111'000), std::pair(2024, 113'500)}) {
      region::v1::SeriesPoint& point = *series.add_points();
      point.set_value(value);
      *point.mutable_known_from_date() = convert::FromDate(Day(year, 12, 31));
    }
  }
  const OutsideFigures outside = ToTargetSetup(config).outside;
  const auto figure = Beside(counter.ProgressAt(Day(2026, 1, 1), outside), "sector-jobs");
  EXPECT_EQ(figure.changes[0].change, 3'500);
  EXPECT_EQ(figure.changes[1].change, 2'500);
}

TEST(AccordTargets, TheSectorsOfTheSeriesMakeUpTheirTotal) {
  double sum = 0;
  for (const char* sector : {"energy", "health", "hightech"}) {
    const auto* series = FindSeries(Region().outside(), absl::StrCat("sector-jobs/", sector));
    ASSERT_NE(series, nullptr);
    sum += *LatestAt(*series, Day(2021, 12, 31));
  }
  EXPECT_EQ(sum, 110'000);
  EXPECT_EQ(LatestAt(*FindSeries(Region().outside(), "sector-jobs/focus"), Day(2021, 12, 31)), sum);
}

// The tables as the accord seats them, each with an action plan and, unless told otherwise, a
// meeting.
std::vector<matcher::WorkTableRecord> TablesAtWork(const region::v1::RegionConfig& config) {
  std::vector<matcher::WorkTableRecord> tables = ToWorkTables(config);
  for (matcher::WorkTableRecord& table : tables) {
    table.action_plan_since = Day(2023, 6, 1);
    table.meetings = {Day(2024, 2, 15)};
  }
  return tables;
}

TEST(AccordTargets, TablesLackAHelixWhereTheAccordSeatsNobodyOfIt) {
  const TargetCounter counter(Region().Target("work-tables"));
  const OutsideFigures outside{.work_tables = TablesAtWork(Region().config())};
  const Progress progress = counter.ProgressAt(Day(2024, 6, 1), outside);
  EXPECT_EQ(progress.value, 4);
  EXPECT_EQ(progress.goal, 5);
  EXPECT_EQ(progress.expected, 5);  // on every day
  std::map<std::string, std::vector<std::string>> lacking;
  for (const matcher::TableActivity& table : progress.tables) lacking[table.id] = table.lacking;
  EXPECT_THAT(lacking,
              UnorderedElementsAre(Pair("llo-energy", IsEmpty()), Pair("llo-health", IsEmpty()),
                                   Pair("llo-hightech", ElementsAre("helix government")),
                                   Pair("talent", IsEmpty()), Pair("activering", IsEmpty()),
                                   Pair("onderwijs", ElementsAre("helix business"))));
}

TEST(AccordTargets, ASeatInTheConfigurationMakesATableActiveFromItsDayOn) {
  region::v1::RegionConfig config = Region().config();
  region::v1::OrganisationRef& member = *config.mutable_work_tables(2)->add_members();
  ASSERT_EQ(config.work_tables(2).id(), "llo-hightech");
  member.set_id("gemeente-nijmegen");
  member.set_helix("government");
  *member.mutable_since_date() = convert::FromDate(Day(2024, 3, 1));
  const TargetCounter counter(Region().Target("work-tables"));
  const OutsideFigures outside{.work_tables = TablesAtWork(config)};
  EXPECT_EQ(counter.ProgressAt(Day(2024, 2, 29), outside).value, 4);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 3, 1), outside).value, 5);
}

TEST(AccordTargets, ReportsOfEveryKindShowThatATableIsAtWorkForTwoQuarters) {
  const std::vector<Example> examples = {
      {Placement("a", "p-1"), kCounts},
      {Training("b", "p-2"), kCounts},
      {ContactEvent("c", "fair", "SCAN", "16-18", 1), kCounts},
      {StudentProject("d", "nxp", "chip", 1), kCounts},
      {InKind("e", "nxp", 4), kCounts},
      {Aggregate("f", "llo-skills", 1, 2), kCounts},
      {Placement("g", "p-3").On(2024, 9, 2), kNotSpokenOf},  // still to come
      {Placement("h", "p-4").On(2023, 9, 1), kNotSpokenOf},  // six months before
      {Training("i", "p-5").In(kRejected), kNotSpokenOf},
      {Training("j", "p-6").In(kCorrected), kNotSpokenOf},
      {InKind("k", "dnv", 4).In(kReported), kWaits}};
  const matcher::Date as_of = Day(2024, 3, 1);
  const TargetCounter counter = Region().Work("work-tables", examples, as_of);
  // No meeting ever: a table lives by its reports alone, six months long.
  OutsideFigures outside{.work_tables = TablesAtWork(Region().config())};
  for (matcher::WorkTableRecord& table : outside.work_tables) table.meetings.clear();
  EXPECT_EQ(counter.ProgressAt(as_of, outside).value, 3);  // activering, llo-energy, talent
  EXPECT_EQ(counter.ProgressAt(Day(2024, 8, 31), outside).value, 3);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 9, 1), outside).value, 0);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 9, 2), outside).value, 1);
}

TEST(AccordTargets, SayTheirSourcesChoicesAndConflicts) {
  for (const region::v1::TargetDefinition& target : Region().config().targets()) {
    EXPECT_FALSE(target.source().empty()) << target.id();
    EXPECT_GE(target.assumptions_size(), 2) << target.id();
    EXPECT_TRUE(std::any_of(target.assumptions().begin(), target.assumptions().end(),
                            [](const std::string& each) { return each.rfind("†", 0) == 0; }))
        << target.id();
    for (const auto* text : {&target.title(), &target.counting().text()}) {
      EXPECT_FALSE(text->nl().empty() || text->en().empty() || text->de().empty()) << target.id();
    }
    for (const region::v1::BesideDefinition& beside : target.beside()) {
      EXPECT_FALSE(beside.title().nl().empty() || beside.title().en().empty() ||
                   beside.title().de().empty())
          << target.id() << " " << beside.id();
    }
  }
  for (const char* id :
       {"llo-skills", "talent-contact", "it-projects", "activation", "work-tables"}) {
    const auto& targets = Region().config().targets();
    const auto found = std::find_if(targets.begin(), targets.end(),
                                    [id](const auto& each) { return each.id() == id; });
    ASSERT_NE(found, targets.end()) << id;
    EXPECT_GE(found->conflicts_size(), 2) << id;
    EXPECT_EQ(found->version(), 2) << id;
  }
}

}  // namespace
}  // namespace overstap::config
