// What the rules say about an option as a first step, at each of its dates.
//
//   if (!JudgeAsFirst(start, context, &option)) ...  // no step changes that it is ruled out
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ROUTE_OPTION_JUDGE_H_
#define OVERSTAP_MATCHER_ROUTE_OPTION_JUDGE_H_

#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"
#include "matcher/route/step_option.h"

namespace overstap::matcher {

// Sets the option's `runs` (those that may be usable, now or for someone who has gained more),
// `usable_first` and `lacking`. False when rules that no step changes (kTrainableRules are the
// others) forbid it at every date: they would after any step too, since steps change nothing that
// those rules read but to lessen money, weeks and time.
bool JudgeAsFirst(const PersonState& start, const RouteContext& context, StepOption* option);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_OPTION_JUDGE_H_
