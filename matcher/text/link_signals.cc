#include "matcher/text/link_signals.h"

namespace overstap::matcher {
namespace {

// Printed by tests/eval/title_set from ESCO v1.1.1 (Dutch, English) and v1.2.0 (German).
constexpr LinkWeights kDutch = {{1.187F, 0.786F, 0, 0.027F}};
constexpr LinkWeights kEnglish = {{0.975F, 0.906F, 0.075F, 0.044F}};
constexpr LinkWeights kGerman = {{1.321F, 0.536F, 0.072F, 0.070F}};

}  // namespace

LinkWeights DefaultLinkWeights(Language language) {
  switch (language) {
    case Language::kNl:
      return kDutch;
    case Language::kEn:
      return kEnglish;
    case Language::kDe:
      return kGerman;
  }
  return kHandSetLinkWeights;
}

float WeighedSum(const LinkWeights& weights, const LinkSignals& signals) {
  float sum = 0;
  for (size_t i = 0; i < kLinkSignalCount; ++i) sum += weights.values[i] * signals.values[i];
  return sum;
}

}  // namespace overstap::matcher
