// The facade of the matching core: rank(snapshot, query, options) → results with their
// explanations.
//
//   Ranking<Vacancy> ranking = RankVacancies(*snapshot, person, {.page_size = 20, .today = today});
//
// Pure: the same query on the same snapshot gives the same answer. Safe from any thread.
#ifndef OVERSTAP_MATCHER_RANKER_H_
#define OVERSTAP_MATCHER_RANKER_H_

#include <optional>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "matcher/fit/vectors.h"
#include "matcher/index/interruption.h"
#include "matcher/index/top_k.h"
#include "matcher/pool_snapshot.h"
#include "matcher/query_filters.h"

namespace overstap::matcher {

// Results over all pages of one query.
inline constexpr size_t kMaxResults = 1'000;

enum class MatchView : uint8_t { kEligible, kExcluded };

struct MatchOptions {
  MatchView view = MatchView::kEligible;
  Score min_score = 0;
  bool certain_only = false;  // leaves out what has an unknown; asks nothing of the excluded view
  size_t page_size = 20;      // 1 to kMaxResults
  std::optional<Cursor> after;
  Date today;
  const Interruption* interruption = nullptr;
};

template <typename Record>
struct Match {
  const PoolEntry<Record>* entry = nullptr;  // of the snapshot, which outlives it
  Fit fit;
  Eligibility eligibility;
  std::optional<double> distance_km;
  std::vector<std::string> notes;
};

template <typename Record>
struct Ranking {
  std::vector<Match<Record>> matches;  // best first
  std::optional<Cursor> next;          // set when more may follow
  bool interrupted = false;            // then the rest is meaningless
};

Ranking<Vacancy> RankVacancies(const PoolSnapshot& snapshot, const JobSeeker& person,
                               const VacancyFilter& filter, const MatchOptions& options);
Ranking<JobSeeker> RankJobSeekers(const PoolSnapshot& snapshot, const Vacancy& vacancy,
                                  const JobSeekerFilter& filter, const MatchOptions& options);

// One pair in full, also when it is excluded. `entry` is left null.
Match<Vacancy> ExplainPair(const PoolSnapshot& snapshot, const JobSeeker& person,
                           const Vacancy& vacancy, Date today);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_RANKER_H_
