// Demands and supplies as sparse vectors over terms (skills, then qualifications), and the fit
// between them.
//
//   DemandVector demand = DemandOf(vacancy, context);
//   SupplyVector supply = SupplyOf(person, context);
//   Score score = Dot(demand.terms, supply.terms);   // ScoreToDouble(score) is the share of the
//   demand that is covered
//
// Pure functions of their arguments; safe from any thread.
#ifndef OVERSTAP_MATCHER_FIT_VECTORS_H_
#define OVERSTAP_MATCHER_FIT_VECTORS_H_

#include <optional>
#include <span>
#include <vector>

#include "matcher/fit/constants.h"
#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/vacancy.h"
#include "matcher/model/values.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

// What vectors are computed over. All outlive the call.
struct FitContext {
  const Taxonomy& taxonomy;
  const Region& region;
  const FitConstants& constants = kFitConstants;

  size_t term_count() const { return taxonomy.skill_count() + region.qualification_count(); }
  TermNumber TermOf(SkillNumber skill) const { return TermNumber(skill.value()); }
  TermNumber TermOf(QualificationNumber qualification) const {
    return TermNumber(static_cast<uint32_t>(taxonomy.skill_count()) + qualification.value());
  }
  bool IsSkill(TermNumber term) const { return term.value() < taxonomy.skill_count(); }
};

struct WeightedTerm {
  TermNumber term;
  Share value;
  friend bool operator==(const WeightedTerm&, const WeightedTerm&) = default;
};
static_assert(sizeof(WeightedTerm) == 4);

// Ascending terms; never a zero value.
using SparseVector = std::vector<WeightedTerm>;

// A demand: weights that add up to exactly Share::kOne, or no term at all (nothing known is
// demanded).
struct DemandVector {
  SparseVector terms;
};

// The vacancy's own skills, or its occupation's; its qualification with a share of
// constants.qualification_share. Rounded by largest remainder, then lower term. A learn-work job
// demands what its vacancy says, not the finished occupation, unless it names no skills: then the
// skills of its occupation.
DemandVector DemandOf(const Vacancy& vacancy, const FitContext& context);
// An occupation as a destination: its skills, and the qualification that the region's list gives
// it.
DemandVector DemandOf(OccupationNumber occupation, const FitContext& context);

// Cover per term: the best level(j) · similarity(j, k) over the person's skills j; full or half for
// qualifications.
SparseVector SupplyOf(const JobSeeker& person, const FitContext& context);

// Σ demand · supply. At most kFullScore for a demand that adds up to one.
Score Dot(std::span<const WeightedTerm> demand, std::span<const WeightedTerm> supply);

// One part of a fit; weight · cover = contribution, exactly.
struct FitPart {
  TermNumber term;
  bool is_qualification = false;
  bool essential = true;
  bool demand_from_text = false;  // found in the vacancy's text, not stated
  Share weight;
  Share cover;
  Score contribution = 0;
  // For a skill that is covered: by which own skill, at what level, how similar, whether it was
  // derived from a past occupation, and whether it, or the occupation, was found in a text.
  std::optional<SkillNumber> covered_by;
  Share level;
  Share similarity;
  bool derived = false;
  bool from_text = false;
  // For a qualification that is covered: by which.
  std::optional<QualificationNumber> covered_by_qualification;
};

// A score and its parts: one per term of the demand, largest contribution first, then larger
// weight, then lower term. The contributions add up to the score.
struct Fit {
  Score score = 0;
  std::vector<FitPart> parts;
};

Fit ExplainFit(const Vacancy& vacancy, const JobSeeker& person, const FitContext& context);
Fit ExplainFit(OccupationNumber occupation, const JobSeeker& person, const FitContext& context);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_FIT_VECTORS_H_
