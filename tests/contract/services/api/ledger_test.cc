// The life of a report: reported in one step, judged by a work table that sees no people, counted.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

ApiServer::Metadata Of(const std::string& organisation) {
  return {{"overstap-principal", "someone@" + organisation},
          {"overstap-organisation", organisation}};
}

class Ledger : public testing::Test {
 protected:
  void SetUp() override {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, " hours_per_week_now: 0 }"));
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy, "}"));
    Make("PlacementService.CreatePlacement",
         "placement { name: 'placements/pl' job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' "
         "start_date { year: 2026 month: 11 day: 2 } }");
  }
  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request, Of("uwv"));
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  // Reports the placement for UWV.
  v1::Report Report() {
    return Make("PlacementService.ReportPlacement",
                "name: 'placements/pl' work_table: 'workTables/activering' linkage_key: 'key-1' "
                "sector_day_before: '' evidence { kind: 'contract' reference: 'c-1' }")
        .As<v1::ReportPlacementResponse>()
        .report();
  }
  Outcome Acknowledge(const std::string& name, const std::string& organisation) {
    return server_.Call("LedgerService.AcknowledgeReport", absl::StrCat("name: '", name, "'"),
                        Of(organisation));
  }
  v1::Progress Progress() {
    return Make("LedgerService.GetProgress", "name: 'targets/activation'").As<v1::Progress>();
  }

  ApiServer server_;
};

TEST_F(Ledger, AReportIsMadeInOneStepFromThePlacement) {
  const v1::Report report = Report();
  EXPECT_EQ(report.state(), v1::REPORT_STATE_REPORTED);
  EXPECT_EQ(report.reporting_organisation(), "uwv");
  EXPECT_EQ(report.placement().sector(), "health");
  EXPECT_EQ(report.placement().municipality(), "GM0202");
  EXPECT_TRUE(report.placement().has_sector_day_before());
  EXPECT_EQ(report.placement().job_seeker(), "jobSeekers/p");
  const Outcome placement = Make("PlacementService.GetPlacement", "name: 'placements/pl'");
  EXPECT_EQ(placement.As<v1::Placement>().state(), v1::PLACEMENT_STATE_STARTED);
  EXPECT_EQ(placement.As<v1::Placement>().report(), report.name());
  const Outcome again =
      server_.Call("PlacementService.ReportPlacement",
                   "name: 'placements/pl' work_table: 'workTables/activering'", Of("uwv"));
  EXPECT_EQ(again.reason(), "ALREADY_REPORTED") << again;
}

TEST_F(Ledger, OthersSeeCountsAndEvidenceNeverPeople) {
  const std::string name = Report().name();
  const Outcome seen =
      server_.Call("LedgerService.GetReport", absl::StrCat("name: '", name, "'"), Of("cnv"));
  ASSERT_TRUE(seen.status.ok()) << seen;
  const auto& report = seen.As<v1::Report>();
  EXPECT_EQ(report.evidence().reference(), "c-1");
  EXPECT_EQ(report.placement().sector(), "health");
  EXPECT_EQ(report.linkage_key(), "");
  EXPECT_EQ(report.placement().job_seeker(), "");
  EXPECT_EQ(report.placement().placement(), "");
  const Outcome listed =
      server_.Call("LedgerService.ListReports", "work_table: 'workTables/activering'", Of("cnv"));
  ASSERT_EQ(listed.As<v1::ListReportsResponse>().reports_size(), 1) << listed;
  EXPECT_EQ(listed.As<v1::ListReportsResponse>().reports(0).placement().job_seeker(), "");
  const Outcome acknowledged = Acknowledge(name, "cnv");
  EXPECT_EQ(acknowledged.As<v1::AcknowledgeReportResponse>().report().linkage_key(), "");
}

TEST_F(Ledger, NobodyJudgesTheirOwnNorAtATableWhereTheyDoNotSit) {
  const std::string name = Report().name();
  const Outcome own = Acknowledge(name, "uwv");
  EXPECT_EQ(own.code(), StatusCode::PERMISSION_DENIED) << own;
  EXPECT_EQ(own.reason(), "OWN_REPORT");
  const Outcome stranger = Acknowledge(name, "nexperia");
  EXPECT_EQ(stranger.code(), StatusCode::PERMISSION_DENIED) << stranger;
  EXPECT_EQ(stranger.reason(), "NOT_AT_TABLE");
  EXPECT_TRUE(Acknowledge(name, "kernteam").status.ok());
  EXPECT_EQ(Acknowledge(name, "cnv").reason(), "ALREADY_DECIDED");
}

TEST_F(Ledger, AnAcknowledgedReportMovesTheTarget) {
  EXPECT_EQ(Progress().value(), 0);
  const std::string name = Report().name();
  EXPECT_EQ(Progress().value(), 0);
  EXPECT_EQ(Progress().unacknowledged_value(), 1);
  ASSERT_TRUE(Acknowledge(name, "cnv").status.ok());
  EXPECT_EQ(Progress().value(), 1);
  EXPECT_EQ(Progress().goal(), 1'000);
  EXPECT_EQ(Progress().unacknowledged_value(), 0);
  // Before the contract's start there was nothing to count.
  const Outcome earlier =
      Make("LedgerService.GetProgress",
           "name: 'targets/activation' as_of_date { year: 2026 month: 11 day: 1 }");
  EXPECT_EQ(earlier.As<v1::Progress>().value(), 0);
  server_.Restart();
  EXPECT_EQ(Progress().value(), 1);
}

TEST_F(Ledger, TheCountStaysWhenThePersonIsForgotten) {
  const std::string name = Report().name();
  ASSERT_TRUE(Acknowledge(name, "cnv").status.ok());
  Make("PlacementService.TransitionPlacement",
       "name: 'placements/pl' state: PLACEMENT_STATE_ENDED "
       "end_date { year: 2026 month: 11 day: 20 } end_reason: PLACEMENT_END_REASON_TERM_ENDED");
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p'");
  EXPECT_EQ(Progress().value(), 1);
  const Outcome report = Make("LedgerService.GetReport", absl::StrCat("name: '", name, "'"));
  EXPECT_EQ(report.As<v1::Report>().placement().job_seeker(), "");
}

TEST_F(Ledger, ARejectedReportSaysWhyAndDoesNotCount) {
  const std::string name = Report().name();
  const Outcome rejected =
      server_.Call("LedgerService.RejectReport",
                   absl::StrCat("name: '", name, "' reason: 'geen contract gezien'"), Of("fnv"));
  ASSERT_TRUE(rejected.status.ok()) << rejected;
  const auto& report = rejected.As<v1::RejectReportResponse>().report();
  EXPECT_EQ(report.state(), v1::REPORT_STATE_REJECTED);
  EXPECT_EQ(report.rejection_reason(), "geen contract gezien");
  EXPECT_EQ(report.deciding_organisation(), "fnv");
  EXPECT_EQ(Progress().value(), 0);
  EXPECT_EQ(Progress().unacknowledged_value(), 0);
}

TEST_F(Ledger, ReportsAreListedInTheOrderOfReporting) {
  for (int i = 0; i < 5; ++i) {
    Make("LedgerService.CreateReport",
         absl::StrCat("report { work_table: 'workTables/talent' in_kind { partner: 'P", i,
                      "' hours: 2 contribution_date { year: 2026 month: 9 day: 1 } } }"));
  }
  std::string partners;
  std::string token;
  do {
    const Outcome page =
        Make("LedgerService.ListReports", absl::StrCat("page_size: 2 page_token: '", token, "'"));
    for (const auto& report : page.As<v1::ListReportsResponse>().reports()) {
      partners += report.in_kind().partner();
    }
    token = page.Field("next_page_token");
  } while (!token.empty());
  EXPECT_EQ(partners, "P0P1P2P3P4");
  const Outcome none = Make("LedgerService.ListReports", "state: REPORT_STATE_ACKNOWLEDGED");
  EXPECT_EQ(none.As<v1::ListReportsResponse>().reports_size(), 0);
}

TEST_F(Ledger, TablesAndTargetsComeFromTheConfiguration) {
  const Outcome tables = Make("LedgerService.ListWorkTables", "");
  const auto& listed = tables.As<v1::ListWorkTablesResponse>().work_tables();
  ASSERT_EQ(listed.size(), 6);
  EXPECT_EQ(listed[4].name(), "workTables/activering");
  EXPECT_EQ(listed[4].driver(), "UWV");
  const Outcome targets = Make("LedgerService.ListTargets", "page_size: 3");
  EXPECT_EQ(targets.As<v1::ListTargetsResponse>().targets_size(), 3);
  EXPECT_FALSE(targets.Field("next_page_token").empty());
}

}  // namespace
}  // namespace overstap
