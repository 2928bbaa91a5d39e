#include "tests/unit/matcher/target/example_targets.h"

namespace overstap::matcher {
namespace {

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

TargetDefinition Accord(std::string id, double goal, CountedUnit unit) {
  TargetDefinition target{.id = std::move(id), .goal = goal, .unit = unit};
  target.period_start = Day(2023, 1, 1);
  target.period_end = Day(2026, 12, 31);
  return target;
}

const std::vector<std::string>& Focus() {
  static const std::vector<std::string>& focus =
      *new std::vector<std::string>{"energy", "health", "hightech"};
  return focus;
}

}  // namespace

TargetDefinition LloSkillsTarget() {
  TargetDefinition target = Accord("llo-skills", 10'000, CountedUnit::kPerson);
  target.counting =
      CountingRule{.report_kind = ReportKind::kTrainingCompletion,
                   .conditions = {{.fact = Fact::kInWorkFirstDay, .at_least = 1},
                                  {.fact = Fact::kSkillBranch, .any_of = {"technical", "digital"}},
                                  {.fact = Fact::kTrainingHours, .at_least = 8}}};
  target.beside.push_back(
      {.id = "employers",
       .unit = CountedUnit::kPerson,
       .counting = CountingRule{.report_kind = ReportKind::kAggregate,
                                .conditions = {{.fact = Fact::kTarget, .any_of = {"llo-skills"}}},
                                .identity = UnitIdentity::kReport,
                                .amount = Fact::kLowCount},
       .high_amount = Fact::kHighCount});
  return target;
}

TargetDefinition TalentContactTarget() {
  TargetDefinition target = Accord("talent-contact", 40'000, CountedUnit::kHead);
  const Preference by_way_of_counting{.fact = Fact::kCountBasis,
                                      .order = {"tickets", "scan", "estimate"}};
  target.counting = CountingRule{.report_kind = ReportKind::kContactEvent,
                                 .age_bands = {"12-15", "16-18", "19-27"},
                                 .prefer = by_way_of_counting};
  target.beside.push_back({.id = "children",
                           .unit = CountedUnit::kHead,
                           .counting = CountingRule{.report_kind = ReportKind::kContactEvent,
                                                    .conditions = {{.fact = Fact::kProgramme,
                                                                    .any_of = {"techniekdag"}}},
                                                    .age_bands = {"0-11"},
                                                    .prefer = by_way_of_counting}});
  target.beside.push_back({.id = "unique-people",
                           .unit = CountedUnit::kHead,
                           .counting = target.counting,
                           .factor_series = "unique-per-contact"});
  return target;
}

TargetDefinition ItProjectsTarget() {
  TargetDefinition target = Accord("it-projects", 50, CountedUnit::kPercent);
  target.counting =
      CountingRule{.report_kind = ReportKind::kStudentProject,
                   .conditions = {{.fact = Fact::kMunicipality, .any_of = {"GM0202", "GM0268"}}}};
  target.denominator_prefix = "enrolment/";
  return target;
}

TargetDefinition ActivationTarget() {
  TargetDefinition target = Accord("activation", 1'000, CountedUnit::kPerson);
  target.counting = CountingRule{
      .report_kind = ReportKind::kPlacement,
      .conditions = {{.fact = Fact::kSector, .any_of = Focus()},
                     {.fact = Fact::kSectorDayBefore, .none_of = Focus()},
                     {.fact = Fact::kContractKind, .none_of = {"trial_placement", "internship"}}}};
  CountingRule started = *target.counting;
  started.counts_after_days = 26 * 7;
  target.beside.push_back({.id = "due-26-weeks", .counting = started});
  CountingRule lasting = started;
  lasting.conditions.push_back({.fact = Fact::kWeeksAtWork, .at_least = 26});
  target.beside.push_back({.id = "at-work-26-weeks", .counting = lasting});
  target.beside.push_back({.id = "sector-jobs",
                           .change_series = "focus-sector-jobs",
                           .baselines = {Day(2021, 12, 31), Day(2022, 12, 31)}});
  target.beside.push_back(
      {.id = "extra-hours",
       .unit = CountedUnit::kHour,
       .counting = CountingRule{.report_kind = ReportKind::kPlacement,
                                .conditions = {{.fact = Fact::kSector, .any_of = Focus()},
                                               {.fact = Fact::kHoursBefore, .at_least = 1}},
                                .identity = UnitIdentity::kPerson,
                                .amount = Fact::kHoursAdded}});
  return target;
}

TargetDefinition WorkTablesTarget() {
  TargetDefinition target = Accord("work-tables", 5, CountedUnit::kWorkTable);
  target.counting = CountingRule{.report_kind = ReportKind::kPlacement,
                                 .or_else = {{.report_kind = ReportKind::kTrainingCompletion},
                                             {.report_kind = ReportKind::kContactEvent},
                                             {.report_kind = ReportKind::kStudentProject},
                                             {.report_kind = ReportKind::kInKind}}};
  target.activity = ActivityRule{.helixes = {"business", "education", "government"}};
  target.pace = Pace::kLevel;
  return target;
}

TargetDefinition ViaTWorkersTarget() {
  TargetDefinition target = Accord("via-t-workers", 200, CountedUnit::kFte);
  target.period_end = Day(2027, 12, 31);
  target.counting = CountingRule{
      .report_kind = ReportKind::kPlacement,
      .conditions = {{.fact = Fact::kProgramme, .any_of = {"via-t"}},
                     {.fact = Fact::kSectorDayBefore, .none_of = {"construction"}},
                     {.fact = Fact::kContractKind, .none_of = {"trial_placement", "internship"}}}};
  target.shares.push_back({.id = "side-entrants-or-at-a-distance",
                           .conditions = {{.fact = Fact::kSideEntrant,
                                           .at_least = 1,
                                           .or_else = {{.fact = Fact::kDistance, .at_least = 1}}}},
                           .at_least_percent = 25});
  return target;
}

TargetDefinition ViaTLearnersTarget() {
  TargetDefinition target{.id = "via-t-learners", .unit = CountedUnit::kPerson};
  target.periods = CalendarYears(2023, 2027, 2'000);
  target.counting = CountingRule{
      .report_kind = ReportKind::kTrainingCompletion,
      .conditions = {{.fact = Fact::kProgramme, .any_of = {"via-t"}},
                     {.fact = Fact::kSkillBranch, .any_of = {"sustainability", "circularity"}}}};
  return target;
}

TargetDefinition ViaTFirmsTarget() {
  TargetDefinition target = Accord("via-t-firms", 50, CountedUnit::kOrganisation);
  target.period_end = Day(2027, 12, 31);
  target.counting =
      CountingRule{.report_kind = ReportKind::kInKind,
                   .conditions = {{.fact = Fact::kProgramme, .any_of = {"via-t"}}},
                   .or_else = {{.report_kind = ReportKind::kStudentProject,
                                .conditions = {{.fact = Fact::kProgramme, .any_of = {"via-t"}}}}}};
  return target;
}

TargetDefinition TechniekdagTarget() {
  TargetDefinition target{.id = "techniekdag", .unit = CountedUnit::kHead};
  target.periods = CalendarYears(2023, 2026, 8'000);
  target.counting = CountingRule{
      .report_kind = ReportKind::kContactEvent,
      .conditions = {{.fact = Fact::kProgramme, .any_of = {"techniekdag"}}},
      .prefer = Preference{.fact = Fact::kCountBasis, .order = {"tickets", "scan", "estimate"}}};
  return target;
}

TargetDefinition SoilValleyTarget() {
  TargetDefinition target = Accord("soil-valley-tracks", 30, CountedUnit::kPerson);
  const std::vector<FactCondition> at_a_distance = {
      {.fact = Fact::kProgramme, .any_of = {"soil-valley"}},
      {.fact = Fact::kDistance, .at_least = 1}};
  std::vector<FactCondition> learning = at_a_distance;
  learning.push_back({.fact = Fact::kContractKind, .any_of = {"learn_work"}});
  target.counting =
      CountingRule{.report_kind = ReportKind::kTrainingCompletion,
                   .conditions = at_a_distance,
                   .or_else = {{.report_kind = ReportKind::kPlacement, .conditions = learning}}};
  return target;
}

TargetDefinition RegioUtrechtTarget() {
  TargetDefinition target{.id = "digital-care-residents", .unit = CountedUnit::kPerson};
  target.periods = CalendarYears(2024, 2026, 200);
  target.counting =
      CountingRule{.report_kind = ReportKind::kTrainingCompletion,
                   .conditions = {{.fact = Fact::kHomeMunicipality, .any_of = {"GM0344", "GM0356"}},
                                  {.fact = Fact::kSkillBranch, .any_of = {"digital-care"}}}};
  return target;
}

TargetDefinition CleantechTarget() {
  TargetDefinition target = Accord("retrained-to-technology", 150, CountedUnit::kPerson);
  target.counting = CountingRule{
      .report_kind = ReportKind::kTrainingCompletion,
      .conditions = {{.fact = Fact::kSkillBranch, .any_of = {"technical", "it"}},
                     {.fact = Fact::kInWorkFirstDay,
                      .at_most = 0,
                      .or_else = {{.fact = Fact::kDistance, .at_least = 1}}}},
      .or_else = {{.report_kind = ReportKind::kPlacement,
                   .conditions = {{.fact = Fact::kSector, .any_of = {"technology", "it"}},
                                  {.fact = Fact::kDistance, .at_least = 1}}}}};
  return target;
}

}  // namespace overstap::matcher
