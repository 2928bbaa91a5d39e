// What reports come to by work table and by project, kept as they change.
//
//   tallies.Apply("workTables/talent", report, trace);
//   int64_t waiting = tallies.OfTable("workTables/talent").waiting;
//
// A report keeps its work table and its project for life: what corrects it is a report of its own.
// Of one thread at a time.
#ifndef OVERSTAP_SERVICES_POOL_REPORT_TALLIES_H_
#define OVERSTAP_SERVICES_POOL_REPORT_TALLIES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "matcher/model/date.h"
#include "matcher/target/report.h"

namespace overstap::pool {

// What is known of a report beside its counted facts.
struct ReportTrace {
  std::string project;  // `projects/{id}`; empty: none
  std::string reporting_organisation;
  std::string deciding_organisation;  // empty: not decided
  matcher::Date reported_on;
};

// A report that names a project: as it is counted, and by what its readers are judged.
struct ProjectReport {
  std::string work_table;  // `workTables/{id}`
  matcher::LedgerReport report;
  ReportTrace trace;
};

struct TableTally {
  int64_t waiting = 0;
  std::optional<matcher::Date> oldest_waiting{};  // day of reporting; nullopt: none waits
  int64_t acknowledged = 0;
};

class ReportTallies {
 public:
  // The report as it now stands; replaces what was applied under its id.
  void Apply(const std::string& work_table, const matcher::LedgerReport& report,
             const ReportTrace& trace);

  // All 0 for a table that nothing was reported to.
  TableTally OfTable(std::string_view work_table) const;
  // By id of the report, in any state.
  std::vector<std::shared_ptr<const ProjectReport>> OfProject(std::string_view project) const;
  bool NamesProject(std::string_view project) const;

 private:
  // A report that waits or is acknowledged: enough to undo its part in its table's sums.
  struct Part {
    bool waits = false;
    matcher::Date reported_on;
  };
  struct TableSums {
    int64_t acknowledged = 0;
    absl::btree_map<matcher::Date, int64_t> waiting;  // by day of reporting; none is 0
  };
  static void Add(const Part& part, int sign, TableSums* sums);

  absl::flat_hash_map<std::string, Part> parts_;  // by report id
  absl::flat_hash_map<std::string, TableSums> tables_;
  absl::flat_hash_map<std::string,
                      absl::btree_map<std::string, std::shared_ptr<const ProjectReport>>>
      projects_;  // by report id
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_REPORT_TALLIES_H_
