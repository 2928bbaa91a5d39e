// The tables of the half-yearly report, each from a progress, a work table or a project.
//
//   html.Table(MainFigures(entry, wording));
//
// A table without rows is left out where it is written. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_HALF_YEAR_TABLES_H_
#define OVERSTAP_SERVICES_DOCUMENT_HALF_YEAR_TABLES_H_

#include <string>
#include <vector>

#include "overstap/v1/target.pb.h"
#include "services/document/half_year_report.h"
#include "services/document/html_writer.h"
#include "services/document/labels.h"
#include "services/document/wording.h"

namespace overstap::document {

// One row a target: value, goal, expected, verdict.
HtmlTable SummaryTable(const HalfYearReport& report, const Wording& wording);

// Of one target.
HtmlTable MainFigures(const v1::Progress& progress, const Wording& wording);
HtmlTable ShareTable(const v1::Progress& progress, const Wording& wording);
// "Beside it, not added".
HtmlTable BesideTable(const v1::Progress& progress, const Wording& wording);
HtmlTable PeriodTable(const v1::Progress& progress, const Wording& wording);
HtmlTable CohortTable(const v1::Progress& progress, const Wording& wording);
HtmlTable ActivityTable(const v1::Progress& progress, const Labels& labels, const Wording& wording);
HtmlTable BreakdownTable(const v1::Progress& progress, const v1::Breakdown& breakdown,
                         const Labels& labels, const Wording& wording);
HtmlTable NotCountedTable(const v1::Progress& progress, const Wording& wording);
HtmlTable ClosingTable(const std::vector<v1::Closing>& closings, const Wording& wording);
// What a restatement gives as reasons, each once.
std::vector<std::string> ReasonsOf(const v1::Closing& closing, const Wording& wording);

// Of the tables and projects.
// Reports are counted as they are when the report is drawn up, `composed_date`.
HtmlTable TableFigures(const v1::TableOverview& overview, const google::type::Date& composed_date,
                       const Wording& wording);
HtmlTable MeetingTable(const v1::TableOverview& overview, const v1::DateRange& period,
                       const Labels& labels, const Wording& wording);
HtmlTable ProjectFigureTable(const v1::ProjectProgress& progress, const Labels& labels,
                             const Wording& wording);
HtmlTable LinkTable(const HalfYearReport& report, const Labels& labels, const Wording& wording);
// Of the tables and then of the projects.
HtmlTable GapTable(const HalfYearReport& report, const Labels& labels, const Wording& wording);

// What a cell of a breakdown stands for.
std::string CellName(v1::BreakdownDimension dimension, const std::string& cell,
                     const Labels& labels, const Wording& wording);
// "geld: … (€ 1.250)".
std::string GapText(const v1::Gap& gap, const Wording& wording);
// What a table lacks, in words.
std::string LackingText(const v1::TableActivity& activity, const Wording& wording);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_HALF_YEAR_TABLES_H_
