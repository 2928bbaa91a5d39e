// What all parts of one planning share.
//
// Everything outlives the planning; immutable.
#ifndef OVERSTAP_MATCHER_ROUTE_ROUTE_CONTEXT_H_
#define OVERSTAP_MATCHER_ROUTE_ROUTE_CONTEXT_H_

#include <span>

#include "matcher/eligibility/eligibility.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/date.h"
#include "matcher/pool_snapshot.h"
#include "matcher/route/constants.h"
#include "matcher/route/route_planner.h"

namespace overstap::matcher {

struct RouteContext {
  const PoolSnapshot& snapshot;
  const RouteQuery& query;
  FitContext fit;
  Score min_score;  // a destination's fit after the last step
  const RouteConstants& constants = kRouteConstants;

  // Rules as they decide on `day` for someone with that supply.
  EligibilityContext RulesOn(Date day, std::span<const WeightedTerm> supply) const {
    return {.fit = fit, .travel = snapshot.travel(), .today = day, .supply = supply};
  }
  bool Interrupted() const {
    return query.interruption != nullptr && query.interruption->Requested();
  }
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_ROUTE_CONTEXT_H_
