// One counting rule folded over reports: which report each unit belongs to on each day, and the
// sums of it by day, period and cell. TargetCounter uses one for the target and one for each figure
// beside it.
//
//   UnitFold fold({.rule = rule, .unit = CountedUnit::kPerson, .periods = PeriodsOf(definition)});
//   fold.Apply(report);
//   int64_t people = fold.CountedAt(period, as_of).units;
//
// A report counts when it is acknowledged and an alternative of the rule holds; it waits when it is
// reported and one holds. Of the reports of a unit the first by (acknowledged before waiting, the
// rule's preference, event date, id) among those that count by a day owns the unit on that day.
// Belongs to one thread.
#ifndef OVERSTAP_MATCHER_TARGET_UNIT_FOLD_H_
#define OVERSTAP_MATCHER_TARGET_UNIT_FOLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/container/node_hash_map.h"
#include "matcher/target/day_sums.h"
#include "matcher/target/definition.h"
#include "matcher/target/report.h"

namespace overstap::matcher {

// What a figure is broken down by.
enum class Dimension : uint8_t {
  kSector,
  kWorkTable,
  kMunicipality,
  kMonth,  // of the event, "2024-03"
  kCohort,
  kProgramme,  // a unit may be in several cells: they need not add up
  kAgeBand,    // heads alone
};
inline constexpr size_t kDimensions = 7;

// Name of the month's cell, e.g. "2024-03".
std::string MonthCell(Date date);

struct FoldRule {
  CountingRule rule;
  CountedUnit unit = CountedUnit::kPerson;
  std::vector<TargetPeriod> periods;
  std::vector<ShareDefinition> shares{};
  bool breakdown = true;  // keep sums by cell
};

// Which reports of a fold a list is of.
enum class ReportPart : uint8_t {
  kCounted,             // those that own a counted unit
  kWaiting,             // those that own a waiting unit
  kPossibleDuplicates,  // of kCounted: those whose unit is not known to be another's
  kRepeats,             // acknowledged, of a unit that another report owns
  kNotCounted,          // acknowledged, that fail a condition
};

// Reports behind a figure, by event date and id.
struct ReportFilter {
  ReportPart part = ReportPart::kCounted;
  std::optional<Dimension> dimension{};  // with `cell`; unset: all
  std::string cell{};                    // empty: the fact is unknown
  // kNotCounted: index of the condition, which stands for all of the same text; unset: any.
  std::optional<size_t> reason{};
  std::optional<size_t> share{};  // kCounted: those in that share
};

struct ReportReference {
  std::string id;
  Date event_date;
  double amount = 0;  // in units; 0 where it does not count
  friend bool operator==(const ReportReference&, const ReportReference&) = default;
};

class UnitFold {
 public:
  explicit UnitFold(FoldRule rule);
  UnitFold(UnitFold&&) = default;
  UnitFold& operator=(UnitFold&&) = default;

  // The report as it now stands; replaces what was applied under its id.
  void Apply(const LedgerReport& report);

  // Sums of a period up to a day.
  DaySums::Sum CountedAt(size_t period, Date as_of) const;
  DaySums::Sum WaitingAt(size_t period, Date as_of) const;
  DaySums::Sum ShareAt(size_t period, size_t share, Date as_of) const;
  int64_t PossibleDuplicatesAt(size_t period, Date as_of) const;
  int64_t RepeatsAt(size_t period, Date as_of) const;
  // Acknowledged reports by the first condition that they fail, in the order of `reasons`.
  std::vector<int64_t> NotCountedAt(size_t period, Date as_of) const;

  struct CellSums {
    std::string_view cell;  // lives as long as the fold, until the next Apply
    DaySums::Sum counted;
    DaySums::Sum waiting;
  };
  // Cells in which something counts or waits, by name.
  std::vector<CellSums> CellsAt(size_t period, Dimension dimension, Date as_of) const;

  // Calls `visit` with each report of the filter in the period up to a day, beginning after
  // `after`, until it returns false.
  template <typename Visit>
  void ForEachReport(size_t period, Date as_of, const ReportFilter& filter,
                     const std::optional<std::pair<Date, std::string>>& after,
                     const Visit& visit) const;

  const std::vector<std::string>& reasons() const { return reasons_; }
  const std::vector<TargetPeriod>& periods() const { return rule_.periods; }

 private:
  struct Entry;
  struct UnitOrder {
    using is_transparent = void;
    // Position of a group of entries with one state and preference.
    struct Group {
      bool acknowledged = false;
      size_t rank = 0;
    };
    bool operator()(const Entry* a, const Entry* b) const;
    bool operator()(const Entry* entry, const Group& group) const;
    bool operator()(const Group& group, const Entry* entry) const;
  };
  // Entries that count or wait and are the same unit in the same period.
  struct Unit {
    absl::btree_set<const Entry*, UnitOrder> entries;
    std::string_view key;  // of the node that holds it
  };
  using Cells = absl::InlinedVector<uint32_t, 1>;

  // A report of a kind that the rule counts, acknowledged or reported, within a period.
  struct Entry {
    std::string_view id;  // of the node that holds it
    Date date;
    uint32_t period = 0;
    bool acknowledged = false;
    std::optional<uint32_t> failing;
    bool keyless = false;  // a unit of its own since it has no key
    uint32_t rank = 0;
    int64_t micros = 0;
    uint32_t shares = 0;   // bit i: in share i
    Unit* unit = nullptr;  // null: a unit of its own
    size_t position = 0;   // in its day's list
    std::array<Cells, kDimensions> cells;
    std::vector<int64_t> band_micros;  // of cells[kAgeBand]
  };
  struct Cell {
    DaySums counted;
    DaySums waiting;
  };
  struct PeriodSums {
    Cell total;
    std::array<std::vector<Cell>, kDimensions> cells;
    std::vector<DaySums> shares;
    std::vector<DaySums> failing;
    DaySums possible_duplicates;
    DaySums reports;  // acknowledged ones that meet the rule
    std::vector<std::vector<Entry*>> by_day;
  };
  struct Verdict {
    std::optional<uint32_t> failing;
    const std::vector<std::string>* age_bands = nullptr;
    int64_t micros = 0;
  };
  using Owners = absl::InlinedVector<const Entry*, 4>;

  std::optional<uint32_t> PeriodOf(Date date) const;
  // nullopt: no alternative is for the report's kind.
  std::optional<Verdict> Judge(const LedgerReport& report) const;
  std::optional<int64_t> MicrosOf(const LedgerReport& report,
                                  const std::vector<std::string>& age_bands) const;
  std::optional<int64_t> DefaultMicrosOf(const LedgerReport& report,
                                         const std::vector<std::string>& age_bands) const;
  uint32_t RankOf(const LedgerReport& report) const;
  // Empty: the report's unit is not known.
  std::string KeyOf(const LedgerReport& report, uint32_t period) const;
  void FillCells(const LedgerReport& report, const std::vector<std::string>& age_bands,
                 Entry* entry);
  uint32_t CellNumber(Dimension dimension, std::string_view cell);

  void Remove(const std::string& id);
  void Insert(const LedgerReport& report, uint32_t period, const Verdict& verdict);
  // First entries of each group of a unit, by the day they count from.
  static Owners FirstsOf(const Unit& unit);
  static const Entry* OwnerAt(const Entry& entry, Date as_of, int counts_after_days);
  void AddUnit(const Unit& unit, int sign);
  void AddStep(const Entry& owner, Date from, int sign);
  void AddReport(const Entry& entry, int sign);
  int32_t DayIn(size_t period, Date day) const { return day - rule_.periods[period].start; }
  bool IsIn(const Entry& entry, const ReportFilter& filter, Date as_of) const;
  bool IsInCell(const Entry& entry, const ReportFilter& filter) const;
  std::vector<const Entry*> EntriesOn(const PeriodSums& sums, size_t day) const;

  FoldRule rule_;
  UnitIdentity identity_;
  std::vector<CountingAlternative> alternatives_;
  std::vector<uint32_t> first_reason_;  // by alternative
  std::vector<std::string> reasons_;
  std::vector<PeriodSums> sums_;  // by period
  std::array<absl::flat_hash_map<std::string, uint32_t>, kDimensions> cell_numbers_;
  std::array<std::vector<std::string>, kDimensions> cell_names_;
  absl::node_hash_map<std::string, Entry> entries_;  // by report id
  absl::node_hash_map<std::string, Unit> units_;     // by key
};

template <typename Visit>
void UnitFold::ForEachReport(size_t period, Date as_of, const ReportFilter& filter,
                             const std::optional<std::pair<Date, std::string>>& after,
                             const Visit& visit) const {
  const PeriodSums& sums = sums_[period];
  const Date start = rule_.periods[period].start;
  size_t day = 0;
  if (after.has_value() && after->first > start) day = static_cast<size_t>(after->first - start);
  const Date last = as_of - rule_.rule.counts_after_days;
  for (; day < sums.by_day.size() && start + static_cast<int32_t>(day) <= last; ++day) {
    for (const Entry* entry : EntriesOn(sums, day)) {
      if (after.has_value() && std::make_pair(entry->date, entry->id) <=
                                   std::make_pair(after->first, std::string_view(after->second))) {
        continue;
      }
      if (!IsIn(*entry, filter, as_of)) continue;
      constexpr double kMicros = 1e6;
      const double amount =
          entry->failing.has_value() ? 0 : static_cast<double>(entry->micros) / kMicros;
      if (!visit(ReportReference{std::string(entry->id), entry->date, amount})) return;
    }
  }
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_UNIT_FOLD_H_
