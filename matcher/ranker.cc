#include "matcher/ranker.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/own_covers.h"
#include "matcher/index_fields.h"

namespace overstap::matcher {
namespace {

bool IsWanted(Decision decision, const MatchOptions& options) {
  if (options.view == MatchView::kExcluded) return decision == Decision::kNotEligible;
  return decision == Decision::kEligible ||
         (decision == Decision::kUnknown && !options.certain_only);
}

// Everything about a pair but the entry.
template <typename Record>
Match<Record> MakeMatch(const JobSeeker& person, const Vacancy& vacancy, Fit&& fit,
                        const EligibilityContext& context) {
  Match<Record> match;
  match.fit = std::move(fit);
  match.eligibility = Evaluate(person, vacancy, context);
  if (person.home && vacancy.place) {
    match.distance_km = context.travel.KilometresBetween(*person.home, *vacancy.place);
  }
  match.notes = Notes(person, vacancy, context);
  return match;
}

bool IsInterrupted(const MatchOptions& options) {
  return options.interruption != nullptr && options.interruption->Requested();
}

// What a search asks of the columns: the filter's conditions and, where the eligible are wanted,
// those of eligibility.
template <typename Filter, typename Asking>
std::vector<Condition> ConditionsOf(const Filter& filter, const Asking& asking,
                                    const PoolSnapshot& snapshot, const FitContext& fit,
                                    const MatchOptions& options) {
  std::vector<Condition> conditions = FilterConditions(filter);
  if (options.view == MatchView::kExcluded) return conditions;
  for (Condition& condition :
       EligibilityConditions(asking, {fit, snapshot.travel(), options.today})) {
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

// Searches for one page and explains it. `conditions` and `accepts` as in Population::Search;
// explain(const PoolEntry<Record>&) returns its Match.
template <typename Record, typename Accepts, typename Explain>
Ranking<Record> RankPage(const Population<Record>& population, std::span<const WeightedTerm> query,
                         const std::vector<Condition>& conditions, const MatchOptions& options,
                         const Accepts& accepts, const Explain& explain) {
  Ranking<Record> ranking;
  // One more than the page holds tells whether another page follows.
  TopK top(options.page_size + 1, options.min_score, options.after);
  auto results =
      population.Search(query, conditions, accepts, options.interruption, std::move(top));
  if (results.size() > options.page_size) {
    results.resize(options.page_size);
    if (!results.empty()) {
      ranking.next = {.score = results.back().score, .creation = results.back().entry->creation};
    }
  }
  ranking.matches.reserve(results.size());
  for (auto& result : results) {
    if (IsInterrupted(options)) break;
    Match<Record>& match = ranking.matches.emplace_back(explain(*result.entry));
    assert(match.fit.score == result.score);
    match.entry = std::move(result.entry);
  }
  ranking.interrupted = IsInterrupted(options);
  return ranking;
}

}  // namespace

Ranking<Vacancy> RankVacancies(const PoolSnapshot& snapshot, const JobSeeker& person,
                               const VacancyFilter& filter, const MatchOptions& options) {
  const FitContext fit = snapshot.fit_context();
  OwnCovers covers(fit);
  covers.Take(person);
  const SparseVector supply = covers.Supply();
  const EligibilityContext context = {
      .fit = fit, .travel = snapshot.travel(), .today = options.today, .supply = supply};
  return RankPage(
      snapshot.vacancies(), supply, ConditionsOf(filter, person, snapshot, fit, options), options,
      [&](const PoolEntry<Vacancy>& entry) {
        return Passes(entry.record, filter, fit.region) &&
               IsWanted(Decide(person, entry.record, context), options);
      },
      [&](const PoolEntry<Vacancy>& entry) {
        return MakeMatch<Vacancy>(person, entry.record,
                                  ExplainFit(DemandedBy(entry.record, entry.vector, fit), covers),
                                  context);
      });
}

Ranking<JobSeeker> RankJobSeekers(const PoolSnapshot& snapshot, const Vacancy& vacancy,
                                  const JobSeekerFilter& filter, const MatchOptions& options) {
  const FitContext fit = snapshot.fit_context();
  const std::vector<DemandedTerm> demanded = DemandedBy(vacancy, fit);
  const DemandVector demand = ToVector(demanded);
  OwnCovers covers(fit);
  const auto context_of = [&](const PoolEntry<JobSeeker>& entry) {
    return EligibilityContext{
        .fit = fit, .travel = snapshot.travel(), .today = options.today, .supply = entry.vector};
  };
  return RankPage(
      snapshot.job_seekers(), demand.terms, ConditionsOf(filter, vacancy, snapshot, fit, options),
      options,
      [&](const PoolEntry<JobSeeker>& entry) {
        return Passes(entry.record, filter, fit.region) &&
               IsWanted(Decide(entry.record, vacancy, context_of(entry)), options);
      },
      [&](const PoolEntry<JobSeeker>& entry) {
        covers.Take(entry.record);
        return MakeMatch<JobSeeker>(entry.record, vacancy, ExplainFit(demanded, covers),
                                    context_of(entry));
      });
}

Match<Vacancy> ExplainPair(const PoolSnapshot& snapshot, const JobSeeker& person,
                           const Vacancy& vacancy, Date today) {
  const FitContext fit = snapshot.fit_context();
  return MakeMatch<Vacancy>(person, vacancy, ExplainFit(vacancy, person, fit),
                            {.fit = fit, .travel = snapshot.travel(), .today = today});
}

}  // namespace overstap::matcher
