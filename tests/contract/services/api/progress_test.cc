// Progress of a target with all that belongs to it: what is expected, broken down, hidden, behind
// each figure, and published for ever.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

ApiServer::Metadata Of(const std::string& organisation, const std::string& role = "caseworker") {
  return {{"overstap-principal", "someone@" + organisation},
          {"overstap-organisation", organisation},
          {"overstap-roles", role}};
}

class ProgressTest : public testing::Test {
 protected:
  Outcome Make(const std::string& method, const std::string& request,
               const ApiServer::Metadata& caller) {
    Outcome made = server_.Call(method, request, caller);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  // A started contract of someone who was not in work, acknowledged.
  std::string Count(const std::string& key, const std::string& sector = "energy",
                    const std::string& municipality = "GM0202", bool acknowledge = true) {
    std::string name =
        Make(
            "LedgerService.CreateReport",
            absl::StrCat("report { work_table: 'workTables/activering' linkage_key: '", key,
                         "' placement { sector: '", sector, "' municipality: '", municipality,
                         "' sector_day_before: '' contract_kind: CONTRACT_KIND_PERMANENT "
                         "hours_per_week_after: 32 start_date { year: 2026 month: 10 day: 5 } } }"),
            Of("uwv"))
            .Field("name");
    if (acknowledge) {
      Make("LedgerService.AcknowledgeReport", absl::StrCat("name: '", name, "'"),
           Of("cnv", "work_table_member"));
    }
    return name;
  }
  v1::Progress Progress(const std::string& more = "",
                        const ApiServer::Metadata& caller = Of("uwv")) {
    return Make("LedgerService.GetProgress", "name: 'targets/activation' " + more, caller)
        .As<v1::Progress>();
  }
  static const v1::Breakdown& By(const v1::Progress& progress, v1::BreakdownDimension dimension) {
    for (const v1::Breakdown& breakdown : progress.breakdowns()) {
      if (breakdown.dimension() == dimension) return breakdown;
    }
    ADD_FAILURE() << "no such breakdown";
    return v1::Breakdown::default_instance();
  }
  // "energy 7, health ?".
  static std::string TextOf(const v1::Breakdown& breakdown) {
    std::vector<std::string> cells;
    for (const v1::BreakdownCell& cell : breakdown.cells()) {
      cells.push_back(
          absl::StrCat(cell.cell(), " ", cell.has_value() ? absl::StrCat(cell.value()) : "?"));
    }
    std::string text;
    for (const std::string& cell : cells) absl::StrAppend(&text, text.empty() ? "" : ", ", cell);
    return text;
  }
  v1::ListCountedReportsResponse Behind(const std::string& request,
                                        const ApiServer::Metadata& caller) {
    return Make("LedgerService.ListCountedReports", "target: 'targets/activation' " + request,
                caller)
        .As<v1::ListCountedReportsResponse>();
  }

  ApiServer server_;
};

TEST_F(ProgressTest, SaysWhatIsExpectedOnAStraightLine) {
  const v1::Progress progress = Progress("as_of_date { year: 2024 month: 12 day: 31 }");
  // Two of four years: 731 of 1,461 days.
  EXPECT_NEAR(progress.expected_value(), 1'000.0 * 731 / 1'461, 1);
  EXPECT_EQ(progress.period().start_date().year(), 2023);
  EXPECT_EQ(progress.unit(), v1::TARGET_UNIT_PERSON);
  EXPECT_GE(progress.definition_version(), 1);
  EXPECT_EQ(progress.periods_size(), 1);
}

TEST_F(ProgressTest, SmallCellsAreHiddenAndWithThemWhatWouldGiveThemAway) {
  for (int i = 0; i < 8; ++i) Count(absl::StrCat("e", i));
  for (int i = 0; i < 6; ++i) Count(absl::StrCat("h", i), "health", "GM0268");
  for (int i = 0; i < 2; ++i) Count(absl::StrCat("t", i), "hightech", "GM0274");
  const v1::Progress progress = Progress();
  EXPECT_EQ(progress.value(), 16);
  const v1::Breakdown& sectors = By(progress, v1::BREAKDOWN_DIMENSION_SECTOR);
  // Two are small; with the total known, one more must go.
  EXPECT_EQ(TextOf(sectors), "energy 8, health ?, hightech ?");
  EXPECT_EQ(TextOf(By(progress, v1::BREAKDOWN_DIMENSION_MUNICIPALITY)),
            "GM0202 8, GM0268 ?, GM0274 ?");
  EXPECT_EQ(TextOf(By(progress, v1::BREAKDOWN_DIMENSION_MONTH)), "2026-10 16");
  const v1::Progress whole = Progress("unsuppressed: true", Of("kernteam", "programme_manager"));
  EXPECT_TRUE(whole.unsuppressed());
  EXPECT_EQ(TextOf(By(whole, v1::BREAKDOWN_DIMENSION_SECTOR)), "energy 8, health 6, hightech 2");
  const Outcome refused = server_.Call("LedgerService.GetProgress",
                                       "name: 'targets/activation' unsuppressed: true", Of("uwv"));
  EXPECT_EQ(refused.reason(), "SUPPRESSED") << refused;
}

TEST_F(ProgressTest, EachFigureHasItsListOfReports) {
  const std::string counted = Count("a");
  const std::string repeat = Count("a");
  const std::string waiting = Count("b", "energy", "GM0202", /*acknowledge=*/false);
  const std::string elsewhere = Count("c", "other");
  const auto caller = Of("uwv");
  const auto names = [&](const std::string& request) {
    std::string text;
    const v1::ListCountedReportsResponse behind = Behind(request, caller);
    for (const v1::CountedReport& report : behind.reports()) {
      absl::StrAppend(&text, report.report().name(), "=", report.amount(), " ");
    }
    return text;
  };
  EXPECT_EQ(names(""), counted + "=1 ");
  EXPECT_EQ(names("part: FIGURE_PART_REPEATS"), repeat + "=1 ");
  EXPECT_EQ(names("part: FIGURE_PART_UNACKNOWLEDGED"), waiting + "=1 ");
  const v1::Progress progress = Progress();
  ASSERT_EQ(progress.not_counted_size(), 1);
  EXPECT_EQ(names(absl::StrCat("part: FIGURE_PART_NOT_COUNTED condition: '",
                               progress.not_counted(0).condition(), "'")),
            elsewhere + "=0 ");
  EXPECT_EQ(names("dimension: BREAKDOWN_DIMENSION_SECTOR cell: 'energy'"), counted + "=1 ");
  EXPECT_EQ(names("dimension: BREAKDOWN_DIMENSION_SECTOR cell: 'health'"), "");
  EXPECT_EQ(names("as_of_date { year: 2026 month: 10 day: 4 }"), "");
  const Outcome wrong =
      server_.Call("LedgerService.ListCountedReports",
                   "target: 'targets/activation' share: 'x' condition: 'y' beside: 'z'", caller);
  EXPECT_EQ(wrong.fields(), (std::vector<std::string>{"beside", "share", "condition"})) << wrong;
  // Others get the rows that they may see, without people.
  const auto table = Behind("", Of("cnv", "work_table_member"));
  ASSERT_EQ(table.reports_size(), 1);
  EXPECT_EQ(table.reports(0).report().linkage_key(), "");
  const Outcome stranger =
      server_.Call("LedgerService.ListCountedReports", "target: 'targets/activation'",
                   Of("nexperia", "caseworker"));
  EXPECT_EQ(stranger.As<v1::ListCountedReportsResponse>().reports_size(), 0) << stranger;
}

TEST_F(ProgressTest, ListsBehindAFigureComeInPages) {
  for (int i = 0; i < 7; ++i) Count(absl::StrCat("k", i));
  std::string token;
  int reports = 0;
  int pages = 0;
  do {
    const auto page = Behind(absl::StrCat("page_size: 3 page_token: '", token, "'"), Of("uwv"));
    reports += page.reports_size();
    token = page.next_page_token();
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(reports, 7);
  EXPECT_EQ(pages, 3);
}

class ClosingTest : public ProgressTest {
 protected:
  static constexpr char kClose[] =
      "target: 'targets/activation' as_of_date { year: 2026 month: 10 day: 31 } ";
  static ApiServer::Metadata Manager() { return Of("kernteam", "programme_manager"); }
  v1::Closing Close(const std::string& more = "") {
    return Make("LedgerService.ClosePeriod", kClose + more, Manager())
        .As<v1::ClosePeriodResponse>()
        .closing();
  }
  bool IsReproducible(const std::string& name) {
    const auto verified = Make("LedgerService.VerifyClosing", absl::StrCat("name: '", name, "'"),
                               Of("auditor", "auditor"))
                              .As<v1::VerifyClosingResponse>();
    for (const std::string& difference : verified.differences()) {
      ADD_FAILURE() << difference;
    }
    return verified.identical();
  }
};

TEST_F(ClosingTest, APublishedFigureStaysAsItWasWhateverComesAfter) {
  for (int i = 0; i < 6; ++i) Count(absl::StrCat("k", i));
  const std::string waiting = Count("late", "energy", "GM0202", /*acknowledge=*/false);
  const v1::Closing closing = Close();
  EXPECT_EQ(closing.progress().value(), 6);
  EXPECT_EQ(closing.definition_version(), closing.progress().definition_version());
  EXPECT_TRUE(IsReproducible(closing.name()));
  Make("LedgerService.AcknowledgeReport", absl::StrCat("name: '", waiting, "'"),
       Of("cnv", "work_table_member"));
  EXPECT_EQ(Progress("as_of_date { year: 2026 month: 10 day: 31 }").value(), 7);
  const auto kept =
      Make("LedgerService.GetClosing", absl::StrCat("name: '", closing.name(), "'"), Manager())
          .As<v1::Closing>();
  EXPECT_EQ(kept.SerializeAsString(), closing.SerializeAsString());
  EXPECT_TRUE(IsReproducible(closing.name()));
  server_.Restart();
  EXPECT_TRUE(IsReproducible(closing.name()));
}

TEST_F(ClosingTest, CorrectionsAppearAsARestatementWithTheirReasons) {
  const std::string stays = Count("a");
  const std::string withdrawn = Count("b");
  const std::string corrected = Count("c");
  const std::string late = Count("d", "energy", "GM0202", /*acknowledge=*/false);
  const v1::Closing closing = Close();
  const Outcome same = server_.Call("LedgerService.ClosePeriod", kClose, Manager());
  EXPECT_EQ(same.reason(), "NOTHING_CHANGED") << same;

  Make("LedgerService.WithdrawReport",
       absl::StrCat("name: '", withdrawn, "' reason: 'contract ging niet door'"), Of("uwv"));
  const std::string better =
      Make("LedgerService.CreateReport",
           absl::StrCat("report { work_table: 'workTables/activering' linkage_key: 'c' corrects: '",
                        corrected,
                        "' correction_reason: 'verkeerde sector' placement { sector: 'other' "
                        "sector_day_before: '' contract_kind: CONTRACT_KIND_PERMANENT "
                        "hours_per_week_after: 32 start_date { year: 2026 month: 10 day: 5 } } }"),
           Of("uwv"))
          .Field("name");
  for (const std::string& name : {better, late}) {
    Make("LedgerService.AcknowledgeReport", absl::StrCat("name: '", name, "'"),
         Of("cnv", "work_table_member"));
  }
  const v1::Closing restated = Close();
  EXPECT_EQ(restated.restates(), closing.name());
  EXPECT_EQ(closing.progress().value(), 3);
  EXPECT_EQ(restated.progress().value(), 2);
  std::string changes;
  for (const v1::RestatedReport& change : restated.changes()) {
    absl::StrAppend(&changes, change.report(), " ", change.amount_before(), ">",
                    change.amount_after(), " ", change.reason(), "\n");
  }
  EXPECT_EQ(changes, absl::StrCat(withdrawn, " 1>0 contract ging niet door\n", corrected,
                                  " 1>0 verkeerde sector\n", late, " 0>1 \n"));
  EXPECT_TRUE(IsReproducible(closing.name()));
  EXPECT_TRUE(IsReproducible(restated.name()));
  const auto listed = Make("LedgerService.ListClosings", "target: 'targets/activation'", Of("uwv"))
                          .As<v1::ListClosingsResponse>();
  EXPECT_EQ(listed.closings_size(), 2);
}

TEST_F(ClosingTest, ClosingIsSafeToRepeatAndKnowsItsBounds) {
  Count("a");
  const std::string once = "request_id: '0b0e1d5e-0d2c-4c68-9d4d-6f2f1f0a7b12'";
  const v1::Closing closing = Close(once);
  EXPECT_EQ(Close(once).name(), closing.name());
  const Outcome future = server_.Call(
      "LedgerService.ClosePeriod",
      "target: 'targets/activation' as_of_date { year: 2027 month: 1 day: 1 }", Manager());
  EXPECT_EQ(future.fields(), std::vector<std::string>{"as_of_date"}) << future;
  EXPECT_EQ(server_.Call("LedgerService.ClosePeriod", "target: 'targets/none'", Manager()).code(),
            StatusCode::NOT_FOUND);
  EXPECT_EQ(server_.Call("LedgerService.VerifyClosing", "name: 'closings/none'", Manager()).code(),
            StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace overstap
