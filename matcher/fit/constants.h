// Every constant of the ranking in one versioned table. A change of any value is a new version:
// answers carry it, so that they can be reproduced.
#ifndef OVERSTAP_MATCHER_FIT_CONSTANTS_H_
#define OVERSTAP_MATCHER_FIT_CONSTANTS_H_

#include <string_view>

#include "matcher/model/values.h"

namespace overstap::matcher {

inline constexpr std::string_view kRankingVersion = "2026.1";

struct FitConstants {
  // Demand: weight of a skill before it is multiplied by its inverse document frequency.
  double essential_weight = 1.0;
  double optional_weight = 0.4;
  // Share of a demand that its qualification takes where it names one (all of it where it names no
  // skill).
  double qualification_share = 0.3;
  // Supply: level by proficiency 1 to 4, and where it is unknown.
  double level_basic = 0.4;
  double level_independent = 0.6;
  double level_advanced = 0.8;
  double level_expert = 1.0;
  double level_unknown = 0.7;
  // Supply: level of skills derived from a past occupation.
  double derived_essential_level = 0.6;
  double derived_optional_level = 0.3;
  // Supply: cover of a qualification by one that is one level below in the same line.
  double qualification_one_level_below = 0.5;
  // A training's entry skill counts as met from this cover on.
  double entry_skill_cover = 0.5;
  // A route must lift the fit to at least this, where the caller does not say.
  double route_min_score = 0.6;
};

inline constexpr FitConstants kFitConstants{};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_FIT_CONSTANTS_H_
