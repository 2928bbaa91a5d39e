// Retraining routes as people read them: when, how long, how much, and what it brings.
//
//   RouteText text(locale, context.streams.out_width);
//   out << text.Reply(reply);
//
// Not shared between threads.
#ifndef OVERSTAP_CLIENTS_CLI_MATCH_ROUTE_TEXT_H_
#define OVERSTAP_CLIENTS_CLI_MATCH_ROUTE_TEXT_H_

#include <string>

#include "clients/cli/text/locale.h"
#include "overstap/v1/route.pb.h"
#include "overstap/v1/route_service.pb.h"

namespace overstap::cli {

class RouteText {
 public:
  // `locale` must outlive it. `width` 0: do not wrap.
  RouteText(const Locale& locale, int width) : locale_(locale), width_(width) {}

  // All routes, or why there are none, and the options that are blocked.
  std::string Reply(const v1::RankRoutesResponse& reply) const;
  // One route with its steps; `rank` starts at 1.
  std::string Route(const v1::Route& route, int rank) const;

 private:
  const Locale& locale_;
  int width_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_MATCH_ROUTE_TEXT_H_
