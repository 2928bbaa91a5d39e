#include "matcher/fit/vectors.h"

#include <algorithm>
#include <tuple>

#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/own_covers.h"

namespace overstap::matcher {
namespace {

// A skill that a person has, or is taken to have from a past occupation.
struct HeldSkill {
  SkillNumber skill;
  Share level;
  bool derived = false;
};

// Each skill once, ascending, at its best level; the own statement wins over an equal derived one.
std::vector<HeldSkill> HeldBy(const JobSeeker& person, const FitContext& context) {
  std::vector<HeldSkill> held;
  if (person.skills.has_value()) {
    for (const OwnSkill& own : *person.skills) {
      held.push_back({own.skill, LevelOf(own.proficiency, context.constants), false});
    }
  }
  if (person.past_occupations.has_value()) {
    const Share essential = Share::FromDouble(context.constants.derived_essential_level);
    const Share optional = Share::FromDouble(context.constants.derived_optional_level);
    for (const OccupationNumber occupation : *person.past_occupations) {
      for (const OccupationSkill& skill : context.taxonomy.SkillsOf(occupation)) {
        held.push_back({skill.skill, skill.essential ? essential : optional, true});
      }
    }
  }
  std::sort(held.begin(), held.end(), [](const HeldSkill& a, const HeldSkill& b) {
    return std::tie(a.skill, b.level, a.derived) < std::tie(b.skill, a.level, b.derived);
  });
  const auto same = [](const HeldSkill& a, const HeldSkill& b) { return a.skill == b.skill; };
  held.erase(std::unique(held.begin(), held.end(), same), held.end());
  return held;
}

// Calls visit(covered skill, held skill, similarity, cover) for all that what is held covers.
template <typename Visit>
void ForEachCover(const std::vector<HeldSkill>& held, const Taxonomy& taxonomy, Visit visit) {
  for (const HeldSkill& own : held) {
    visit(own.skill, own, Share::One(), own.level);
    for (const SimilarSkill& similar : taxonomy.SimilarTo(own.skill)) {
      visit(similar.skill, own, similar.similarity, own.level * similar.similarity);
    }
  }
}

void CoverSkillParts(const JobSeeker& person, const FitContext& context,
                     std::vector<FitPart>* parts) {
  // Larger cover first; then the more similar skill, what is stated, the lower number.
  const auto rank = [](const FitPart& part) {
    return std::make_tuple(part.cover, part.similarity, !part.derived);
  };
  ForEachCover(HeldBy(person, context), context.taxonomy,
               [&](SkillNumber skill, const HeldSkill& own, Share similarity, Share cover) {
                 const TermNumber term = context.TermOf(skill);
                 const auto part = std::lower_bound(
                     parts->begin(), parts->end(), term,
                     [](const FitPart& p, TermNumber wanted) { return p.term < wanted; });
                 if (part == parts->end() || part->term != term || cover == Share()) return;
                 FitPart covered = *part;
                 covered.cover = cover;
                 covered.covered_by = own.skill;
                 covered.level = own.level;
                 covered.similarity = similarity;
                 covered.derived = own.derived;
                 if (rank(covered) > rank(*part)) *part = covered;
               });
}

Fit Explain(const std::vector<DemandedTerm>& demand, const JobSeeker& person,
            const FitContext& context) {
  Fit fit;
  for (const DemandedTerm& term : demand) {
    FitPart part;
    part.term = term.term;
    part.is_qualification = !context.IsSkill(term.term);
    part.essential = term.essential;
    part.weight = term.share;
    fit.parts.push_back(part);
  }
  CoverSkillParts(person, context, &fit.parts);
  for (FitPart& part : fit.parts) {
    if (part.is_qualification) {
      const auto number = part.term.value() - context.taxonomy.skill_count();
      const QualificationPart covered =
          person.qualifications.has_value()
              ? CoverOf(QualificationNumber(static_cast<uint16_t>(number)), *person.qualifications,
                        context)
              : QualificationPart();
      part.cover = covered.cover;
      part.covered_by_qualification = covered.by;
    }
    part.contribution = Score{part.weight.units()} * part.cover.units();
    fit.score += part.contribution;
  }
  std::sort(fit.parts.begin(), fit.parts.end(), [](const FitPart& a, const FitPart& b) {
    return std::tie(b.contribution, b.weight, a.term) < std::tie(a.contribution, a.weight, b.term);
  });
  return fit;
}

}  // namespace

DemandVector DemandOf(const Vacancy& vacancy, const FitContext& context) {
  return ToVector(DemandedBy(vacancy, context));
}

DemandVector DemandOf(OccupationNumber occupation, const FitContext& context) {
  return ToVector(DemandedBy(occupation, context));
}

SparseVector SupplyOf(const JobSeeker& person, const FitContext& context) {
  OwnCovers covers(context);
  covers.Take(person);
  return covers.Supply();
}

Score Dot(std::span<const WeightedTerm> demand, std::span<const WeightedTerm> supply) {
  Score score = 0;
  auto other = supply.begin();
  for (const WeightedTerm& term : demand) {
    while (other != supply.end() && other->term < term.term) ++other;
    if (other == supply.end()) break;
    if (other->term == term.term) score += Score{term.value.units()} * other->value.units();
  }
  return score;
}

Fit ExplainFit(const Vacancy& vacancy, const JobSeeker& person, const FitContext& context) {
  return Explain(DemandedBy(vacancy, context), person, context);
}

Fit ExplainFit(OccupationNumber occupation, const JobSeeker& person, const FitContext& context) {
  return Explain(DemandedBy(occupation, context), person, context);
}

}  // namespace overstap::matcher
