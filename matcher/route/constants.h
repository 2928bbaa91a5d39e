// Every constant of the route planner in one table. A change of any value is a change of
// kRankingVersion.
#ifndef OVERSTAP_MATCHER_ROUTE_CONSTANTS_H_
#define OVERSTAP_MATCHER_ROUTE_CONSTANTS_H_

#include <cstddef>

#include "matcher/model/job_seeker.h"

namespace overstap::matcher {

struct RouteConstants {
  // A trial placement lasts as long as the employer says, at most 26 weeks (six months); the person
  // knows the vacancy's essential skills at this level afterwards.
  int trial_placement_max_weeks = 26;
  Proficiency trial_placement_level = Proficiency::kBasic;
  // From so many weeks on a stepping-stone job counts as a past occupation.
  int stepping_stone_weeks = 26;
  // A learn-work job that is completed teaches the skills of its vacancy and of its occupation,
  // essential and optional ones at these levels: who finishes it does that job.
  Proficiency learn_work_essential_level = Proficiency::kAdvanced;
  Proficiency learn_work_optional_level = Proficiency::kIndependent;
  // The school part of a learn-work job whose start is fixed begins within so many days of it.
  int school_starts_within_days = 13 * 7;
  // Without a destination: how many open vacancies are looked at.
  size_t open_destinations = 10;
  // Blocked options in an answer.
  size_t max_blocked = 20;
};

inline constexpr RouteConstants kRouteConstants{};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_CONSTANTS_H_
