#include "matcher/route/step_option.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/route/destination.h"

namespace overstap::matcher {
namespace {

constexpr int kDaysPerWeek = 7;

Date LastDay(Date start, int weeks) { return start + kDaysPerWeek * weeks - 1; }

// The tuition of a learn-work job: what the vacancy states, else its school part's price.
EurCents Tuition(const StepOption& option) {
  const LearnWork& learn_work = *option.job->record.learn_work;
  if (learn_work.tuition_per_year > 0) {
    return learn_work.tuition_per_year * std::max(1, (learn_work.months + 11) / 12);
  }
  return option.offer != nullptr ? option.offer->record.price_person : 0;
}

Date EndOfLearnWork(const StepOption& option, const TrainingRun* run, Date start) {
  const LearnWork& learn_work = *option.job->record.learn_work;
  if (learn_work.months > 0) return start.PlusMonths(learn_work.months);
  if (run == nullptr) return start;
  return LastDay(run->start_date, option.offer->record.weeks);
}

// School hours lie within the job's, and tuition is judged with the job: neither is asked of the
// person's time and money for courses.
JobSeeker AsLearner(JobSeeker person) {
  person.training_hours_max = HoursPerWeek::FromDouble(24 * 7);
  person.training_weeks_max = std::numeric_limits<int>::max();
  person.own_money = std::numeric_limits<EurCents>::max();
  return person;
}

Eligibility CheckSchool(const StepOption& option, const TrainingRun& run, const PersonState& state,
                        const RouteContext& context) {
  return EvaluateOffer(AsLearner(state.person), option.offer->record, run,
                       context.RulesOn(context.query.today, state.supply));
}

std::optional<Reason> CheckTuition(const StepOption& option, const JobSeeker& person) {
  const EurCents cost = CostToPerson(option);
  if (cost == 0 || (person.own_money.has_value() && cost <= *person.own_money)) {
    return std::nullopt;
  }
  Reason reason{.rule = Rule::kTrainingCost,
                .subject = "",
                .person_value = "",
                .demand_value = absl::StrCat(cost),
                .unit = "eur_cents",
                .missing_field = ""};
  if (person.own_money.has_value()) {
    reason.person_value = absl::StrCat(*person.own_money);
  } else {
    reason.missing_field = "job_seeker.own_money_eur_cents";
  }
  return reason;
}

// The first condition of the funding scheme asked for that a course fails.
std::optional<Reason> CheckFunding(const TrainingOffer& offer, Date start,
                                   const RouteContext& context) {
  if (!context.query.funding_scheme.has_value()) return std::nullopt;
  const SchemeEntry& scheme = context.fit.region.scheme(*context.query.funding_scheme);
  Reason reason{.rule = Rule::kFundingScheme,
                .subject = scheme.id,
                .person_value = "",
                .demand_value = "",
                .unit = "",
                .missing_field = ""};
  const auto& listed = offer.funding_schemes;
  if (std::find(listed.begin(), listed.end(), *context.query.funding_scheme) == listed.end()) {
    reason.demand_value = scheme.id;
    return reason;
  }
  if (scheme.max_weeks > 0 && offer.weeks > scheme.max_weeks) {
    reason.person_value = absl::StrCat(offer.weeks);
    reason.demand_value = absl::StrCat(scheme.max_weeks);
    reason.unit = "weeks";
    return reason;
  }
  const bool early = scheme.window_start.has_value() && start < *scheme.window_start;
  const bool late = scheme.window_end.has_value() && start > *scheme.window_end;
  if (!early && !late) return std::nullopt;
  reason.person_value = start.ToString();
  reason.demand_value = (early ? *scheme.window_start : *scheme.window_end).ToString();
  reason.unit = "date";
  return reason;
}

void Merge(Eligibility more, Eligibility* result) {
  std::move(more.reasons.begin(), more.reasons.end(), std::back_inserter(result->reasons));
  std::move(more.unknowns.begin(), more.unknowns.end(), std::back_inserter(result->unknowns));
}

void Add(std::optional<Reason> reason, Eligibility* result) {
  if (!reason.has_value()) return;
  auto& list = reason->missing_field.empty() ? result->reasons : result->unknowns;
  list.push_back(*std::move(reason));
}

void SortByRule(std::vector<Reason>* reasons) {
  std::stable_sort(reasons->begin(), reasons->end(),
                   [](const Reason& a, const Reason& b) { return a.rule < b.rule; });
}

// A vacancy is open, or not, on the day asked about; its other rules hold on the first day.
Eligibility CheckJob(const Vacancy& job, Date start, const PersonState& state,
                     const RouteContext& context) {
  Eligibility result = Evaluate(
      state.person, job, context.RulesOn(context.query.today, state.supply), ~RuleBit(Rule::kOpen));
  Merge(Evaluate(state.person, job, context.RulesOn(start, state.supply), RuleBit(Rule::kOpen)),
        &result);
  return result;
}

bool JobAdmits(const Vacancy& job, Date start, const PersonState& state,
               const RouteContext& context) {
  return Decide(state.person, job, context.RulesOn(context.query.today, state.supply),
                ~RuleBit(Rule::kOpen)) != Decision::kNotEligible &&
         Decide(state.person, job, context.RulesOn(start, state.supply), RuleBit(Rule::kOpen)) !=
             Decision::kNotEligible;
}

void AddSkillsOf(const Vacancy& vacancy, Proficiency essential, Proficiency optional,
                 std::vector<OwnSkill>* skills) {
  for (const SkillDemand& demand : vacancy.skills) {
    skills->push_back({demand.skill, demand.essential ? essential : optional});
  }
}

void AddSkillsOf(OccupationNumber occupation, Proficiency essential, Proficiency optional,
                 const Taxonomy& taxonomy, std::vector<OwnSkill>* skills) {
  for (const OccupationSkill& skill : taxonomy.SkillsOf(occupation)) {
    skills->push_back({skill.skill, skill.essential ? essential : optional});
  }
}

}  // namespace

std::vector<const TrainingRun*> RunsToCome(const TrainingOffer& offer, Date today) {
  std::vector<const TrainingRun*> runs;
  runs.reserve(offer.runs.size());
  for (const TrainingRun& run : offer.runs) {
    if (run.start_date >= today && run.seats_left > 0) runs.push_back(&run);
  }
  std::sort(runs.begin(), runs.end(), [](const TrainingRun* a, const TrainingRun* b) {
    return std::tie(a->start_date, a->run_id) < std::tie(b->start_date, b->run_id);
  });
  return runs;
}

EurCents CostToPerson(const StepOption& option) {
  if (option.kind == StepKind::kCourse) return option.offer->record.price_person;
  if (option.kind != StepKind::kLearnWorkJob) return 0;
  return option.job->record.learn_work->person_pays_tuition ? Tuition(option) : 0;
}

EurCents CostToFunds(const StepOption& option) {
  const EurCents of_offer = option.offer != nullptr ? option.offer->record.price_funds : 0;
  if (option.kind != StepKind::kLearnWorkJob) return of_offer;
  return of_offer + (option.job->record.learn_work->person_pays_tuition ? 0 : Tuition(option));
}

HoursPerWeek LoadOf(const StepOption& option) {
  return option.job != nullptr ? option.job->record.hours.min : option.offer->record.hours_per_week;
}

int CourseWeeks(const StepOption& option) {
  return option.kind == StepKind::kCourse ? option.offer->record.weeks : 0;
}

int TrialPlacementWeeks(const Vacancy& vacancy, const RouteConstants& constants) {
  return std::min(vacancy.employer_offers.trial_placement_weeks,
                  constants.trial_placement_max_weeks);
}

Gains LearnWorkGains(const Vacancy& vacancy, const RouteContext& context) {
  const LearnWork& learn_work = *vacancy.learn_work;
  const Taxonomy& taxonomy = context.fit.taxonomy;
  const Proficiency essential = context.constants.learn_work_essential_level;
  const Proficiency optional = context.constants.learn_work_optional_level;
  Gains gains;
  AddSkillsOf(vacancy, essential, optional, &gains.skills);
  std::optional<OccupationNumber> occupation = vacancy.occupation;
  if (learn_work.qualification.has_value()) {
    gains.qualifications.push_back(*learn_work.qualification);
    if (!occupation.has_value()) {
      for (const std::string& code :
           context.fit.region.qualification(*learn_work.qualification).occupations) {
        occupation = taxonomy.FindOccupation(code);
        if (occupation.has_value()) break;
      }
    }
  }
  if (occupation.has_value()) {
    AddSkillsOf(*occupation, essential, optional, taxonomy, &gains.skills);
  }
  return gains;
}

Gains TrialPlacementGains(const Vacancy& vacancy, const RouteContext& context) {
  std::vector<OwnSkill> skills;
  const Proficiency level = context.constants.trial_placement_level;
  if (!vacancy.skills.empty()) {
    AddSkillsOf(vacancy, level, Proficiency::kUnknown, &skills);
  } else if (vacancy.occupation.has_value()) {
    AddSkillsOf(*vacancy.occupation, level, Proficiency::kUnknown, context.fit.taxonomy, &skills);
  }
  // Optional skills are not taught.
  std::erase_if(skills,
                [](const OwnSkill& own) { return own.proficiency == Proficiency::kUnknown; });
  Gains gains;
  gains.skills = std::move(skills);
  return gains;
}

Gains GainsOf(const StepOption& option, const RouteContext& context) {
  switch (option.kind) {
    case StepKind::kCourse:
      break;
    case StepKind::kLearnWorkJob: {
      Gains gains = LearnWorkGains(option.job->record, context);
      if (option.offer != nullptr) Append(GainsOf(option.offer->record), &gains);
      return gains;
    }
    case StepKind::kTrialPlacement:
      return TrialPlacementGains(option.job->record, context);
    case StepKind::kSteppingStoneJob: {
      Gains gains;
      gains.past_occupation = option.job->record.occupation;
      return gains;
    }
  }
  return GainsOf(option.offer->record);
}

std::optional<ScheduledStep> Join(const StepOption& option, const TrainingRun& run, Date free_from,
                                  const RouteContext& context) {
  const std::optional<Date> fixed = FixedStart(option.job->record, context.query.today);
  if (run.start_date < fixed.value_or(free_from)) return std::nullopt;
  if (fixed.has_value() && run.start_date > *fixed + context.constants.school_starts_within_days) {
    return std::nullopt;
  }
  const Date start = fixed.value_or(run.start_date);
  return ScheduledStep{.run = &run, .start = start, .end = EndOfLearnWork(option, &run, start)};
}

std::vector<ScheduledStep> Schedules(const StepOption& option, const PersonState& state,
                                     const RouteContext& context) {
  const Date free_from = state.FreeFrom();
  std::vector<ScheduledStep> steps;
  switch (option.kind) {
    case StepKind::kCourse:
      for (const TrainingRun* run : option.runs) {
        if (run->start_date < state.ready) continue;
        steps.push_back(
            {run, run->start_date, LastDay(run->start_date, option.offer->record.weeks)});
      }
      break;
    case StepKind::kLearnWorkJob:
      if (option.offer == nullptr) {
        const Date start = FirstDayOf(option.job->record, free_from, context.query.today);
        steps.push_back({nullptr, start, EndOfLearnWork(option, nullptr, start)});
        break;
      }
      for (const TrainingRun* run : option.runs) {
        const std::optional<ScheduledStep> joined = Join(option, *run, free_from, context);
        if (!joined.has_value()) continue;
        if (!CheckSchool(option, *run, state, context).eligible()) continue;
        steps.push_back(*joined);
        break;
      }
      break;
    case StepKind::kTrialPlacement: {
      const int weeks = TrialPlacementWeeks(option.job->record, context.constants);
      steps.push_back({nullptr, free_from, LastDay(free_from, weeks)});
      break;
    }
    case StepKind::kSteppingStoneJob: {
      const Date start = FirstDayOf(option.job->record, free_from, context.query.today);
      steps.push_back({nullptr, start, LastDay(start, context.constants.stepping_stone_weeks)});
      break;
    }
  }
  return steps;
}

std::optional<EarliestDates> Earliest(const StepOption& option, Date ready,
                                      const RouteContext& context) {
  if (option.job != nullptr) {
    // Whoever is ready after the day that the job starts is not available on it.
    const std::optional<Date> fixed = FixedStart(option.job->record, context.query.today);
    if (fixed.has_value() && ready > *fixed) return std::nullopt;
  }
  if (option.offer == nullptr) {
    const Date start = option.kind == StepKind::kTrialPlacement
                           ? ready
                           : FirstDayOf(option.job->record, ready, context.query.today);
    switch (option.kind) {
      case StepKind::kLearnWorkJob:
        return EarliestDates{start, EndOfLearnWork(option, nullptr, start)};
      case StepKind::kTrialPlacement:
        return EarliestDates{
            start, LastDay(start, TrialPlacementWeeks(option.job->record, context.constants))};
      default:
        return EarliestDates{start, LastDay(start, context.constants.stepping_stone_weeks)};
    }
  }
  if (option.kind == StepKind::kLearnWorkJob) {
    for (const TrainingRun* run : option.runs) {
      const std::optional<ScheduledStep> joined = Join(option, *run, ready, context);
      if (joined.has_value()) return EarliestDates{joined->start, joined->end};
    }
    return std::nullopt;
  }
  const auto run = std::lower_bound(
      option.runs.begin(), option.runs.end(), ready,
      [](const TrainingRun* candidate, Date day) { return candidate->start_date < day; });
  if (run == option.runs.end()) return std::nullopt;
  return EarliestDates{(*run)->start_date, LastDay((*run)->start_date, option.offer->record.weeks)};
}

Eligibility CheckStep(const StepOption& option, const ScheduledStep& step, const PersonState& state,
                      const RouteContext& context) {
  Eligibility result;
  if (option.kind == StepKind::kCourse) {
    result = EvaluateOffer(state.person, option.offer->record, *step.run,
                           context.RulesOn(context.query.today, state.supply));
    Add(CheckFunding(option.offer->record, step.start, context), &result);
  } else {
    result = CheckJob(option.job->record, step.start, state, context);
    if (option.kind == StepKind::kLearnWorkJob) {
      if (step.run != nullptr) Merge(CheckSchool(option, *step.run, state, context), &result);
      Add(CheckTuition(option, state.person), &result);
    }
  }
  SortByRule(&result.reasons);
  SortByRule(&result.unknowns);
  return result;
}

bool IsUsable(const StepOption& option, const ScheduledStep& step, const PersonState& state,
              const RouteContext& context) {
  // The school part of a learn-work job was chosen so that it admits the person.
  if (option.kind == StepKind::kCourse) return CheckStep(option, step, state, context).eligible();
  if (!JobAdmits(option.job->record, step.start, state, context)) return false;
  if (option.kind != StepKind::kLearnWorkJob) return true;
  const std::optional<Reason> tuition = CheckTuition(option, state.person);
  return !tuition.has_value() || !tuition->missing_field.empty();
}

PersonState AfterStep(const StepOption& option, const ScheduledStep& step,
                      const PersonState& before, const RouteContext& context) {
  const Spent spent{
      .end = step.end, .cost = CostToPerson(option), .course_weeks = CourseWeeks(option)};
  return After(before, *option.gains, *option.supply, spent, context.fit.region);
}

}  // namespace overstap::matcher
