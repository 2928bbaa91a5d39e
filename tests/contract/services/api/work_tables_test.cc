// What a work table keeps itself, who may write it, when it is active, and what is running there.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "tests/contract/services/api/api_server.h"
#include "tests/contract/services/api/table_region.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPlan[] =
    "action_plan { title: 'Plan 2026' adopted_date { year: 2026 month: 5 day: 1 } "
    "holder: 'UWV' reference: 'P-26' summary: 'Honderd mensen aan het werk' } ";

ApiServer::Metadata Of(const std::string& organisation, const std::string& role = "") {
  ApiServer::Metadata metadata{{"overstap-principal", "someone@" + organisation},
                               {"overstap-organisation", organisation}};
  if (!role.empty()) metadata["overstap-roles"] = role;
  return metadata;
}

std::string Table(const std::string& id) { return absl::StrCat("name: 'workTables/", id, "' "); }

std::string Date(const char* field, int year, int month, int day) {
  return absl::StrCat(field, " { year: ", year, " month: ", month, " day: ", day, " } ");
}

std::string Meeting(const std::string& id, int month, int day, const std::string& more = "") {
  return absl::StrCat("meeting { meeting_id: '", id, "' ", Date("meeting_date", 2026, month, day),
                      more, "} ");
}

class WorkTables : public testing::Test {
 protected:
  Outcome Make(const std::string& method, const std::string& request,
               const std::string& organisation = "han") {
    Outcome made = server_.Call(method, request, Of(organisation));
    EXPECT_TRUE(made.status.ok()) << method << " " << request << ": " << made;
    return made;
  }
  // The table, from whichever reply holds it.
  v1::WorkTable Set(const std::string& method, const std::string& request,
                    const std::string& organisation = "han") {
    const Outcome made = Make("WorkTableService." + method, request, organisation);
    if (!made.status.ok()) return {};
    if (method == "GetWorkTable") return made.As<v1::WorkTable>();
    const auto* field = made.reply->GetDescriptor()->FindFieldByName("work_table");
    return dynamic_cast<const v1::WorkTable&>(
        made.reply->GetReflection()->GetMessage(*made.reply, field));
  }
  v1::WorkTable Get(const std::string& id = "alfa") {
    return Set("GetWorkTable", Table(id), "somewhere");
  }
  v1::TableOverview Overview(const std::string& more = "", const std::string& id = "alfa") {
    return Make("WorkTableService.GetTableOverview", Table(id) + more, "somewhere")
        .As<v1::TableOverview>();
  }
  // Of 2026.
  v1::TableActivity Activity(int month, int day) {
    return Overview(Date("as_of_date", 2026, month, day)).activity();
  }
  static std::vector<std::string> Lacking(const v1::TableActivity& activity) {
    EXPECT_EQ(activity.active(), activity.lacking().empty());
    EXPECT_EQ(activity.work_table(), "workTables/alfa");
    return {activity.lacking().begin(), activity.lacking().end()};
  }
  static std::vector<std::string> MeetingIds(const v1::WorkTable& table) {
    std::vector<std::string> ids;
    for (const auto& meeting : table.meetings()) ids.push_back(meeting.meeting_id());
    return ids;
  }
  // Hours given on a day of 2026; returns the report's name.
  std::string Report(const std::string& table, int month, int day) {
    return Make("LedgerService.CreateReport",
                absl::StrCat("report { work_table: 'workTables/", table,
                             "' in_kind { partner: 'P' hours: 2 ",
                             Date("contribution_date", 2026, month, day), "} }"),
                "uwv")
        .Field("name");
  }
  void Acknowledge(const std::string& report) {
    Make("LedgerService.AcknowledgeReport", absl::StrCat("name: '", report, "'"), "cnv");
  }
  Outcome Try(const std::string& method, const std::string& request,
              const ApiServer::Metadata& as = Of("han")) {
    return server_.Call("WorkTableService." + method, request, as);
  }

  ApiServer server_{{.with_taxonomy = false, .adjust = InTableRegion}};
};

TEST_F(WorkTables, WhoSitsThereIsConfiguredWithWhatTheyStandFor) {
  const v1::WorkTable table = Get();
  EXPECT_EQ(table.name(), "workTables/alfa");
  EXPECT_EQ(table.display_name(), "Tafel Alfa");
  EXPECT_EQ(table.driver(), "UWV");
  EXPECT_THAT(table.members(), ElementsAre("HAN", "CNV"));
  ASSERT_EQ(table.seats_size(), 3);
  EXPECT_EQ(table.seats(0).organisation(), "uwv");
  EXPECT_EQ(table.seats(0).helix(), v1::HELIX_GOVERNMENT);
  EXPECT_TRUE(table.seats(0).is_driver());
  EXPECT_EQ(table.seats(1).display_name(), "HAN");
  EXPECT_EQ(table.seats(1).helix(), v1::HELIX_EDUCATION);
  EXPECT_FALSE(table.seats(1).is_driver());
  EXPECT_EQ(table.seats(2).helix(), v1::HELIX_BUSINESS);
  EXPECT_EQ(Get("beta").seats(0).helix(), v1::HELIX_UNSPECIFIED);
  EXPECT_FALSE(table.has_action_plan());
  EXPECT_FALSE(table.has_update_time());
  EXPECT_FALSE(table.etag().empty());
}

TEST_F(WorkTables, ThePlanIsSetAndReplacedAsAWhole) {
  const v1::WorkTable set = Set("SetActionPlan", Table("alfa") + kPlan);
  EXPECT_EQ(set.action_plan().title(), "Plan 2026");
  EXPECT_EQ(set.action_plan().adopted_date().month(), 5);
  EXPECT_TRUE(set.has_update_time());
  EXPECT_EQ(Get().DebugString(), set.DebugString());
  const v1::WorkTable replaced =
      Set("SetActionPlan", Table("alfa") + "action_plan { title: 'Plan 2027' " +
                               Date("adopted_date", 2026, 11, 1) + "}");
  EXPECT_EQ(replaced.action_plan().title(), "Plan 2027");
  EXPECT_EQ(replaced.action_plan().reference(), "");
  EXPECT_NE(replaced.etag(), set.etag());
  EXPECT_FALSE(Get("beta").has_action_plan());
}

TEST_F(WorkTables, MeetingsAreInOrderAndTheSameIdReplaces) {
  Set("RecordMeeting", Table("alfa") + Meeting("b", 6, 1));
  Set("RecordMeeting", Table("alfa") + Meeting("a", 9, 1));
  const v1::WorkTable table =
      Set("RecordMeeting",
          Table("alfa") + Meeting("c", 3, 1,
                                  "subject: 'Start' organisations: 'uwv' organisations: 'han' "
                                  "minutes_reference: 'N-1' "));
  EXPECT_THAT(MeetingIds(table), ElementsAre("c", "b", "a"));
  EXPECT_THAT(table.meetings(0).organisations(), ElementsAre("uwv", "han"));
  EXPECT_EQ(table.meetings(0).minutes_reference(), "N-1");
  EXPECT_THAT(MeetingIds(Set("RecordMeeting", Table("alfa") + Meeting("c", 10, 1))),
              ElementsAre("b", "a", "c"));
  EXPECT_THAT(MeetingIds(Set("RemoveMeeting", Table("alfa") + "meeting_id: 'a'")),
              ElementsAre("b", "c"));
  const Outcome gone = Try("RemoveMeeting", Table("alfa") + "meeting_id: 'a'");
  EXPECT_EQ(gone.code(), StatusCode::NOT_FOUND) << gone;
  EXPECT_THAT(MeetingIds(Get()), ElementsAre("b", "c"));
}

TEST_F(WorkTables, AMeetingWithoutAnIdGetsOne) {
  const auto table =
      Set("RecordMeeting", Table("alfa") + "meeting {" + Date("meeting_date", 2026, 6, 1) + "}");
  ASSERT_EQ(table.meetings_size(), 1);
  EXPECT_FALSE(table.meetings(0).meeting_id().empty());
}

TEST_F(WorkTables, ATableHasNoMoreThanItsMostMeetings) {
  constexpr int kMost = 500;
  for (int i = 0; i < kMost; ++i) {
    Set("RecordMeeting", Table("alfa") + Meeting(absl::StrCat("m-", i), 6, 1));
  }
  const Outcome full = Try("RecordMeeting", Table("alfa") + Meeting("one-more", 6, 1));
  EXPECT_EQ(full.code(), StatusCode::INVALID_ARGUMENT) << full;
  EXPECT_THAT(full.fields(), ElementsAre("meeting"));
  EXPECT_EQ(Set("RecordMeeting", Table("alfa") + Meeting("m-7", 7, 1)).meetings_size(), kMost);
}

TEST_F(WorkTables, GapsAreReplacedAsAWhole) {
  const auto set = Set("SetGaps", Table("alfa") +
                                      "gaps { kind: GAP_KIND_MONEY description: 'Bussen' "
                                      "amount_eur_cents: 250000 } "
                                      "gaps { kind: GAP_KIND_EXPERTISE description: 'ESF' }");
  ASSERT_EQ(set.gaps_size(), 2);
  EXPECT_EQ(set.gaps(0).amount_eur_cents(), 250'000);
  EXPECT_EQ(Get().DebugString(), set.DebugString());
  EXPECT_EQ(Set("SetGaps", Table("alfa")).gaps_size(), 0);
}

TEST_F(WorkTables, TheListShowsWhatEachKeeps) {
  Set("SetActionPlan", Table("alfa") + kPlan);
  Set("RecordMeeting", Table("beta") + Meeting("m", 6, 1));
  const auto listed = Make("LedgerService.ListWorkTables", "").As<v1::ListWorkTablesResponse>();
  ASSERT_EQ(listed.work_tables_size(), 2);
  EXPECT_EQ(listed.work_tables(0).DebugString(), Get("alfa").DebugString());
  EXPECT_EQ(listed.work_tables(1).DebugString(), Get("beta").DebugString());
}

TEST_F(WorkTables, OnlyThoseAtTheTableAndProgrammeManagementWrite) {
  const std::vector<std::pair<std::string, std::string>> writes = {
      {"SetActionPlan", Table("alfa") + kPlan},
      {"RecordMeeting", Table("alfa") + Meeting("m", 6, 1)},
      {"RemoveMeeting", Table("alfa") + "meeting_id: 'm'"},
      {"SetGaps", Table("alfa") + "gaps { kind: GAP_KIND_PARTNER description: 'MKB' }"}};
  const std::string before = Get().DebugString();
  for (const auto& [method, request] : writes) {
    // Connectr sits at another table; the role alone opens none.
    for (const char* role : {"work_table_member", "programme_manager"}) {
      const Outcome stranger = Try(method, request, Of("connectr", role));
      EXPECT_EQ(stranger.code(), StatusCode::PERMISSION_DENIED) << method << stranger;
      EXPECT_EQ(stranger.reason(), "NOT_AT_TABLE") << method;
    }
    EXPECT_EQ(Try(method, request, Of("uwv", "caseworker")).reason(), "ROLE_NOT_ALLOWED") << method;
    EXPECT_EQ(Get().DebugString(), before);
  }
  for (const auto& [method, request] : writes) {
    for (const auto& as : {Of("uwv", "work_table_member"), Of("cnv", "work_table_member"),
                           Of("kernteam", "programme_manager")}) {
      if (method == "RemoveMeeting") Set("RecordMeeting", Table("alfa") + Meeting("m", 6, 1));
      const Outcome written = Try(method, request, as);
      EXPECT_TRUE(written.status.ok()) << method << written;
    }
  }
}

TEST_F(WorkTables, EveryWrongFieldIsNamedAtOnce) {
  const std::string long_text(4'001, 'x');
  const std::string id = "request_id: 'no' name: 'x' ";
  const Outcome plan =
      Try("SetActionPlan", absl::StrCat(id, "action_plan { holder: '", long_text, "' reference: '",
                                        long_text, "' summary: '", long_text, "' }"));
  EXPECT_EQ(plan.code(), StatusCode::INVALID_ARGUMENT) << plan;
  EXPECT_THAT(plan.fields(),
              ElementsAre("action_plan.title", "action_plan.adopted_date", "action_plan.holder",
                          "action_plan.reference", "action_plan.summary", "request_id", "name"));
  EXPECT_THAT(Try("SetActionPlan", Table("alfa")).fields(), ElementsAre("action_plan"));
  const Outcome meeting =
      Try("RecordMeeting",
          absl::StrCat(id, "meeting { meeting_id: 'No 1' subject: '", long_text,
                       "' organisations: 'uwv' organisations: 'uwv' organisations: 'Jan de Vries' "
                       "organisations: '' minutes_reference: '",
                       long_text, "' }"));
  EXPECT_THAT(meeting.fields(), ElementsAre("meeting.meeting_id", "meeting.meeting_date",
                                            "meeting.subject", "meeting.organisations[1]",
                                            "meeting.organisations[2]", "meeting.organisations[3]",
                                            "meeting.minutes_reference", "request_id", "name"))
      << meeting;
  EXPECT_THAT(Try("RecordMeeting", Table("alfa") + Meeting("m", 11, 23)).fields(),
              ElementsAre("meeting.meeting_date"));
  EXPECT_THAT(Try("RecordMeeting", Table("alfa") + Meeting("m", 2, 30)).fields(),
              ElementsAre("meeting.meeting_date"));
  EXPECT_TRUE(Try("RecordMeeting", Table("alfa") + Meeting("m", 11, 22)).status.ok());
  EXPECT_THAT(Try("RemoveMeeting", id).fields(), ElementsAre("meeting_id", "request_id", "name"));
  const Outcome gaps =
      Try("SetGaps", absl::StrCat(id, "gaps { } gaps { kind: GAP_KIND_MONEY description: 'x' ",
                                  "amount_eur_cents: -1 } gaps { kind: GAP_KIND_PARTNER ",
                                  "description: '", long_text, "' amount_eur_cents: 1 }"));
  EXPECT_THAT(gaps.fields(),
              ElementsAre("gaps[0].kind", "gaps[0].description", "gaps[1].amount_eur_cents",
                          "gaps[2].description", "gaps[2].amount_eur_cents", "request_id", "name"))
      << gaps;
  std::string many = Table("alfa");
  for (int i = 0; i < 51; ++i) many += "gaps { kind: GAP_KIND_MONEY description: 'x' } ";
  EXPECT_THAT(Try("SetGaps", many).fields(), ElementsAre("gaps"));
  EXPECT_THAT(Try("GetTableOverview", "name: 'x'" + Date("as_of_date", 2026, 2, 30)).fields(),
              ElementsAre("as_of_date", "name"));
  EXPECT_THAT(Try("GetWorkTable", "").fields(), ElementsAre("name"));
}

TEST_F(WorkTables, ATableThatTheRegionDoesNotHaveIsNotFound) {
  for (const char* method : {"GetWorkTable", "GetTableOverview", "SetGaps"}) {
    EXPECT_EQ(Try(method, Table("gamma")).code(), StatusCode::NOT_FOUND) << method;
  }
  EXPECT_EQ(Try("SetActionPlan", Table("gamma") + kPlan).code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Try("RecordMeeting", Table("gamma") + Meeting("m", 6, 1)).code(),
            StatusCode::NOT_FOUND);
  EXPECT_EQ(Try("RemoveMeeting", Table("gamma") + "meeting_id: 'm'").code(), StatusCode::NOT_FOUND);
}

TEST_F(WorkTables, AWriteWithTheEtagThatWasReadGoesThroughOnce) {
  // Also the first one, of a table that kept nothing yet.
  const std::string etag = absl::StrCat("etag: '", Get().etag(), "' ");
  Set("SetActionPlan", Table("alfa") + kPlan + etag);
  const Outcome stale = Try("RecordMeeting", Table("alfa") + Meeting("m", 6, 1) + etag);
  EXPECT_EQ(stale.code(), StatusCode::ABORTED) << stale;
  EXPECT_EQ(stale.reason(), "ETAG_MISMATCH");
  Set("RecordMeeting",
      absl::StrCat(Table("alfa"), Meeting("m", 6, 1), "etag: '", Get().etag(), "'"));
}

TEST_F(WorkTables, ARepeatOfARequestIdGetsTheFirstAnswer) {
  const std::string request =
      absl::StrCat(Table("alfa"), "meeting {", Date("meeting_date", 2026, 6, 1),
                   "} request_id: '7b7d9c0e-8f3b-4f5e-9d55-0123456789ab'");
  const v1::WorkTable first = Set("RecordMeeting", request);
  EXPECT_EQ(Set("RecordMeeting", request).DebugString(), first.DebugString());
  EXPECT_EQ(Get().meetings_size(), 1);
}

TEST_F(WorkTables, WhatIsKeptSurvivesARestart) {
  Set("SetActionPlan", Table("alfa") + kPlan);
  Set("RecordMeeting", Table("alfa") + Meeting("m", 6, 1));
  Report("alfa", 11, 1);
  const std::string before = Overview().DebugString();
  server_.Restart();
  EXPECT_EQ(Overview().DebugString(), before);
}

TEST_F(WorkTables, ATableIsActiveByPlanHelixesAndMeetingAndLapsesAfterTwoQuarters) {
  EXPECT_THAT(Lacking(Activity(2, 28)),
              ElementsAre("helix business", "action_plan", "meeting or report"));
  Set("SetActionPlan", Table("alfa") + kPlan);
  Set("RecordMeeting", Table("alfa") + Meeting("m", 5, 20));
  // The CNV brings business in on the first of March; the plan is of the first of May.
  EXPECT_THAT(Lacking(Activity(2, 28)),
              ElementsAre("helix business", "action_plan", "meeting or report"));
  EXPECT_THAT(Lacking(Activity(3, 1)), ElementsAre("action_plan", "meeting or report"));
  EXPECT_THAT(Lacking(Activity(5, 19)), ElementsAre("meeting or report"));
  EXPECT_THAT(Lacking(Activity(5, 20)), IsEmpty());
  EXPECT_THAT(Lacking(Activity(11, 19)), IsEmpty());
  EXPECT_THAT(Lacking(Activity(11, 20)), ElementsAre("meeting or report"));
  const auto progress =
      Make("LedgerService.GetProgress",
           "name: 'targets/work-tables'" + Date("as_of_date", 2026, 11, 19), "uwv")
          .As<v1::Progress>();
  EXPECT_EQ(progress.value(), 1);
  // Taken out, it never was.
  Set("RemoveMeeting", Table("alfa") + "meeting_id: 'm'");
  EXPECT_THAT(Lacking(Activity(5, 20)), ElementsAre("meeting or report"));
}

TEST_F(WorkTables, AnAcknowledgedReportKeepsATableActiveToo) {
  Set("SetActionPlan", Table("alfa") + kPlan);
  const std::string report = Report("alfa", 10, 1);
  EXPECT_THAT(Lacking(Overview().activity()), ElementsAre("meeting or report"));
  Acknowledge(report);
  EXPECT_THAT(Lacking(Overview().activity()), IsEmpty());
  EXPECT_EQ(Overview("", "beta").activity().lacking_size(), 4);
}

TEST_F(WorkTables, TheOverviewCountsWhatWaitsAndWhatWasAcknowledged) {
  EXPECT_EQ(Overview().waiting_report_count(), 0);
  EXPECT_FALSE(Overview().has_oldest_waiting_date());
  const std::string first = Report("alfa", 10, 1);
  server_.Advance(absl::Hours(48));
  const std::string second = Report("alfa", 10, 1);
  Report("beta", 10, 1);
  EXPECT_EQ(Overview().waiting_report_count(), 2);
  EXPECT_EQ(Overview().oldest_waiting_date().day(), 22);
  Acknowledge(first);
  EXPECT_EQ(Overview().waiting_report_count(), 1);
  EXPECT_EQ(Overview().oldest_waiting_date().day(), 24);
  EXPECT_EQ(Overview().acknowledged_report_count(), 1);
  Make("LedgerService.RejectReport", absl::StrCat("name: '", second, "' reason: 'dubbel'"), "cnv");
  const v1::TableOverview overview = Overview();
  EXPECT_EQ(overview.waiting_report_count(), 0);
  EXPECT_FALSE(overview.has_oldest_waiting_date());
  EXPECT_EQ(overview.acknowledged_report_count(), 1);
  EXPECT_EQ(Overview("", "beta").waiting_report_count(), 1);
  EXPECT_EQ(Overview("", "beta").acknowledged_report_count(), 0);
  server_.Restart();
  EXPECT_EQ(Overview().DebugString(), overview.DebugString());
}

TEST_F(WorkTables, TheOverviewHasTheProjectsThatRunThereThatDay) {
  const auto project = [this](const std::string& id, const std::string& more) {
    Make("ProjectService.CreateProject",
         absl::StrCat("project { name: 'projects/", id,
                      "' display_name: 'P' goal: 'g' target_group: 't' ", more, "}"),
         "uwv");
  };
  const std::string at_alfa = "work_tables: 'workTables/alfa' ";
  const std::string at_beta = "work_tables: 'workTables/beta' ";
  project("c", at_alfa + at_beta + Date("start_date", 2026, 1, 1));
  project("a", at_alfa + Date("start_date", 2026, 1, 1) + Date("end_date", 2026, 6, 30) +
                   "gaps { kind: GAP_KIND_PARTNER description: 'MKB' } "
                   "links { project: 'projects/c' description: 'zelfde zaal' }");
  project("b", at_beta + Date("start_date", 2026, 1, 1));
  project("d", at_alfa + Date("start_date", 2026, 7, 1));
  const auto running = [this](int month, int day, const std::string& table = "alfa") {
    std::vector<std::string> names;
    const auto overview = Overview(Date("as_of_date", 2026, month, day), table);
    EXPECT_EQ(overview.as_of_date().day(), day);
    for (const v1::Project& each : overview.projects()) names.push_back(each.name());
    return names;
  };
  EXPECT_THAT(running(6, 30), ElementsAre("projects/a", "projects/c"));
  EXPECT_THAT(running(7, 1), ElementsAre("projects/c", "projects/d"));
  EXPECT_THAT(running(7, 1, "beta"), ElementsAre("projects/b", "projects/c"));
  const v1::TableOverview overview = Overview(Date("as_of_date", 2026, 6, 30));
  EXPECT_EQ(overview.projects(0).gaps(0).description(), "MKB");
  EXPECT_EQ(overview.projects(0).links(0).project(), "projects/c");
  EXPECT_EQ(overview.projects(1).links(0).project(), "projects/a");
}

}  // namespace
}  // namespace overstap
