#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/target/target.h"

namespace overstap::matcher {
namespace {

// As overstap.region.v1.Fact spells it.
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
  }
  return "unknown";
}

bool ContainsAny(const std::vector<std::string>& list, const std::vector<std::string>& wanted) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& text) {
    return std::find(wanted.begin(), wanted.end(), text) != wanted.end();
  });
}

}  // namespace

bool Condition::Holds(const absl::btree_map<Fact, FactValue>& facts) const {
  const auto found = facts.find(fact);
  if (found == facts.end()) return false;
  const FactValue& value = found->second;
  if (!any_of.empty() && !ContainsAny(value.texts, any_of)) return false;
  if (ContainsAny(value.texts, none_of)) return false;
  if (at_least.has_value() && !(value.number.has_value() && *value.number >= *at_least)) {
    return false;
  }
  return !at_most.has_value() || (value.number.has_value() && *value.number <= *at_most);
}

std::string Condition::ToString() const {
  std::string text(NameOf(fact));
  if (!any_of.empty()) absl::StrAppend(&text, " any_of [", absl::StrJoin(any_of, ", "), "]");
  if (!none_of.empty()) absl::StrAppend(&text, " none_of [", absl::StrJoin(none_of, ", "), "]");
  if (at_least.has_value()) absl::StrAppend(&text, " at_least ", *at_least);
  if (at_most.has_value()) absl::StrAppend(&text, " at_most ", *at_most);
  return text;
}

}  // namespace overstap::matcher
