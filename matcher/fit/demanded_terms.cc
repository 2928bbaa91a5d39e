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

// What a skill of an occupation, or one that a vacancy demands, is found in.
bool IsFromText(const OccupationSkill&) { return false; }
bool IsFromText(const SkillDemand& demand) { return demand.from_text; }

double WeightOf(bool essential, bool from_text, const FitConstants& constants) {
  return (essential ? constants.essential_weight : constants.optional_weight) *
         (from_text ? constants.from_text_factor : 1);
}

// Each term once, ascending: essential where it is once, found in a text where it always is.
void MergeRepeats(std::vector<DemandedTerm>* terms) {
  std::sort(terms->begin(), terms->end(),
            [](const DemandedTerm& a, const DemandedTerm& b) { return a.term < b.term; });
  auto last = terms->begin();
  for (auto term = terms->begin(); term != terms->end(); ++term) {
    if (term->term != last->term) *++last = *term;
    last->essential |= term->essential;
    last->from_text &= term->from_text;
  }
  if (last != terms->end()) terms->erase(last + 1, terms->end());
}

// Skills and a qualification with their shares; those whose share rounds to nothing are left out.
template <typename Skills>
std::vector<DemandedTerm> Demand(const Skills& skills,
                                 std::optional<QualificationNumber> qualification,
                                 const FitContext& context) {
  std::vector<DemandedTerm> terms;
  for (const auto& skill : skills) {
    terms.push_back({context.TermOf(skill.skill), skill.essential, IsFromText(skill), 0, Share()});
  }
  MergeRepeats(&terms);
  for (DemandedTerm& term : terms) {
    term.weight = WeightOf(term.essential, term.from_text, context.constants) *
                  context.taxonomy.InverseDocumentFrequency(SkillNumber(term.term.value()));
  }

  Share qualified;
  if (qualification.has_value()) {
    qualified =
        terms.empty() ? Share::One() : Share::FromDouble(context.constants.qualification_share);
  }
  if (!terms.empty()) Apportion(Share::kOne - qualified.units(), terms);
  if (qualification.has_value()) {
    terms.push_back({context.TermOf(*qualification), true, false, 0, qualified});
  }
  std::erase_if(terms, [](const DemandedTerm& term) { return term.share == Share(); });
  return terms;
}

// Says of the demanded skills what `skills` say. Skills mostly ascend as terms do, so that each is
// looked for from the one before.
template <typename Skills>
void Mark(const Skills& skills, const FitContext& context, std::vector<DemandedTerm>* terms) {
  const bool any_from_text = std::any_of(skills.begin(), skills.end(),
                                         [](const auto& skill) { return IsFromText(skill); });
  for (DemandedTerm& term : *terms) {
    term.from_text = any_from_text && context.IsSkill(term.term);
  }
  auto term = terms->begin();
  for (const auto& skill : skills) {
    if (!skill.essential && !any_from_text) continue;
    const TermNumber wanted = context.TermOf(skill.skill);
    if (term == terms->end() || wanted < term->term) term = terms->begin();
    while (term != terms->end() && term->term < wanted) ++term;
    if (term == terms->end() || term->term != wanted) continue;
    term->essential |= skill.essential;
    term->from_text &= IsFromText(skill);
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

void DemandedBy(const Vacancy& vacancy, std::span<const WeightedTerm> demand,
                const FitContext& context, std::vector<DemandedTerm>* terms) {
  terms->clear();
  terms->reserve(demand.size());
  for (const WeightedTerm& term : demand) {
    terms->push_back({term.term, !context.IsSkill(term.term), false, 0, term.value});
  }
  if (!vacancy.skills.empty() || !vacancy.occupation.has_value()) {
    Mark(vacancy.skills, context, terms);
  } else {
    Mark(context.taxonomy.SkillsOf(*vacancy.occupation), context, terms);
  }
}

DemandVector ToVector(std::span<const DemandedTerm> terms) {
  DemandVector demand;
  demand.terms.reserve(terms.size());
  for (const DemandedTerm& term : terms) demand.terms.push_back({term.term, term.share});
  return demand;
}

}  // namespace overstap::matcher
