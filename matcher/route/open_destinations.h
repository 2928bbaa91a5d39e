// Without a destination: which open vacancies routes are sought to.
//
// Those with the highest fit within reach: the best fit of the person as is and after any one
// course whose next usable run can be the first step; kRouteConstants.open_destinations of them,
// ties by creation. Of vacancies, those count where only rules that a training can satisfy fail, if
// any, and that the person does not fit already. What a learn-work job itself teaches is not
// counted here.
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ROUTE_OPEN_DESTINATIONS_H_
#define OVERSTAP_MATCHER_ROUTE_OPEN_DESTINATIONS_H_

#include <vector>

#include "matcher/model/vacancy.h"
#include "matcher/population.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"

namespace overstap::matcher {

struct OpenDestinations {
  // Best first.
  std::vector<EntryPointer<Vacancy>> vacancies;
  // Some open vacancy is one that the person may start at and fits already.
  bool fits_one_already = false;
};

OpenDestinations FindOpenDestinations(const PersonState& start, const RouteContext& context);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_OPEN_DESTINATIONS_H_
