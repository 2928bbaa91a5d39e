#include "matcher/ranker.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
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

// Has all of a value brought nearer, whatever of it is read next.
template <typename T>
void Prefetch(const T& value) {
  constexpr size_t kCacheLine = 64;
  const auto* bytes = reinterpret_cast<const char*>(&value);
  for (size_t i = 0; i < sizeof(T); i += kCacheLine) __builtin_prefetch(bytes + i);
}
template <typename T>
void Prefetch(const std::vector<T>& values) {
  constexpr size_t kCacheLine = 64;
  const auto* bytes = reinterpret_cast<const char*>(values.data());
  for (size_t i = 0; i < values.size() * sizeof(T); i += kCacheLine) __builtin_prefetch(bytes + i);
}

// The k best after `after` that meet the conditions and are accepted: the same as a search that
// asks `accepts` of each that is the best so far. Conditions leave few to be refused, so it is
// asked of the best only, in their order, with the records that come on their way: they lie far
// apart.
template <typename Record, typename Accepts>
std::vector<typename Population<Record>::Result> BestAccepted(
    const Population<Record>& population, std::span<const WeightedTerm> query,
    const std::vector<Condition>& conditions, const MatchOptions& options, const Accepts& accepts,
    size_t k) {
  constexpr size_t kSearchedBeside = 4;
  constexpr size_t kAhead = 6;
  // So many more than are wanted that the second search is seldom needed.
  const size_t asked = k + k / 4 + kSearchedBeside;
  auto found = population.Search(
      query, conditions, [](const PoolEntry<Record>&) { return true; }, options.interruption,
      TopK(asked, options.min_score, options.after));
  const bool is_all = found.size() < asked;
  const Cursor last =
      is_all ? Cursor()
             : Cursor{.score = found.back().score, .creation = found.back().entry->creation};
  for (size_t i = 0; i < std::min(kAhead, found.size()); ++i) Prefetch(*found[i].entry);
  size_t kept = 0;
  for (size_t i = 0; i < found.size() && kept < k; ++i) {
    if (i + kAhead < found.size()) Prefetch(*found[i + kAhead].entry);
    if (!accepts(*found[i].entry)) continue;
    if (kept != i) found[kept] = std::move(found[i]);
    ++kept;
  }
  found.resize(kept);
  if (is_all || kept == k) return found;
  // More were refused than usual: the search goes on behind the last, and asks of each.
  for (auto& result : population.Search(query, conditions, accepts, options.interruption,
                                        TopK(k - kept, options.min_score, last))) {
    found.push_back(std::move(result));
  }
  return found;
}

// Searches for one page and explains it. `conditions` and `accepts` as in Population::Search;
// prepare(results) is called once before explain(const PoolEntry<Record>&), which returns a Match.
template <typename Record, typename Accepts, typename Prepare, typename Explain>
Ranking<Record> RankPage(const Population<Record>& population, std::span<const WeightedTerm> query,
                         const std::vector<Condition>& conditions, const MatchOptions& options,
                         const Accepts& accepts, const Prepare& prepare, const Explain& explain) {
  Ranking<Record> ranking;
  // One more than the page holds tells whether another page follows.
  auto results =
      BestAccepted(population, query, conditions, options, accepts, options.page_size + 1);
  if (results.size() > options.page_size) {
    results.resize(options.page_size);
    if (!results.empty()) {
      ranking.next = {.score = results.back().score, .creation = results.back().entry->creation};
    }
  }
  prepare(results);
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
  // Whoever is in the snapshot has a vector there.
  const PoolEntry<JobSeeker>* stored = snapshot.job_seekers().Find(person.id);
  const bool is_stored = stored != nullptr && &stored->record == &person;
  if (!is_stored) covers.Take(person);
  const SparseVector supply =
      is_stored ? snapshot.job_seekers().VectorOf(person.id) : covers.Supply();
  const EligibilityContext context = {
      .fit = fit, .travel = snapshot.travel(), .today = options.today, .supply = supply};
  return RankPage(
      snapshot.vacancies(), supply, ConditionsOf(filter, person, snapshot, fit, options), options,
      [&](const PoolEntry<Vacancy>& entry) {
        return Passes(entry.record, filter, fit.region) &&
               IsWanted(Decide(person, entry.record, context), options);
      },
      [&](std::span<const Population<Vacancy>::Result> results) {
        for (const auto& result : results) Prefetch(result.entry->vector);
        for (const auto& result : results) Prefetch(result.entry->record.skills);
        if (!is_stored) return;
        std::vector<TermNumber> demanded;
        for (const auto& result : results) {
          for (const WeightedTerm& term : result.entry->vector) demanded.push_back(term.term);
        }
        covers.TakeFor(demanded, person);
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
  std::vector<TermNumber> terms;
  for (const DemandedTerm& term : demanded) terms.push_back(term.term);
  OwnCovers covers(fit);
  const EligibilityContext context = {
      .fit = fit, .travel = snapshot.travel(), .today = options.today};
  return RankPage(
      snapshot.job_seekers(), demand.terms, ConditionsOf(filter, vacancy, snapshot, fit, options),
      options,
      [&](const PoolEntry<JobSeeker>& entry) {
        return Passes(entry.record, filter, fit.region) &&
               IsWanted(Decide(entry.record, vacancy, context), options);
      },
      [](std::span<const Population<JobSeeker>::Result> results) {
        for (const auto& result : results) {
          if (result.entry->record.skills) Prefetch(*result.entry->record.skills);
        }
      },
      [&](const PoolEntry<JobSeeker>& entry) {
        covers.TakeFor(terms, entry.record);
        return MakeMatch<JobSeeker>(entry.record, vacancy, ExplainFit(demanded, covers), context);
      });
}

Match<Vacancy> ExplainPair(const PoolSnapshot& snapshot, const JobSeeker& person,
                           const Vacancy& vacancy, Date today) {
  const FitContext fit = snapshot.fit_context();
  OwnCovers covers(fit);
  covers.Take(person);
  return MakeMatch<Vacancy>(person, vacancy, ExplainFit(DemandedBy(vacancy, fit), covers),
                            {.fit = fit, .travel = snapshot.travel(), .today = today});
}

}  // namespace overstap::matcher
