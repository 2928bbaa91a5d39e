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

#include "absl/container/flat_hash_set.h"
#include "matcher/eligibility/eligibility.h"
#include "matcher/fit/vectors.h"
#include "matcher/index/inverted_index.h"
#include "matcher/pool_snapshot.h"

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

// Hard conditions of a query on vacancies; empty sets and unset values ask nothing. A vacancy whose
// value is unknown does not pass.
struct VacancyFilter {
  SectorSet sectors = 0;
  absl::flat_hash_set<OccupationNumber> occupations;
  absl::flat_hash_set<MunicipalityNumber> municipalities;
  uint32_t contract_kinds = 0;  // bits by ContractKind
  std::optional<bool> learn_work;
  bool job_coach = false;
  bool trial_placement = false;
  bool open_to_wage_subsidy = false;
  bool reserved_places = false;
};

// From where people are looked at: by an organisation, on a day that is no matter of the query's
// own current date.
struct Viewpoint {
  OrganisationNumber organisation;
  Date on;
};
// Whether the person may be seen from there.
bool IsVisible(const JobSeeker& person, const Viewpoint& viewpoint);

// Hard conditions of a query on people, likewise.
struct JobSeekerFilter {
  std::optional<Viewpoint> seen_from;  // unset: everyone may be seen
  absl::flat_hash_set<OccupationNumber> past_occupations;
  absl::flat_hash_set<OccupationNumber> wished_occupations;
  absl::flat_hash_set<MunicipalityNumber> municipalities;
  std::optional<bool> in_work;
};

template <typename Record>
struct Match {
  EntryPointer<Record> entry;
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
