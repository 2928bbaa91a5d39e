// Hard rules between a person and a vacancy, apart from fit: eligible, or the reasons why not, or
// what is unknown.
//
//   Eligibility result = Evaluate(person, vacancy, context);
//   if (!result.eligible()) for (const Reason& reason : result.reasons) ...
//
// Each rule is one function in vacancy_rules.cc or offer_rules.cc; adding one is adding it to the
// table there. A facet that a person has not set is unknown: it never excludes. A facet that is set
// counts as known, so a list without the demanded item is a reason. A demand that a vacancy does
// not set is no demand. Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_ELIGIBILITY_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_ELIGIBILITY_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/date.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"

namespace overstap::matcher {

// Same values as overstap.v1.EligibilityRule.
enum class Rule : uint8_t {
  kOpen = 1,
  kOpenings = 2,
  kSector = 3,
  kTravelKm = 4,
  kTravelMinutes = 5,
  kHours = 6,
  kShifts = 7,
  kEducationLevel = 8,
  kDiploma = 9,
  kLanguage = 10,
  kDrivingLicence = 11,
  kCredential = 12,
  kStartDate = 13,
  kLearningCompany = 14,
  kEntrySkill = 15,
  kSeat = 16,
  kTrainingCost = 17,
  kTrainingWeeks = 18,
  kTrainingHours = 19,
  kFundingScheme = 20,
  kFitThreshold = 21,
};

// A rule that fails, or that cannot be decided (then `missing_field` is set). Values are text
// without unit, as in overstap.v1.Reason.
struct Reason {
  Rule rule = Rule::kOpen;
  std::string subject;
  std::string person_value;
  std::string demand_value;
  std::string_view unit;           // a literal
  std::string_view missing_field;  // a literal, e.g. "job_seeker.languages"
  friend bool operator==(const Reason&, const Reason&) = default;
};

struct Eligibility {
  std::vector<Reason> reasons;   // rules that fail, in the order of Rule
  std::vector<Reason> unknowns;  // rules that cannot be decided
  bool eligible() const { return reasons.empty(); }
  bool certain() const { return unknowns.empty(); }
};

// Everything outlives the call.
struct EligibilityContext {
  const FitContext& fit;
  const TravelModel& travel;
  Date today;
  // SupplyOf(person), where the caller has it; else it is computed when an entry skill is demanded.
  std::optional<std::span<const WeightedTerm>> supply = std::nullopt;
};

// Which rules to leave out: for routes, those that a training still changes.
using RuleSet = uint32_t;
constexpr RuleSet RuleBit(Rule rule) { return RuleSet{1} << static_cast<int>(rule); }

// All rules except those in `skip`. A learn-work job is judged on its entry demands.
Eligibility Evaluate(const JobSeeker& person, const Vacancy& vacancy,
                     const EligibilityContext& context, RuleSet skip = 0);

// The same in one go for who wants the eligible only; nullopt where a rule fails.
std::optional<Eligibility> EvaluateEligible(const JobSeeker& person, const Vacancy& vacancy,
                                            const EligibilityContext& context);

// The same decision without texts, for filtering: fast, and without allocations where the context
// has the person's supply.
enum class Decision : uint8_t { kEligible, kUnknown, kNotEligible };
Decision Decide(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
                RuleSet skip = 0);

// Whether a person can start a run of an offer: entry demands (at the run's start), place, times,
// weekly load beside present work, seat, duration, and cost against own money.
Eligibility EvaluateOffer(const JobSeeker& person, const TrainingOffer& offer,
                          const TrainingRun& run, const EligibilityContext& context);

// What a caseworker is shown beside a match: credentials that come later or from the employer,
// checks to arrange. Credentials that the person has already are left out. Stable keys:
// "credential-within-weeks:nen-3140:12", "credential-by-employer:vca-basic",
// "check:certificate-of-conduct", "check:medical".
std::vector<std::string> Notes(const JobSeeker& person, const Vacancy& vacancy,
                               const EligibilityContext& context);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_ELIGIBILITY_H_
