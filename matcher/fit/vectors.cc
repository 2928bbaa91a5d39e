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
  SkillBasis basis;
};

// Each skill once, ascending, at its best level; of equal levels on the basis of the higher rank.
std::vector<HeldSkill> HeldBy(const JobSeeker& person, const FitContext& context) {
  std::vector<HeldSkill> held;
  if (person.skills.has_value()) {
    for (const OwnSkill& own : *person.skills) {
      held.push_back({own.skill, LevelOf(own, context.constants), {false, own.from_text}});
    }
  }
  if (person.past_occupations.has_value()) {
    for (const PastOccupation& past : *person.past_occupations) {
      const DerivedLevels levels = LevelsOf(past, context.constants);
      for (const OccupationSkill& skill : context.taxonomy.SkillsOf(past.occupation)) {
        held.push_back({skill.skill,
                        skill.essential ? levels.essential : levels.optional,
                        {true, past.from_text}});
      }
    }
  }
  std::sort(held.begin(), held.end(), [](const HeldSkill& a, const HeldSkill& b) {
    return std::make_tuple(a.skill, b.level, b.basis.rank()) <
           std::make_tuple(b.skill, a.level, a.basis.rank());
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
  // Larger cover first; then the more similar skill, the higher rank of its basis, the lower
  // number.
  const auto rank = [](const FitPart& part) {
    return std::make_tuple(part.cover, part.similarity,
                           SkillBasis{part.derived, part.from_text}.rank());
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
                 covered.derived = own.basis.derived;
                 covered.from_text = own.basis.from_text;
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
    part.demand_from_text = term.from_text;
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
