#include "matcher/route/route_search.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace overstap::matcher {

RouteSearch::RouteSearch(const PersonState& start, const OptionSet& set,
                         const Destination& destination, const RouteContext& context)
    : start_(start),
      set_(set),
      destination_(destination),
      context_(context),
      budget_(start.person.own_money),
      closes_gap_(set.to_close != 0 || BringsDiploma()) {
  for (const StepOption& option : set.options) {
    if (option.only_first || !Ends(option)) continue;
    // A learn-work job as destination is entered, not joined: what precedes it must close all.
    const uint64_t closes = destination.is_learn_work() ? 0 : option.closes;
    partners_.push_back({&option, option.gain, CostToPerson(option), closes, CourseWeeks(option)});
  }
  std::stable_sort(partners_.begin(), partners_.end(),
                   [](const Partner& a, const Partner& b) { return a.gain > b.gain; });
}

bool RouteSearch::Run(ParetoFront* front) {
  for (const StepOption& option : set_.options) TryAlone(option, front);
  if (context_.query.max_steps < 2) return true;
  for (const StepOption& first : set_.options) {
    if (context_.Interrupted()) return false;
    TryPairsFrom(first, front);
  }
  return true;
}

void RouteSearch::TryAlone(const StepOption& option, ParetoFront* front) {
  const Score score = set_.score_before + option.gain;
  const EurCents cost = CostToPerson(option);
  if (!Ends(option) || !IsFitEnough(score) || !IsAffordable(cost)) return;
  if (!destination_.is_learn_work() && option.closes != set_.to_close) return;
  for (const ScheduledStep& scheduled : Schedules(option, start_, context_)) {
    const Date free_from = std::max(start_.FreeFrom(), scheduled.end + 1);
    Candidate candidate{.aims = {WorkStart(option, scheduled, free_from), cost, score},
                        .destination = &destination_,
                        .steps = {{&option, scheduled}}};
    if (!front->Wants(candidate) || !IsUsable(option, scheduled, start_, context_)) continue;
    if (Arrives(option, AfterStep(option, scheduled, start_, context_))) {
      front->Add(std::move(candidate));
    }
  }
}

void RouteSearch::TryPairsFrom(const StepOption& first, ParetoFront* front) {
  if (first.job != nullptr && first.job == destination_.vacancy() && destination_.is_learn_work()) {
    return;
  }
  if (!first.usable_first) return;
  const std::optional<EarliestDates> dates_of_first = Earliest(first, start_.ready, context_);
  if (!dates_of_first.has_value()) return;
  const EurCents cost_first = CostToPerson(first);
  const int most_weeks = start_.person.training_weeks_max.value_or(std::numeric_limits<int>::max());
  const int weeks_left = most_weeks - CourseWeeks(first);
  std::optional<std::vector<FirstStep>> dated_first;  // judged when it is first needed
  for (const Partner& partner : partners_) {
    const Score most = set_.score_before + first.gain + partner.gain;
    if (!IsFitEnough(most)) return;  // nor do those that follow gain enough
    if ((first.closes | partner.closes) != set_.to_close) continue;
    const EurCents cost = cost_first + partner.cost;
    if (!IsAffordable(cost) || partner.course_weeks > weeks_left) continue;
    const StepOption& second = *partner.option;
    if (&second == &first || (first.job != nullptr && first.job == second.job)) continue;
    const std::optional<Date> soonest = EarliestWorkStart(first, *dates_of_first, second);
    if (!soonest.has_value() || !front->Wants({*soonest, cost, most}, 2)) continue;
    if (!second.usable_first &&
        !Answers(first.gains->qualifications, first.gains->credentials, *first.supply,
                 second.lacking, start_.supply, context_.fit)) {
      continue;
    }
    const Score score = FitAfter(first, second);
    if (!IsFitEnough(score) || !front->Wants({*soonest, cost, score}, 2)) continue;
    if (!dated_first.has_value()) dated_first = UsableFirstSteps(first);
    if (dated_first->empty()) return;
    TryPair(first, *dated_first, second, front);
  }
}

void RouteSearch::TryPair(const StepOption& first, const std::vector<FirstStep>& dated_first,
                          const StepOption& second, ParetoFront* front) const {
  const Score score = FitAfter(first, second);
  const EurCents cost = CostToPerson(first) + CostToPerson(second);
  for (const FirstStep& step : dated_first) {
    for (const ScheduledStep& scheduled : Schedules(second, step.after, context_)) {
      const Date free_from = std::max(step.after.FreeFrom(), scheduled.end + 1);
      Date work_start = WorkStart(second, scheduled, free_from);
      if (first.paid()) work_start = std::min(work_start, step.scheduled.start);
      Candidate candidate{.aims = {work_start, cost, score},
                          .destination = &destination_,
                          .steps = {{&first, step.scheduled}, {&second, scheduled}}};
      if (!front->Wants(candidate) || !IsUsable(second, scheduled, step.after, context_)) continue;
      if (!Arrives(second, AfterStep(second, scheduled, step.after, context_))) continue;
      if (score == set_.score_before + second.gain && IsRouteAlone(second, scheduled)) continue;
      if (score == set_.score_before + first.gain && IsRouteAlone(first, step.scheduled)) continue;
      front->Add(std::move(candidate));
    }
  }
}

std::vector<RouteSearch::FirstStep> RouteSearch::UsableFirstSteps(const StepOption& option) const {
  std::vector<FirstStep> steps;
  for (const ScheduledStep& scheduled : Schedules(option, start_, context_)) {
    if (!IsUsable(option, scheduled, start_, context_)) continue;
    steps.push_back({scheduled, AfterStep(option, scheduled, start_, context_)});
  }
  return steps;
}

bool RouteSearch::Ends(const StepOption& option) const {
  if (!destination_.is_learn_work()) return true;
  return option.kind == StepKind::kLearnWorkJob && option.job == destination_.vacancy();
}

bool RouteSearch::IsAffordable(EurCents cost) const {
  return !budget_.has_value() || cost <= *budget_;
}

bool RouteSearch::IsFitEnough(Score score) const {
  if (score < context_.min_score) return false;
  return closes_gap_ || score - set_.score_before >= context_.query.min_score_gain;
}

Score RouteSearch::FitAfter(const StepOption& first, const StepOption& second) const {
  Score score = set_.score_before + first.gain + second.gain;
  auto other = second.covers.begin();
  for (const TermCover& cover : first.covers) {
    while (other != second.covers.end() && other->position < cover.position) ++other;
    if (other == second.covers.end()) break;
    if (other->position != cover.position) continue;
    // The smaller of two gains in one term counts once too often.
    score -= Score{set_.weights[cover.position]} *
             (std::min(cover.cover, other->cover).units() - set_.covers_before[cover.position]);
  }
  return score;
}

Date RouteSearch::WorkStart(const StepOption& last, const ScheduledStep& scheduled,
                            Date free_from) const {
  if (last.paid()) return scheduled.start;
  return destination_.StartFor(free_from);
}

std::optional<Date> RouteSearch::EarliestWorkStart(const StepOption& first,
                                                   const EarliestDates& dates_of_first,
                                                   const StepOption& second) const {
  const std::optional<EarliestDates> dates = Earliest(second, dates_of_first.end + 1, context_);
  if (!dates.has_value()) return std::nullopt;
  const Date last = second.paid()
                        ? dates->start
                        : destination_.StartFor(std::max(dates->end + 1, start_.FreeFrom()));
  return first.paid() ? std::min(dates_of_first.start, last) : last;
}

bool RouteSearch::BringsDiploma() const {
  if (!destination_.is_learn_work()) return false;
  return destination_.vacancy()->record.learn_work->qualification.has_value();
}

bool RouteSearch::IsRouteAlone(const StepOption& option, const ScheduledStep& scheduled) const {
  return Ends(option) && CheckStep(option, scheduled, start_, context_).eligible() &&
         Arrives(option, AfterStep(option, scheduled, start_, context_));
}

bool RouteSearch::Arrives(const StepOption& last, const PersonState& state) const {
  // Who completes the destination's own learn-work job has arrived.
  if (destination_.is_learn_work()) return last.job == destination_.vacancy();
  return destination_.Admits(state);
}

}  // namespace overstap::matcher
