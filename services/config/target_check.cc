#include "services/config/target_check.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/config/region_model.h"

namespace overstap::config {
namespace {

using region::v1::Condition;
using region::v1::CountingRule;
using region::v1::Fact;
using region::v1::ReportKind;

// The facts that each kind of report carries (services/convert fills them in).
const std::vector<Fact>& FactsOf(ReportKind kind) {
  static const std::vector<Fact>& placement =
      *new std::vector<Fact>{region::v1::FACT_SECTOR,         region::v1::FACT_SECTOR_DAY_BEFORE,
                             region::v1::FACT_CONTRACT_KIND,  region::v1::FACT_MUNICIPALITY,
                             region::v1::FACT_HOURS_PER_WEEK, region::v1::FACT_PROGRAMME};
  static const std::vector<Fact>& training =
      *new std::vector<Fact>{region::v1::FACT_SECTOR,         region::v1::FACT_MUNICIPALITY,
                             region::v1::FACT_SKILL_BRANCH,   region::v1::FACT_IN_WORK_FIRST_DAY,
                             region::v1::FACT_TRAINING_HOURS, region::v1::FACT_PROGRAMME};
  static const std::vector<Fact>& others =
      *new std::vector<Fact>{region::v1::FACT_MUNICIPALITY, region::v1::FACT_PROGRAMME};
  if (kind == region::v1::REPORT_KIND_PLACEMENT) return placement;
  if (kind == region::v1::REPORT_KIND_TRAINING_COMPLETION) return training;
  return others;
}

bool IsNumber(Fact fact) {
  return fact == region::v1::FACT_IN_WORK_FIRST_DAY || fact == region::v1::FACT_TRAINING_HOURS ||
         fact == region::v1::FACT_HOURS_PER_WEEK;
}

// Kinds of contract as the fact spells them.
const std::set<std::string>& ContractKinds() {
  static const std::set<std::string>& kinds =
      *new std::set<std::string>{"permanent",       "fixed_term", "agency",       "learn_work",
                                 "trial_placement", "internship", "self_employed"};
  return kinds;
}

// The values that the fact can have; nullptr: any.
const std::set<std::string>* ValuesOf(Fact fact, const KnownIds& known) {
  switch (fact) {
    case region::v1::FACT_SECTOR:
    case region::v1::FACT_SECTOR_DAY_BEFORE:
      return &known.sectors;
    case region::v1::FACT_MUNICIPALITY:
      return &known.municipalities;
    case region::v1::FACT_PROGRAMME:
      return &known.programmes;
    case region::v1::FACT_CONTRACT_KIND:
      return &ContractKinds();
    default:
      return nullptr;
  }
}

void CheckValues(const Condition& condition, const KnownIds& known, const std::string& where,
                 absl::FunctionRef<void(const std::string&)> complain) {
  const std::set<std::string>* values = ValuesOf(condition.fact(), known);
  if (values == nullptr) return;
  // Before a contract someone may be in no work at all: the empty text.
  const bool may_be_empty = condition.fact() == region::v1::FACT_SECTOR_DAY_BEFORE;
  for (const auto& list : {condition.any_of(), condition.none_of()}) {
    for (const std::string& value : list) {
      if (values->count(value) == 0 && !(value.empty() && may_be_empty)) {
        complain(absl::StrCat(where, ": unknown value \"", value, "\""));
      }
    }
  }
}

void CheckCondition(const Condition& condition, ReportKind kind, const KnownIds& known,
                    const std::string& where,
                    absl::FunctionRef<void(const std::string&)> complain) {
  const std::vector<Fact>& facts = FactsOf(kind);
  if (condition.fact() == region::v1::FACT_UNSPECIFIED) {
    return complain(absl::StrCat(where, ": fact is required"));
  }
  if (std::find(facts.begin(), facts.end(), condition.fact()) == facts.end()) {
    complain(absl::StrCat(where, ": a report of kind ", region::v1::ReportKind_Name(kind),
                          " has no ", region::v1::Fact_Name(condition.fact()),
                          ", so the condition never holds"));
  }
  const bool texts = condition.any_of_size() + condition.none_of_size() > 0;
  const bool numbers = condition.has_at_least() || condition.has_at_most();
  if (!texts && !numbers) complain(absl::StrCat(where, ": it demands nothing"));
  if (texts && IsNumber(condition.fact())) {
    complain(absl::StrCat(where, ": any_of and none_of are for texts, and ",
                          region::v1::Fact_Name(condition.fact()), " is a number"));
  }
  if (numbers && !IsNumber(condition.fact())) {
    complain(absl::StrCat(where, ": at_least and at_most are for numbers, and ",
                          region::v1::Fact_Name(condition.fact()), " is a text"));
  }
  if (condition.has_at_least() && condition.has_at_most() &&
      condition.at_least() > condition.at_most()) {
    complain(absl::StrCat(where, ": at_least is above at_most"));
  }
  CheckValues(condition, known, where, complain);
}

}  // namespace

void CheckTarget(const region::v1::TargetDefinition& target, const KnownIds& known,
                 absl::FunctionRef<void(const std::string&)> complain) {
  if (target.version() < 1) complain("version must be 1 or more");
  if (!(target.goal() > 0)) complain("goal must be above 0");
  if (target.unit() == region::v1::COUNTED_UNIT_UNSPECIFIED) complain("unit is required");
  const auto start = ToDate(target.period_start_date());
  const auto end = ToDate(target.period_end_date());
  if (!start) complain("period_start_date is not a day");
  if (!end) complain("period_end_date is not a day");
  if (start && end && *end < *start) complain("period_end_date is before period_start_date");
  if (target.source().empty()) complain("source is required");
  if (!target.has_counting()) return;
  const CountingRule& rule = target.counting();
  if (rule.report_kind() == region::v1::REPORT_KIND_UNSPECIFIED) {
    return complain("counting.report_kind is required");
  }
  for (int i = 0; i < rule.conditions_size(); ++i) {
    CheckCondition(rule.conditions(i), rule.report_kind(), known,
                   absl::StrCat("counting.conditions[", i, "]"), complain);
  }
}

}  // namespace overstap::config
