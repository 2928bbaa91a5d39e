// The routes of matcher/route/README.md by trying everything: every step of every kind at every
// date, in every order, towards every destination; no pruning, no bounds, no vectors kept.
//
//   std::vector<PlainRoute> expected = ExhaustiveRoutes(*snapshot, person, query);
//   EXPECT_EQ(Plain(PlanRoutes(*snapshot, person, query)), expected);
//
// Shares the rules and the fit with the planner, and nothing of matcher/route but its constants.
#ifndef OVERSTAP_TESTS_PROPERTY_EXHAUSTIVE_ROUTES_H_
#define OVERSTAP_TESTS_PROPERTY_EXHAUSTIVE_ROUTES_H_

#include <ostream>
#include <string>
#include <vector>

#include "matcher/model/job_seeker.h"
#include "matcher/pool_snapshot.h"
#include "matcher/route/route_planner.h"

namespace overstap::matcher {

// What identifies a route and what it is ordered by.
struct PlainRoute {
  std::vector<std::string> steps;  // "course o-1/r-2 2026-10-05..2026-11-01"
  std::string destination;         // a vacancy's id; empty: an occupation
  Date work_start;
  EurCents cost_person = 0;
  Score fit_after = 0;
  friend bool operator==(const PlainRoute&, const PlainRoute&) = default;
};
void PrintTo(const PlainRoute& route, std::ostream* out);

std::vector<PlainRoute> Plain(const RoutePlan& plan);

// The front, in the order asked for; empty where no route is needed.
std::vector<PlainRoute> ExhaustiveRoutes(const PoolSnapshot& snapshot, const JobSeeker& person,
                                         const RouteQuery& query);

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_PROPERTY_EXHAUSTIVE_ROUTES_H_
