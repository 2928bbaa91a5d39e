// Counting rules and progress: a fold over the ledger by a versioned definition, one unit per
// identity (a person's linkage key, an event's id …), target and period.
//
//   TargetCounter counter(definition);
//   for (const LedgerReport& report : ledger) counter.Apply(report);
//   Progress progress = counter.ProgressAt(today, outside);
//
// Applying takes microseconds, and progress on any day at most milliseconds however many reports
// there are: sums by day and cell are kept as reports come. README.md beside this file says exactly
// what is counted. A TargetCounter belongs to one thread at a time; it may be moved, not copied.
// Definitions and results are plain values.
#ifndef OVERSTAP_MATCHER_TARGET_TARGET_H_
#define OVERSTAP_MATCHER_TARGET_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/target/condition.h"
#include "matcher/target/definition.h"
#include "matcher/target/outside.h"
#include "matcher/target/report.h"
#include "matcher/target/unit_fold.h"

namespace overstap::matcher {

struct BreakdownCell {
  std::string cell;   // empty: the fact is unknown
  double value = 0;   // as Progress::value; kPercent: students
  int64_t units = 0;  // reports that own a unit in it
  // What suppression looks at: heads and students where the value counts these, else units.
  int64_t people = 0;
  double unacknowledged_value = 0;
  friend bool operator==(const BreakdownCell&, const BreakdownCell&) = default;
};

struct Breakdown {
  Dimension dimension = Dimension::kSector;
  // The cells' values add up to the target's. Not for programmes: a unit may be of several. Units
  // of age bands do not add up either, since an event has several bands.
  bool adds_up = true;
  std::vector<BreakdownCell> cells;  // those in which something counts or waits, by name
  friend bool operator==(const Breakdown&, const Breakdown&) = default;
};

struct PeriodProgress {
  Date start;
  Date end;
  double goal = 0;
  double expected = 0;
  double value = 0;
  double unacknowledged_value = 0;
  friend bool operator==(const PeriodProgress&, const PeriodProgress&) = default;
};

struct ShareProgress {
  std::string id;
  double value = 0;               // units in the share
  std::optional<double> percent;  // of the target's value; nullopt: that is 0
  std::optional<double> at_least_percent;
  friend bool operator==(const ShareProgress&, const ShareProgress&) = default;
};

// A cohort of a kPercent target.
struct CohortProgress {
  std::string cohort;
  double value = 0;                   // students with a project
  std::optional<double> denominator;  // enrolment known on the day
  friend bool operator==(const CohortProgress&, const CohortProgress&) = default;
};

struct BaselineChange {
  Date baseline;
  std::optional<double> change;  // nullopt: not known on one of the days
  friend bool operator==(const BaselineChange&, const BaselineChange&) = default;
};

// A figure beside the target.
struct BesideFigure {
  std::string id;
  std::optional<double> value;  // counted, times the factor; nullopt: the factor is not known
  std::optional<double> high;   // of a band
  std::vector<BaselineChange> changes;
  friend bool operator==(const BesideFigure&, const BesideFigure&) = default;
};

struct Progress {
  double value = 0;                 // units in acknowledged reports; kPercent: percent
  double unacknowledged_value = 0;  // units in reports that wait, beside those in `value`
  int64_t possible_duplicates = 0;  // of `units`: those whose report does not say which unit it is
  // Acknowledged reports of the right kind that do not count, by the first condition that they
  // fail, in the order of the rule.
  std::vector<std::pair<std::string, int64_t>> not_counted;

  int64_t units = 0;    // reports that own a unit of `value`
  int64_t repeats = 0;  // acknowledged reports of units that another report owns
  size_t period = 0;    // the period asked in; all above and below is of that one
  double goal = 0;
  double expected = 0;  // on that day
  std::vector<PeriodProgress> periods;
  std::vector<Breakdown> breakdowns;  // by every dimension that the unit has
  std::vector<ShareProgress> shares;
  std::vector<BesideFigure> beside;
  // kPercent: what `value` is a percentage of, and of which students; cohorts without a known
  // denominator are listed and in neither.
  std::optional<double> denominator;
  double numerator = 0;
  std::vector<CohortProgress> cohorts;
  std::vector<TableActivity> tables;  // kWorkTable
};

// Which reports to list.
struct ReportQuery {
  std::string beside;  // id of a figure beside the target; empty: the target itself
  ReportFilter filter{};
  Date as_of{};
  std::optional<std::pair<Date, std::string>> after{};  // last of the page before
  size_t page_size = 100;
};

struct ReportPage {
  std::vector<ReportReference> reports;  // by event date and id
  bool has_more = false;
};

// Counts one target: a report is applied again whenever its state or facts change, and only its
// last state counts, so that the order of reports does not matter. Rejected, corrected and
// withdrawn reports count nothing.
class TargetCounter {
 public:
  explicit TargetCounter(TargetDefinition definition);

  const TargetDefinition& definition() const { return definition_; }
  // The report as it now stands; replaces what was applied under its id.
  void Apply(const LedgerReport& report);
  // Events up to and including `as_of`, within the period that `as_of` is in.
  Progress ProgressAt(Date as_of) const { return ProgressAt(as_of, {}); }
  Progress ProgressAt(Date as_of, const OutsideFigures& outside) const;
  // Reports behind a figure or cell in the period that `as_of` is in; nothing for a figure that is
  // not counted from reports. Time in proportion to the period's reports at worst.
  ReportPage ReportsBehind(const ReportQuery& query) const;
  // Texts of the rule's conditions, as in Progress::not_counted; a filter's `reason` is an index.
  std::vector<std::string> Reasons() const;
  // What was counted in each whole month before that of `as_of`, from the first period's start on,
  // as known on `as_of`; for a forecast (forecast.h).
  std::vector<double> MonthlyHistory(Date as_of) const;

 private:
  struct Beside {
    size_t definition = 0;  // index in definition_.beside
    UnitFold fold;
    std::optional<UnitFold> high;
  };
  std::vector<Breakdown> BreakdownsAt(size_t period, Date as_of) const;
  std::vector<PeriodProgress> PeriodsAt(Date as_of) const;
  std::vector<ShareProgress> SharesAt(size_t period, Date as_of) const;
  BesideFigure BesideAt(size_t index, size_t period, Date as_of,
                        const OutsideFigures& outside) const;
  void AddCohorts(Date as_of, const OutsideFigures& outside, Progress* progress) const;
  void AddTables(Date as_of, const OutsideFigures& outside, Progress* progress) const;
  // Of the figure's rule; nullptr: there is none.
  const UnitFold* FoldOf(const std::string& beside) const;

  TargetDefinition definition_;
  std::vector<TargetPeriod> periods_;
  std::optional<UnitFold> fold_;
  std::vector<Beside> beside_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_TARGET_H_
