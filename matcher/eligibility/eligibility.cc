#include "matcher/eligibility/eligibility.h"

#include <algorithm>

#include "matcher/eligibility/findings.h"
#include "matcher/eligibility/offer_rules.h"
#include "matcher/eligibility/vacancy_rules.h"

namespace overstap::matcher {
namespace {

void ApplyVacancyRules(const JobSeeker& person, const Vacancy& vacancy,
                       const EligibilityContext& context, RuleSet skip, Findings* findings) {
  for (const VacancyRule& rule : VacancyRules()) {
    if ((skip & RuleBit(rule.rule)) != 0) continue;
    rule.check(person, vacancy, context, findings);
    if (findings->settled()) return;
  }
}

// Stable. They are few, and for so few std::stable_sort would take memory every time.
void SortByRule(std::vector<Reason>* reasons) {
  const auto is_before = [](const Reason& a, const Reason& b) { return a.rule < b.rule; };
  for (auto next = reasons->begin(); next != reasons->end(); ++next) {
    std::rotate(std::upper_bound(reasons->begin(), next, *next, is_before), next, next + 1);
  }
}

}  // namespace

Eligibility Evaluate(const JobSeeker& person, const Vacancy& vacancy,
                     const EligibilityContext& context, RuleSet skip) {
  Eligibility result;
  Findings findings(&result);
  ApplyVacancyRules(person, vacancy, context, skip, &findings);
  SortByRule(&result.reasons);
  SortByRule(&result.unknowns);
  return result;
}

std::optional<Eligibility> EvaluateEligible(const JobSeeker& person, const Vacancy& vacancy,
                                            const EligibilityContext& context) {
  Eligibility result;
  Findings findings(&result, Findings::Ends::kAtFailure);
  ApplyVacancyRules(person, vacancy, context, /*skip=*/0, &findings);
  if (findings.decision() == Decision::kNotEligible) return std::nullopt;
  SortByRule(&result.unknowns);
  return result;
}

Decision Decide(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
                RuleSet skip) {
  Findings findings;
  ApplyVacancyRules(person, vacancy, context, skip, &findings);
  return findings.decision();
}

Eligibility EvaluateOffer(const JobSeeker& person, const TrainingOffer& offer,
                          const TrainingRun& run, const EligibilityContext& context) {
  Eligibility result;
  Findings findings(&result);
  for (const OfferRule& rule : OfferRules()) rule.check(person, offer, run, context, &findings);
  SortByRule(&result.reasons);
  SortByRule(&result.unknowns);
  return result;
}

}  // namespace overstap::matcher
