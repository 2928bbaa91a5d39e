// Every constant of the ranking in one versioned table. A change of any value is a new version:
// answers carry it, so that they can be reproduced.
#ifndef OVERSTAP_MATCHER_FIT_CONSTANTS_H_
#define OVERSTAP_MATCHER_FIT_CONSTANTS_H_

#include <cstddef>
#include <string_view>

#include "matcher/model/values.h"

namespace overstap::matcher {

inline constexpr std::string_view kRankingVersion = "2026.2";

// How far one skill covers another: weights of the kinds of evidence, see taxonomy/similarity.h.
struct SimilarityConstants {
  // Who has a skill has what is essential, or optional, to it; who has that has a part of the
  // skill.
  double skill_covers_essential = 0.6;
  double skill_covers_optional = 0.35;
  double essential_covers_skill = 0.35;
  double optional_covers_skill = 0.25;
  double hierarchy = 0.5;
  // Broader concepts of a lower information content than this say nothing.
  double min_specificity = 0.4;
  double co_occurrence = 0.3;
  // Weight of an optional skill in an occupation, beside 1 for an essential one.
  double optional_occurrence = 0.4;
  // Shared occupations at which co-occurrence counts by half.
  double co_occurrence_support = 2;
  // No other skill stands fully in for one: a licence-like skill must be had itself.
  double cap = 0.7;
  // Less than this is no cover.
  double floor = 0.2;
  size_t max_neighbours = 12;
};

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
  // What was found in a text, and nobody has stated, counts for this part: the level of a person's
  // skill or of what a past occupation brings, the weight of a demanded skill.
  double from_text_factor = 0.8;
  // Supply: cover of a qualification by one that is one level below in the same line.
  double qualification_one_level_below = 0.5;
  // A training's entry skill counts as met from this cover on.
  double entry_skill_cover = 0.5;
  // A route must lift the fit to at least this, where the caller does not say.
  double route_min_score = 0.6;
  SimilarityConstants similarity;
};

inline constexpr FitConstants kFitConstants{};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_FIT_CONSTANTS_H_
