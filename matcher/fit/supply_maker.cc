#include "matcher/fit/supply_maker.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace overstap::matcher {
namespace {

constexpr size_t kWordBits = 64;
// Own skills between the one whose similar skills are gone through and the one that is fetched.
constexpr size_t kAhead = 4;

}  // namespace

SupplyMaker::SupplyMaker(const FitContext& context)
    : context_(context),
      covers_(context),
      by_occupation_(2 * context.taxonomy.occupation_count()),
      by_qualification_(context.region.qualification_count()),
      best_(context.term_count()),
      covered_(context.term_count() / kWordBits + 1) {}

const SparseVector& SupplyMaker::CoversOf(const PastOccupation& past) {
  std::optional<SparseVector>& covers =
      by_occupation_[2 * size_t{past.occupation.value()} + (past.from_text ? 1 : 0)];
  if (!covers.has_value()) {
    JobSeeker person;
    person.past_occupations = {past};
    covers_.Take(person);
    covers = covers_.Supply();
  }
  return *covers;
}

const SparseVector& SupplyMaker::CoversOf(QualificationNumber qualification) {
  std::optional<SparseVector>& covers = by_qualification_[qualification.value()];
  if (!covers.has_value()) {
    JobSeeker person;
    person.qualifications = {{.number = qualification}};
    covers_.Take(person);
    covers = covers_.Supply();
  }
  return *covers;
}

void SupplyMaker::Cover(uint32_t term, Share cover) {
  best_[term] = std::max(best_[term], cover);
  covered_[term / kWordBits] |= uint64_t{cover != Share()} << (term % kWordBits);
}

const SparseVector& SupplyMaker::Of(const JobSeeker& person) {
  // Rounding keeps order: the best cover by a skill at its best level is the best of the covers by
  // the skill at each level, so that what is stated and what is derived can be taken apart.
  if (person.past_occupations.has_value()) {
    for (const PastOccupation& past : *person.past_occupations) {
      for (const WeightedTerm& term : CoversOf(past)) Cover(term.term.value(), term.value);
    }
  }
  if (person.skills.has_value()) {
    const std::vector<OwnSkill>& skills = *person.skills;
    for (size_t i = 0; i < skills.size(); ++i) {
      if (i + kAhead < skills.size()) {
        __builtin_prefetch(context_.taxonomy.SimilarTo(skills[i + kAhead].skill).data());
      }
      const Share level = LevelOf(skills[i], context_.constants);
      Cover(context_.TermOf(skills[i].skill).value(), level);
      for (const SimilarSkill& similar : context_.taxonomy.SimilarTo(skills[i].skill)) {
        Cover(context_.TermOf(similar.skill).value(), level * similar.similarity);
      }
    }
  }
  AddQualifications(person);
  TakeCollected();
  return supply_;
}

void SupplyMaker::AddQualifications(const JobSeeker& person) {
  if (!person.qualifications.has_value()) return;
  for (const OwnQualification& own : *person.qualifications) {
    if (!own.counts || !own.number.has_value()) continue;
    for (const WeightedTerm& term : CoversOf(*own.number)) Cover(term.term.value(), term.value);
  }
}

void SupplyMaker::TakeCollected() {
  supply_.clear();
  for (size_t word = 0; word < covered_.size(); ++word) {
    for (uint64_t left = covered_[word]; left != 0; left &= left - 1) {
      const size_t term = word * kWordBits + static_cast<size_t>(std::countr_zero(left));
      supply_.push_back({TermNumber(static_cast<uint32_t>(term)), best_[term]});
      best_[term] = Share();
    }
    covered_[word] = 0;
  }
}

}  // namespace overstap::matcher
