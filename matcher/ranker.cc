#include "matcher/ranker.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/own_covers.h"
#include "matcher/index/aligned_vector.h"
#include "matcher/index_fields.h"

namespace overstap::matcher {
namespace {

bool IsWanted(Decision decision, const MatchOptions& options) {
  if (options.view == MatchView::kExcluded) return decision == Decision::kNotEligible;
  return decision == Decision::kEligible ||
         (decision == Decision::kUnknown && !options.certain_only);
}

// What the rules find about a pair that is wanted; nullopt: it is not.
std::optional<Eligibility> Judge(const JobSeeker& person, const Vacancy& vacancy,
                                 const EligibilityContext& context, const MatchOptions& options) {
  if (options.view == MatchView::kEligible && !options.certain_only) {
    return EvaluateEligible(person, vacancy, context);
  }
  if (!IsWanted(Decide(person, vacancy, context), options)) return std::nullopt;
  return Evaluate(person, vacancy, context);
}

// Everything about a pair but the entry.
template <typename Record>
Match<Record> MakeMatch(const JobSeeker& person, const Vacancy& vacancy, Fit&& fit,
                        Eligibility&& eligibility, const EligibilityContext& context) {
  Match<Record> match;
  match.fit = std::move(fit);
  match.eligibility = std::move(eligibility);
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
[[gnu::always_inline]] inline void Prefetch(const T& value) {
  PrefetchBytes(&value, sizeof(T));
}
template <typename T>
[[gnu::always_inline]] inline void Prefetch(const std::vector<T>& values) {
  PrefetchBytes(values.data(), values.size() * sizeof(T));
}
[[gnu::always_inline]] inline void Prefetch(const std::string& text) {
  PrefetchBytes(text.data(), text.size());
}

// What the rules read of a record that is already near.
[[gnu::always_inline]] inline void PrefetchFacets(const Vacancy& vacancy) {
  Prefetch(vacancy.languages);
  Prefetch(vacancy.shifts);
  Prefetch(vacancy.credentials);
}
[[gnu::always_inline]] inline void PrefetchFacets(const JobSeeker& person) {
  if (person.languages) Prefetch(*person.languages);
  if (person.qualifications) Prefetch(*person.qualifications);
}

// A result that is wanted, with what the rules find about it.
template <typename Record>
struct Judged {
  typename Population<Record>::Result result;
  Eligibility eligibility;
};

// The k best after `after` that meet the conditions and that judge(const PoolEntry<Record>&), which
// returns an optional Eligibility, does not refuse: the same as a search that asks it of each that
// is the best so far. Conditions leave few to be refused, so it is asked of the best only, in their
// order, with the records that come on their way: they lie far apart.
template <typename Record, typename Judge>
std::vector<Judged<Record>> BestJudged(const Population<Record>& population,
                                       std::span<const WeightedTerm> query,
                                       const std::vector<Condition>& conditions,
                                       const MatchOptions& options, const Judge& judge, size_t k) {
  constexpr size_t kSearchedBeside = 2;
  constexpr size_t kAhead = 6;
  constexpr size_t kFacetsAhead = 3;
  // So many more than are wanted that the second search is seldom needed.
  const size_t asked = k + k / 8 + kSearchedBeside;
  auto found = population.Search(
      query, conditions, [](const PoolEntry<Record>&) { return true; }, options.interruption,
      TopK(asked, options.min_score, options.after));
  std::vector<Judged<Record>> judged;
  judged.reserve(std::min(k, found.size()));
  const auto keep_wanted = [&](const typename Population<Record>::Result& result) {
    auto eligibility = judge(*result.entry);
    if (eligibility) judged.push_back({result, *std::move(eligibility)});
  };
  const bool is_all = found.size() < asked;
  const Cursor last =
      is_all ? Cursor()
             : Cursor{.score = found.back().score, .creation = found.back().entry->creation};
  for (size_t i = 0; i < std::min(kAhead, found.size()); ++i) Prefetch(*found[i].entry);
  for (size_t i = 0; i < found.size() && judged.size() < k; ++i) {
    if (i + kAhead < found.size()) Prefetch(*found[i + kAhead].entry);
    if (i + kFacetsAhead < found.size()) PrefetchFacets(found[i + kFacetsAhead].entry->record);
    keep_wanted(found[i]);
  }
  if (is_all || judged.size() == k) return judged;
  // More were refused than usual: the search goes on behind the last, and asks of each.
  const auto accepts = [&judge](const PoolEntry<Record>& entry) {
    return judge(entry).has_value();
  };
  for (const auto& result : population.Search(query, conditions, accepts, options.interruption,
                                              TopK(k - judged.size(), options.min_score, last))) {
    keep_wanted(result);
  }
  return judged;
}

// Searches for one page and explains it. `conditions` as in Population::Search, `judge` as in
// BestJudged; prepare(results) is called once before explain(const PoolEntry<Record>&,
// Eligibility&&), which returns a Match.
template <typename Record, typename Judge, typename Prepare, typename Explain>
Ranking<Record> RankPage(const Population<Record>& population, std::span<const WeightedTerm> query,
                         const std::vector<Condition>& conditions, const MatchOptions& options,
                         const Judge& judge, const Prepare& prepare, const Explain& explain) {
  Ranking<Record> ranking;
  // One more than the page holds tells whether another page follows.
  auto judged = BestJudged(population, query, conditions, options, judge, options.page_size + 1);
  if (judged.size() > options.page_size) {
    judged.resize(options.page_size);
    if (!judged.empty()) {
      const auto& last = judged.back().result;
      ranking.next = {.score = last.score, .creation = last.entry->creation};
    }
  }
  prepare(std::span<const Judged<Record>>(judged));
  ranking.matches.reserve(judged.size());
  for (auto& [result, eligibility] : judged) {
    if (IsInterrupted(options)) break;
    Match<Record>& match =
        ranking.matches.emplace_back(explain(*result.entry, std::move(eligibility)));
    assert(match.fit.score == result.score);
    match.entry = result.entry;
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
  std::vector<DemandedTerm> terms;  // of one result after another
  return RankPage(
      snapshot.vacancies(), supply, ConditionsOf(filter, person, snapshot, fit, options), options,
      [&](const PoolEntry<Vacancy>& entry) -> std::optional<Eligibility> {
        if (!Passes(entry.record, filter, fit.region)) return std::nullopt;
        return Judge(person, entry.record, context, options);
      },
      [&](std::span<const Judged<Vacancy>> wanted) {
        for (const auto& one : wanted) Prefetch(one.result.entry->vector);
        for (const auto& one : wanted) Prefetch(one.result.entry->record.skills);
        // What whoever shows a result reads first.
        for (const auto& one : wanted) {
          Prefetch(one.result.entry->record.id);
          Prefetch(one.result.entry->record.title);
          Prefetch(one.result.entry->record.employer);
        }
        if (!is_stored) return;
        size_t term_count = 0;
        for (const auto& one : wanted) term_count += one.result.entry->vector.size();
        std::vector<TermNumber> demanded;
        demanded.reserve(term_count);
        for (const auto& one : wanted) {
          for (const WeightedTerm& term : one.result.entry->vector) demanded.push_back(term.term);
        }
        covers.TakeFor(demanded, person);
      },
      [&](const PoolEntry<Vacancy>& entry, Eligibility&& eligibility) {
        DemandedBy(entry.record, entry.vector, fit, &terms);
        return MakeMatch<Vacancy>(person, entry.record, ExplainFit(terms, covers),
                                  std::move(eligibility), context);
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
      [&](const PoolEntry<JobSeeker>& entry) -> std::optional<Eligibility> {
        if (!Passes(entry.record, filter, fit.region)) return std::nullopt;
        return Judge(entry.record, vacancy, context, options);
      },
      [](std::span<const Judged<JobSeeker>> wanted) {
        for (const auto& one : wanted) {
          const JobSeeker& person = one.result.entry->record;
          if (person.skills) Prefetch(*person.skills);
        }
      },
      [&](const PoolEntry<JobSeeker>& entry, Eligibility&& eligibility) {
        covers.TakeFor(terms, entry.record);
        return MakeMatch<JobSeeker>(entry.record, vacancy, ExplainFit(demanded, covers),
                                    std::move(eligibility), context);
      });
}

Match<Vacancy> ExplainPair(const PoolSnapshot& snapshot, const JobSeeker& person,
                           const Vacancy& vacancy, Date today) {
  const FitContext fit = snapshot.fit_context();
  OwnCovers covers(fit);
  covers.Take(person);
  const EligibilityContext context = {.fit = fit, .travel = snapshot.travel(), .today = today};
  return MakeMatch<Vacancy>(person, vacancy, ExplainFit(DemandedBy(vacancy, fit), covers),
                            Evaluate(person, vacancy, context), context);
}

}  // namespace overstap::matcher
