// Routes → API messages.
//
//   *reply->add_routes() = RouteToApi(route, previous, order, as_of, renderer);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_ROUTE_RENDER_H_
#define OVERSTAP_SERVICES_API_ROUTE_RENDER_H_

#include "matcher/model/date.h"
#include "matcher/route/route_planner.h"
#include "overstap/v1/route.pb.h"
#include "services/api/match_render.h"

namespace overstap::api {

// `previous`: the route before it in the order, or nullptr. `as_of`: the day asked about.
v1::Route RouteToApi(const matcher::Route& route, const matcher::Route* previous,
                     matcher::RouteOrder order, matcher::Date as_of, const MatchRenderer& renderer);

v1::BlockedOption BlockedToApi(const matcher::BlockedOption& option, const MatchRenderer& renderer);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ROUTE_RENDER_H_
