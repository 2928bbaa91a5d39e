// Retraining routes: dated, costed sequences of one or two steps that lift a person's cover of a
// demand over a threshold.
//
//   RoutePlan plan = PlanRoutes(*snapshot, person, {.destination = VacancyDestination{"v-1"},
//   .today = today});
//
// Exact: the Pareto front over (day work starts, cost to the person, fit after), as an exhaustive
// search finds it. Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ROUTE_ROUTE_PLANNER_H_
#define OVERSTAP_MATCHER_ROUTE_ROUTE_PLANNER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/pool_snapshot.h"

namespace overstap::matcher {

enum class StepKind : uint8_t {
  kCourse = 1,
  kLearnWorkJob = 2,
  kTrialPlacement = 3,
  kSteppingStoneJob = 4
};

struct RouteStep {
  StepKind kind = StepKind::kCourse;
  EntryPointer<TrainingOffer>
      offer;  // a course, or the school part of a learn-work job; may be null for a job
  std::string run_id;
  EntryPointer<Vacancy> job;  // null for a course
  Date start;
  Date end;  // last day
  int weeks = 0;
  HoursPerWeek hours;
  EurCents cost_person = 0;
  EurCents cost_funds = 0;
  std::vector<SkillNumber> gained_skills;  // demanded ones whose cover it raises, ascending
  std::vector<QualificationNumber> gained_qualifications;
  std::vector<CredentialNumber> gained_credentials;
  Score score_after = 0;
  bool paid = false;
};

struct Route {
  std::vector<RouteStep> steps;
  EntryPointer<Vacancy> vacancy;  // null: an occupation
  std::optional<OccupationNumber> occupation;
  Fit fit_before;
  Fit fit_after;
  Date work_start;
  Date qualification;
  EurCents cost_person = 0;
  EurCents cost_funds = 0;
  HoursPerWeek hours;  // greatest load of a step
  std::vector<Reason> unknowns;
};

enum class RouteOrder : uint8_t { kSoonestWork, kLeastCost, kBestFit };

struct RouteQuery {
  // Neither: the best of the open vacancies.
  std::optional<std::string> vacancy_id;
  std::optional<OccupationNumber> occupation;
  Score min_score_after = 0;  // 0: FitConstants::route_min_score
  int max_steps = 2;          // 1 or 2
  Score min_score_gain = 1;
  std::optional<EurCents> max_cost_person;  // unset: the person's own money where known
  std::optional<SchemeNumber> funding_scheme;
  RouteOrder order = RouteOrder::kSoonestWork;
  Date today;
  const Interruption* interruption = nullptr;
};

// An offer or job that would have helped and cannot be used, and why.
struct BlockedOption {
  EntryPointer<TrainingOffer> offer;  // one of the two is set
  EntryPointer<Vacancy> job;
  std::vector<Reason> reasons;
};

struct RoutePlan {
  std::vector<Route> routes;  // the whole front, ordered
  bool no_route_needed = false;
  std::vector<BlockedOption> blocked;  // the most helpful first, at most 20
  std::vector<Reason> destination_reasons;
  bool interrupted = false;
};

RoutePlan PlanRoutes(const PoolSnapshot& snapshot, const JobSeeker& person,
                     const RouteQuery& query);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_ROUTE_PLANNER_H_
