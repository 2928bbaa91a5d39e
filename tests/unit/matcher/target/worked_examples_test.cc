// A worked example of each target: reports that count, reports that do not, and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/matcher/target/example_targets.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

constexpr char kCounts[] = "";
constexpr char kRepeats[] = "its unit counts by another report";
constexpr char kWaits[] = "it waits for its work table";
// Another kind, outside the period, rejected, corrected or withdrawn.
constexpr char kNotSpokenOf[] = "the target does not speak of it";

struct Example {
  ReportBuilder report;
  std::string why;  // kCounts: it counts; a condition: the first that it fails
};

std::vector<std::string> IdsBehind(const TargetCounter& counter, ReportPart part, Date as_of) {
  ReportQuery query{.as_of = as_of};
  query.filter.part = part;
  std::vector<std::string> ids;
  for (const ReportReference& each : counter.ReportsBehind(query).reports) ids.push_back(each.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<std::string> IdsOf(const std::vector<Example>& examples, std::string_view why) {
  std::vector<std::string> ids;
  for (const Example& each : examples) {
    if (each.why == why) ids.push_back(each.report.report().id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Applies them and expects each where its reason says; at least five count and five do not.
TargetCounter Work(const TargetDefinition& target, const std::vector<Example>& examples,
                   Date as_of) {
  TargetCounter counter(target);
  std::map<std::string, int64_t> failing;
  for (const Example& each : examples) {
    counter.Apply(each.report.report());
    if (each.why != kCounts && each.why != kRepeats && each.why != kWaits &&
        each.why != kNotSpokenOf) {
      ++failing[each.why];
    }
  }
  EXPECT_GE(IdsOf(examples, kCounts).size(), 5U);
  EXPECT_GE(examples.size() - IdsOf(examples, kCounts).size(), 5U);
  EXPECT_EQ(IdsBehind(counter, ReportPart::kCounted, as_of), IdsOf(examples, kCounts));
  EXPECT_EQ(IdsBehind(counter, ReportPart::kRepeats, as_of), IdsOf(examples, kRepeats));
  EXPECT_EQ(IdsBehind(counter, ReportPart::kWaiting, as_of), IdsOf(examples, kWaits));
  std::map<std::string, int64_t> not_counted;
  for (const auto& [condition, count] : counter.ProgressAt(as_of).not_counted) {
    not_counted[condition] += count;
  }
  EXPECT_EQ(not_counted, failing);
  return counter;
}

ReportBuilder Training(const std::string& id, const std::string& person) {
  ReportBuilder report(id, ReportKind::kTrainingCompletion);
  report.Person(person).On(2024, 3, 1).Text(Fact::kSkillBranch, "technical");
  return report.Number(Fact::kInWorkFirstDay, 1).Number(Fact::kTrainingHours, 40);
}

ReportBuilder Placement(const std::string& id, const std::string& person) {
  ReportBuilder report(id, ReportKind::kPlacement);
  report.Person(person).On(2024, 3, 1).Text(Fact::kSector, "energy");
  return report.Text(Fact::kSectorDayBefore, "").Text(Fact::kContractKind, "permanent");
}

TEST(WorkedExample, LloSkills) {
  const std::vector<Example> examples = {
      {Training("a", "p-1"), kCounts},
      {Training("b", "p-2").Text(Fact::kSkillBranch, "digital"), kCounts},
      {Training("c", "p-3").Number(Fact::kTrainingHours, 8), kCounts},
      {Training("d", "p-4").On(2026, 12, 31), kCounts},
      {Training("e", ""), kCounts},  // named as a possible duplicate
      {Training("f", "p-1").On(2025, 3, 1), kRepeats},
      {Training("g", "p-5").Number(Fact::kInWorkFirstDay, 0), "in_work_first_day at_least 1"},
      {Training("h", "p-6").Without(Fact::kInWorkFirstDay), "in_work_first_day at_least 1"},
      {Training("i", "p-7").Text(Fact::kSkillBranch, "care"),
       "skill_branch any_of [technical, digital]"},
      {Training("j", "p-8").Number(Fact::kTrainingHours, 4), "training_hours at_least 8"},
      {Training("k", "p-9").In(ReportState::kReported), kWaits},
      {Training("l", "p-9").On(2022, 12, 31), kNotSpokenOf},
      {ReportBuilder("m", ReportKind::kAggregate)
           .On(2024, 1, 1)
           .Text(Fact::kTarget, "llo-skills")
           .Number(Fact::kLowCount, 80)
           .Number(Fact::kHighCount, 120),
       kNotSpokenOf}};
  const TargetCounter counter = Work(LloSkillsTarget(), examples, Day(2026, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31));
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.possible_duplicates, 1);
  ASSERT_EQ(progress.beside.size(), 1U);
  EXPECT_EQ(progress.beside[0].value, 80);
  EXPECT_EQ(progress.beside[0].high, 120);
}

ReportBuilder Fair(const std::string& id, const std::string& event, const std::string& basis) {
  ReportBuilder report(id, ReportKind::kContactEvent);
  return report.Event(event).On(2024, 10, 1).Text(Fact::kCountBasis, basis);
}

TEST(WorkedExample, TalentContact) {
  const std::string young = "heads above 0 in age_bands [12-15, 16-18, 19-27]";
  const std::vector<Example> examples = {
      {Fair("a", "e-1", "tickets").Heads("16-18", 200).Heads("28-67", 40), kCounts},
      {Fair("b", "e-2", "scan").Heads("19-27", 90), kCounts},
      {Fair("c", "e-3", "estimate").Heads("12-15", 300).Heads("0-11", 50), kCounts},
      {Fair("d", "e-4", "tickets").Heads("16-18", 10).Heads("19-27", 5), kCounts},
      {Fair("e", "", "scan").Heads("16-18", 30), kCounts},  // perhaps another's event
      // Another reporter's estimate of an event with tickets sold, though from a day before.
      {Fair("f", "e-1", "estimate").On(2024, 9, 30).Heads("16-18", 500), kRepeats},
      {Fair("g", "e-5", "tickets").Heads("0-11", 400).Text(Fact::kProgramme, "techniekdag"), young},
      {Fair("h", "e-6", "tickets").Heads("28-67", 60), young},
      {Fair("i", "e-7", "scan"), young},
      {Fair("j", "e-8", "scan").Heads("16-18", 70).In(ReportState::kRejected), kNotSpokenOf},
      {Fair("k", "e-9", "scan").Heads("16-18", 25).In(ReportState::kReported), kWaits}};
  const TargetCounter counter = Work(TalentContactTarget(), examples, Day(2026, 12, 31));
  const OutsideFigures outside{
      .series = {{.id = "unique-per-contact",
                  .points = {{.date = Day(2024, 6, 1), .value = 0.8, .source = "survey"}}}}};
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31), outside);
  EXPECT_EQ(progress.value, 200 + 90 + 300 + 15 + 30);
  EXPECT_EQ(progress.unacknowledged_value, 25);
  EXPECT_EQ(progress.possible_duplicates, 1);
  EXPECT_EQ(progress.beside[0].value, 400);
  EXPECT_DOUBLE_EQ(*progress.beside[1].value, 0.8 * 635);
  EXPECT_FALSE(counter.ProgressAt(Day(2024, 5, 1), outside).beside[1].value.has_value());
  // On the day on which the estimate alone was known, it counted.
  EXPECT_EQ(counter.ProgressAt(Day(2024, 9, 30)).value, 500);
}

ReportBuilder Project(const std::string& id, const std::string& employer, double students) {
  ReportBuilder report(id, ReportKind::kStudentProject);
  report.On(2025, 9, 1).Text(Fact::kCohort, "2025-ict").Text(Fact::kEmployer, employer);
  return report.Text(Fact::kMunicipality, "GM0202").Number(Fact::kStudentCount, students);
}

TEST(WorkedExample, ItProjects) {
  const std::string here = "municipality any_of [GM0202, GM0268]";
  const std::vector<Example> examples = {
      {Project("a", "alliander", 12).Event("grid"), kCounts},
      {Project("b", "nxp", 8).Event("chip"), kCounts},
      {Project("c", "alliander", 5).Event("meter"), kCounts},
      {Project("d", "dnv", 1).Person("s-1"), kCounts},
      {Project("e", "avisi", 20).Text(Fact::kCohort, "2024-ict").Event("care"), kCounts},
      {Project("f", "nxp", 9).Event("chip").On(2025, 9, 2), kRepeats},  // the school's report of it
      {Project("g", "gemini", 1).Person("s-1").On(2025, 10, 1), kRepeats},
      {Project("h", "philips", 30).Text(Fact::kMunicipality, "GM0772"), here},
      {Project("i", "han", 10).Without(Fact::kMunicipality), here},
      {Project("j", "han", 0), "student_count above 0"},
      {Project("k", "dnv", 6).Event("wind").In(ReportState::kReported), kWaits}};
  const TargetCounter counter = Work(ItProjectsTarget(), examples, Day(2026, 6, 1));
  const OutsideFigures outside{
      .series = {{.id = "enrolment/2025-ict",
                  .points = {{Day(2025, 9, 1), 90, "first count"}, {Day(2025, 12, 1), 104, "DUO"}}},
                 {.id = "enrolment/2026-ict", .points = {{Day(2026, 9, 1), 80, "DUO"}}}}};
  const Progress progress = counter.ProgressAt(Day(2026, 6, 1), outside);
  EXPECT_EQ(progress.numerator, 26);
  EXPECT_EQ(progress.denominator, 104);  // what was known on the day
  EXPECT_EQ(progress.value, 25);
  EXPECT_DOUBLE_EQ(counter.ProgressAt(Day(2025, 11, 1), outside).value, 100.0 * 26 / 90);
  // The cohort without a known enrolment is named, and is in neither.
  ASSERT_EQ(progress.cohorts.size(), 2U);
  EXPECT_EQ(progress.cohorts[0].cohort, "2024-ict");
  EXPECT_EQ(progress.cohorts[0].value, 20);
  EXPECT_FALSE(progress.cohorts[0].denominator.has_value());
  // Students that nobody has reported a project of are in the denominator.
  EXPECT_EQ(counter.ProgressAt(Day(2026, 10, 1), outside).denominator, 184);
}

TEST(WorkedExample, Activation) {
  const std::string from_outside = "sector_day_before none_of [energy, health, hightech]";
  const std::string contract = "contract_kind none_of [trial_placement, internship]";
  const std::vector<Example> examples = {
      {Placement("a", "p-1").Number(Fact::kWeeksAtWork, 26), kCounts},
      {Placement("b", "p-2").Text(Fact::kSectorDayBefore, "retail"), kCounts},
      {Placement("c", "p-3").Text(Fact::kContractKind, "learn_work"), kCounts},
      {Placement("d", "p-4").Text(Fact::kSector, "health").On(2026, 11, 1), kCounts},
      {Placement("e", "p-5")
           .Text(Fact::kSectorDayBefore, "other")
           .Number(Fact::kHoursBefore, 16)
           .Number(Fact::kHoursAdded, 8),
       kCounts},
      {Placement("f", "p-1").Text(Fact::kSector, "health").On(2025, 1, 1), kRepeats},
      {Placement("g", "p-6").Text(Fact::kSectorDayBefore, "health"), from_outside},
      {Placement("h", "p-7").Without(Fact::kSectorDayBefore), from_outside},
      {Placement("i", "p-8").Text(Fact::kContractKind, "trial_placement"), contract},
      {Placement("j", "p-9").Text(Fact::kSector, "retail"),
       "sector any_of [energy, health, hightech]"},
      {Placement("k", "p-10").In(ReportState::kWithdrawn), kNotSpokenOf},
      // A part-timer of the sector with more hours: beside, never added.
      {Placement("l", "p-11")
           .Text(Fact::kSectorDayBefore, "energy")
           .Number(Fact::kHoursBefore, 20)
           .Number(Fact::kHoursAdded, 6),
       from_outside}};
  const TargetCounter counter = Work(ActivationTarget(), examples, Day(2026, 12, 31));
  const OutsideFigures outside{.series = {{.id = "focus-sector-jobs",
                                           .points = {{Day(2021, 12, 31), 110'000, "LISA"},
                                                      {Day(2024, 12, 31), 113'500, "LISA"}}}}};
  const Progress progress = counter.ProgressAt(Day(2026, 12, 31), outside);
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.beside[0].value, 4);  // that of November is not due yet
  EXPECT_EQ(progress.beside[1].value, 1);
  EXPECT_EQ(progress.beside[2].changes[0].change, 3'500);
  EXPECT_EQ(progress.beside[2].changes[1].change, 3'500);
  EXPECT_EQ(progress.beside[3].value, 14);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 8, 29)).beside[0].value, 0);
  EXPECT_EQ(counter.ProgressAt(Day(2024, 8, 30)).beside[0].value, 4);  // 182 days after 1 March
}

WorkTableRecord Table(const std::string& id) {
  WorkTableRecord table{.id = id, .driver_since = Day(2023, 2, 1)};
  table.action_plan_since = Day(2023, 6, 1);
  for (const char* helix : {"business", "education", "government"}) {
    table.helix_since[helix] = Day(2023, 2, 1);
  }
  table.meetings = {Day(2024, 5, 1)};
  return table;
}

TEST(WorkedExample, WorkTables) {
  OutsideFigures outside;
  for (const char* id : {"llo-energy", "llo-health", "llo-hightech", "talent", "reporting",
                         "no-driver", "no-education", "no-plan", "plan-to-come", "silent"}) {
    outside.work_tables.push_back(Table(id));
  }
  outside.work_tables[4].meetings = {Day(2024, 1, 2)};
  outside.work_tables[5].driver_since.reset();
  outside.work_tables[6].helix_since.erase("education");
  outside.work_tables[7].action_plan_since.reset();
  outside.work_tables[8].action_plan_since = Day(2024, 9, 1);
  outside.work_tables[9].meetings = {Day(2023, 12, 1), Day(2024, 8, 1)};
  TargetCounter counter(WorkTablesTarget());
  counter.Apply(Training("a", "p-1").Text(Fact::kWorkTable, "reporting").On(2024, 2, 1).report());
  counter.Apply(Training("b", "p-1").Text(Fact::kWorkTable, "silent").On(2023, 12, 31).report());
  counter.Apply(Training("c", "p-2")
                    .Text(Fact::kWorkTable, "silent")
                    .On(2024, 3, 1)
                    .In(ReportState::kReported)
                    .report());
  const Progress progress = counter.ProgressAt(Day(2024, 7, 1), outside);
  EXPECT_EQ(progress.value, 5);
  EXPECT_EQ(progress.expected, 5);
  for (size_t i = 0; i < 5; ++i) EXPECT_TRUE(progress.tables[i].active()) << i;
  EXPECT_THAT(progress.tables[5].lacking, ElementsAre("driver"));
  EXPECT_THAT(progress.tables[6].lacking, ElementsAre("helix education"));
  EXPECT_THAT(progress.tables[7].lacking, ElementsAre("action_plan"));
  EXPECT_THAT(progress.tables[8].lacking, ElementsAre("action_plan"));
  EXPECT_THAT(progress.tables[9].lacking, ElementsAre("meeting or report"));
  EXPECT_EQ(IdsBehind(counter, ReportPart::kCounted, Day(2024, 7, 1)),
            std::vector<std::string>{"a"});
}

ReportBuilder ViaTWorker(const std::string& id, const std::string& person, double hours) {
  ReportBuilder report = Placement(id, person);
  report.Text(Fact::kProgramme, "via-t").Text(Fact::kSector, "construction");
  return report.Number(Fact::kHoursPerWeek, hours).Number(Fact::kFullTimeHours, 40);
}

TEST(WorkedExample, ViaTWorkers) {
  const std::string hours = "hours_per_week and full_time_hours above 0";
  const std::vector<Example> examples = {
      {ViaTWorker("a", "p-1", 40), kCounts},
      {ViaTWorker("b", "p-2", 30).Number(Fact::kSideEntrant, 1), kCounts},
      {ViaTWorker("c", "p-3", 20).Number(Fact::kDistance, 1), kCounts},
      {ViaTWorker("d", "p-4", 36).Number(Fact::kFullTimeHours, 36).Number(Fact::kSideEntrant, 0),
       kCounts},
      {ViaTWorker("e", "p-5", 30).Text(Fact::kContractKind, "learn_work"), kCounts},
      {ViaTWorker("f", "p-3", 20).On(2024, 9, 1), kRepeats},  // a second contract
      {ViaTWorker("g", "p-6", 32).Without(Fact::kFullTimeHours), hours},
      {ViaTWorker("h", "p-7", 0), hours},
      {ViaTWorker("i", "p-8", 40).Text(Fact::kSectorDayBefore, "construction"),
       "sector_day_before none_of [construction]"},
      {ViaTWorker("j", "p-9", 40).Without(Fact::kProgramme), "programme any_of [via-t]"},
      {ViaTWorker("k", "p-10", 40).In(ReportState::kCorrected), kNotSpokenOf}};
  const TargetCounter counter = Work(ViaTWorkersTarget(), examples, Day(2027, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2027, 12, 31));
  EXPECT_EQ(progress.value, 1 + 0.75 + 0.5 + 1 + 0.75);
  ASSERT_EQ(progress.shares.size(), 1U);
  EXPECT_EQ(progress.shares[0].value, 1.25);
  EXPECT_EQ(progress.shares[0].percent, 31.25);
  EXPECT_EQ(progress.shares[0].at_least_percent, 25);
}

TEST(WorkedExample, ViaTLearnersCountAnewEachYear) {
  const auto learner = [](const std::string& id, const std::string& person) {
    return Training(id, person)
        .Text(Fact::kProgramme, "via-t")
        .Text(Fact::kSkillBranch, "circularity");
  };
  const std::vector<Example> examples = {
      {learner("a", "p-1"), kCounts},
      {learner("b", "p-2").Number(Fact::kInWorkFirstDay, 0), kCounts},
      {learner("c", "p-3").Text(Fact::kSkillBranch, "sustainability"), kCounts},
      {learner("d", "p-4").On(2024, 12, 31), kCounts},
      {learner("e", "p-5").On(2024, 1, 1), kCounts},
      {learner("f", "p-1").On(2024, 12, 1), kRepeats},
      {learner("g", "p-1").On(2025, 1, 1), kNotSpokenOf},  // by 2025's goal
      {learner("h", "p-6").Text(Fact::kSkillBranch, "digital"),
       "skill_branch any_of [sustainability, circularity]"},
      {learner("i", "p-7").Text(Fact::kProgramme, "techniekdag"), "programme any_of [via-t]"},
      {learner("j", "p-8").In(ReportState::kReported), kWaits},
      {learner("k", "p-9").In(ReportState::kRejected), kNotSpokenOf}};
  const TargetCounter counter = Work(ViaTLearnersTarget(), examples, Day(2024, 12, 31));
  const Progress progress = counter.ProgressAt(Day(2025, 7, 2));
  EXPECT_EQ(progress.period, 2U);
  EXPECT_EQ(progress.value, 1);
  EXPECT_EQ(progress.goal, 2'000);
  EXPECT_NEAR(progress.expected, 2'000 * 183.0 / 365, 1e-9);
  EXPECT_EQ(progress.periods[1].value, 5);
}

TEST(WorkedExample, ViaTFirms) {
  const auto firm = [](const std::string& id, const std::string& employer) {
    return ReportBuilder(id, ReportKind::kInKind)
        .On(2024, 3, 1)
        .Text(Fact::kProgramme, "via-t")
        .Text(Fact::kEmployer, employer);
  };
  const std::vector<Example> examples = {
      {firm("a", "bam"), kCounts},
      {firm("b", "heijmans"), kCounts},
      {Project("c", "klok", 3).Text(Fact::kProgramme, "via-t"), kCounts},
      {firm("d", "ter-steege"), kCounts},
      {firm("e", "dura"), kCounts},
      {firm("f", "bam").On(2025, 1, 1), kRepeats},
      {Project("g", "heijmans", 3).Text(Fact::kProgramme, "via-t"), kRepeats},
      {firm("h", "other").Text(Fact::kProgramme, "soil-valley"), "programme any_of [via-t]"},
      {firm("i", "early").On(2022, 1, 1), kNotSpokenOf},
      {firm("j", "late").In(ReportState::kReported), kWaits}};
  EXPECT_EQ(Work(ViaTFirmsTarget(), examples, Day(2027, 1, 1)).ProgressAt(Day(2027, 1, 1)).value,
            5);
}

TEST(WorkedExample, TechniekdagCountsVisitorsOfEveryAge) {
  const auto day = [](const std::string& id, const std::string& event, const std::string& basis) {
    return Fair(id, event, basis).Text(Fact::kProgramme, "techniekdag");
  };
  const std::string anyone = "heads above 0 in age_bands []";
  const std::vector<Example> examples = {
      {day("a", "arnhem", "tickets").Heads("0-11", 1'500).Heads("28-67", 1'200), kCounts},
      {day("b", "liemers", "scan").Heads("0-11", 900), kCounts},
      {day("c", "nijmegen", "tickets").Heads("12-15", 1'000), kCounts},
      {day("d", "arnhem-evening", "estimate").Heads("28-67", 100), kCounts},
      {day("e", "nijmegen-evening", "scan").Heads("16-18", 50), kCounts},
      {day("f", "liemers", "estimate").Heads("0-11", 2'000), kRepeats},
      {day("g", "wijchen", "scan").Text(Fact::kProgramme, "career"),
       "programme any_of [techniekdag]"},
      {day("h", "druten", "scan").Heads("0-11", 0), anyone},
      {day("i", "arnhem-2023", "scan").Heads("0-11", 500).On(2023, 10, 1), kNotSpokenOf},
      {day("j", "duiven", "scan").Heads("0-11", 70).In(ReportState::kReported), kWaits}};
  const TargetCounter counter = Work(TechniekdagTarget(), examples, Day(2024, 12, 31));
  EXPECT_EQ(counter.ProgressAt(Day(2024, 12, 31)).value, 4'750);
  EXPECT_EQ(counter.ProgressAt(Day(2023, 12, 31)).value, 500);
}

TEST(WorkedExample, SoilValleyTracks) {
  const auto track = [](ReportBuilder report) {
    return report.Text(Fact::kProgramme, "soil-valley").Number(Fact::kDistance, 1);
  };
  const std::vector<Example> examples = {
      {track(Training("a", "p-1")), kCounts},
      {track(Training("b", "p-2")).Number(Fact::kInWorkFirstDay, 0), kCounts},
      {track(Placement("c", "p-3")).Text(Fact::kContractKind, "learn_work"), kCounts},
      {track(Placement("d", "p-4")).Text(Fact::kContractKind, "learn_work"), kCounts},
      {track(Training("e", "p-5")), kCounts},
      {track(Placement("f", "p-1")).Text(Fact::kContractKind, "learn_work").On(2025, 1, 1),
       kRepeats},
      {track(Placement("g", "p-6")), "contract_kind any_of [learn_work]"},
      {track(Training("h", "p-7")).Number(Fact::kDistance, 0), "distance at_least 1"},
      {track(Training("i", "p-8")).Without(Fact::kDistance), "distance at_least 1"},
      {track(Training("j", "p-9")).Without(Fact::kProgramme), "programme any_of [soil-valley]"}};
  EXPECT_EQ(Work(SoilValleyTarget(), examples, Day(2026, 1, 1)).ProgressAt(Day(2026, 1, 1)).value,
            5);
}

TEST(WorkedExample, RegioUtrechtResidents) {
  const auto resident = [](const std::string& id, const std::string& person) {
    return Training(id, person)
        .Text(Fact::kHomeMunicipality, "GM0344")
        .Text(Fact::kSkillBranch, "digital-care");
  };
  const std::string home = "home_municipality any_of [GM0344, GM0356]";
  const std::vector<Example> examples = {
      {resident("a", "p-1"), kCounts},
      {resident("b", "p-2").Text(Fact::kHomeMunicipality, "GM0356"), kCounts},
      {resident("c", "p-3"), kCounts},
      {resident("d", "p-4"), kCounts},
      {resident("e", ""), kCounts},
      {resident("f", "p-1").On(2024, 8, 1), kRepeats},
      {resident("g", "p-5").Text(Fact::kHomeMunicipality, "GM0202"), home},
      {resident("h", "p-6").Without(Fact::kHomeMunicipality), home},
      {resident("i", "p-7").Text(Fact::kSkillBranch, "care"), "skill_branch any_of [digital-care]"},
      {resident("j", "p-8").On(2023, 12, 31), kNotSpokenOf}};
  EXPECT_EQ(
      Work(RegioUtrechtTarget(), examples, Day(2024, 12, 1)).ProgressAt(Day(2024, 12, 1)).goal,
      200);
}

TEST(WorkedExample, CleantechRegio) {
  const std::string without_work = "in_work_first_day at_most 0 or distance at_least 1";
  const auto learner = [](const std::string& id, const std::string& person) {
    return Training(id, person).Number(Fact::kInWorkFirstDay, 0);
  };
  const auto worker = [](const std::string& id, const std::string& person) {
    return Placement(id, person).Text(Fact::kSector, "it").Number(Fact::kDistance, 1);
  };
  const std::vector<Example> examples = {
      {learner("a", "p-1"), kCounts},
      {Training("b", "p-2").Number(Fact::kDistance, 1), kCounts},
      {learner("c", "p-3").Text(Fact::kSkillBranch, "it"), kCounts},
      {worker("d", "p-4"), kCounts},
      {worker("e", "p-5").Text(Fact::kSector, "technology"), kCounts},
      {worker("f", "p-1").On(2025, 1, 1), kRepeats},
      {Training("g", "p-6"), without_work},
      {learner("h", "p-7").Without(Fact::kInWorkFirstDay), without_work},
      {worker("i", "p-8").Number(Fact::kDistance, 0), "distance at_least 1"},
      {worker("j", "p-9").Text(Fact::kSector, "health"), "sector any_of [technology, it]"}};
  EXPECT_EQ(Work(CleantechTarget(), examples, Day(2026, 1, 1)).ProgressAt(Day(2026, 1, 1)).value,
            5);
}

}  // namespace
}  // namespace overstap::matcher
