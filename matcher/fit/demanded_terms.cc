#include "matcher/fit/demanded_terms.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <tuple>

namespace overstap::matcher {
namespace {

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

// Marks the demanded skills that one of `skills` calls essential; the others are optional. Skills
// mostly ascend as terms do, so that each is looked for from the one before.
template <typename Skills>
void MarkEssential(const Skills& skills, const FitContext& context,
                   std::vector<DemandedTerm>* terms) {
  auto term = terms->begin();
  for (const auto& skill : skills) {
    if (!skill.essential) continue;
    const TermNumber wanted = context.TermOf(skill.skill);
    if (term == terms->end() || wanted < term->term) term = terms->begin();
    while (term != terms->end() && term->term < wanted) ++term;
    if (term != terms->end() && term->term == wanted) term->essential = true;
  }
}

}  // namespace

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

std::vector<DemandedTerm> DemandedBy(const Vacancy& vacancy, std::span<const WeightedTerm> demand,
                                     const FitContext& context) {
  std::vector<DemandedTerm> terms;
  terms.reserve(demand.size());
  for (const WeightedTerm& term : demand) {
    terms.push_back({term.term, !context.IsSkill(term.term), 0, term.value});
  }
  if (!vacancy.skills.empty() || !vacancy.occupation.has_value()) {
    MarkEssential(vacancy.skills, context, &terms);
  } else {
    MarkEssential(context.taxonomy.SkillsOf(*vacancy.occupation), context, &terms);
  }
  return terms;
}

DemandVector ToVector(std::span<const DemandedTerm> terms) {
  DemandVector demand;
  demand.terms.reserve(terms.size());
  for (const DemandedTerm& term : terms) demand.terms.push_back({term.term, term.share});
  return demand;
}

}  // namespace overstap::matcher
