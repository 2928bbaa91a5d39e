#include "matcher/fit/vectors.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace overstap::matcher {
namespace {

// A term of a demand before its weight is known.
struct DemandedTerm {
  TermNumber term;
  bool essential = true;
  double weight = 0;  // before normalisation
  Share share;        // after
};

// Shares of `units` in proportion to the weights: rounded down, and what is left goes to the
// largest remainders, the lower term first. `terms` are ascending and their weights above 0.
void Apportion(int32_t units, std::span<DemandedTerm> terms) {
  const double sum =
      std::accumulate(terms.begin(), terms.end(), 0.0,
                      [](double total, const DemandedTerm& term) { return total + term.weight; });
  std::vector<double> remainders;
  int32_t left = units;
  for (DemandedTerm& term : terms) {
    const double exact = term.weight * units / sum;
    const double whole = std::floor(exact);
    remainders.push_back(exact - whole);
    term.share = Share(static_cast<uint16_t>(whole));
    left -= static_cast<int32_t>(whole);
  }
  std::vector<size_t> order(terms.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  for (int32_t i = 0; i < left; ++i) {
    Share& share = terms[order[static_cast<size_t>(i) % order.size()]].share;
    share = Share(static_cast<uint16_t>(share.units() + 1));
  }
}

// Skills and a qualification with their shares; those whose share rounds to nothing are left out.
template <typename Skills>
std::vector<DemandedTerm> Demand(const Skills& skills,
                                 std::optional<QualificationNumber> qualification,
                                 const FitContext& context) {
  std::vector<DemandedTerm> terms;
  for (const auto& skill : skills) {
    const double kind =
        skill.essential ? context.constants.essential_weight : context.constants.optional_weight;
    terms.push_back({context.TermOf(skill.skill), skill.essential,
                     kind * context.taxonomy.InverseDocumentFrequency(skill.skill), Share()});
  }
  std::sort(terms.begin(), terms.end(), [](const DemandedTerm& a, const DemandedTerm& b) {
    return std::tie(a.term, b.essential) < std::tie(b.term, a.essential);
  });
  const auto same = [](const DemandedTerm& a, const DemandedTerm& b) { return a.term == b.term; };
  terms.erase(std::unique(terms.begin(), terms.end(), same), terms.end());

  Share qualified;
  if (qualification.has_value()) {
    qualified =
        terms.empty() ? Share::One() : Share::FromDouble(context.constants.qualification_share);
  }
  if (!terms.empty()) Apportion(Share::kOne - qualified.units(), terms);
  if (qualification.has_value()) {
    terms.push_back({context.TermOf(*qualification), true, 0, qualified});
  }
  std::erase_if(terms, [](const DemandedTerm& term) { return term.share == Share(); });
  return terms;
}

std::vector<DemandedTerm> DemandedBy(const Vacancy& vacancy, const FitContext& context) {
  std::optional<QualificationNumber> qualification;
  if (vacancy.qualification.has_value()) qualification = vacancy.qualification->qualification;
  if (!vacancy.skills.empty() || !vacancy.occupation.has_value()) {
    return Demand(vacancy.skills, qualification, context);
  }
  return Demand(context.taxonomy.SkillsOf(*vacancy.occupation), qualification, context);
}

std::vector<DemandedTerm> DemandedBy(OccupationNumber occupation, const FitContext& context) {
  return Demand(
      context.taxonomy.SkillsOf(occupation),
      context.region.QualificationOfOccupation(context.taxonomy.occupation(occupation).code),
      context);
}

DemandVector ToVector(const std::vector<DemandedTerm>& terms) {
  DemandVector demand;
  demand.terms.reserve(terms.size());
  for (const DemandedTerm& term : terms) demand.terms.push_back({term.term, term.share});
  return demand;
}

Share LevelOf(Proficiency proficiency, const FitConstants& constants) {
  switch (proficiency) {
    case Proficiency::kBasic:
      return Share::FromDouble(constants.level_basic);
    case Proficiency::kIndependent:
      return Share::FromDouble(constants.level_independent);
    case Proficiency::kAdvanced:
      return Share::FromDouble(constants.level_advanced);
    case Proficiency::kExpert:
      return Share::FromDouble(constants.level_expert);
    case Proficiency::kUnknown:
      break;
  }
  return Share::FromDouble(constants.level_unknown);
}

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

struct QualificationPart {
  Share cover;
  std::optional<QualificationNumber> by;
};

// The best cover of `wanted`; by the first of the person's that covers it so.
QualificationPart CoverOf(QualificationNumber wanted, const JobSeeker& person,
                          const FitContext& context) {
  QualificationPart best;
  if (!person.qualifications.has_value()) return best;
  for (const OwnQualification& own : *person.qualifications) {
    if (!own.counts || !own.number.has_value()) continue;
    Share cover;
    switch (context.region.Cover(*own.number, wanted)) {
      case QualificationCover::kFull:
        cover = Share::One();
        break;
      case QualificationCover::kOneLevelBelow:
        cover = Share::FromDouble(context.constants.qualification_one_level_below);
        break;
      case QualificationCover::kNone:
        break;
    }
    if (cover > best.cover) best = {cover, own.number};
  }
  return best;
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
          CoverOf(QualificationNumber(static_cast<uint16_t>(number)), person, context);
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
  std::vector<Share> covers(context.term_count());
  std::vector<TermNumber> covered;
  const auto keep = [&](TermNumber term, Share cover) {
    Share& best = covers[term.value()];
    if (best == Share() && cover != Share()) covered.push_back(term);
    best = std::max(best, cover);
  };
  ForEachCover(HeldBy(person, context), context.taxonomy,
               [&](SkillNumber skill, const HeldSkill&, Share, Share cover) {
                 keep(context.TermOf(skill), cover);
               });
  if (person.qualifications.has_value() && !person.qualifications->empty()) {
    for (size_t i = 0; i < context.region.qualification_count(); ++i) {
      const QualificationNumber wanted(static_cast<uint16_t>(i));
      keep(context.TermOf(wanted), CoverOf(wanted, person, context).cover);
    }
  }
  std::sort(covered.begin(), covered.end());
  SparseVector supply;
  supply.reserve(covered.size());
  for (const TermNumber term : covered) supply.push_back({term, covers[term.value()]});
  return supply;
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
