// What is exported, as rows under the columns of export_columns.h. What a message does not hold,
// since the caller may not see it or nobody knows it, and what is hidden for being small, is an
// empty cell.
//
//   for (const Row& row : ProgressRows(target, progress, "")) writer->Append(row, &file);
//
// The messages have been cut to what the caller's role may see. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_EXPORT_TABLE_H_
#define OVERSTAP_SERVICES_DOCUMENT_EXPORT_TABLE_H_

#include <string>
#include <vector>

#include "overstap/v1/report.pb.h"
#include "overstap/v1/target.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "services/document/labels.h"
#include "services/document/project_text.h"
#include "services/document/table.h"
#include "services/document/wording.h"

namespace overstap::document {

// A report is a row.
Row ReportRow(const v1::Report& report);
// A progress is a row. `work_table`: of which it counts the reports; empty: of all.
Row ProgressRow(const v1::Target& target, const v1::Progress& progress,
                const std::string& work_table);
// A row a cell of each breakdown, and then the shares, figures beside it, periods, cohorts and
// tables, each told by its `dimension`.
std::vector<Row> BreakdownRows(const v1::Target& target, const v1::Progress& progress,
                               const std::string& work_table, const Labels& labels,
                               const Wording& wording);
// A row a figure of the project's progress; one without a figure where it has none.
std::vector<Row> ProjectRows(const ProjectEntry& entry, const Labels& labels,
                             const Wording& wording);
// A work table is a row.
Row WorkTableRow(const v1::TableOverview& overview, const Labels& labels, const Wording& wording);
// A row a report that a restatement changes; one for a closing that changes none.
std::vector<Row> ClosingRows(const v1::Closing& closing, const Labels& labels);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_EXPORT_TABLE_H_
