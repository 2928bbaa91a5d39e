#include "matcher/target/definition.h"

#include <algorithm>

namespace overstap::matcher {
namespace {

constexpr int kDecember = 12;
constexpr int kLastOfDecember = 31;

}  // namespace

std::vector<TargetPeriod> CalendarYears(int first_year, int last_year, double goal_per_year) {
  std::vector<TargetPeriod> periods;
  for (int year = first_year; year <= last_year; ++year) {
    periods.push_back({.start = Date::FromCivil(year, 1, 1).value_or(Date()),
                       .end = Date::FromCivil(year, kDecember, kLastOfDecember).value_or(Date()),
                       .goal = goal_per_year});
  }
  return periods;
}

std::vector<TargetPeriod> PeriodsOf(const TargetDefinition& definition) {
  if (!definition.periods.empty()) return definition.periods;
  return {
      {.start = definition.period_start, .end = definition.period_end, .goal = definition.goal}};
}

size_t PeriodAt(const std::vector<TargetPeriod>& periods, Date as_of) {
  size_t index = 0;
  while (index + 1 < periods.size() && periods[index + 1].start <= as_of) ++index;
  return index;
}

double ExpectedAt(const TargetPeriod& period, Pace pace, Date as_of) {
  if (as_of < period.start) return 0;
  if (pace == Pace::kLevel || as_of >= period.end) return period.goal;
  const int days = period.end - period.start + 1;
  return period.goal * (as_of - period.start + 1) / days;
}

double ExpectedAt(const TargetDefinition& definition, Date as_of) {
  const std::vector<TargetPeriod> periods = PeriodsOf(definition);
  return ExpectedAt(periods[PeriodAt(periods, as_of)], definition.pace, as_of);
}

UnitIdentity IdentityOf(const CountingRule& rule, CountedUnit unit) {
  if (rule.identity.has_value()) return *rule.identity;
  switch (unit) {
    case CountedUnit::kPerson:
    case CountedUnit::kFte:
      return UnitIdentity::kPerson;
    case CountedUnit::kHead:
      return UnitIdentity::kEvent;
    case CountedUnit::kPercent:
      return UnitIdentity::kProject;
    case CountedUnit::kOrganisation:
      return UnitIdentity::kOrganisation;
    case CountedUnit::kHour:
    case CountedUnit::kWorkTable:
      return UnitIdentity::kReport;
  }
  return UnitIdentity::kReport;
}

}  // namespace overstap::matcher
