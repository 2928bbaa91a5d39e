// What becomes of reports beside being judged one by one: filed in batches, mended, withdrawn,
// corrected, and judged in bulk.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

ApiServer::Metadata Of(const std::string& organisation) {
  return {{"overstap-principal", "someone@" + organisation},
          {"overstap-organisation", organisation}};
}

std::string InKind(const std::string& partner, const std::string& more = "") {
  return absl::StrCat("work_table: 'workTables/activering' in_kind { partner: '", partner,
                      "' hours: 2 contribution_date { year: 2026 month: 9 day: 1 } } ", more);
}

class LedgerLife : public testing::Test {
 protected:
  Outcome Make(const std::string& method, const std::string& request,
               const std::string& organisation = "uwv") {
    Outcome made = server_.Call(method, request, Of(organisation));
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  std::string File(const std::string& report) {
    return Make("LedgerService.CreateReport", absl::StrCat("report { ", report, "}")).Field("name");
  }
  v1::Report Get(const std::string& name) {
    return Make("LedgerService.GetReport", absl::StrCat("name: '", name, "'")).As<v1::Report>();
  }
  v1::ListReportDraftsResponse Drafts(const std::string& organisation = "uwv") {
    return Make("LedgerService.ListReportDrafts", "", organisation)
        .As<v1::ListReportDraftsResponse>();
  }
  static constexpr char kRequestId[] = "0b0e1d5e-0d2c-4c68-9d4d-6f2f1f0a7b11";

  ApiServer server_;
};

TEST_F(LedgerLife, ABatchFilesWhatIsRightAndKeepsTheRestForMending) {
  const std::string batch =
      absl::StrCat("batch: 'mei.csv' request_id: '", kRequestId,
                   "' reports { line_number: 2 report { ", InKind("A"),
                   "} } reports { line_number: 3 report { work_table: 'workTables/nergens' in_kind "
                   "{ hours: -1 } } } "
                   "reports { line_number: 4 problems { field: 'in_kind.hours' description: 'geen "
                   "getal' } report { ",
                   InKind("C"), "} } reports { line_number: 5 report { ",
                   InKind("D", "project: 'projects/geen'"),
                   "} } reports { line_number: 6 report { work_table: 'workTables/activering' "
                   "placement { job_seeker: "
                   "'jobSeekers/geen' sector: 'energy' contract_kind: CONTRACT_KIND_PERMANENT "
                   "hours_per_week_after: 32 start_date { year: 2026 month: 9 day: 1 } } } }");
  const auto results = Make("LedgerService.BatchCreateReports", batch)
                           .As<v1::BatchCreateReportsResponse>()
                           .results();
  ASSERT_EQ(results.size(), 5);
  EXPECT_EQ(results[0].outcome(), v1::BATCH_REPORT_OUTCOME_FILED);
  EXPECT_EQ(Get(results[0].name()).in_kind().partner(), "A");
  for (int i = 1; i < 5; ++i) {
    EXPECT_EQ(results[i].outcome(), v1::BATCH_REPORT_OUTCOME_KEPT_AS_DRAFT) << i;
    EXPECT_EQ(results[i].line_number(), i + 2);
    EXPECT_GE(results[i].problems_size(), 1) << i;
  }
  EXPECT_EQ(results[1].problems_size(), 4) << "every wrong field";
  const v1::ListReportDraftsResponse drafts = Drafts();
  ASSERT_EQ(drafts.report_drafts_size(), 4);
  EXPECT_EQ(drafts.report_drafts(0).batch(), "mei.csv");
  EXPECT_EQ(drafts.report_drafts(0).line_number(), 3);
  EXPECT_EQ(drafts.report_drafts(1).problems(0).description(), "geen getal");
  EXPECT_EQ(drafts.report_drafts(3).report().placement().job_seeker(), "") << "nobody known";
  EXPECT_EQ(Drafts("cnv").report_drafts_size(), 0) << "a worklist is its organisation's";
  // A repeat files and keeps nothing anew.
  const std::string before = server_.Dump();
  const auto again = Make("LedgerService.BatchCreateReports", batch)
                         .As<v1::BatchCreateReportsResponse>()
                         .results();
  EXPECT_EQ(again[0].name(), results[0].name());
  EXPECT_EQ(again[4].name(), results[4].name());
  EXPECT_EQ(server_.Dump(), before);
  server_.Restart();
  EXPECT_EQ(Drafts().report_drafts_size(), 4);
}

TEST_F(LedgerLife, WhatABatchIsToldToDiscardIsNotKept) {
  const auto results = Make("LedgerService.BatchCreateReports",
                            "discard_invalid: true reports { report { work_table: 'x' } }")
                           .As<v1::BatchCreateReportsResponse>()
                           .results();
  EXPECT_EQ(results[0].outcome(), v1::BATCH_REPORT_OUTCOME_REFUSED);
  EXPECT_EQ(Drafts().report_drafts_size(), 0);
  const Outcome empty = server_.Call("LedgerService.BatchCreateReports", "", Of("uwv"));
  EXPECT_EQ(empty.fields(), std::vector<std::string>{"reports"}) << empty;
}

TEST_F(LedgerLife, ADraftIsMendedInOneStepOrThrownAway) {
  Make("LedgerService.BatchCreateReports",
       "reports { report { work_table: 'workTables/activering' in_kind { partner: 'A' } } } "
       "reports { report { work_table: 'workTables/activering' in_kind { partner: 'B' } } }");
  const v1::ListReportDraftsResponse drafts = Drafts();
  const std::string first = drafts.report_drafts(0).name();
  const Outcome still_wrong =
      server_.Call("LedgerService.MendReport",
                   absl::StrCat("name: '", first,
                                "' report { work_table: 'workTables/activering' in_kind { "
                                "partner: 'A' hours: -3 } }"),
                   Of("uwv"));
  EXPECT_EQ(still_wrong.fields(),
            (std::vector<std::string>{"report.in_kind.hours", "report.in_kind.contribution_date"}))
      << still_wrong;
  EXPECT_EQ(Drafts().report_drafts_size(), 2);
  const std::string mended = absl::StrCat("name: '", first, "' request_id: '", kRequestId,
                                          "' report { ", InKind("A"), "}");
  EXPECT_EQ(server_.Call("LedgerService.MendReport", mended, Of("cnv")).code(),
            StatusCode::NOT_FOUND);
  const auto mend = [&] {
    return Make("LedgerService.MendReport", mended).As<v1::MendReportResponse>().report().name();
  };
  const std::string name = mend();
  EXPECT_EQ(Get(name).state(), v1::REPORT_STATE_REPORTED);
  EXPECT_EQ(mend(), name) << "safe to repeat";
  EXPECT_EQ(Drafts().report_drafts_size(), 1);
  Make("LedgerService.DeleteReportDraft",
       absl::StrCat("name: '", drafts.report_drafts(1).name(), "'"));
  EXPECT_EQ(Drafts().report_drafts_size(), 0);
}

TEST_F(LedgerLife, ARejectedReportIsMendedInOneStep) {
  const std::string name = File(InKind("A"));
  const std::string mend = absl::StrCat("name: '", name, "' report { ", InKind("Aa"), "}");
  EXPECT_EQ(server_.Call("LedgerService.MendReport", mend, Of("uwv")).reason(), "NOT_REJECTED");
  Make("LedgerService.RejectReport", absl::StrCat("name: '", name, "' reason: 'welke A?'"), "cnv");
  const v1::Report again =
      Make("LedgerService.MendReport", mend).As<v1::MendReportResponse>().report();
  EXPECT_EQ(again.corrects(), name);
  EXPECT_EQ(again.correction_reason(), "sent again");
  Make("LedgerService.AcknowledgeReport", absl::StrCat("name: '", again.name(), "'"), "cnv");
  EXPECT_EQ(Get(name).state(), v1::REPORT_STATE_CORRECTED);
}

TEST_F(LedgerLife, ACorrectionSaysWhy) {
  const std::string name = File(InKind("A"));
  const Outcome silent = server_.Call(
      "LedgerService.CreateReport",
      absl::StrCat("report { ", InKind("A", absl::StrCat("corrects: '", name, "'")), "}"),
      Of("uwv"));
  EXPECT_EQ(silent.fields(), std::vector<std::string>{"report.correction_reason"}) << silent;
  const std::string better = File(
      InKind("B", absl::StrCat("corrects: '", name, "' correction_reason: 'verkeerde partner'")));
  EXPECT_EQ(Get(better).correction_reason(), "verkeerde partner");
}

TEST_F(LedgerLife, OnlyItsReporterWithdrawsAReport) {
  const std::string name = File(InKind("A"));
  const std::string withdraw = absl::StrCat("name: '", name, "' reason: 'niet doorgegaan'");
  const Outcome other = server_.Call("LedgerService.WithdrawReport", withdraw, Of("cnv"));
  EXPECT_EQ(other.reason(), "NOT_YOUR_REPORT") << other;
  const Outcome stranger = server_.Call("LedgerService.WithdrawReport", withdraw, Of("nexperia"));
  EXPECT_EQ(stranger.code(), StatusCode::NOT_FOUND) << stranger;
  const Outcome silent =
      server_.Call("LedgerService.WithdrawReport", absl::StrCat("name: '", name, "'"), Of("uwv"));
  EXPECT_EQ(silent.fields(), std::vector<std::string>{"reason"});
  const v1::Report report =
      Make("LedgerService.WithdrawReport", withdraw).As<v1::WithdrawReportResponse>().report();
  EXPECT_EQ(report.state(), v1::REPORT_STATE_WITHDRAWN);
  EXPECT_EQ(report.withdrawal_reason(), "niet doorgegaan");
  EXPECT_EQ(
      server_.Call("LedgerService.AcknowledgeReport", absl::StrCat("name: '", name, "'"), Of("cnv"))
          .reason(),
      "ALREADY_DECIDED");
}

TEST_F(LedgerLife, ManyAreJudgedInOneCallEachByItself) {
  std::string names;
  for (int i = 0; i < 600; ++i) {
    absl::StrAppend(&names, "names: '", File(InKind(absl::StrCat("P", i))), "' ");
  }
  const std::string elsewhere =
      Make("LedgerService.CreateReport",
           "report { work_table: 'workTables/talent' in_kind { partner: 'X' hours: 1 "
           "contribution_date { year: 2026 month: 9 day: 1 } } }")
          .Field("name");
  const std::string request = absl::StrCat(names, "names: '", elsewhere,
                                           "' acknowledge: true request_id: '", kRequestId, "'");
  const auto judged =
      Make("LedgerService.JudgeReports", request, "cnv").As<v1::JudgeReportsResponse>();
  EXPECT_EQ(judged.judged_count(), 600);
  ASSERT_EQ(judged.refused_size(), 1);
  EXPECT_EQ(judged.refused(0).name(), elsewhere);
  EXPECT_EQ(judged.refused(0).reason(), "NOT_AT_TABLE");
  const auto again =
      Make("LedgerService.JudgeReports", request, "cnv").As<v1::JudgeReportsResponse>();
  EXPECT_EQ(again.judged_count(), 600) << "the first answer";
  const Outcome wrong = server_.Call("LedgerService.JudgeReports",
                                     "names: 'reports/a' names: 'reports/a' names: 'x'", Of("cnv"));
  EXPECT_EQ(wrong.fields(), (std::vector<std::string>{"reason", "names[1]", "names[2]"})) << wrong;
}

TEST_F(LedgerLife, TheInboxShowsWhatWaitsAndHowLong) {
  File(InKind("A"));
  server_.Advance(absl::Hours(24 * 10));
  const std::string late = "work_table: 'workTables/activering' state: REPORT_STATE_REPORTED ";
  EXPECT_EQ(Make("LedgerService.ListReports", late + "waiting_days: 9", "cnv")
                .As<v1::ListReportsResponse>()
                .reports_size(),
            1);
  EXPECT_EQ(Make("LedgerService.ListReports", late + "waiting_days: 10", "cnv")
                .As<v1::ListReportsResponse>()
                .reports_size(),
            0);
  EXPECT_EQ(Make("LedgerService.ListReports", "own_only: true", "cnv")
                .As<v1::ListReportsResponse>()
                .reports_size(),
            0);
}

}  // namespace
}  // namespace overstap
