#include "matcher/target/condition.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace overstap::matcher {
namespace {

bool ContainsAny(const std::vector<std::string>& list, const std::vector<std::string>& wanted) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& text) {
    return std::find(wanted.begin(), wanted.end(), text) != wanted.end();
  });
}

// What the condition itself demands, without its alternatives.
bool MeetsOwn(const FactCondition& condition, const Facts& facts) {
  const auto found = facts.find(condition.fact);
  if (found == facts.end()) return false;
  const FactValue& value = found->second;
  if (!condition.any_of.empty() && !ContainsAny(value.texts, condition.any_of)) return false;
  if (ContainsAny(value.texts, condition.none_of)) return false;
  if (condition.at_least.has_value() &&
      !(value.number.has_value() && *value.number >= *condition.at_least)) {
    return false;
  }
  return !condition.at_most.has_value() ||
         (value.number.has_value() && *value.number <= *condition.at_most);
}

}  // namespace

std::string_view NameOf(Fact fact) {
  switch (fact) {
    case Fact::kSector:
      return "sector";
    case Fact::kSectorDayBefore:
      return "sector_day_before";
    case Fact::kContractKind:
      return "contract_kind";
    case Fact::kMunicipality:
      return "municipality";
    case Fact::kSkillBranch:
      return "skill_branch";
    case Fact::kInWorkFirstDay:
      return "in_work_first_day";
    case Fact::kTrainingHours:
      return "training_hours";
    case Fact::kHoursPerWeek:
      return "hours_per_week";
    case Fact::kProgramme:
      return "programme";
    case Fact::kDistance:
      return "distance";
    case Fact::kSideEntrant:
      return "side_entrant";
    case Fact::kCountBasis:
      return "count_basis";
    case Fact::kEmployer:
      return "employer";
    case Fact::kCohort:
      return "cohort";
    case Fact::kWorkTable:
      return "work_table";
    case Fact::kHoursBefore:
      return "hours_before";
    case Fact::kHoursAdded:
      return "hours_added";
    case Fact::kFullTimeHours:
      return "full_time_hours";
    case Fact::kWeeksAtWork:
      return "weeks_at_work";
    case Fact::kStudentCount:
      return "student_count";
    case Fact::kContributedHours:
      return "contributed_hours";
    case Fact::kLowCount:
      return "low_count";
    case Fact::kHighCount:
      return "high_count";
    case Fact::kTarget:
      return "target";
    case Fact::kHomeMunicipality:
      return "home_municipality";
  }
  return "unknown";
}

bool FactCondition::Holds(const Facts& facts) const {
  return MeetsOwn(*this, facts) ||
         std::any_of(or_else.begin(), or_else.end(),
                     [&facts](const FactCondition& other) { return other.Holds(facts); });
}

std::string FactCondition::ToString() const {
  std::string text(NameOf(fact));
  if (!any_of.empty()) absl::StrAppend(&text, " any_of [", absl::StrJoin(any_of, ", "), "]");
  if (!none_of.empty()) absl::StrAppend(&text, " none_of [", absl::StrJoin(none_of, ", "), "]");
  if (at_least.has_value()) absl::StrAppend(&text, " at_least ", *at_least);
  if (at_most.has_value()) absl::StrAppend(&text, " at_most ", *at_most);
  for (const FactCondition& other : or_else) absl::StrAppend(&text, " or ", other.ToString());
  return text;
}

}  // namespace overstap::matcher
