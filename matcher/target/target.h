// Counting rules and progress: a fold over the ledger by a versioned definition, one unit per
// linkage key, target and period.
//
//   TargetCounter counter(definition);
//   for (const LedgerReport& report : ledger) counter.Apply(report);
//   Progress progress = counter.ProgressAt(today);
//
// A TargetCounter belongs to one thread; definitions and results are plain values.
#ifndef OVERSTAP_MATCHER_TARGET_TARGET_H_
#define OVERSTAP_MATCHER_TARGET_TARGET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "matcher/model/date.h"

namespace overstap::matcher {

// Same values as overstap.region.v1.
enum class ReportKind : uint8_t {
  kPlacement = 1,
  kTrainingCompletion = 2,
  kContactEvent = 3,
  kStudentProject = 4,
  kInKind = 5,
  kAggregate = 6,
};
enum class Fact : uint8_t {
  kSector = 1,
  kSectorDayBefore = 2,
  kContractKind = 3,
  kMunicipality = 4,
  kSkillBranch = 5,
  kInWorkFirstDay = 6,
  kTrainingHours = 7,
  kHoursPerWeek = 8,
  kProgramme = 9,
};
enum class CountedUnit : uint8_t { kPerson = 1, kHead = 2, kFte = 3, kPercent = 4, kWorkTable = 5 };

// A fact of a report: texts (one or several; an empty list of texts is "none"), or a number.
struct FactValue {
  std::vector<std::string> texts;
  std::optional<double> number;
};

struct Condition {
  Fact fact = Fact::kSector;
  std::vector<std::string> any_of;
  std::vector<std::string> none_of;
  std::optional<double> at_least;
  std::optional<double> at_most;
  // Whether a report's facts meet all that is set. A fact that is absent is unknown and meets none.
  bool Holds(const absl::btree_map<Fact, FactValue>& facts) const;
  // As configured, e.g. "sector any_of [energy, health, hightech]", "training_hours at_least 8".
  std::string ToString() const;
};

struct CountingRule {
  ReportKind report_kind = ReportKind::kPlacement;
  std::vector<Condition> conditions;
};

struct TargetDefinition {
  std::string id;
  int version = 1;
  double goal = 0;
  CountedUnit unit = CountedUnit::kPerson;
  Date period_start;
  Date period_end;
  std::optional<CountingRule> counting;  // unset: the figure comes from outside
};

// Same values as overstap.v1.ReportState.
enum class ReportState : uint8_t {
  kReported = 1,
  kAcknowledged = 2,
  kRejected = 3,
  kCorrected = 4
};

// A report as the ledger keeps it for counting. A fact that is absent is unknown.
struct LedgerReport {
  std::string id;
  ReportKind kind = ReportKind::kPlacement;
  ReportState state = ReportState::kReported;
  std::string linkage_key;  // empty: a possible duplicate
  Date event_date;          // the contract's start, the completion, the event's day
  absl::btree_map<Fact, FactValue> facts;
};

struct Progress {
  double value = 0;                 // units in acknowledged reports
  double unacknowledged_value = 0;  // units in reports that wait, beside those in `value`
  int64_t possible_duplicates = 0;  // of `value`: acknowledged reports without a linkage key
  // Acknowledged reports of the right kind that do not count, by the first condition that they
  // fail, in the order of the rule.
  std::vector<std::pair<std::string, int64_t>> not_counted;
};

// Counts one target: a report is applied again whenever its state changes, and only its last state
// counts, so that the order of reports does not matter. One unit per linkage key; a report without
// one is a unit of its own. Reports of another kind than the rule's, rejected and corrected ones
// count nothing.
class TargetCounter {
 public:
  explicit TargetCounter(TargetDefinition definition);

  const TargetDefinition& definition() const { return definition_; }
  // The report as it now stands; replaces what was applied under its id.
  void Apply(const LedgerReport& report);
  // Events up to and including `as_of`, within the period. Takes time in proportion to the reports.
  Progress ProgressAt(Date as_of) const;

 private:
  // What is kept of a report of the rule's kind.
  struct Counted {
    ReportState state = ReportState::kReported;
    std::string linkage_key;
    Date event_date;
    std::optional<size_t> failing;  // index of the first condition that fails
  };

  TargetDefinition definition_;
  absl::flat_hash_map<std::string, Counted> reports_;  // by id
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_TARGET_H_
