// What a target is: goal, periods and the rule by which reports count. All of it is configuration;
// README.md beside this file says what each choice means exactly.
//
//   TargetDefinition learners{.id = "via-t-learners", .unit = CountedUnit::kPerson};
//   learners.periods = CalendarYears(2023, 2027, 2'000);
//   double expected = ExpectedAt(learners, today);
//
// Plain values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TARGET_DEFINITION_H_
#define OVERSTAP_MATCHER_TARGET_DEFINITION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/target/condition.h"
#include "matcher/target/outside.h"
#include "matcher/target/report.h"

namespace overstap::matcher {

// Same values as overstap.region.v1.CountedUnit. Never renumber.
enum class CountedUnit : uint8_t {
  kPerson = 1,
  kHead = 2,
  kFte = 3,
  kPercent = 4,
  kWorkTable = 5,
  kHour = 6,
  kOrganisation = 7,
};

// By what reports are known to be about the same unit, which then counts once in a period.
enum class UnitIdentity : uint8_t {
  kPerson = 1,  // linkage key
  kEvent = 2,   // event id
  // Cohort and linkage key; without a key cohort, employer and event id, else the first day.
  kProject = 3,
  kOrganisation = 4,  // Fact::kEmployer
  kReport = 5,        // each report is a unit
};

// Of several reports of one unit the one with the earliest of these texts counts; a text that is
// not among them comes last. Without a preference, and between equals: event date, then id.
struct Preference {
  Fact fact = Fact::kCountBasis;
  std::vector<std::string> order;
};

struct CountingAlternative {
  ReportKind report_kind = ReportKind::kPlacement;
  std::vector<FactCondition> conditions{};
  std::vector<std::string> age_bands{};  // heads in these bands count; empty: in all
};

struct CountingRule {
  ReportKind report_kind = ReportKind::kPlacement;
  std::vector<FactCondition> conditions{};  // all must hold
  std::vector<std::string> age_bands{};     // heads in these bands count; empty: in all
  // A report that the above does not count may count by one of these, tried in order.
  std::vector<CountingAlternative> or_else{};
  // Unset: what belongs to the unit (see IdentityOf).
  std::optional<UnitIdentity> identity{};
  // What a unit weighs; unset: what belongs to the unit (see README.md).
  std::optional<Fact> amount{};
  std::optional<Preference> prefer{};
  // A report counts from so many days after its event; its event's day decides on the period.
  int counts_after_days = 0;
};

struct TargetPeriod {
  Date start;
  Date end;  // last day
  double goal = 0;
};

// A share of the target's value: of the units counted, those whose report meets all conditions.
struct ShareDefinition {
  std::string id;
  std::vector<FactCondition> conditions{};
  std::optional<double> at_least_percent{};
};

// A figure shown beside a target and never added to it. Either `counting` or `change_series` is
// set.
struct BesideDefinition {
  std::string id;
  CountedUnit unit = CountedUnit::kPerson;
  // Counted by itself over the target's periods.
  std::optional<CountingRule> counting{};
  // A band: `counting` sums its `amount` as the low end and this fact as the high one.
  std::optional<Fact> high_amount{};
  // The count times the value of this series that is known on the day, e.g. unique people a
  // contact.
  std::string factor_series{};
  // The change of this series since each of the baseline days.
  std::string change_series{};
  std::vector<Date> baselines{};
};

enum class Pace : uint8_t {
  kStraightLine = 1,  // from 0 at the start of a period to its goal on its last day
  kLevel = 2,         // the goal is expected on every day
};

struct TargetDefinition {
  std::string id;
  int version = 1;
  double goal = 0;
  CountedUnit unit = CountedUnit::kPerson;
  Date period_start{};
  Date period_end{};
  std::optional<CountingRule> counting{};  // unset: the figure comes from outside
  // A goal for each of several periods that do not overlap, in order, each counted anew; empty:
  // one, of the three fields above.
  std::vector<TargetPeriod> periods{};
  Pace pace = Pace::kStraightLine;
  std::vector<ShareDefinition> shares{};  // at most kMaxShares
  std::vector<BesideDefinition> beside{};
  // kPercent: the denominator of a cohort is the series of this prefix and the cohort.
  std::string denominator_prefix{};
  std::optional<ActivityRule> activity{};  // kWorkTable: when a table is active
};

inline constexpr size_t kMaxShares = 32;

// A region's targets and the figures from outside that they need.
struct TargetSetup {
  std::vector<TargetDefinition> definitions{};
  OutsideFigures outside{};
};

// One period a calendar year, each with the goal.
std::vector<TargetPeriod> CalendarYears(int first_year, int last_year, double goal_per_year);

// The definition's periods; never empty.
std::vector<TargetPeriod> PeriodsOf(const TargetDefinition& definition);

// Index of the period that a day is asked in: the last that has started, else the first.
size_t PeriodAt(const std::vector<TargetPeriod>& periods, Date as_of);

// What is expected on a day in that period, in units (kPercent: in percent). 0 before the start,
// the goal from the last day on.
double ExpectedAt(const TargetPeriod& period, Pace pace, Date as_of);
double ExpectedAt(const TargetDefinition& definition, Date as_of);

// The identity that a rule counts by: its own, else by the unit: persons and FTE by person, heads
// by event, percent by project, organisations by organisation, hours and work tables by report.
UnitIdentity IdentityOf(const CountingRule& rule, CountedUnit unit);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_DEFINITION_H_
