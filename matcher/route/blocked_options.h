// Options that would help and that the person cannot use, with the reasons: what a caseworker asks
// for when no route, or a poor one, comes out.
//
//   BlockedOptions blocked(context);
//   blocked.Add(set, start, destination);
//   std::vector<BlockedOption> most_helpful = std::move(blocked).Take(routes);
//
// Belongs to one thread; option sets outlive it.
#ifndef OVERSTAP_MATCHER_ROUTE_BLOCKED_OPTIONS_H_
#define OVERSTAP_MATCHER_ROUTE_BLOCKED_OPTIONS_H_

#include <vector>

#include "matcher/route/option_collector.h"
#include "matcher/route/pareto_front.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"

namespace overstap::matcher {

class BlockedOptions {
 public:
  BlockedOptions(const PersonState& start, const RouteContext& context)
      : start_(start), context_(context) {}

  // Courses and learn-work jobs of the set that cannot be the first step, other than the
  // destination's own job, whose reasons are the destination's.
  void Add(const OptionSet& set, const Destination& destination);

  // The most helpful by gain of fit as the only step, then the first created; each offer or job
  // once, with the reasons at the date (run, school part) at which the fewest rules fail, then the
  // latest. Left out are options that `routes` use as a second step.
  std::vector<BlockedOption> Take(const std::vector<Candidate>& routes) &&;

 private:
  std::vector<Reason> ReasonsOf(const StepOption& option) const;

  const PersonState& start_;
  const RouteContext& context_;
  struct Option {
    const StepOption* option = nullptr;
    bool judged = false;
  };
  std::vector<Option> options_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_BLOCKED_OPTIONS_H_
