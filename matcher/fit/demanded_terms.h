// The terms of a demand with what an explanation says of them: which are essential, which were
// found in a text, and their shares.
//
//   const std::vector<DemandedTerm> demanded = DemandedBy(vacancy, context);
//   DemandVector demand = ToVector(demanded);      // the same as DemandOf(vacancy, context)
//   Fit fit = ExplainFit(demanded, own_covers);
//
// Pure functions of their arguments; safe from any thread.
#ifndef OVERSTAP_MATCHER_FIT_DEMANDED_TERMS_H_
#define OVERSTAP_MATCHER_FIT_DEMANDED_TERMS_H_

#include <span>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/model/ids.h"
#include "matcher/model/vacancy.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

struct DemandedTerm {
  TermNumber term;
  bool essential = true;
  bool from_text = false;
  double weight = 0;  // before normalisation
  Share share;        // after
};

// By ascending term, none with a share of 0. What is demanded of whom: as DemandOf has it.
std::vector<DemandedTerm> DemandedBy(const Vacancy& vacancy, const FitContext& context);
std::vector<DemandedTerm> DemandedBy(OccupationNumber occupation, const FitContext& context);

// The same where the shares are known already: `demand` is DemandOf(vacancy, context).terms, and
// only what the vacancy says of each is looked up. Weights stay 0. Replaces what is in `terms`,
// whose memory serves for one vacancy after another.
void DemandedBy(const Vacancy& vacancy, std::span<const WeightedTerm> demand,
                const FitContext& context, std::vector<DemandedTerm>* terms);

DemandVector ToVector(std::span<const DemandedTerm> terms);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_FIT_DEMANDED_TERMS_H_
