// The facts that a report carries and the conditions that a counting rule puts on them.
//
//   const FactCondition focus{.fact = Fact::kSector, .any_of = {"energy", "health"}};
//   if (!focus.Holds(report.facts)) reasons.push_back(focus.ToString());
//
// Plain values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TARGET_CONDITION_H_
#define OVERSTAP_MATCHER_TARGET_CONDITION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"

namespace overstap::matcher {

// Same values as overstap.region.v1.Fact, which has those up to kProgramme so far. Never renumber.
enum class Fact : uint8_t {
  kSector = 1,
  kSectorDayBefore = 2,
  kContractKind = 3,
  kMunicipality = 4,
  kSkillBranch = 5,
  kInWorkFirstDay = 6,
  kTrainingHours = 7,
  kHoursPerWeek = 8,  // number: contract hours a week, after
  kProgramme = 9,
  kDistance = 10,          // number: 1 at a distance to the labour market, 0 not
  kSideEntrant = 11,       // number: 1 a side entrant, 0 not
  kCountBasis = 12,        // text: tickets, scan, estimate
  kEmployer = 13,          // text: the employer or partner organisation
  kCohort = 14,            // text: the students' cohort
  kWorkTable = 15,         // text: the work table reported to
  kHoursBefore = 16,       // number: contract hours a week the day before
  kHoursAdded = 17,        // number: hours a week after minus before
  kFullTimeHours = 18,     // number: full-time hours a week of the collective agreement
  kWeeksAtWork = 19,       // number: weeks of the last check that found the person at work
  kStudentCount = 20,      // number: students in a project
  kContributedHours = 21,  // number: hours given in kind
  kLowCount = 22,          // number: low end of an employer's aggregate
  kHighCount = 23,         // number: its high end
  kTarget = 24,            // text: target that an aggregate is shown beside
  kHomeMunicipality = 25,  // text: where the person lives
};

// As overstap.region.v1.Fact spells it in lower case: "sector_day_before".
std::string_view NameOf(Fact fact);

// A fact of a report: texts (one or several; an empty list of texts is "none"), or a number.
struct FactValue {
  std::vector<std::string> texts;
  std::optional<double> number;
};

using Facts = absl::btree_map<Fact, FactValue>;

struct FactCondition {
  Fact fact = Fact::kSector;
  std::vector<std::string> any_of;
  std::vector<std::string> none_of;
  std::optional<double> at_least;
  std::optional<double> at_most;
  // The condition also holds when one of these does.
  std::vector<FactCondition> or_else;
  // Whether a report's facts meet all that is set, or one of `or_else` holds. A fact that is absent
  // is unknown and meets none.
  bool Holds(const Facts& facts) const;
  // As configured, e.g. "sector any_of [energy, health]", "side_entrant at_least 1 or distance
  // at_least 1".
  std::string ToString() const;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_CONDITION_H_
