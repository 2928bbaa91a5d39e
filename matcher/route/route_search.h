// All routes of one or two steps to one destination, as far as the front wants them.
//
//   RouteSearch search(start, set, destination, context);
//   search.Run(&front);
//
// Exact: a pair of options is passed over only when no dating of it can stay on the front. Belongs
// to one thread; everything outlives it.
#ifndef OVERSTAP_MATCHER_ROUTE_ROUTE_SEARCH_H_
#define OVERSTAP_MATCHER_ROUTE_ROUTE_SEARCH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "matcher/route/destination.h"
#include "matcher/route/option_collector.h"
#include "matcher/route/pareto_front.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"
#include "matcher/route/step_option.h"

namespace overstap::matcher {

class RouteSearch {
 public:
  RouteSearch(const PersonState& start, const OptionSet& set, const Destination& destination,
              const RouteContext& context);

  // False: interrupted.
  bool Run(ParetoFront* front);

 private:
  // A first step at a date, and the state after it.
  struct FirstStep {
    ScheduledStep scheduled;
    PersonState after;
  };

  // What the bounds on pairs read of an option that can be the second step.
  struct Partner {
    const StepOption* option = nullptr;
    Score gain = 0;
    EurCents cost = 0;
    uint64_t closes = 0;
    int course_weeks = 0;
  };

  void TryAlone(const StepOption& option, ParetoFront* front);
  void TryPairsFrom(const StepOption& first, ParetoFront* front);
  void TryPair(const StepOption& first, const std::vector<FirstStep>& dated_first,
               const StepOption& second, ParetoFront* front) const;

  // Ways to date the option as a first step that the rules allow.
  std::vector<FirstStep> UsableFirstSteps(const StepOption& option) const;
  // The option can be the last step.
  bool Ends(const StepOption& option) const;
  bool IsAffordable(EurCents cost) const;
  // High enough, and gain enough.
  bool IsFitEnough(Score score) const;
  // Fit after both, exactly.
  Score FitAfter(const StepOption& first, const StepOption& second) const;
  // The day work starts, in the state after the last step.
  Date WorkStart(const StepOption& last, const ScheduledStep& scheduled, Date free_from) const;
  // The earliest that any dating of the pair lets work start; nullopt: there is none.
  std::optional<Date> EarliestWorkStart(const StepOption& first,
                                        const EarliestDates& dates_of_first,
                                        const StepOption& second) const;
  // The destination is a learn-work job: the person holds its diploma only afterwards.
  bool BringsDiploma() const;
  // The step leads to the destination without another, at the same dates.
  bool IsRouteAlone(const StepOption& option, const ScheduledStep& scheduled) const;
  bool Arrives(const StepOption& last, const PersonState& state) const;

  const PersonState& start_;
  const OptionSet& set_;
  const Destination& destination_;
  const RouteContext& context_;
  std::optional<EurCents> budget_;
  std::vector<Partner> partners_;  // largest gain first
  bool closes_gap_;  // reaching the destination is a gain, whatever it adds to the fit
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_ROUTE_SEARCH_H_
