#include "matcher/route/route_planner.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/value_texts.h"
#include "matcher/route/blocked_options.h"
#include "matcher/route/destination.h"
#include "matcher/route/open_destinations.h"
#include "matcher/route/option_collector.h"
#include "matcher/route/pareto_front.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"
#include "matcher/route/route_search.h"

namespace overstap::matcher {
namespace {

PersonState StartState(const JobSeeker& person, const RouteContext& context) {
  PersonState start{
      .person = person, .supply = SupplyOf(person, context.fit), .ready = context.query.today};
  if (context.query.max_cost_person.has_value()) {
    start.person.own_money = context.query.max_cost_person;
  }
  return start;
}

Reason FitThreshold(Score before, Score threshold) {
  const auto percent = [](Score score) {
    return PercentText(Share::FromDouble(ScoreToDouble(score)));
  };
  return {.rule = Rule::kFitThreshold,
          .subject = "",
          .person_value = percent(before),
          .demand_value = percent(threshold),
          .unit = "percent",
          .missing_field = ""};
}

// Writes out the steps of one candidate, in order.
class RouteWriter {
 public:
  RouteWriter(const Candidate& candidate, const PersonState& start, const RouteContext& context)
      : candidate_(candidate),
        destination_(*candidate.destination),
        context_(context),
        state_(start),
        with_gains_(WithGainableFacets(start.person)) {
    route_.fit_before = destination_.Explain(with_gains_);
  }

  Route Write() && {
    for (const CandidateStep& step : candidate_.steps) AddStep(*step.option, step.scheduled);
    AddUnknowns(destination_.Check(state_));
    KeepOpenQuestions();
    if (destination_.vacancy() != nullptr) {
      route_.vacancy = FindJob(*destination_.vacancy());
    }
    route_.occupation = destination_.occupation();
    route_.fit_after = destination_.Explain(with_gains_);
    route_.work_start = candidate_.aims.work_start;
    route_.qualification = route_.steps.back().end;
    return std::move(route_);
  }

 private:
  EntryPointer<Vacancy> FindJob(const PoolEntry<Vacancy>& entry) const {
    return context_.snapshot.vacancies().FindShared(entry.record.id);
  }

  void AddStep(const StepOption& option, const ScheduledStep& scheduled) {
    RouteStep step;
    step.kind = option.kind;
    if (option.offer != nullptr) {
      step.offer = context_.snapshot.training_offers().FindShared(option.offer->record.id);
    }
    if (scheduled.run != nullptr) step.run_id = scheduled.run->run_id;
    if (option.job != nullptr) step.job = FindJob(*option.job);
    step.start = scheduled.start;
    step.end = scheduled.end;
    step.weeks = (scheduled.end - scheduled.start) / 7 + 1;
    step.hours = LoadOf(option);
    step.cost_person = CostToPerson(option);
    step.cost_funds = CostToFunds(option);
    step.paid = option.paid();
    AddUnknowns(CheckStep(option, scheduled, state_, context_));

    const SparseVector before = state_.supply;
    state_ = AfterStep(option, scheduled, state_, context_);
    AddGains(*option.gains, scheduled.end, context_.fit.region, /*with_skills=*/true, &with_gains_);
    for (const WeightedTerm& term : destination_.demand()) {
      if (!context_.fit.IsSkill(term.term)) continue;
      if (CoverOf(term.term, state_.supply) > CoverOf(term.term, before)) {
        step.gained_skills.emplace_back(term.term.value());
      }
    }
    step.gained_qualifications = option.gains->qualifications;
    for (const ObtainedCredential& obtained : option.gains->credentials) {
      step.gained_credentials.push_back(obtained.credential);
    }
    SortUnique(&step.gained_qualifications);
    SortUnique(&step.gained_credentials);
    step.score_after = Dot(destination_.demand(), state_.supply);

    route_.cost_person += step.cost_person;
    route_.cost_funds += step.cost_funds;
    route_.hours = std::max(route_.hours, step.hours);
    route_.steps.push_back(std::move(step));
  }

  template <typename Number>
  static void SortUnique(std::vector<Number>* numbers) {
    std::sort(numbers->begin(), numbers->end());
    numbers->erase(std::unique(numbers->begin(), numbers->end()), numbers->end());
  }

  void AddUnknowns(const Eligibility& eligibility) {
    for (const Reason& unknown : eligibility.unknowns) {
      const auto same = [&](const Reason& other) {
        return other.rule == unknown.rule && other.subject == unknown.subject &&
               other.missing_field == unknown.missing_field;
      };
      auto& unknowns = route_.unknowns;
      if (std::none_of(unknowns.begin(), unknowns.end(), same)) unknowns.push_back(unknown);
    }
  }

  // What the route itself teaches or obtains is no question any more.
  void KeepOpenQuestions() {
    PersonState settled = state_;
    settled.person = with_gains_;
    settled.person.available_from = state_.person.available_from;
    const Eligibility after = destination_.Check(settled);
    const auto has = [](const std::vector<Reason>& reasons, const Reason& wanted) {
      return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
        return reason.rule == wanted.rule && reason.subject == wanted.subject;
      });
    };
    const Eligibility asked = destination_.Check(state_);
    std::erase_if(route_.unknowns, [&](const Reason& unknown) {
      return has(asked.unknowns, unknown) && !has(after.reasons, unknown) &&
             !has(after.unknowns, unknown);
    });
    std::stable_sort(route_.unknowns.begin(), route_.unknowns.end(),
                     [](const Reason& a, const Reason& b) { return a.rule < b.rule; });
  }

  const Candidate& candidate_;
  const Destination& destination_;
  const RouteContext& context_;
  PersonState state_;
  JobSeeker with_gains_;
  Route route_;
};

class Planner {
 public:
  Planner(const JobSeeker& person, const RouteContext& context)
      : context_(context), start_(StartState(person, context)), blocked_(start_, context) {}

  RoutePlan Plan() {
    if (context_.query.vacancy_id.has_value()) {
      const PoolEntry<Vacancy>* entry =
          context_.snapshot.vacancies().Find(*context_.query.vacancy_id);
      if (entry != nullptr) PlanTo(std::make_unique<VacancyDestination>(*entry, context_));
    } else if (context_.query.occupation.has_value()) {
      PlanTo(std::make_unique<OccupationDestination>(*context_.query.occupation, start_, context_));
    } else {
      PlanToOpenVacancies();
    }
    Finish();
    return std::move(plan_);
  }

 private:
  void PlanToOpenVacancies() {
    OpenDestinations open = FindOpenDestinations(start_, context_);
    plan_.no_route_needed = open.fits_one_already;
    open_ = std::move(open.vacancies);
    Score best = 0;
    for (const EntryPointer<Vacancy>& entry : open_) {
      best = std::max(best, Dot(entry->vector, start_.supply));
      PlanTo(std::make_unique<VacancyDestination>(*entry, context_));
    }
    plan_.destination_reasons = {FitThreshold(best, context_.min_score)};
  }

  void PlanTo(std::unique_ptr<Destination> owned) {
    const Destination& destination = *destinations_.emplace_back(std::move(owned));
    if (plan_.interrupted) return;
    if (FitsAlready(destination, start_, context_)) {
      plan_.no_route_needed = true;
      return;
    }
    const Eligibility before = destination.Check(start_);
    plan_.destination_reasons = before.reasons;
    const Score score = Dot(destination.demand(), start_.supply);
    if (score < context_.min_score) {
      plan_.destination_reasons.push_back(FitThreshold(score, context_.min_score));
    }
    for (const Reason& reason : before.reasons) {
      if ((kTrainableRules & RuleBit(reason.rule)) == 0) return;
    }
    if (collector_ == nullptr) collector_ = std::make_unique<OptionCollector>(start_, context_);
    const OptionSet& set = sets_.emplace_back(collector_->Collect(destination, before));
    plan_.interrupted = !RouteSearch(start_, set, destination, context_).Run(&front_);
    blocked_.Add(set, destination);
  }

  void Finish() {
    plan_.interrupted = plan_.interrupted || context_.Interrupted();
    if (plan_.interrupted) return;
    const std::vector<Candidate> candidates = std::move(front_).Take(context_.query.order);
    plan_.blocked = std::move(blocked_).Take(candidates);
    for (const Candidate& candidate : candidates) {
      plan_.routes.push_back(RouteWriter(candidate, start_, context_).Write());
    }
    if (!plan_.routes.empty() || plan_.no_route_needed) plan_.destination_reasons.clear();
  }

  const RouteContext& context_;
  PersonState start_;
  BlockedOptions blocked_;
  std::vector<EntryPointer<Vacancy>> open_;
  std::vector<std::unique_ptr<Destination>> destinations_;
  std::unique_ptr<OptionCollector> collector_;
  std::deque<OptionSet> sets_;
  ParetoFront front_;
  RoutePlan plan_;
};

}  // namespace

RoutePlan PlanRoutes(const PoolSnapshot& snapshot, const JobSeeker& person,
                     const RouteQuery& query) {
  const FitContext fit = snapshot.fit_context();
  const Score least = query.min_score_after > 0
                          ? query.min_score_after
                          : static_cast<Score>(fit.constants.route_min_score * kFullScore);
  const RouteContext context{.snapshot = snapshot, .query = query, .fit = fit, .min_score = least};
  return Planner(person, context).Plan();
}

}  // namespace overstap::matcher
