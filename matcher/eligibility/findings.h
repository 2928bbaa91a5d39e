// What the rules find about one pair: only the decision, or with every reason in words.
//
//   Findings findings;                        // or Findings findings(&eligibility);
//   findings.Fail(Rule::kOpenings, [] { return Values{.demand = "0"}; });
//   Decision decision = findings.decision();
//
// The same rules serve both: texts are made only when they are recorded. Of one thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_FINDINGS_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_FINDINGS_H_

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
  // Only decides.
  Findings() = default;
  // Records into `record` too, which outlives this.
  explicit Findings(Eligibility* record) : record_(record) {}

  // The rule does not hold. `describe` returns Values.
  template <typename Describe>
  void Fail(Rule rule, Describe describe) {
    decision_ = Decision::kNotEligible;
    if (record_ != nullptr) record_->reasons.push_back(MakeReason(rule, {}, describe()));
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
  bool settled() const { return decision_ == Decision::kNotEligible && record_ == nullptr; }

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
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_FINDINGS_H_
