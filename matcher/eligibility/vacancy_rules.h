// The table of the rules between a person and a vacancy.
//
//   for (const VacancyRule& rule : VacancyRules()) rule.check(person, vacancy, context, &findings);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_VACANCY_RULES_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_VACANCY_RULES_H_

#include <span>

#include "matcher/eligibility/eligibility.h"
#include "matcher/eligibility/findings.h"

namespace overstap::matcher {

struct VacancyRule {
  Rule rule;
  void (*check)(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
                Findings* findings);
};

// Each rule once, in the order in which deciding is quickest.
std::span<const VacancyRule> VacancyRules();

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_VACANCY_RULES_H_
