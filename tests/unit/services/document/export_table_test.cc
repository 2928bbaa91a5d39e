#include "services/document/export_table.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "services/document/export_columns.h"
#include "tests/unit/services/document/document_world.h"

namespace overstap::document {
namespace {

using matcher::Language;

// A row's cells by their columns' ids.
std::map<std::string, Cell> ById(v1::ExportSubject subject, const Row& row) {
  const std::vector<Column> columns = ColumnsOf(subject, Language::kNl);
  EXPECT_EQ(row.size(), columns.size());
  std::map<std::string, Cell> cells;
  for (size_t i = 0; i < row.size() && i < columns.size(); ++i) cells[columns[i].id] = row[i];
  return cells;
}

bool IsEmpty(const Cell& cell) { return std::holds_alternative<Nothing>(cell); }
std::string TextIn(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text == nullptr ? "(no text)" : *text;
}
double NumberIn(const Cell& cell) {
  const auto* number = std::get_if<double>(&cell);
  return number == nullptr ? -1 : *number;
}

TEST(ExportTable, LeavesEverythingEmptyThatAReportDoesNotHold) {
  for (const auto& [id, cell] : ById(v1::EXPORT_SUBJECT_REPORTS, ReportRow({}))) {
    EXPECT_TRUE(IsEmpty(cell)) << id;
  }
}

TEST(ExportTable, WritesAPlacement) {
  v1::Report report;
  report.set_name("reports/r-1");
  report.set_state(v1::REPORT_STATE_ACKNOWLEDGED);
  report.add_programmes("via-t");
  report.add_programmes("techniekdag");
  v1::PlacementFacts& facts = *report.mutable_placement();
  facts.set_sector("health");
  facts.set_contract_kind(v1::CONTRACT_KIND_LEARN_WORK);
  facts.set_sector_day_before("");
  facts.set_hours_per_week_after(32.5);
  facts.set_side_entrant(true);
  facts.set_distance_to_labour_market(true);
  *facts.mutable_start_date() = Day(2026, 2, 1);
  auto cells = ById(v1::EXPORT_SUBJECT_REPORTS, ReportRow(report));
  EXPECT_EQ(TextIn(cells["state"]), "acknowledged");
  EXPECT_EQ(TextIn(cells["kind"]), "placement");
  EXPECT_EQ(TextIn(cells["contract_kind"]), "learn_work");
  EXPECT_EQ(TextIn(cells["sector_day_before"]), "");  // known: not in work
  EXPECT_EQ(NumberIn(cells["hours_per_week_after"]), 32.5);
  EXPECT_TRUE(IsEmpty(cells["hours_per_week_before"]));
  EXPECT_TRUE(IsEmpty(cells["job_seeker"]));
  EXPECT_EQ(TextIn(cells["programmes"]), "via-t, techniekdag");
  // What serves counting alone has no column.
  EXPECT_EQ(cells.count("side_entrant") + cells.count("distance_to_labour_market"), 0U);
}

TEST(ExportTable, AddsUpTheHeadsOfAContactEvent) {
  v1::Report report;
  for (const int heads : {40, 12}) {
    v1::BandCount* band = report.mutable_contact_event()->add_bands();
    band->set_age_band(heads == 40 ? "16-18" : "19-22");
    band->set_head_count(heads);
  }
  auto cells = ById(v1::EXPORT_SUBJECT_REPORTS, ReportRow(report));
  EXPECT_EQ(std::get<int64_t>(cells["head_count"]), 52);
  EXPECT_EQ(TextIn(cells["heads_by_age_band"]), "16-18: 40, 19-22: 12");
}

TEST(ExportTable, WritesProgressWithDateAndDefinition) {
  auto cells = ById(v1::EXPORT_SUBJECT_PROGRESS,
                    ProgressRow(Activation(), ActivationProgress(), "workTables/activation"));
  EXPECT_EQ(NumberIn(cells["value"]), 640);
  EXPECT_EQ(NumberIn(cells["forecast_low_value"]), 702);
  EXPECT_TRUE(IsEmpty(cells["possible_duplicate_count"]));  // 3
  EXPECT_EQ(std::get<int64_t>(cells["repeat_count"]), 17);
  EXPECT_EQ(std::get<int64_t>(cells["definition_version"]), 3);
  EXPECT_EQ(std::get<int64_t>(cells["ledger_position"]), 4711);
  EXPECT_EQ(std::get<google::type::Date>(cells["as_of_date"]).month(), 6);
  EXPECT_EQ(TextIn(cells["work_table"]), "workTables/activation");
  EXPECT_EQ(TextIn(cells["unit"]), "person");
}

TEST(ExportTable, LeavesHiddenFiguresEmpty) {
  v1::Progress progress = ActivationProgress();
  progress.set_value(2);
  auto cells = ById(v1::EXPORT_SUBJECT_PROGRESS, ProgressRow(Activation(), progress, ""));
  EXPECT_TRUE(IsEmpty(cells["value"]));
  EXPECT_TRUE(IsEmpty(cells["forecast_value"]));
}

TEST(ExportTable, WritesEveryCellOfEveryBreakdown) {
  const Wording wording(Language::kNl);
  const std::vector<Row> rows =
      BreakdownRows(Activation(), ActivationProgress(), "", SomeLabels(), wording);
  ASSERT_EQ(rows.size(), 12U);  // 6 cells, 2 shares, 1 count, 1 band, 2 changes
  auto hidden = ById(v1::EXPORT_SUBJECT_BREAKDOWNS, rows[2]);
  EXPECT_EQ(TextIn(hidden["dimension"]), "sector");
  EXPECT_EQ(TextIn(hidden["cell_name"]), "Hightech");
  EXPECT_TRUE(IsEmpty(hidden["value"]));
  EXPECT_EQ(NumberIn(hidden["unacknowledged_value"]), 0);
  auto share = ById(v1::EXPORT_SUBJECT_BREAKDOWNS, rows[6]);
  EXPECT_EQ(TextIn(share["dimension"]), "share");
  EXPECT_EQ(NumberIn(share["percent"]), 28.125);
  EXPECT_TRUE(IsEmpty(ById(v1::EXPORT_SUBJECT_BREAKDOWNS, rows[7])["percent"]));
  auto band = ById(v1::EXPORT_SUBJECT_BREAKDOWNS, rows[9]);
  EXPECT_EQ(NumberIn(band["value"]), 1200);
  EXPECT_EQ(NumberIn(band["high_value"]), 1500);
  EXPECT_EQ(std::get<bool>(band["adds_up"]), false);
  EXPECT_EQ(NumberIn(ById(v1::EXPORT_SUBJECT_BREAKDOWNS, rows[10])["value"]), -1250);
}

TEST(ExportTable, WritesARowForEachFigureOfAProject) {
  const Wording wording(Language::kNl);
  const Newsletter newsletter = SomeNewsletter();
  const std::vector<Row> rows = ProjectRows(newsletter.projects[0], SomeLabels(), wording);
  ASSERT_EQ(rows.size(), 5U);
  auto placement = ById(v1::EXPORT_SUBJECT_PROJECTS, rows[0]);
  EXPECT_EQ(TextIn(placement["figure"]), "placement");
  EXPECT_EQ(NumberIn(placement["value"]), 36);
  EXPECT_TRUE(IsEmpty(placement["waiting_count"]));  // 3
  auto target = ById(v1::EXPORT_SUBJECT_PROJECTS, rows[3]);
  EXPECT_EQ(TextIn(target["figure"]), "targets/activation");
  EXPECT_EQ(std::get<int64_t>(target["definition_version"]), 3);
  // One without figures is there all the same.
  EXPECT_EQ(ProjectRows(newsletter.projects[1], SomeLabels(), wording).size(), 1U);
}

TEST(ExportTable, WritesAWorkTable) {
  const Wording wording(Language::kNl);
  const HalfYearReport report = SomeHalfYear();
  auto cells =
      ById(v1::EXPORT_SUBJECT_WORK_TABLES, WorkTableRow(report.tables[1], SomeLabels(), wording));
  EXPECT_EQ(std::get<bool>(cells["active"]), false);
  EXPECT_EQ(TextIn(cells["lacking"]), "actieplan, bedrijfsleven aan tafel");
  auto health =
      ById(v1::EXPORT_SUBJECT_WORK_TABLES, WorkTableRow(report.tables[0], SomeLabels(), wording));
  EXPECT_EQ(std::get<google::type::Date>(health["last_meeting_date"]).month(), 3);
  EXPECT_EQ(TextIn(health["gaps"]), "partners: Een tweede ziekenhuis");
  EXPECT_EQ(std::get<int64_t>(health["definition_version"]), 2);
}

TEST(ExportTable, WritesARowForEachReportThatARestatementChanges) {
  const HalfYearReport report = SomeHalfYear();
  EXPECT_EQ(ClosingRows(report.targets[0].closings[0], SomeLabels()).size(), 1U);
  const std::vector<Row> rows = ClosingRows(report.targets[0].closings[1], SomeLabels());
  ASSERT_EQ(rows.size(), 2U);
  auto cells = ById(v1::EXPORT_SUBJECT_CLOSINGS, rows[1]);
  EXPECT_EQ(TextIn(cells["restates"]), "closings/000000000042");
  EXPECT_EQ(TextIn(cells["changed_report"]), "reports/r-2");
  EXPECT_EQ(TextIn(cells["state_after"]), "withdrawn");
  EXPECT_EQ(NumberIn(cells["amount_before"]), 1);
}

TEST(ExportTable, FitsItsColumnsForEmptyMessages) {
  const Wording wording(Language::kNl);
  ById(v1::EXPORT_SUBJECT_PROGRESS, ProgressRow({}, {}, ""));
  ById(v1::EXPORT_SUBJECT_WORK_TABLES, WorkTableRow({}, {}, wording));
  ById(v1::EXPORT_SUBJECT_CLOSINGS, ClosingRows({}, {}).at(0));
  ById(v1::EXPORT_SUBJECT_PROJECTS, ProjectRows({}, {}, wording).at(0));
  EXPECT_TRUE(BreakdownRows({}, {}, "", {}, wording).empty());
}

}  // namespace
}  // namespace overstap::document
