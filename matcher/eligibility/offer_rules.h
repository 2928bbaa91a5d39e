// The table of the rules between a person and a run of a training offer.
//
//   for (const OfferRule& rule : OfferRules()) rule.check(person, offer, run, context, &findings);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_OFFER_RULES_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_OFFER_RULES_H_

#include <span>

#include "matcher/eligibility/eligibility.h"
#include "matcher/eligibility/findings.h"

namespace overstap::matcher {

struct OfferRule {
  Rule rule;
  void (*check)(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& run,
                const EligibilityContext& context, Findings* findings);
};

// Each rule once.
std::span<const OfferRule> OfferRules();

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_OFFER_RULES_H_
