// Routes → API messages.
//
//   RenderRoute(route, previous, order, as_of, renderer, reply->add_routes());
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_ROUTE_RENDER_H_
#define OVERSTAP_SERVICES_API_ROUTE_RENDER_H_

#include "matcher/model/date.h"
#include "matcher/route/route_planner.h"
#include "overstap/v1/route.pb.h"
#include "services/api/match_render.h"

namespace overstap::api {

// Into empty messages, which may live in an arena. `previous`: the route before it in the order, or
// nullptr. `as_of`: the day asked about.
void RenderRoute(const matcher::Route& route, const matcher::Route* previous,
                 matcher::RouteOrder order, matcher::Date as_of, const MatchRenderer& renderer,
                 v1::Route* out);

void RenderBlocked(const matcher::BlockedOption& option, const MatchRenderer& renderer,
                   v1::BlockedOption* out);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ROUTE_RENDER_H_
