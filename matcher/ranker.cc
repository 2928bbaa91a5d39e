#include "matcher/ranker.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/own_covers.h"

namespace overstap::matcher {
namespace {

bool IsWanted(Decision decision, const MatchOptions& options) {
  if (options.view == MatchView::kExcluded) return decision == Decision::kNotEligible;
  return decision == Decision::kEligible ||
         (decision == Decision::kUnknown && !options.certain_only);
}

bool IsIn(const std::optional<PlaceNumber>& place,
          const absl::flat_hash_set<MunicipalityNumber>& municipalities, const Region& region) {
  if (municipalities.empty()) return true;
  if (!place) return false;
  const std::optional<MunicipalityNumber>& municipality = region.place(*place).municipality;
  return municipality && municipalities.contains(*municipality);
}

bool HasAny(const std::optional<std::vector<OccupationNumber>>& own,
            const absl::flat_hash_set<OccupationNumber>& wanted) {
  if (wanted.empty()) return true;
  return own && std::any_of(own->begin(), own->end(), [&](OccupationNumber occupation) {
           return wanted.contains(occupation);
         });
}

bool Passes(const EmployerOffers& offers, const VacancyFilter& filter) {
  return (!filter.job_coach || offers.job_coach) &&
         (!filter.trial_placement || offers.trial_placement) &&
         (!filter.open_to_wage_subsidy || offers.open_to_wage_subsidy) &&
         (!filter.reserved_places || offers.reserved_places > 0);
}

bool Passes(const Vacancy& vacancy, const VacancyFilter& filter, const Region& region) {
  if (filter.sectors != 0 && (filter.sectors & SectorBit(vacancy.sector)) == 0) return false;
  if (!filter.occupations.empty() &&
      !(vacancy.occupation && filter.occupations.contains(*vacancy.occupation))) {
    return false;
  }
  const uint32_t kind = uint32_t{1} << static_cast<int>(vacancy.contract_kind);
  if (filter.contract_kinds != 0 && (filter.contract_kinds & kind) == 0) return false;
  if (filter.learn_work && *filter.learn_work != vacancy.learn_work.has_value()) return false;
  return Passes(vacancy.employer_offers, filter) &&
         IsIn(vacancy.place, filter.municipalities, region);
}

bool Passes(const JobSeeker& person, const JobSeekerFilter& filter, const Region& region) {
  if (filter.seen_from && !IsVisible(person, *filter.seen_from)) return false;
  if (filter.in_work &&
      !(person.hours_now && (*person.hours_now > HoursPerWeek()) == *filter.in_work)) {
    return false;
  }
  return HasAny(person.past_occupations, filter.past_occupations) &&
         HasAny(person.wished_occupations, filter.wished_occupations) &&
         IsIn(person.home, filter.municipalities, region);
}

// Everything about a pair but the entry.
template <typename Record>
Match<Record> MakeMatch(const JobSeeker& person, const Vacancy& vacancy, Fit fit,
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

// Searches for one page and explains it. `accepts` as in Population::Search;
// explain(const PoolEntry<Record>&) returns its Match.
template <typename Record, typename Accepts, typename Explain>
Ranking<Record> RankPage(const Population<Record>& population, std::span<const WeightedTerm> query,
                         const MatchOptions& options, const Accepts& accepts,
                         const Explain& explain) {
  Ranking<Record> ranking;
  // One more than the page holds tells whether another page follows.
  TopK top(options.page_size + 1, options.min_score, options.after);
  auto results = population.Search(query, accepts, options.interruption, std::move(top));
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

bool IsVisible(const JobSeeker& person, const Viewpoint& viewpoint) {
  return std::any_of(person.viewers.begin(), person.viewers.end(), [&](const Viewer& viewer) {
    return viewer.organisation == viewpoint.organisation &&
           (!viewer.until || viewpoint.on <= *viewer.until);
  });
}

Ranking<Vacancy> RankVacancies(const PoolSnapshot& snapshot, const JobSeeker& person,
                               const VacancyFilter& filter, const MatchOptions& options) {
  const FitContext fit = snapshot.fit_context();
  OwnCovers covers(fit);
  covers.Take(person);
  const SparseVector supply = covers.Supply();
  const EligibilityContext context = {
      .fit = fit, .travel = snapshot.travel(), .today = options.today, .supply = supply};
  return RankPage(
      snapshot.vacancies(), supply, options,
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
      snapshot.job_seekers(), demand.terms, options,
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
