// The half-yearly report of a work table or of the whole: a page that prints well, in which every
// figure stands with its date and the version of its definition.
//
//   const std::string html = HalfYearHtml(report, labels, wording);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_HALF_YEAR_REPORT_H_
#define OVERSTAP_SERVICES_DOCUMENT_HALF_YEAR_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/target.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "services/document/labels.h"
#include "services/document/project_text.h"
#include "services/document/wording.h"

namespace overstap::document {

// A target and what it came to.
struct TargetEntry {
  v1::Target target;
  // Unset target: its figure comes from outside.
  v1::Progress progress;
  std::vector<v1::Closing> closings;  // in the order of closing
};

struct HalfYearReport {
  std::string work_table;  // `workTables/{id}`; empty: the whole
  int year = 0;
  int half = 0;  // 1 or 2
  v1::DateRange period;
  // Of all figures; before the period's end while it lasts.
  google::type::Date as_of_date;
  google::type::Date composed_date;
  int64_t ledger_position = 0;
  std::vector<TargetEntry> targets;
  std::vector<v1::TableOverview> tables;
  std::vector<ProjectEntry> projects;
};

std::string HalfYearHtml(const HalfYearReport& report, const Labels& labels,
                         const Wording& wording);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_HALF_YEAR_REPORT_H_
