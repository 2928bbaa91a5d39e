// What tells that a label means the same as a title, and what each of it weighs.
//
//   LinkSignals signals;
//   signals[LinkSignal::kLikeness] = 0.7F;
//   const float score = WeighedSum(DefaultLinkWeights(Language::kNl), signals);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_LINK_SIGNALS_H_
#define OVERSTAP_MATCHER_TEXT_LINK_SIGNALS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "matcher/text/language.h"

namespace overstap::matcher {

// Each 0 to 1.
enum class LinkSignal : uint8_t {
  kLikeness,  // cosines over words and over character n-grams, mixed
  kCoverage,  // how much of the title the label says, words by their rarity
  kLetters,   // letters that both have in the same order: 2 * common / sum of lengths
  kLength,    // the shorter's letters by the longer's
};
inline constexpr size_t kLinkSignalCount = 4;

// A value for each signal: its strength, or its weight (0 or more).
struct LinkSignals {
  float& operator[](LinkSignal signal) { return values[static_cast<size_t>(signal)]; }
  float operator[](LinkSignal signal) const { return values[static_cast<size_t>(signal)]; }
  friend bool operator==(const LinkSignals&, const LinkSignals&) = default;

  std::array<float, kLinkSignalCount> values = {};
};
using LinkWeights = LinkSignals;

// What was set by hand, and where learning begins. The weights' sum is 2.
inline constexpr LinkWeights kHandSetLinkWeights = {{1, 1, 0, 0}};

// For labels of which nothing can be learned: LearnLinkWeights (link_trainer.h) of ESCO's
// occupation labels of the language, with concepts used for the right answers alone.
LinkWeights DefaultLinkWeights(Language language);

float WeighedSum(const LinkWeights& weights, const LinkSignals& signals);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_LINK_SIGNALS_H_
