// The commands of the ledger, work tables, projects, targets and documents: what each asks the
// server, and what it shows of the answer.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/document_service.pb.h"
#include "overstap/v1/introduction_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/project_service.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "tests/unit/clients/cli/run_cli.h"
#include "tests/unit/clients/scripted_server.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::cli {
namespace {

using overstap::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

class LedgerCommands : public ::testing::Test {
 protected:
  CliRun Overstap(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "--server=" + server_.address());
    return RunCli(arguments, input);
  }
  // Runs it and expects that it goes well.
  CliRun Done(const std::vector<std::string>& arguments, const std::string& input = "") {
    CliRun run = Overstap(arguments, input);
    EXPECT_EQ(run.exit_code, 0) << ::testing::PrintToString(arguments) << "\n" << run.err;
    return run;
  }
  // The only request of an rpc.
  template <typename Request>
  Request Asked(const std::string& rpc) {
    const std::vector<Request> requests = server_.Asked<Request>(rpc);
    EXPECT_EQ(requests.size(), 1) << rpc;
    return requests.empty() ? Request() : requests[0];
  }
  // The same without the id that the client gives it.
  template <typename Request>
  void ExpectAsked(const std::string& rpc, const std::string& expected) {
    Request request = Asked<Request>(rpc);
    if (const auto* id = Request::descriptor()->FindFieldByName("request_id")) {
      EXPECT_EQ(request.GetReflection()->GetString(request, id).size(), 36) << rpc;
      request.GetReflection()->ClearField(&request, id);
    }
    EXPECT_EQ(request.DebugString(), Parse<Request>(expected).DebugString());
  }

  const TempDir dir_;
  ScriptedServer server_;
};

TEST_F(LedgerCommands, ReportsAPlacementWithAllThatItCounts) {
  Done({"report", "placement", "pl-1", "--table=activering", "--sector-before=other",
        "--project=warmtestart", "--side-entrant=yes", "--distance=no", "--linkage-key=7f3a",
        "--programme=via-t,soil-valley", "--evidence-kind=contract", "--checked=2026-09-02"});
  ExpectAsked<v1::ReportPlacementRequest>("ReportPlacement", R"pb(
    name: "placements/pl-1"
    work_table: "workTables/activering"
    linkage_key: "7f3a"
    sector_day_before: "other"
    project: "projects/warmtestart"
    side_entrant: true
    distance_to_labour_market: false
    programmes: "via-t"
    programmes: "soil-valley"
    evidence {
      kind: "contract"
      checked_date { year: 2026 month: 9 day: 2 }
    })pb");
}

TEST_F(LedgerCommands, NotInWorkIsSaidAndUnknownIsNot) {
  Done({"report", "placement", "pl-1", "--not-in-work"});
  Done({"report", "placement", "pl-2"});
  const auto requests = server_.Asked<v1::ReportPlacementRequest>("ReportPlacement");
  ASSERT_EQ(requests.size(), 2);
  EXPECT_TRUE(requests[0].has_sector_day_before());
  EXPECT_FALSE(requests[1].has_sector_day_before());
  EXPECT_FALSE(requests[1].has_side_entrant());
}

TEST_F(LedgerCommands, ReportsATrainingFromAFileAndOptions) {
  Done({"report", "training", "-", "--table=llo-energy", "--job-seeker=p-1", "--offer=o-1",
        "--in-work=no", "--branch=technical", "--branch=digital", "--hours=40",
        "--start=2026-09-01", "--completed=2026-10-15", "--side-entrant=yes",
        "--home-municipality=GM0228", "--set", "training_completion.training_hours=24"},
       R"({"training_completion":{"title":"Warmtepompen","training_hours":8}})");
  ExpectAsked<v1::CreateReportRequest>("CreateReport", R"pb(
    report {
      work_table: "workTables/llo-energy"
      training_completion {
        job_seeker: "jobSeekers/p-1"
        training_offer: "trainingOffers/o-1"
        title: "Warmtepompen"
        in_work_first_day: false
        skill_branches: "technical"
        skill_branches: "digital"
        training_hours: 24
        start_date { year: 2026 month: 9 day: 1 }
        completion_date { year: 2026 month: 10 day: 15 }
        side_entrant: true
        home_municipality: "GM0228"
      }
    })pb");
}

TEST_F(LedgerCommands, ReportsHeadsAtAnEvent) {
  Done({"report", "contact", "--table=ontmoeting", "--event=techniekdag", "--date=2026-10-03",
        "--municipality=GM0202", "--heads=12-15=420,16-18=185", "--basis=scan"});
  ExpectAsked<v1::CreateReportRequest>("CreateReport", R"pb(
    report {
      work_table: "workTables/ontmoeting"
      contact_event {
        event_id: "techniekdag"
        event_date { year: 2026 month: 10 day: 3 }
        municipality: "GM0202"
        bands { age_band: "12-15" head_count: 420 }
        bands { age_band: "16-18" head_count: 185 }
        count_basis: COUNT_BASIS_SCAN
      }
    })pb");
  EXPECT_EQ(Overstap({"report", "contact", "--heads=twaalf"}).exit_code, 4);
}

TEST_F(LedgerCommands, ReportsTheOtherKinds) {
  Done({"report", "student-project", "--cohort=2025-hbo-ict", "--employer=Jansen",
        "--start=2026-09-07", "--students=5"});
  Done({"report", "in-kind", "--partner=Alliander", "--hours=12.5", "--date=2026-11-20"});
  Done({"report", "aggregate", "--employer=Radboudumc", "--target=activation", "--low=40",
        "--high=60", "--from=2026-01-01", "--to=2026-06-30"});
  Done({"report", "create", "-"}, R"({"placement":{"sector":"energy"}})");
  const auto requests = server_.Asked<v1::CreateReportRequest>("CreateReport");
  ASSERT_EQ(requests.size(), 4);
  EXPECT_EQ(requests[0].report().student_project().student_count(), 5);
  EXPECT_EQ(requests[0].report().student_project().start_date().month(), 9);
  EXPECT_EQ(requests[1].report().in_kind().hours(), 12.5);
  EXPECT_EQ(requests[2].report().aggregate().target(), "targets/activation");
  EXPECT_EQ(requests[2].report().aggregate().period().end_date().month(), 6);
  EXPECT_EQ(requests[3].report().placement().sector(), "energy");
}

TEST_F(LedgerCommands, WrongOptionsAreWrongUsage) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"report", "in-kind", "--hours=veel"},
           {"report", "in-kind", "--date=gisteren"},
           {"report", "contact", "--basis=gevoel"},
           {"report", "placement", "pl-1", "--side-entrant=misschien"},
           {"report", "list", "--waiting-days=-1"},
           {"report", "withdraw", "r-1"},
           {"report", "correct", "r-1"},
           {"report", "import"},
           {"report", "import", "--template=feestje"},
           {"report", "import", "x.csv", "--format=xls"},
           {"table", "acknowledge"},
           {"table", "acknowledge", "r-1", "--all-waiting=activering"},
           {"table", "acknowledge", "r-1", "r-2", "--etag=e"},
           {"table", "reject", "r-1"},
           {"table", "watch", "--resume=t", "--from-start"},
           {"table", "plan", "activering", "--title=x"},
           {"table", "meeting", "activering"},
           {"targets", "reports", "activation", "--cell=energy"},
           {"targets", "reports", "activation", "--part=alles"},
           {"export"},
           {"export", "reports", "--format=pdf"},
           {"export", "half-year", "2026", "3"},
           {"placement", "check", "pl-1", "--weeks=13"},
           {"introduction", "answer", "i-1"},
           {"introduction", "answer", "i-1", "--invited", "--declined=filled"}}) {
    EXPECT_EQ(Overstap(wrong).exit_code, 2) << ::testing::PrintToString(wrong);
  }
}

TEST_F(LedgerCommands, ListsAndShowsReports) {
  server_.Answer("ListReports", Parse<v1::ListReportsResponse>(R"pb(
                   reports {
                     name: "reports/r-1"
                     work_table: "workTables/activering"
                     state: REPORT_STATE_WITHDRAWN
                     in_kind { hours: 3 }
                   })pb"));
  const CliRun list = Done({"report", "list", "--table=activering", "--mine", "--project=p",
                            "--waiting-days=14", "--state=reported"});
  ExpectAsked<v1::ListReportsRequest>("ListReports", R"pb(
    page_size: 50
    work_table: "workTables/activering"
    state: REPORT_STATE_REPORTED
    own_only: true
    project: "projects/p"
    waiting_days: 14)pb");
  EXPECT_THAT(list.out, HasSubstr("reports/r-1"));
  EXPECT_THAT(list.out, HasSubstr("ingetrokken"));

  server_.Answer("GetReport", Parse<v1::Report>(R"pb(
                   name: "reports/r-1"
                   withdrawal_reason: "vergissing"
                   project: "projects/p")pb"));
  const CliRun shown = Done({"report", "show", "r-1"});
  EXPECT_EQ(Asked<v1::GetReportRequest>("GetReport").name(), "reports/r-1");
  EXPECT_THAT(shown.out, HasSubstr("reden van intrekking"));
}

TEST_F(LedgerCommands, WithdrawsAndDiscards) {
  Done({"report", "withdraw", "r-1", "--reason=vergissing", "--etag=e1"});
  ExpectAsked<v1::WithdrawReportRequest>(
      "WithdrawReport", R"pb(name: "reports/r-1" reason: "vergissing" etag: "e1")pb");
  const CliRun run = Done({"report", "discard", "d-1"});
  EXPECT_EQ(Asked<v1::DeleteReportDraftRequest>("DeleteReportDraft").name(), "reportDrafts/d-1");
  EXPECT_EQ(run.out, "reportDrafts/d-1 is verwijderd.\n");
}

TEST_F(LedgerCommands, MendsADraftFromWhatItHolds) {
  server_.Answer("ListReportDrafts", Parse<v1::ListReportDraftsResponse>(R"pb(
                   report_drafts {
                     name: "reportDrafts/d-1"
                     etag: "e1"
                     report { in_kind { hours: 1 } }
                   }
                   next_page_token: "d-1")pb"));
  server_.Answer("ListReportDrafts", Parse<v1::ListReportDraftsResponse>(R"pb(
                   report_drafts {
                     name: "reportDrafts/d-2"
                     etag: "e2"
                     report {
                       work_table: "workTables/w"
                       in_kind { partner: "Alliander" }
                     }
                   })pb"));
  Done({"report", "mend", "d-2", "--set", "in_kind.hours=3.5"});
  ExpectAsked<v1::MendReportRequest>("MendReport", R"pb(
    name: "reportDrafts/d-2"
    etag: "e2"
    report {
      work_table: "workTables/w"
      in_kind { partner: "Alliander" hours: 3.5 }
    })pb");
  EXPECT_EQ(Overstap({"report", "mend", "d-9", "--set", "in_kind.hours=3"}).exit_code, 3);
}

TEST_F(LedgerCommands, MendsARejectedReportWithoutWhatTheServerSaidOfIt) {
  server_.Answer("GetReport", Parse<v1::Report>(R"pb(
                   name: "reports/r-1"
                   etag: "e1"
                   state: REPORT_STATE_REJECTED
                   report_time { seconds: 5 }
                   reporting_organisation: "uwv"
                   deciding_organisation: "connectr"
                   decide_time { seconds: 6 }
                   rejection_reason: "bewijs ontbreekt"
                   linkage_key: "7f3a"
                   placement { sector: "energy" weeks_at_work: 13 })pb"));
  Done({"report", "mend", "reports/r-1", "--set", "evidence.kind=contract",
        "--reason=bewijs erbij"});
  ExpectAsked<v1::MendReportRequest>("MendReport", R"pb(
    name: "reports/r-1"
    etag: "e1"
    report {
      linkage_key: "7f3a"
      placement { sector: "energy" }
      evidence { kind: "contract" }
      correction_reason: "bewijs erbij"
    })pb");
}

TEST_F(LedgerCommands, MendsFromAFileWithoutReadingWhatIsThere) {
  Done({"report", "mend", "d-1", "-"}, R"({"name":"reports/r-7","inKind":{"hours":2}})");
  ExpectAsked<v1::MendReportRequest>("MendReport", R"pb(name: "reportDrafts/d-1"
                                                        report { in_kind { hours: 2 } })pb");
  EXPECT_TRUE(server_.Asked<v1::ListReportDraftsRequest>("ListReportDrafts").empty());
}

TEST_F(LedgerCommands, CorrectsByANewReport) {
  Done({"report", "correct", "r-1", "-", "--reason=te vroeg"}, R"({"inKind":{"hours":2}})");
  ExpectAsked<v1::CreateReportRequest>("CreateReport", R"pb(
    report {
      in_kind { hours: 2 }
      corrects: "reports/r-1"
      correction_reason: "te vroeg"
    })pb");
}

TEST_F(LedgerCommands, TheWorklistIsDraftsRejectedReportsAndChecks) {
  server_.Answer("ListReportDrafts", Parse<v1::ListReportDraftsResponse>(R"pb(
                   report_drafts {
                     name: "reportDrafts/d-1"
                     batch: "mei.csv"
                     line_number: 12
                     report { placement {} }
                     problems { field: "placement.start_date" description: "required" }
                   })pb"));
  server_.Answer("ListReports", Parse<v1::ListReportsResponse>(R"pb(reports {
                                                                      name: "reports/r-1"
                                                                      rejection_reason: "dubbel"
                                                                    })pb"));
  server_.Answer("ListPlacementChecksDue", Parse<v1::ListPlacementChecksDueResponse>(R"pb(
                   checks {
                     placement { name: "placements/pl-1" }
                     weeks: 13
                   })pb"));
  const CliRun run = Done({"report", "worklist"});
  EXPECT_THAT(run.out, HasSubstr("reportDrafts/d-1  mei.csv     12  plaatsing"));
  EXPECT_THAT(run.out, HasSubstr("placement.start_date: required"));
  EXPECT_THAT(run.out, HasSubstr("dubbel"));
  EXPECT_THAT(run.out, HasSubstr("placements/pl-1"));
  const auto rejected = Asked<v1::ListReportsRequest>("ListReports");
  EXPECT_TRUE(rejected.own_only());
  EXPECT_EQ(rejected.state(), v1::REPORT_STATE_REJECTED);
  const auto json = nlohmann::json::parse(Done({"--json", "report", "worklist"}).out);
  EXPECT_EQ(json["reportDrafts"][0]["lineNumber"], "12");
  EXPECT_EQ(json["reports"].size(), 1);
  EXPECT_EQ(json["checks"][0]["weeks"], 13);
}

TEST_F(LedgerCommands, OneReportIsAcknowledgedByItself) {
  Done({"table", "acknowledge", "r-1", "--etag=e1"});
  ExpectAsked<v1::AcknowledgeReportRequest>("AcknowledgeReport",
                                            R"pb(name: "reports/r-1" etag: "e1")pb");
  Done({"table", "reject", "r-2", "--reason=dubbel"});
  ExpectAsked<v1::RejectReportRequest>("RejectReport",
                                       R"pb(name: "reports/r-2" reason: "dubbel")pb");
}

TEST_F(LedgerCommands, SeveralAreJudgedInOneCallEachOnce) {
  server_.Answer("JudgeReports", Parse<v1::JudgeReportsResponse>(R"pb(
                   judged_count: 1
                   refused { name: "reports/r-2" reason: "OWN_REPORT" description: "yours" })pb"));
  const CliRun run = Overstap({"table", "acknowledge", "r-1", "r-2", "reports/r-1"});
  EXPECT_EQ(run.exit_code, 8) << run.err;
  ExpectAsked<v1::JudgeReportsRequest>(
      "JudgeReports", R"pb(names: "reports/r-1" names: "reports/r-2" acknowledge: true)pb");
  EXPECT_THAT(run.out, HasSubstr("1 bevestigd, 1 niet."));
  EXPECT_THAT(run.out,
              HasSubstr("reports/r-2  een organisatie beslist niet over haar eigen melding"));
}

TEST_F(LedgerCommands, AllThatWaitAreJudgedInChunks) {
  v1::ListReportsResponse waiting;
  for (int i = 0; i < 10'001; ++i) {
    waiting.add_reports()->set_name("reports/r-" + std::to_string(i));
  }
  server_.Answer("ListReports", waiting);
  v1::JudgeReportsResponse all;
  all.set_judged_count(10'000);
  server_.Answer("JudgeReports", all);
  all.set_judged_count(1);
  server_.Answer("JudgeReports", all);
  const CliRun run = Done({"--lang=en", "table", "acknowledge", "--all-waiting=activering"});
  EXPECT_EQ(Asked<v1::ListReportsRequest>("ListReports").state(), v1::REPORT_STATE_REPORTED);
  const auto calls = server_.Asked<v1::JudgeReportsRequest>("JudgeReports");
  ASSERT_EQ(calls.size(), 2);
  EXPECT_EQ(calls[0].names_size(), 10'000);
  EXPECT_EQ(calls[1].names(0), "reports/r-10000");
  EXPECT_NE(calls[0].request_id(), calls[1].request_id());
  EXPECT_EQ(run.out, "10,001 acknowledged, 0 not.\n");
}

TEST_F(LedgerCommands, NothingThatWaitsIsNoCall) {
  EXPECT_THAT(Done({"table", "acknowledge", "--all-waiting=activering"}).out,
              HasSubstr("0 bevestigd, 0 niet."));
  EXPECT_TRUE(server_.Asked<v1::JudgeReportsRequest>("JudgeReports").empty());
}

std::string Changes(int first, int count, const std::string& token) {
  v1::WatchReportsResponse message;
  for (int i = first; i < first + count; ++i) {
    v1::Report& report = *message.add_changes()->mutable_report();
    report.set_name("reports/r-" + std::to_string(i));
    report.set_state(v1::REPORT_STATE_ACKNOWLEDGED);
    report.mutable_in_kind();
  }
  message.set_resume_token(token);
  return message.SerializeAsString();
}

TEST_F(LedgerCommands, AWatchGoesOnWhereTheConnectionBroke) {
  const grpc::Status broken(grpc::StatusCode::UNAVAILABLE, "stops");
  server_.AddScript("WatchReports", {{Changes(0, 0, "t0"), Changes(1, 2, "t2")}, broken});
  server_.AddScript("WatchReports", {{Changes(3, 1, "t3")}, {}, true});
  const CliRun run = Done({"table", "watch", "activering", "--from-start", "--count=3"});
  const auto calls = server_.Asked<v1::WatchReportsRequest>("WatchReports");
  ASSERT_EQ(calls.size(), 2);
  EXPECT_EQ(calls[0].work_table(), "workTables/activering");
  EXPECT_TRUE(calls[0].from_start());
  EXPECT_EQ(calls[0].resume_token(), "");
  EXPECT_FALSE(calls[1].from_start());
  EXPECT_EQ(calls[1].resume_token(), "t2");
  EXPECT_FALSE(server_.had_deadline());
  for (const char* name : {"reports/r-1", "reports/r-2", "reports/r-3"}) {
    EXPECT_THAT(run.out, HasSubstr(name));
  }
  EXPECT_THAT(run.out, HasSubstr("bevestigd"));
  EXPECT_THAT(run.out, HasSubstr("--resume=t3\n"));
  EXPECT_THAT(run.err, HasSubstr("verbinding is verbroken"));
}

TEST_F(LedgerCommands, AWatchForMachinesIsALineAChangeAndThenTheToken) {
  server_.AddScript("WatchReports", {{Changes(1, 2, "t2")}, {}, true});
  const CliRun run = Done({"--json", "table", "watch", "--resume=t0", "--for=0.3"});
  EXPECT_EQ(Asked<v1::WatchReportsRequest>("WatchReports").resume_token(), "t0");
  std::istringstream lines(run.out);
  std::vector<nlohmann::json> parsed;
  for (std::string line; std::getline(lines, line);) parsed.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(parsed.size(), 3);
  EXPECT_EQ(parsed[1]["report"]["name"], "reports/r-2");
  EXPECT_EQ(parsed[2]["resumeToken"], "t2");
}

TEST_F(LedgerCommands, AWatchThatIsRefusedOrNeverConnectedIsAnError) {
  server_.Fail("WatchReports", grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(Overstap({"table", "watch", "--resume=future"}).exit_code, 4);
  EXPECT_EQ(RunCli({"--server=127.0.0.1:1", "table", "watch"}).exit_code, 5);
}

TEST_F(LedgerCommands, ShowsATableAndWhatIsRunningThere) {
  server_.Answer(
      "GetWorkTable", Parse<v1::WorkTable>(R"pb(
        name: "workTables/activering"
        seats {
          organisation: "connectr"
          display_name: "Connectr"
          helix: HELIX_BUSINESS
          is_driver: true
        }
        gaps { kind: GAP_KIND_MONEY description: "opleiders" amount_eur_cents: 2500000 })pb"));
  const CliRun shown = Done({"table", "show", "activering"});
  EXPECT_THAT(shown.out, HasSubstr("bedrijfsleven"));
  EXPECT_THAT(shown.out, HasSubstr("25.000"));

  server_.Answer("GetTableOverview", Parse<v1::TableOverview>(R"pb(
                   work_table { name: "workTables/activering" display_name: "Activering" }
                   activity { lacking: "action_plan" }
                   waiting_report_count: 7
                   oldest_waiting_date { year: 2026 month: 11 day: 2 }
                   acknowledged_report_count: 40
                   projects {
                     name: "projects/warmtestart"
                     display_name: "Warmtestart"
                     links { project: "projects/instroom" description: "zelfde opleider" }
                     gaps { kind: GAP_KIND_EXPERTISE description: "docent koudetechniek" }
                   })pb"));
  const CliRun overview = Done({"table", "overview", "activering", "--date=2026-11-22"});
  EXPECT_EQ(Asked<v1::GetTableOverviewRequest>("GetTableOverview").as_of_date().day(), 22);
  for (const char* part : {"ontbreekt: actieplan", "Bevestigde meldingen: 40. Wacht: 7",
                           "Warmtestart", "projects/instroom  zelfde opleider",
                           "deskundigheid (beschrijving: docent koudetechniek)"}) {
    EXPECT_THAT(overview.out, HasSubstr(part));
  }
}

TEST_F(LedgerCommands, KeepsPlanMeetingsAndGaps) {
  Done({"table", "plan", "activering", "--title=Plan 2026", "--adopted=2026-01-20",
        "--holder=connectr", "--etag=e1"});
  ExpectAsked<v1::SetActionPlanRequest>("SetActionPlan", R"pb(
    name: "workTables/activering"
    action_plan {
      title: "Plan 2026"
      adopted_date { year: 2026 month: 1 day: 20 }
      holder: "connectr"
    }
    etag: "e1")pb");
  Done({"table", "meeting", "activering", "--date=2026-11-12", "--organisation=connectr,han"});
  ExpectAsked<v1::RecordMeetingRequest>("RecordMeeting", R"pb(
    name: "workTables/activering"
    meeting {
      meeting_date { year: 2026 month: 11 day: 12 }
      organisations: "connectr"
      organisations: "han"
    })pb");
  Done({"table", "meeting", "activering", "--delete=m-1"});
  EXPECT_EQ(Asked<v1::RemoveMeetingRequest>("RemoveMeeting").meeting_id(), "m-1");
  Done({"table", "gaps", "activering", "-"},
       R"([{"kind":"GAP_KIND_PARTNER","description":"een installateur"}])");
  ExpectAsked<v1::SetGapsRequest>("SetGaps", R"pb(
    name: "workTables/activering"
    gaps { kind: GAP_KIND_PARTNER description: "een installateur" })pb");
  EXPECT_EQ(Overstap({"table", "gaps", "activering", "-"}, "[{]").exit_code, 4);
}

TEST_F(LedgerCommands, ProjectsAreMadeChangedAndRemoved) {
  Done({"project", "create", "-", "--id=warmtestart", "--title=Warmtestart", "--table=activering",
        "--start=2026-09-01", "--target=activation", "--set", "contact.display_name=Connectr"},
       R"({"goal":"veertig monteurs","targetGroup":"zij-instromers"})");
  ExpectAsked<v1::CreateProjectRequest>("CreateProject", R"pb(
    project {
      name: "projects/warmtestart"
      display_name: "Warmtestart"
      goal: "veertig monteurs"
      target_group: "zij-instromers"
      work_tables: "workTables/activering"
      start_date { year: 2026 month: 9 day: 1 }
      contact { display_name: "Connectr" }
      targets: "targets/activation"
    })pb");
  server_.Answer("GetProject",
                 Parse<v1::Project>(R"pb(name: "projects/warmtestart" etag: "e1")pb"));
  Done({"project", "update", "warmtestart", "--set", "end_date=2027-12-31"});
  const auto update = Asked<v1::UpdateProjectRequest>("UpdateProject");
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("end_date"));
  EXPECT_EQ(update.project().etag(), "e1");
  EXPECT_EQ(update.project().end_date().year(), 2027);
  Done({"project", "delete", "warmtestart"});
  EXPECT_EQ(Asked<v1::DeleteProjectRequest>("DeleteProject").name(), "projects/warmtestart");
  EXPECT_THAT(Done({"project", "show", "warmtestart"}).out, HasSubstr("projects/warmtestart"));
  Done({"project", "list", "--table=activering", "--programme=via-t", "--running=2026-11-22"});
  ExpectAsked<v1::ListProjectsRequest>("ListProjects", R"pb(
    page_size: 50
    work_table: "workTables/activering"
    programme: "via-t"
    running_on_date { year: 2026 month: 11 day: 22 })pb");
}

TEST_F(LedgerCommands, AProjectsProgressHidesSmallFigures) {
  server_.Answer("GetProjectProgress", Parse<v1::ProjectProgress>(R"pb(
                   project: "projects/warmtestart"
                   figures { kind: "placement" acknowledged_count: 3 }
                   figures { kind: "in_kind" acknowledged_count: 2 waiting_count: 1 value: 12.5 }
                   targets { target: "targets/activation" })pb"));
  const CliRun run = Done({"project", "progress", "warmtestart"});
  EXPECT_THAT(run.out, HasSubstr("plaatsing "));
  EXPECT_THAT(run.out, HasSubstr("< 5"));
  EXPECT_THAT(run.out, HasSubstr("12,5"));
  EXPECT_THAT(run.out, HasSubstr("targets/activation"));
}

v1::Progress SomeProgress() {
  return Parse<v1::Progress>(R"pb(
    target: "targets/activation"
    definition_version: 3
    value: 120
    goal: 1000
    unacknowledged_value: 8
    possible_duplicate_count: 2
    not_counted { condition: "in work before" report_count: 4 }
    expected_value: 500
    period {
      start_date { year: 2023 month: 1 day: 1 }
      end_date { year: 2026 month: 12 day: 31 }
    }
    forecast { value: 240 low_value: 200 high_value: 290 month_count: 18 }
    breakdowns {
      dimension: BREAKDOWN_DIMENSION_SECTOR
      cells { cell: "energy" value: 100 unacknowledged_value: 8 }
      cells { cell: "health" }
      cells { value: 12 unacknowledged_value: 0 }
    }
    shares { display_name: "zij-instromers" value: 30 percent: 25 at_least_percent: 25 }
    beside {
      display_name: "WW-uitkeringen"
      unit: TARGET_UNIT_PERSON
      value: 900
      high_value: 950
      changes {
        baseline_date { year: 2023 month: 1 day: 1 }
        change: -50
      }
    }
    repeat_count: 6)pb");
}

TEST_F(LedgerCommands, ShowsAllOfATargetsProgress) {
  server_.Answer("GetProgress", SomeProgress());
  const CliRun run = Done({"targets", "progress", "activation", "--date=2026-06-30",
                           "--table=activering", "--unsuppressed"});
  ExpectAsked<v1::GetProgressRequest>("GetProgress", R"pb(
    name: "targets/activation"
    as_of_date { year: 2026 month: 6 day: 30 }
    work_table: "workTables/activering"
    unsuppressed: true
    language_code: "nl")pb");
  for (const char* part :
       {"targets/activation: 120 van 1.000 (12,0%)", "Wacht op een werktafel: 8",
        "dubbel geteld: 2", "4 bevestigde meldingen tellen niet: in work before",
        "Verwacht op deze dag: 500", "definitie versie 3",
        "240; in acht van de tien gevallen 200 tot 290 (uit 18 maanden)", "andere melding: 6",
        "zij-instromers: 30 (25,0%), ten minste 25,0%", "WW-uitkeringen: 900–950 personen",
        "sinds 1 jan 2023: -50", "onbekend", "< 5"}) {
    EXPECT_THAT(run.out, HasSubstr(part));
  }
  EXPECT_THAT(Done({"--lang=de", "targets", "progress", "activation"}).out,
              HasSubstr("in acht von zehn Fällen 200 bis 290"));
}

TEST_F(LedgerCommands, AProgressWithoutAGoalHasNoShare) {
  v1::Progress progress;
  progress.set_value(3);
  server_.Answer("GetProgress", progress);
  EXPECT_THAT(Done({"targets", "progress", "x"}).out, Not(HasSubstr("nan")));
}

TEST_F(LedgerCommands, ListsTargetsWithWhatTheSourcesLeaveOpen) {
  server_.Answer("ListTargets", Parse<v1::ListTargetsResponse>(R"pb(
                   targets {
                     name: "targets/activation"
                     display_name: "Activering"
                     definition_version: 3
                     goal: 1000
                     counting_rule: "een contract van twaalf uur of meer"
                     source: "Akkoord, 3.1"
                     assumptions: "dag ervoor is de kalenderdag"
                     conflicts: "1.000 in 3.1, 1.200 in bijlage 2"
                   })pb"));
  const CliRun plain = Done({"targets", "list"});
  EXPECT_THAT(plain.out, Not(HasSubstr("Aanname")));
  const CliRun verbose = Done({"targets", "list", "--verbose"});
  for (const char* part : {"een contract van twaalf uur", "Bron: Akkoord, 3.1",
                           "Aanname: dag ervoor", "Tegenspraak tussen bronnen: 1.000 in 3.1"}) {
    EXPECT_THAT(verbose.out, HasSubstr(part));
  }
}

TEST_F(LedgerCommands, ListsTheReportsBehindAFigure) {
  server_.Answer("ListCountedReports", Parse<v1::ListCountedReportsResponse>(R"pb(
                   reports {
                     report {
                       name: "reports/r-1"
                       placement {}
                     }
                     amount: 0.5
                   })pb"));
  const CliRun run = Done({"targets", "reports", "activation", "--part=possible-duplicates",
                           "--by=sector", "--cell=energy", "--share=side-entrants"});
  ExpectAsked<v1::ListCountedReportsRequest>("ListCountedReports", R"pb(
    target: "targets/activation"
    part: FIGURE_PART_POSSIBLE_DUPLICATES
    dimension: BREAKDOWN_DIMENSION_SECTOR
    cell: "energy"
    share: "side-entrants"
    page_size: 50)pb");
  EXPECT_THAT(run.out, HasSubstr("reports/r-1"));
  EXPECT_THAT(run.out, HasSubstr("plaatsing"));
  EXPECT_THAT(run.out, HasSubstr("0,5"));
}

TEST_F(LedgerCommands, ClosesShowsAndVerifies) {
  v1::Closing closing = Parse<v1::Closing>(R"pb(
    name: "closings/c-2"
    target: "targets/activation"
    restates: "closings/c-1"
    ledger_position: 4711
    changes {
      report: "reports/r-1"
      amount_before: 1
      state_before: REPORT_STATE_ACKNOWLEDGED
      state_after: REPORT_STATE_WITHDRAWN
      reason: "vergissing"
    })pb");
  *closing.mutable_progress() = SomeProgress();
  v1::ClosePeriodResponse published;
  *published.mutable_closing() = closing;
  server_.Answer("ClosePeriod", published);
  server_.Answer("GetClosing", closing);
  const CliRun closed = Done({"targets", "close", "activation", "--date=2026-06-30"});
  ExpectAsked<v1::ClosePeriodRequest>("ClosePeriod",
                                      R"pb(target: "targets/activation"
                                           as_of_date { year: 2026 month: 6 day: 30 })pb");
  const CliRun shown = Done({"targets", "closing", "c-2"});
  EXPECT_EQ(shown.out, closed.out);
  for (const char* part : {"closings/c-2", "Herziet closings/c-1.", "4711", "120 van 1.000",
                           "bevestigd → ingetrokken", "vergissing"}) {
    EXPECT_THAT(shown.out, HasSubstr(part));
  }
  v1::ListClosingsResponse list;
  *list.add_closings() = closing;
  server_.Answer("ListClosings", list);
  EXPECT_THAT(Done({"targets", "closings", "activation"}).out, HasSubstr("closings/c-2"));
  EXPECT_EQ(Asked<v1::ListClosingsRequest>("ListClosings").target(), "targets/activation");

  server_.Answer("VerifyClosing", Parse<v1::VerifyClosingResponse>(R"pb(identical: true
                                                                        entry_count: 99)pb"));
  server_.Answer("VerifyClosing", Parse<v1::VerifyClosingResponse>(R"pb(differences: "value")pb"));
  EXPECT_THAT(Done({"targets", "verify", "c-2"}).out, HasSubstr("precies zo uit (99 regels"));
  const CliRun differs = Overstap({"targets", "verify", "c-2"});
  EXPECT_EQ(differs.exit_code, 1);
  EXPECT_THAT(differs.out, HasSubstr("\n  value\n"));
}

v1::ExportResponse Chunk(const std::string& content) {
  v1::ExportResponse chunk;
  chunk.set_content(content);
  return chunk;
}

std::string ReadFile(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

TEST_F(LedgerCommands, ExportsByteForByte) {
  const std::string first = "\xEF\xBB\xBFnaam;uren\r\n";
  server_.Answer("Export", Chunk(first), Chunk(std::string("a\0b", 3)));
  const CliRun run = Done({"export", "work-tables", "--table=activering", "--date=2026-06-30"});
  EXPECT_EQ(run.out, first + std::string("a\0b", 3));
  ExpectAsked<v1::ExportRequest>("Export", R"pb(
    subject: EXPORT_SUBJECT_WORK_TABLES
    format: DOCUMENT_FORMAT_CSV
    as_of_date { year: 2026 month: 6 day: 30 }
    work_table: "workTables/activering"
    language_code: "nl")pb");
  const std::string file = dir_ / "reports.json";
  const CliRun written = Done({"export", "reports", "--format=json", "--out=" + file});
  EXPECT_EQ(ReadFile(file), first + std::string("a\0b", 3));
  EXPECT_EQ(written.out, "");
  EXPECT_EQ(server_.Asked<v1::ExportRequest>("Export")[1].format(), v1::DOCUMENT_FORMAT_JSON);
}

TEST_F(LedgerCommands, AnExportThatBreaksLeavesNoFile) {
  server_.AddScript("Export", {{Chunk("half").SerializeAsString()},
                               grpc::Status(grpc::StatusCode::UNAVAILABLE, "stops")});
  const std::string file = dir_ / "reports.csv";
  std::ofstream(file) << "before";
  EXPECT_EQ(Overstap({"export", "reports", "--out=" + file}).exit_code, 5);
  EXPECT_EQ(ReadFile(file), "before");
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
}

TEST_F(LedgerCommands, WritesTheNewsletterAndTheHalfYearlyReport) {
  v1::RenderNewsletterResponse newsletter;
  newsletter.mutable_document()->set_content("Nieuws\n");
  server_.Answer("RenderNewsletter", newsletter);
  v1::RenderHalfYearReportResponse half_year;
  half_year.mutable_document()->set_content("Nieuws\n");
  server_.Answer("RenderHalfYearReport", half_year);
  EXPECT_EQ(Done({"--lang=en", "export", "newsletter", "--format=text"}).out, "Nieuws\n");
  ExpectAsked<v1::RenderNewsletterRequest>("RenderNewsletter", R"pb(format: DOCUMENT_FORMAT_TEXT
                                                                    language_code: "en")pb");
  const std::string file = dir_ / "half.html";
  Done({"export", "half-year", "2026", "1", "--table=activering", "--out=" + file});
  EXPECT_EQ(ReadFile(file), "Nieuws\n");
  ExpectAsked<v1::RenderHalfYearReportRequest>("RenderHalfYearReport", R"pb(
    work_table: "workTables/activering"
    year: 2026
    half: 1
    language_code: "nl")pb");
}

TEST_F(LedgerCommands, RecordsAndListsPlacementChecks) {
  Done({"placement", "check", "pl-1", "--weeks=26", "--at-work=no", "--ended=2026-10-31",
        "--reason=person-left"});
  ExpectAsked<v1::RecordPlacementCheckRequest>("RecordPlacementCheck", R"pb(
    name: "placements/pl-1"
    weeks: 26
    at_work: false
    end_date { year: 2026 month: 10 day: 31 }
    end_reason: PLACEMENT_END_REASON_PERSON_LEFT)pb");
  server_.Answer("ListPlacementChecksDue", Parse<v1::ListPlacementChecksDueResponse>(R"pb(
                   checks {
                     placement {
                       name: "placements/pl-1"
                       job { employer: "Jansen" }
                     }
                     weeks: 13
                     due_date { year: 2026 month: 11 day: 1 }
                   })pb"));
  const CliRun due = Done({"placement", "checks-due", "--date=2026-12-31"});
  EXPECT_EQ(Asked<v1::ListPlacementChecksDueRequest>("ListPlacementChecksDue").as_of_date().day(),
            31);
  EXPECT_THAT(due.out, HasSubstr("Jansen"));
  EXPECT_THAT(due.out, HasSubstr("1 nov 2026"));
}

TEST_F(LedgerCommands, RecordsWhatEmployersAnswer) {
  Done({"introduction", "answer", "i-1", "--invited"});
  Done({"introduction", "answer", "i-2", "--declined=too-many", "--etag=e"});
  const auto answers = server_.Asked<v1::RecordEmployerAnswerRequest>("RecordEmployerAnswer");
  ASSERT_EQ(answers.size(), 2);
  EXPECT_EQ(answers[0].name(), "introductions/i-1");
  EXPECT_EQ(answers[0].answer(), v1::EMPLOYER_ANSWER_INVITED);
  EXPECT_EQ(answers[1].answer(), v1::EMPLOYER_ANSWER_DECLINED);
  EXPECT_EQ(answers[1].reason(), v1::EMPLOYER_DECLINE_REASON_TOO_MANY);
  EXPECT_EQ(answers[1].etag(), "e");
  server_.Answer("ListEmployerAnswering", Parse<v1::ListEmployerAnsweringResponse>(R"pb(
                   employers {
                     employer_organisation: "techtalent"
                     introduced_count: 40
                     invited_count: 12
                     introductions_per_opening: 8.5
                   }
                   employers { employer_organisation: "klein" is_hidden: true })pb"));
  const CliRun run = Done({"introduction", "answering", "--from=2026-07-01", "--to=2026-09-30"});
  ExpectAsked<v1::ListEmployerAnsweringRequest>("ListEmployerAnswering", R"pb(
    from_date { year: 2026 month: 7 day: 1 }
    to_date { year: 2026 month: 9 day: 30 }
    page_size: 50)pb");
  EXPECT_THAT(run.out, HasSubstr("techtalent"));
  EXPECT_THAT(run.out, HasSubstr("8,5"));
  EXPECT_THAT(run.out, HasSubstr("verborgen"));
}

TEST_F(LedgerCommands, RepliesForMachinesAreJson) {
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"report", "show", "r-1"},
           {"report", "list"},
           {"report", "withdraw", "r-1", "--reason=x"},
           {"report", "mend", "reports/r-1"},
           {"report", "discard", "d-1"},
           {"table", "show", "t"},
           {"table", "overview", "t"},
           {"table", "acknowledge", "r-1", "r-2"},
           {"table", "plan", "t", "--title=x", "--adopted=2026-01-01"},
           {"project", "show", "p"},
           {"project", "list"},
           {"project", "progress", "p"},
           {"project", "delete", "p"},
           {"targets", "list", "--verbose"},
           {"targets", "progress", "t"},
           {"targets", "reports", "t"},
           {"targets", "close", "t"},
           {"targets", "closings"},
           {"targets", "closing", "c"},
           {"export", "newsletter"},
           {"export", "half-year", "2026", "2"},
           {"placement", "check", "p", "--weeks=13", "--at-work=yes"},
           {"placement", "checks-due"},
           {"introduction", "answer", "i", "--invited"},
           {"introduction", "answering"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.begin(), "--json");
    const CliRun run = Done(arguments);
    EXPECT_TRUE(nlohmann::json::accept(run.out))
        << ::testing::PrintToString(command) << ": " << run.out;
  }
}

}  // namespace
}  // namespace overstap::cli
