#include "matcher/target/outside.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace overstap::matcher {
namespace {

bool Since(const std::optional<Date>& since, Date as_of) {
  return since.has_value() && *since <= as_of;
}

bool MetWithin(const WorkTableRecord& table, Date after, Date as_of) {
  return std::any_of(table.meetings.begin(), table.meetings.end(),
                     [=](Date meeting) { return meeting > after && meeting <= as_of; });
}

// The last point not after it; nullptr: none.
const SeriesPoint* LatestPoint(const ExternalSeries& series, Date as_of) {
  const SeriesPoint* latest = nullptr;
  for (const SeriesPoint& point : series.points) {
    if (point.date <= as_of && (latest == nullptr || point.date >= latest->date)) latest = &point;
  }
  return latest;
}

}  // namespace

const ExternalSeries* FindSeries(const OutsideFigures& outside, std::string_view id) {
  const auto found = std::find_if(outside.series.begin(), outside.series.end(),
                                  [id](const ExternalSeries& series) { return series.id == id; });
  return found == outside.series.end() ? nullptr : &*found;
}

std::optional<double> LatestAt(const ExternalSeries& series, Date as_of) {
  const SeriesPoint* latest = LatestPoint(series, as_of);
  return latest == nullptr ? std::nullopt : std::make_optional(latest->value);
}

std::optional<double> ChangeSince(const ExternalSeries& series, Date baseline, Date as_of) {
  const SeriesPoint* before = LatestPoint(series, baseline);
  const SeriesPoint* now = LatestPoint(series, as_of);
  if (before == nullptr || now == nullptr || now->date <= baseline) return std::nullopt;
  return now->value - before->value;
}

std::vector<TableActivity> ActivityOf(const ActivityRule& rule,
                                      const std::vector<WorkTableRecord>& tables,
                                      const absl::btree_set<std::string>& reporting_tables,
                                      Date as_of) {
  const Date after = as_of.PlusMonths(-rule.recent_months);
  std::vector<TableActivity> result;
  result.reserve(tables.size());
  for (const WorkTableRecord& table : tables) {
    TableActivity& activity = result.emplace_back();
    activity.id = table.id;
    if (rule.driver && !Since(table.driver_since, as_of)) activity.lacking.emplace_back("driver");
    for (const std::string& helix : rule.helixes) {
      const auto found = table.helix_since.find(helix);
      if (found == table.helix_since.end() || found->second > as_of) {
        activity.lacking.push_back(absl::StrCat("helix ", helix));
      }
    }
    if (rule.action_plan && !Since(table.action_plan_since, as_of)) {
      activity.lacking.emplace_back("action_plan");
    }
    if (!MetWithin(table, after, as_of) && !reporting_tables.contains(table.id)) {
      activity.lacking.emplace_back("meeting or report");
    }
  }
  return result;
}

}  // namespace overstap::matcher
