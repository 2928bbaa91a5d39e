#include "matcher/text/link_signals.h"

namespace overstap::matcher {
namespace {

// Printed by tests/eval/link_weights from ESCO v1.1.1 (Dutch, English) and v1.2.0 (German).
constexpr LinkWeights kDutch = {{0, 1.169F, 0.798F, 0, 0.033F}};
constexpr LinkWeights kEnglish = {{0, 1.169F, 0.798F, 0, 0.033F}};
constexpr LinkWeights kGerman = {{0, 1.300F, 0.545F, 0.053F, 0.102F}};

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
