// The targets of the programmes beside the accord, and of the partners' hours, as data/region
// configures them, each worked by reports that count and reports that do not.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/convert/to_model.h"
#include "tests/unit/services/config/worked_region.h"

namespace overstap::config {
namespace {

using matcher::Dimension;
using matcher::Progress;
using matcher::TargetCounter;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const WorkedRegion& Region() {
  static const WorkedRegion& region = *new WorkedRegion(kEmbeddedRegion);
  return region;
}

constexpr auto kReported = store::v1::REPORT_STATE_REPORTED;
constexpr auto kRejected = store::v1::REPORT_STATE_REJECTED;
constexpr auto kCorrected = store::v1::REPORT_STATE_CORRECTED;

// A new worker through VIA-T, with full time of 40 hours.
SampleReport Worker(const std::string& id, const std::string& person, const std::string& facts) {
  return Placement(id, person)
      .With(
          "programmes: 'via-t' placement { sector: 'built-environment' "
          "full_time_hours_per_week: 40 }")
      .With("placement { " + facts + " }");
}

TEST(ProgrammeTargets, ViaTWorkersAreCountedInFteWithTheirQuarter) {
  const std::string hours = "hours_per_week and full_time_hours above 0";
  const std::vector<Example> examples = {
      {Worker("a", "p-1", "hours_per_week_after: 40"), kCounts},
      {Worker("b", "p-2", "hours_per_week_after: 30 side_entrant: true"), kCounts},
      {Worker("c", "p-3", "hours_per_week_after: 20 distance_to_labour_market: true"), kCounts},
      {Worker("d", "p-4",
              "hours_per_week_after: 36 full_time_hours_per_week: 36 "
              "side_entrant: false"),
       kCounts},
      {Worker("e", "p-5",
              "hours_per_week_after: 30 contract_kind: CONTRACT_KIND_LEARN_WORK "
              "side_entrant: false distance_to_labour_market: false")
           .On(2027, 12, 31),
       kCounts},
      {Worker("f", "p-3", "hours_per_week_after: 40").On(2024, 9, 1), kRepeats},
      {Worker("g", "p-6", "hours_per_week_after: 32").Without("placement.full_time_hours_per_week"),
       hours},
      {Worker("h", "p-7", "sector_day_before: 'built-environment'"),
       "sector_day_before none_of [built-environment]"},
      {Worker("i", "p-8", "").Without("programmes"), "programme any_of [via-t]"},
      {Worker("j", "p-9", "contract_kind: CONTRACT_KIND_INTERNSHIP"),
       "contract_kind none_of [trial_placement, internship]"},
      {Worker("k", "p-10", "").In(kCorrected), kNotSpokenOf},
      {Worker("l", "p-11", "").On(2028, 1, 1), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("via-t-workers", examples, Day(2027, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2027, 12, 31));
  EXPECT_EQ(progress.value, 1 + 0.75 + 0.5 + 1 + 0.75);
  EXPECT_EQ(progress.goal, 200);
  ASSERT_EQ(progress.shares.size(), 1U);
  EXPECT_EQ(progress.shares[0].id, "side-entrants-or-distance");
  EXPECT_EQ(progress.shares[0].value, 1.25);
  EXPECT_EQ(progress.shares[0].percent, 31.25);
  EXPECT_EQ(progress.shares[0].at_least_percent, 25);
}

SampleReport Learner(const std::string& id, const std::string& person) {
  return Training(id, person)
      .Without("training_completion.skill_branches")
      .With("programmes: 'via-t' training_completion { skill_branches: 'circularity' }");
}

TEST(ProgrammeTargets, ViaTLearnersCountAnewEachYear) {
  const std::string branch = "skill_branch any_of [sustainability, circularity]";
  const std::vector<Example> examples = {
      {Learner("a", "p-1"), kCounts},
      {Learner("b", "p-2").With("training_completion { in_work_first_day: false }"), kCounts},
      {Learner("c", "p-3").With("training_completion { skill_branches: 'sustainability' }"),
       kCounts},
      {Learner("d", "p-4").On(2024, 12, 31).With("training_completion { training_hours: 3 }"),
       kCounts},
      {Learner("e", "p-5").On(2024, 1, 1), kCounts},
      {Learner("f", "p-1").On(2024, 12, 1), kRepeats},
      {Learner("g", "p-1").On(2025, 1, 1), kNotSpokenOf},  // by the goal of 2025
      {Learner("h", "p-6")
           .Without("training_completion.skill_branches")
           .With("training_completion { skill_branches: 'digital' }"),
       branch},
      {Learner("i", "p-7").Without("programmes").With("programmes: 'techniekdag'"),
       "programme any_of [via-t]"},
      {Learner("j", "p-8").In(kReported), kWaits},
      {Learner("k", "p-9").In(kRejected), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("via-t-learners", examples, Day(2024, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2025, 7, 2));
  ASSERT_EQ(progress.periods.size(), 5U);
  EXPECT_EQ(progress.value, 1);
  EXPECT_EQ(progress.goal, 2'000);
  EXPECT_NEAR(progress.expected, 2'000 * 183.0 / 365, 1e-9);
  EXPECT_EQ(progress.periods[1].value, 5);
}

TEST(ProgrammeTargets, ViaTIsAPartnerOfFirmsThatGaveOfferedOrLearned) {
  const auto firm = [](const std::string& id, const std::string& name) {
    return InKind(id, name, 8).With("programmes: 'via-t'");
  };
  const auto learned = [](const std::string& id, const std::string& name) {
    return Learner(id, id).With("training_completion { employer: '" + name + "' }");
  };
  const std::string programme = "programme any_of [via-t]";
  const std::vector<Example> examples = {
      {firm("a", "bam"), kCounts},
      {firm("b", "heijmans"), kCounts},
      {StudentProject("c", "klok", "roof", 3).With("programmes: 'via-t'"), kCounts},
      {learned("d", "ter-steege"), kCounts},
      {learned("e", "dura"), kCounts},
      {firm("f", "bam").On(2027, 1, 1), kRepeats},
      {StudentProject("g", "heijmans", "wall", 3).With("programmes: 'via-t'"), kRepeats},
      {learned("h", "klok").On(2024, 3, 2), kRepeats},
      {Learner("i", "p-1"), "employer none_of [onbekend]"},  // of no firm
      {learned("j", "onbekend"), "employer none_of [onbekend]"},
      {InKind("k", "other", 8).With("programmes: 'soil-valley'"), programme},
      {firm("l", "early").On(2022, 12, 31), kNotSpokenOf},
      {firm("m", "late").In(kReported), kWaits}};
  const TargetCounter counter = Region().Work("via-t-firms", examples, Day(2027, 6, 1));
  EXPECT_EQ(counter.ProgressAt(Day(2027, 6, 1)).value, 5);
  EXPECT_EQ(counter.ProgressAt(Day(2027, 6, 1)).possible_duplicates, 0);
  EXPECT_EQ(counter.ProgressAt(Day(2027, 12, 31)).expected, 50);
}

TEST(ProgrammeTargets, TechniekdagCountsVisitorsOfEveryAge) {
  const auto day = [](const std::string& id, const std::string& event, const std::string& basis,
                      const std::string& band, int heads) {
    return ContactEvent(id, event, basis, band, heads).With("programmes: 'techniekdag'");
  };
  const std::string anyone = "heads above 0 in age_bands []";
  const std::vector<Example> examples = {
      {day("a", "arnhem", "TICKETS", "0-11", 1'500)
           .With("contact_event { bands { age_band: '31-plus' head_count: 1200 } }"),
       kCounts},
      {day("b", "liemers", "SCAN", "0-11", 900), kCounts},
      {day("c", "nijmegen", "TICKETS", "12-15", 1'000), kCounts},
      {day("d", "arnhem-evening", "ESTIMATE", "31-plus", 100), kCounts},
      {day("e", "nijmegen-evening", "SCAN", "16-18", 50), kCounts},
      {day("f", "liemers", "ESTIMATE", "0-11", 2'000), kRepeats},
      {ContactEvent("g", "fair", "SCAN", "0-11", 70).With("programmes: 'career-events'"),
       "programme any_of [techniekdag]"},
      {ContactEvent("h", "fair-2", "SCAN", "0-11", 70), "programme any_of [techniekdag]"},
      {day("i", "druten", "SCAN", "0-11", 0), anyone},
      {day("j", "arnhem-2023", "SCAN", "0-11", 500).On(2023, 10, 1), kNotSpokenOf},
      {day("k", "duiven", "SCAN", "0-11", 70).In(kReported), kWaits}};
  const TargetCounter counter = Region().Work("techniekdag-visitors", examples, Day(2024, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2024, 12, 31));
  EXPECT_EQ(progress.value, 4'750);
  double all_years = 0;
  for (const matcher::PeriodProgress& year : progress.periods) all_years += year.goal;
  EXPECT_EQ(all_years, 24'000);  // as the source adds them up
}

TEST(ProgrammeTargets, SoilValleyCountsPeopleAtADistanceWhoLearned) {
  const auto track = [](const SampleReport& report) {
    return report.With("programmes: 'soil-valley'");
  };
  const auto learned = [&](const std::string& id, const std::string& person) {
    return track(Training(id, person))
        .With("training_completion { distance_to_labour_market: true }");
  };
  const auto works = [&](const std::string& id, const std::string& person) {
    return track(Placement(id, person))
        .With(
            "placement { distance_to_labour_market: true "
            "contract_kind: CONTRACT_KIND_LEARN_WORK }");
  };
  const std::string distance = "distance at_least 1";
  const std::vector<Example> examples = {
      {learned("a", "p-1"), kCounts},
      {learned("b", "p-2").With("training_completion { in_work_first_day: false }"), kCounts},
      {works("c", "p-3"), kCounts},
      {works("d", "p-4"), kCounts},
      {learned("e", "p-5").On(2026, 12, 31), kCounts},
      {works("f", "p-1").On(2025, 1, 1), kRepeats},
      {works("g", "p-6").With("placement { contract_kind: CONTRACT_KIND_PERMANENT }"),
       "contract_kind any_of [learn_work]"},
      {learned("h", "p-7").With("training_completion { distance_to_labour_market: false }"),
       distance},
      {learned("i", "p-8").Without("training_completion.distance_to_labour_market"), distance},
      {learned("j", "p-9").Without("programmes"), "programme any_of [soil-valley]"},
      {learned("k", "p-10").On(2023, 12, 31), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("soil-valley-tracks", examples, Day(2026, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31));
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.expected, 30);
}

TEST(ProgrammeTargets, TheCrossBorderNetworkIsOfPartiesThatGaveTime) {
  const auto party = [](const std::string& id, const std::string& name) {
    return InKind(id, name, 3).With("programmes: 'grenzeloos-samenwerken'");
  };
  const std::vector<Example> examples = {
      {party("a", "han"), kCounts},
      {party("b", "hochschule-rhein-waal"), kCounts},
      {party("c", "agentur-fuer-arbeit-wesel"), kCounts},
      {party("d", "uwv"), kCounts},
      {party("e", "euregio-rhein-waal").On(2026, 12, 31), kCounts},
      {party("f", "uwv").On(2025, 5, 1), kRepeats},
      {InKind("g", "fnv", 3), "programme any_of [grenzeloos-samenwerken]"},
      {InKind("h", "cnv", 3).With("programmes: 'via-t'"),
       "programme any_of [grenzeloos-samenwerken]"},
      {party("i", "ihk").In(kReported), kWaits},
      {party("j", "kiemt").On(2023, 12, 31), kNotSpokenOf},
      {party("k", "sbb").In(kRejected), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("cross-border-network", examples, Day(2026, 12, 31));
  EXPECT_EQ(counter.ProgressAt(Day(2026, 12, 31)).value, 5);
  EXPECT_EQ(counter.ProgressAt(Day(2026, 12, 31)).expected, 30);
}

TEST(ProgrammeTargets, HoursInKindAddUpYearByYear) {
  const std::string hours = "contributed_hours above 0";
  const std::vector<Example> examples = {
      {InKind("a", "nxp", 12), kCounts},
      {InKind("b", "nxp", 40.5).On(2024, 9, 1), kCounts},
      {InKind("c", "han", 48), kCounts},
      {InKind("d", "uwv", 4).With("programmes: 'via-t'"), kCounts},
      {InKind("e", "alliander", 0.5).On(2024, 12, 31), kCounts},
      {InKind("f", "dnv", 0), hours},
      {InKind("g", "dnv", 8).On(2023, 12, 31), kNotSpokenOf},  // of the year before
      {InKind("h", "dnv", 8).In(kReported), kWaits},
      {InKind("i", "dnv", 8).In(kRejected), kNotSpokenOf},
      {InKind("j", "dnv", 8).In(kCorrected), kNotSpokenOf},
      {Training("k", "p-1"), kNotSpokenOf}};
  const TargetCounter counter = Region().Work("in-kind-hours", examples, Day(2024, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2024, 12, 31));
  EXPECT_EQ(progress.value, 105);
  EXPECT_EQ(progress.periods.size(), 4U);
  EXPECT_EQ(Beside(progress, "partners").value, 4);
}

TEST(ProgrammeTargets, TheGoalOfHoursIsThatOfAllOrganisationsAtTheTables) {
  constexpr double kHoursOfAPartner = 48;
  std::set<std::string> partners;
  for (const region::v1::WorkTableDefinition& table : Region().config().work_tables()) {
    partners.insert(table.driver().id());
    for (const region::v1::OrganisationRef& member : table.members()) partners.insert(member.id());
  }
  for (const matcher::TargetPeriod& year : Region().Target("in-kind-hours").periods) {
    EXPECT_EQ(year.goal, kHoursOfAPartner * static_cast<double>(partners.size()));
  }
}

TEST(ProgrammeTargets, EveryOrganisationAtATableStandsForOneHelixEverywhere) {
  std::map<std::string, std::string> helix;
  const auto seat = [&](const region::v1::OrganisationRef& each) {
    EXPECT_FALSE(each.helix().empty()) << each.id();
    const auto [known, is_new] = helix.try_emplace(each.id(), each.helix());
    EXPECT_EQ(known->second, each.helix()) << each.id();
  };
  for (const region::v1::WorkTableDefinition& table : Region().config().work_tables()) {
    seat(table.driver());
    for (const region::v1::OrganisationRef& member : table.members()) seat(member);
  }
  EXPECT_EQ(helix.size(), 40U);
}

TEST(ProgrammeTargets, AUnitOfTwoProgrammesIsInEachCell) {
  TargetCounter counter(Region().Target("in-kind-hours"));
  const SampleReport both =
      InKind("a", "han", 6).With("programmes: 'via-t' programmes: 'platform'");
  counter.Apply(convert::ToLedgerReport(both.id(), both.report()));
  const Progress progress = counter.ProgressAt(Day(2024, 12, 31));
  EXPECT_EQ(progress.value, 6);
  EXPECT_THAT(Cells(progress, Dimension::kProgramme),
              UnorderedElementsAre(Pair("platform", 6), Pair("via-t", 6)));
}

}  // namespace
}  // namespace overstap::config
