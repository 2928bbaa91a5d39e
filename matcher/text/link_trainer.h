// Learns what the signals of a label weigh (link_signals.h) from a taxonomy's own labels: one label
// of each concept is taken out and asked for as if it were a title, and its concept is the answer
// that the others must lose to.
//
//   OccupationLinker::Builder builder(Language::kNl);
//   builder.SetWeights(LearnLinkWeights(labels, Language::kNl, {}));
//   for (const OccupationLabel& label : labels) builder.Add(label);
//
// Listwise logistic loss (Cao et al., Learning to Rank: From Pairwise Approach to Listwise
// Approach, ICML 2007) over the labels found, drawn to what was set by hand; gradient descent in a
// fixed order for fixed rounds, so the same labels give the same bits. Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_LINK_TRAINER_H_
#define OVERSTAP_MATCHER_TEXT_LINK_TRAINER_H_

#include <cstddef>
#include <span>

#include "matcher/text/language.h"
#include "matcher/text/link_signals.h"
#include "matcher/text/occupation_linker.h"

namespace overstap::matcher {

struct LinkTrainingOptions {
  // About so many concepts are asked for at most, evenly spread.
  size_t concepts = 2000;
  // Whether the linker that is asked knows which labels are of one concept. Without, the weights
  // are for linkers that do not.
  bool grouped = true;
};

// Weights of 0 or more whose sum is 2. The language's defaults where fewer than 200 concepts teach
// anything: concepts with labels of different words, of which another is found by the one taken
// out. Labels of groups and without a concept are rivals only.
LinkWeights LearnLinkWeights(std::span<const OccupationLabel> labels, Language language,
                             const LinkTrainingOptions& options);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LINK_TRAINER_H_
