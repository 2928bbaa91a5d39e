#include "clients/cli/import/import_reports.h"

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/ledger_service.pb.h"
#include "tests/unit/clients/cli/run_cli.h"
#include "tests/unit/clients/scripted_server.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::cli {
namespace {

using overstap::testing::TempDir;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kHours[] =
    "soort;werktafel;partner;uren;datum\r\n"
    "inzet in natura;activering;Alliander;12,5;20-11-2026\r\n"
    "inzet in natura;activering;HAN;veel;20-11-2026\r\n"
    "inzet in natura;;DNV;3;20-11-2026\r\n";

v1::BatchReportResult Result(int64_t line, v1::BatchReportOutcome outcome, const std::string& name,
                             const std::string& problem = "") {
  v1::BatchReportResult result;
  result.set_line_number(line);
  result.set_outcome(outcome);
  result.set_name(name);
  if (!problem.empty()) {
    result.add_problems()->set_field("in_kind.hours");
    result.mutable_problems(0)->set_description(problem);
  }
  return result;
}

class ImportReportsTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(dir_ / name, std::ios::binary) << text;
    return dir_ / name;
  }
  CliRun Import(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"--server=" + server_.address(), "report", "import"});
    return RunCli(arguments, input);
  }
  void AnswerMixed() {
    v1::BatchCreateReportsResponse reply;
    *reply.add_results() = Result(2, v1::BATCH_REPORT_OUTCOME_FILED, "reports/r-1");
    *reply.add_results() =
        Result(3, v1::BATCH_REPORT_OUTCOME_KEPT_AS_DRAFT, "reportDrafts/d-1", "geen getal");
    *reply.add_results() = Result(4, v1::BATCH_REPORT_OUTCOME_REFUSED, "");
    server_.Answer("BatchCreateReports", reply);
  }
  std::vector<v1::BatchCreateReportsRequest> Batches() {
    return server_.Asked<v1::BatchCreateReportsRequest>("BatchCreateReports");
  }

  const TempDir dir_;
  ScriptedServer server_;
};

TEST_F(ImportReportsTest, SaysOfEachLineWhatBecameOfIt) {
  AnswerMixed();
  const CliRun run = Import({Write("uren.csv", kHours)});
  EXPECT_EQ(run.exit_code, 8) << run.err;
  EXPECT_EQ(run.out,
            "regel 2: gemeld reports/r-1\n"
            "regel 3: op de werklijst reportDrafts/d-1 – in_kind.hours: geen getal\n"
            "regel 4: geweigerd\n"
            "1 gemeld, 1 op de werklijst, 1 geweigerd.\n"
            "Bekijk wat niet klopt met: overstap report worklist\n");
}

TEST_F(ImportReportsTest, SendsEveryLineWithWhatItsReaderCouldNotRead) {
  Import({Write("uren.csv", kHours), "--discard"});
  ASSERT_EQ(Batches().size(), 1);
  const v1::BatchCreateReportsRequest batch = Batches()[0];
  EXPECT_EQ(batch.batch(), "uren.csv");
  EXPECT_TRUE(batch.discard_invalid());
  ASSERT_EQ(batch.reports_size(), 3);
  EXPECT_EQ(batch.reports(0).line_number(), 2);
  EXPECT_EQ(batch.reports(0).report().in_kind().hours(), 12.5);
  EXPECT_EQ(batch.reports(1).problems(0).field(), "in_kind.hours");
  EXPECT_EQ(batch.reports(2).problems_size(), 0);
}

TEST_F(ImportReportsTest, TheSameFileAgainAsksForTheSame) {
  const std::string file = Write("uren.csv", kHours);
  Import({file});
  Import({file});
  Import({Write("later.csv", absl::StrCat(kHours, "inzet in natura;a;b;1;20-11-2026\n"))});
  const auto batches = Batches();
  ASSERT_EQ(batches.size(), 3);
  EXPECT_EQ(batches[0].request_id().size(), 36);
  EXPECT_EQ(batches[0].SerializeAsString(), batches[1].SerializeAsString());
  EXPECT_NE(batches[0].request_id(), batches[2].request_id());
}

std::string Lines(int count) {
  std::string text = "soort;partner;uren\n";
  for (int i = 0; i < count; ++i) absl::StrAppend(&text, "inzet in natura;HAN;", i + 1, "\n");
  return text;
}

TEST_F(ImportReportsTest, GoesInBatchesOfFiveHundred) {
  Import({Write("uren.csv", Lines(1001))});
  const auto batches = Batches();
  ASSERT_EQ(batches.size(), 3);
  EXPECT_EQ(batches[0].reports_size(), 500);
  EXPECT_EQ(batches[1].reports(0).line_number(), 502);
  EXPECT_EQ(batches[2].reports_size(), 1);
  EXPECT_NE(batches[0].request_id(), batches[1].request_id());
  EXPECT_NE(batches[1].request_id(), batches[2].request_id());
}

TEST_F(ImportReportsTest, AnErrorHalfwayKeepsWhatWasSaid) {
  v1::BatchCreateReportsResponse reply;
  for (int i = 0; i < 500; ++i) {
    *reply.add_results() = Result(i + 2, v1::BATCH_REPORT_OUTCOME_FILED, "reports/r");
  }
  server_.Answer("BatchCreateReports", reply);
  server_.Fail("BatchCreateReports", grpc::StatusCode::PERMISSION_DENIED);
  const CliRun run = Import({Write("uren.csv", Lines(600))});
  EXPECT_EQ(run.exit_code, 7);
  EXPECT_THAT(run.out, HasSubstr("500 gemeld, 0 op de werklijst, 0 geweigerd."));
}

TEST_F(ImportReportsTest, AllFiledIsSuccess) {
  v1::BatchCreateReportsResponse reply;
  *reply.add_results() = Result(2, v1::BATCH_REPORT_OUTCOME_FILED, "reports/r-1");
  server_.Answer("BatchCreateReports", reply);
  const CliRun run = Import({Write("uren.csv", Lines(1))});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, Not(HasSubstr("worklist")));
}

TEST_F(ImportReportsTest, TellsMachinesTheSame) {
  AnswerMixed();
  const CliRun run = Import({"--json", Write("uren.csv", kHours)});
  EXPECT_EQ(run.exit_code, 8);
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json["filed"], 1);
  EXPECT_EQ(json["kept"], 1);
  EXPECT_EQ(json["refused"], 1);
  ASSERT_EQ(json["results"].size(), 3);
  EXPECT_EQ(json["results"][1]["problems"][0]["description"], "geen getal");
}

TEST_F(ImportReportsTest, ReadsStandardInputAndJsonLines) {
  Import({"-", "--format=jsonl", "--batch=mei"}, "{\"inKind\":{\"hours\":2}}\nno json\n");
  ASSERT_EQ(Batches().size(), 1);
  const v1::BatchCreateReportsRequest batch = Batches()[0];
  EXPECT_EQ(batch.batch(), "mei");
  EXPECT_EQ(batch.reports(0).report().in_kind().hours(), 2);
  EXPECT_EQ(batch.reports(1).problems_size(), 1);
}

TEST_F(ImportReportsTest, AFileThatCannotBeReadAsAWholeSendsNothing) {
  EXPECT_EQ(Import({dir_ / "none.csv"}).exit_code, 3);
  EXPECT_EQ(Import({"-"}, kHours).exit_code, 4);  // no format
  const CliRun headings = Import({Write("a.csv", "soort;naam;BSN\n")});
  EXPECT_EQ(headings.exit_code, 4);
  EXPECT_THAT(headings.err, HasSubstr("'naam', 'BSN'"));
  EXPECT_EQ(Import({Write("b.csv", "soort\nZo\xEB\n")}).exit_code, 4);
  EXPECT_TRUE(Batches().empty());
}

TEST_F(ImportReportsTest, PrintsATemplatePerKind) {
  const CliRun run = Import({"--template=contactmoment", "--age-band=0-11,12-15"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, StartsWith("\xEF\xBB\xBFsoort;werktafel;"));
  EXPECT_THAT(run.out, HasSubstr("leeftijd 0-11;leeftijd 12-15\r\ncontactmoment;"));
  EXPECT_TRUE(Batches().empty());
}

}  // namespace
}  // namespace overstap::cli
