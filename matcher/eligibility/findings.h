// What the rules find about one pair: only the decision, or with every reason in words.
//
//   Findings findings;      // or Findings findings(&eligibility, Findings::Ends::kAtFailure);
//   findings.Fail(Rule::kOpenings, [] { return Values{.demand = "0"}; });
//   Decision decision = findings.decision();
//
// The same rules serve both: texts are made only when they are recorded. Of one thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_FINDINGS_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_FINDINGS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "matcher/eligibility/eligibility.h"

namespace overstap::matcher {

// The texts of a Reason.
struct Values {
  std::string subject = {};
  std::string person = {};
  std::string demand = {};
  std::string_view unit = {};
};

class Findings {
 public:
  // Where a rule that fails settles the matter, its reason is not recorded.
  enum class Ends : uint8_t { kAfterAllRules, kAtFailure };

  // Only decides.
  Findings() = default;
  // Records into `record` too, which outlives this.
  explicit Findings(Eligibility* record, Ends ends = Ends::kAfterAllRules)
      : record_(record), ends_(ends) {}

  // The rule does not hold. `describe` returns Values.
  template <typename Describe>
  void Fail(Rule rule, Describe describe) {
    decision_ = Decision::kNotEligible;
    if (!settled()) record_->reasons.push_back(MakeReason(rule, {}, describe()));
  }

  // The rule cannot be decided while `missing_field` (a literal) is unset.
  template <typename Describe>
  void LeaveOpen(Rule rule, std::string_view missing_field, Describe describe) {
    if (decision_ == Decision::kEligible) decision_ = Decision::kUnknown;
    if (record_ != nullptr) {
      record_->unknowns.push_back(MakeReason(rule, missing_field, describe()));
    }
  }

  Decision decision() const { return decision_; }
  // Further rules can change nothing that is asked for.
  bool settled() const { return decision_ == Decision::kNotEligible && ends_ == Ends::kAtFailure; }

 private:
  static Reason MakeReason(Rule rule, std::string_view missing_field, Values values) {
    Reason reason;
    reason.rule = rule;
    reason.subject = std::move(values.subject);
    reason.person_value = std::move(values.person);
    reason.demand_value = std::move(values.demand);
    reason.unit = values.unit;
    reason.missing_field = missing_field;
    return reason;
  }

  Decision decision_ = Decision::kEligible;
  Eligibility* record_ = nullptr;
  Ends ends_ = Ends::kAtFailure;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_FINDINGS_H_
