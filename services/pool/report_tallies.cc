#include "services/pool/report_tallies.h"

namespace overstap::pool {

using matcher::ReportState;

void ReportTallies::Add(const Part& part, int sign, TableSums* sums) {
  if (!part.waits) {
    sums->acknowledged += sign;
    return;
  }
  const auto day = sums->waiting.try_emplace(part.reported_on).first;
  day->second += sign;
  if (day->second == 0) sums->waiting.erase(day);
}

void ReportTallies::Apply(const std::string& work_table, const matcher::LedgerReport& report,
                          const ReportTrace& trace) {
  TableSums& sums = tables_[work_table];
  if (const auto known = parts_.find(report.id); known != parts_.end()) {
    Add(known->second, -1, &sums);
    parts_.erase(known);
  }
  const bool waits = report.state == ReportState::kReported;
  if (waits || report.state == ReportState::kAcknowledged) {
    const Part part{.waits = waits, .reported_on = trace.reported_on};
    Add(part, +1, &sums);
    parts_.emplace(report.id, part);
  }
  if (trace.project.empty()) return;
  projects_[trace.project][report.id] =
      std::make_shared<const ProjectReport>(ProjectReport{work_table, report, trace});
}

TableTally ReportTallies::OfTable(std::string_view work_table) const {
  TableTally tally;
  const auto found = tables_.find(std::string(work_table));
  if (found == tables_.end()) return tally;
  const TableSums& sums = found->second;
  tally.acknowledged = sums.acknowledged;
  for (const auto& [day, count] : sums.waiting) tally.waiting += count;
  if (!sums.waiting.empty()) tally.oldest_waiting = sums.waiting.begin()->first;
  return tally;
}

std::vector<std::shared_ptr<const ProjectReport>> ReportTallies::OfProject(
    std::string_view project) const {
  std::vector<std::shared_ptr<const ProjectReport>> reports;
  const auto found = projects_.find(std::string(project));
  if (found == projects_.end()) return reports;
  reports.reserve(found->second.size());
  for (const auto& [id, report] : found->second) reports.push_back(report);
  return reports;
}

bool ReportTallies::NamesProject(std::string_view project) const {
  return projects_.contains(std::string(project));
}

}  // namespace overstap::pool
