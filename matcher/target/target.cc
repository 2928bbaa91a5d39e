#include "matcher/target/target.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace overstap::matcher {
namespace {

// Units of reports in one state.
class Units {
 public:
  void Add(const std::string& linkage_key) {
    if (linkage_key.empty()) {
      ++without_key_;
    } else {
      keys_.insert(linkage_key);
    }
  }
  int64_t without_key() const { return without_key_; }
  int64_t Count() const { return without_key_ + static_cast<int64_t>(keys_.size()); }
  // Those that are not among `others`; one without a key never is.
  int64_t CountBeside(const Units& others) const {
    return without_key_ + std::count_if(keys_.begin(), keys_.end(), [&](std::string_view key) {
             return !others.keys_.contains(key);
           });
  }

 private:
  absl::flat_hash_set<std::string_view> keys_;
  int64_t without_key_ = 0;
};

}  // namespace

TargetCounter::TargetCounter(TargetDefinition definition) : definition_(std::move(definition)) {}

void TargetCounter::Apply(const LedgerReport& report) {
  if (!definition_.counting.has_value() || report.kind != definition_.counting->report_kind) {
    reports_.erase(report.id);
    return;
  }
  const std::vector<Condition>& conditions = definition_.counting->conditions;
  Counted counted{.state = report.state,
                  .linkage_key = report.linkage_key,
                  .event_date = report.event_date,
                  .failing = std::nullopt};
  for (size_t i = 0; i < conditions.size() && !counted.failing.has_value(); ++i) {
    if (!conditions[i].Holds(report.facts)) counted.failing = i;
  }
  reports_.insert_or_assign(report.id, std::move(counted));
}

Progress TargetCounter::ProgressAt(Date as_of) const {
  Progress progress;
  if (!definition_.counting.has_value()) return progress;
  const std::vector<Condition>& conditions = definition_.counting->conditions;
  const Date last = std::min(as_of, definition_.period_end);
  Units acknowledged;
  Units reported;
  std::vector<int64_t> failing(conditions.size());
  for (const auto& [id, report] : reports_) {
    if (report.event_date < definition_.period_start || report.event_date > last) continue;
    if (report.state == ReportState::kAcknowledged) {
      if (report.failing.has_value()) {
        ++failing[*report.failing];
      } else {
        acknowledged.Add(report.linkage_key);
      }
    } else if (report.state == ReportState::kReported && !report.failing.has_value()) {
      reported.Add(report.linkage_key);
    }
  }
  progress.value = static_cast<double>(acknowledged.Count());
  progress.unacknowledged_value = static_cast<double>(reported.CountBeside(acknowledged));
  progress.possible_duplicates = acknowledged.without_key();
  for (size_t i = 0; i < conditions.size(); ++i) {
    if (failing[i] > 0) progress.not_counted.emplace_back(conditions[i].ToString(), failing[i]);
  }
  return progress;
}

}  // namespace overstap::matcher
