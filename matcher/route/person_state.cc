#include "matcher/route/person_state.h"

#include <algorithm>
#include <utility>

namespace overstap::matcher {

Gains GainsOf(const TrainingOffer& offer) {
  return {.skills = offer.taught_skills,
          .qualifications = offer.qualifications,
          .credentials = offer.credentials,
          .past_occupation = std::nullopt};
}

void Append(const Gains& more, Gains* gains) {
  gains->skills.insert(gains->skills.end(), more.skills.begin(), more.skills.end());
  gains->qualifications.insert(gains->qualifications.end(), more.qualifications.begin(),
                               more.qualifications.end());
  gains->credentials.insert(gains->credentials.end(), more.credentials.begin(),
                            more.credentials.end());
  if (more.past_occupation.has_value()) gains->past_occupation = more.past_occupation;
}

SparseVector SupplyOf(const Gains& gains, const FitContext& fit) {
  JobSeeker nobody;
  nobody = WithGainableFacets(std::move(nobody));
  AddGains(gains, Date(), fit.region, /*with_skills=*/true, &nobody);
  return SupplyOf(nobody, fit);
}

SparseVector Larger(std::span<const WeightedTerm> a, std::span<const WeightedTerm> b) {
  SparseVector result;
  result.reserve(a.size() + b.size());
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    if (left->term < right->term) {
      result.push_back(*left++);
    } else if (right->term < left->term) {
      result.push_back(*right++);
    } else {
      result.push_back({left->term, std::max(left->value, right->value)});
      ++left;
      ++right;
    }
  }
  result.insert(result.end(), left, a.end());
  result.insert(result.end(), right, b.end());
  return result;
}

void AddGains(const Gains& gains, Date day, const Region& region, bool with_skills,
              JobSeeker* person) {
  if (person->qualifications.has_value()) {
    for (const QualificationNumber number : gains.qualifications) {
      person->qualifications->push_back(
          {.number = number, .level = region.qualification(number).level, .counts = true});
    }
  }
  if (person->credentials.has_value()) {
    for (const ObtainedCredential& obtained : gains.credentials) {
      const int months = obtained.validity_months > 0
                             ? obtained.validity_months
                             : region.credential(obtained.credential).validity_months;
      OwnCredential own{.credential = obtained.credential, .valid_until = std::nullopt};
      if (months > 0) own.valid_until = day.PlusMonths(months);
      person->credentials->push_back(own);
    }
  }
  if (!with_skills) return;
  if (person->skills.has_value()) {
    person->skills->insert(person->skills->end(), gains.skills.begin(), gains.skills.end());
  }
  if (person->past_occupations.has_value() && gains.past_occupation.has_value()) {
    person->past_occupations->push_back({.occupation = *gains.past_occupation});
  }
}

JobSeeker WithGainableFacets(JobSeeker person) {
  if (!person.skills.has_value()) person.skills.emplace();
  if (!person.qualifications.has_value()) person.qualifications.emplace();
  if (!person.credentials.has_value()) person.credentials.emplace();
  if (!person.past_occupations.has_value()) person.past_occupations.emplace();
  return person;
}

PersonState After(const PersonState& before, const Gains& gains,
                  std::span<const WeightedTerm> supply_of_gains, const Spent& spent,
                  const Region& region) {
  PersonState after{.person = before.person,
                    .supply = Larger(before.supply, supply_of_gains),
                    .ready = std::max(before.ready, spent.end + 1)};
  AddGains(gains, spent.end, region, /*with_skills=*/false, &after.person);
  if (after.person.own_money.has_value()) *after.person.own_money -= spent.cost;
  if (after.person.training_weeks_max.has_value()) {
    *after.person.training_weeks_max -= spent.course_weeks;
  }
  after.person.available_from =
      std::max(before.person.available_from.value_or(after.ready), after.ready);
  return after;
}

}  // namespace overstap::matcher
