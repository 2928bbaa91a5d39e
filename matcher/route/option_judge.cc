#include "matcher/route/option_judge.h"

#include <algorithm>
#include <optional>

namespace overstap::matcher {
namespace {

bool Fails(const Eligibility& eligibility, Rule rule) {
  return std::any_of(eligibility.reasons.begin(), eligibility.reasons.end(),
                     [&](const Reason& reason) { return reason.rule == rule; });
}

bool FailsForGood(const Eligibility& eligibility) {
  return std::any_of(
      eligibility.reasons.begin(), eligibility.reasons.end(),
      [](const Reason& reason) { return (kTrainableRules & RuleBit(reason.rule)) == 0; });
}

// Adds to `wanted` what is asked for by the rules that failed.
void AddLacking(const Wanted& asked, const Eligibility& eligibility, Wanted* wanted) {
  Wanted lacking;
  if (Fails(eligibility, Rule::kCredential)) lacking.credentials = asked.credentials;
  if (Fails(eligibility, Rule::kDiploma)) lacking.qualifications = asked.qualifications;
  if (Fails(eligibility, Rule::kEducationLevel)) lacking.level = asked.level;
  if (Fails(eligibility, Rule::kEntrySkill)) lacking.entry_skills = asked.entry_skills;
  Append(lacking, wanted);
}

Wanted AskedBy(const EntryDemands& demands) {
  Wanted asked{.credentials = demands.credentials,
               .qualifications = {},
               .level = demands.min_level,
               .entry_skills = demands.skills};
  if (demands.qualification.has_value()) asked.qualifications.push_back(*demands.qualification);
  return asked;
}

// What an option asks for at its start.
Wanted AskedBy(const StepOption& option, const RouteContext& context) {
  Wanted asked;
  if (option.job != nullptr) asked = VacancyDestination(*option.job, context).Demands();
  if (option.offer != nullptr) Append(AskedBy(option.offer->record.entry_demands), &asked);
  return asked;
}

}  // namespace

bool JudgeAsFirst(const PersonState& start, const RouteContext& context, StepOption* option) {
  const Wanted asked = AskedBy(*option, context);
  option->usable_first = false;
  // Whether it may be usable on these dates.
  const auto judge = [&](const ScheduledStep& step) {
    const Eligibility check = CheckStep(*option, step, start, context);
    if (FailsForGood(check)) return false;
    if (check.eligible()) {
      option->usable_first = true;
    } else {
      AddLacking(asked, check, &option->lacking);
    }
    return true;
  };
  if (option->offer == nullptr) {
    const std::vector<ScheduledStep> steps = Schedules(*option, start, context);
    return std::any_of(steps.begin(), steps.end(), judge);
  }
  option->runs = RunsToCome(option->offer->record, context.query.today);
  std::erase_if(option->runs, [&](const TrainingRun* run) {
    if (option->kind == StepKind::kCourse) {
      return !judge({.run = run, .start = run->start_date, .end = run->start_date});
    }
    const std::optional<ScheduledStep> joined = Join(*option, *run, start.FreeFrom(), context);
    return !joined.has_value() || !judge(*joined);
  });
  return !option->runs.empty();
}

}  // namespace overstap::matcher
