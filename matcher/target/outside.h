// What a target takes from outside the ledger: dated series of figures, and what is known of the
// work tables.
//
//   const ExternalSeries jobs{.id = "jobs", .points = {{.date = day, .value = 110'000}}};
//   std::optional<double> now = LatestAt(jobs, today);
//   std::optional<double> change = ChangeSince(jobs, baseline, today);
//
// Plain values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TARGET_OUTSIDE_H_
#define OVERSTAP_MATCHER_TARGET_OUTSIDE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "matcher/model/date.h"

namespace overstap::matcher {

struct SeriesPoint {
  Date date;  // from this day on the value is the one known
  double value = 0;
  std::string source{};
};

struct ExternalSeries {
  std::string id;
  std::vector<SeriesPoint> points{};  // in any order; of one date the last stands
};

// What is known of a work table. A day that is unset: never.
struct WorkTableRecord {
  std::string id;
  std::optional<Date> driver_since{};
  absl::btree_map<std::string, Date> helix_since{};  // "business", "education", "government"
  std::optional<Date> action_plan_since{};
  std::vector<Date> meetings{};
};

// What is passed in when progress is asked for.
struct OutsideFigures {
  std::vector<ExternalSeries> series{};
  std::vector<WorkTableRecord> work_tables{};
};

// The series of that id; nullptr: there is none.
const ExternalSeries* FindSeries(const OutsideFigures& outside, std::string_view id);

// The value known at a day: that of the latest point not after it; nullopt: none yet.
std::optional<double> LatestAt(const ExternalSeries& series, Date as_of);

// Value known at `as_of` minus the one known at `baseline`; nullopt: no figure, or none after that.
std::optional<double> ChangeSince(const ExternalSeries& series, Date baseline, Date as_of);

// When a work table is active. Empty `helixes`: none is demanded.
struct ActivityRule {
  bool driver = true;
  std::vector<std::string> helixes{};
  bool action_plan = true;
  int recent_months = 6;  // a meeting or report after the same day so many months ago
};

// Whether a table is active, and if not what it lacks: "driver", "helix business", "action_plan",
// "meeting or report".
struct TableActivity {
  std::string id;
  std::vector<std::string> lacking{};
  bool active() const { return lacking.empty(); }
  friend bool operator==(const TableActivity&, const TableActivity&) = default;
};

// The tables' activity at a day, in their order. `reporting_tables`: those with a report that the
// target's rule counts in the same months.
std::vector<TableActivity> ActivityOf(const ActivityRule& rule,
                                      const std::vector<WorkTableRecord>& tables,
                                      const absl::btree_set<std::string>& reporting_tables,
                                      Date as_of);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_OUTSIDE_H_
