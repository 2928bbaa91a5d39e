// Projects: who writes them, what they link to, and their progress as the ledger has it.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/project_service.pb.h"
#include "overstap/v1/report.pb.h"
#include "tests/contract/services/api/api_server.h"
#include "tests/contract/services/api/table_region.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kRequestId[] = " request_id: '7b7d9c0e-8f3b-4f5e-9d55-0123456789ab'";

ApiServer::Metadata Of(const std::string& organisation, const std::string& role = "") {
  ApiServer::Metadata metadata{{"overstap-principal", "someone@" + organisation},
                               {"overstap-organisation", organisation}};
  if (!role.empty()) metadata["overstap-roles"] = role;
  return metadata;
}

std::string Date(const char* field, int year, int month, int day) {
  return absl::StrCat(field, " { year: ", year, " month: ", month, " day: ", day, " } ");
}

// Later values overwrite earlier ones; lists grow.
std::string Project(const std::string& id, const std::string& more = "") {
  return absl::StrCat("project { ", id.empty() ? "" : absl::StrCat("name: 'projects/", id, "' "),
                      "display_name: 'Zij-instroom' goal: 'Dertig monteurs' ",
                      "target_group: 'Mensen uit krimpberoepen' work_tables: 'workTables/alfa' ",
                      Date("start_date", 2026, 1, 1), more, "} ");
}

class Projects : public testing::Test {
 protected:
  Outcome Try(const std::string& method, const std::string& request,
              const ApiServer::Metadata& as = Of("gelders-vakmanschap")) {
    return server_.Call("ProjectService." + method, request, as);
  }
  v1::Project Make(const std::string& method, const std::string& request,
                   const ApiServer::Metadata& as = Of("gelders-vakmanschap")) {
    const Outcome made = Try(method, request, as);
    EXPECT_TRUE(made.status.ok()) << method << " " << request << ": " << made;
    return made.status.ok() ? made.As<v1::Project>() : v1::Project();
  }
  v1::Project Get(const std::string& id) {
    return Make("GetProject", absl::StrCat("name: 'projects/", id, "'"));
  }
  v1::Project Update(const std::string& id, const std::string& fields, const std::string& mask,
                     const ApiServer::Metadata& as = Of("gelders-vakmanschap")) {
    return Make("UpdateProject", Updating(id, fields, mask), as);
  }
  static std::string Updating(const std::string& id, const std::string& fields,
                              const std::string& mask) {
    return absl::StrCat("project { name: 'projects/", id, "' ", fields, "} update_mask { paths: '",
                        mask, "' }");
  }
  Outcome Delete(const std::string& id, const ApiServer::Metadata& as = Of("gelders-vakmanschap")) {
    return Try("DeleteProject", absl::StrCat("name: 'projects/", id, "'"), as);
  }
  std::vector<std::string> List(const std::string& filter) {
    const Outcome page = Try("ListProjects", filter);
    EXPECT_TRUE(page.status.ok()) << page;
    std::vector<std::string> names;
    for (const auto& each : page.As<v1::ListProjectsResponse>().projects()) {
      names.push_back(each.name());
    }
    return names;
  }
  // `other` → description.
  std::map<std::string, std::string> Links(const std::string& id) {
    std::map<std::string, std::string> links;
    const v1::Project project = Get(id);
    for (const auto& link : project.links()) links[link.project()] = link.description();
    return links;
  }

  ApiServer server_{{.with_taxonomy = false, .adjust = InTableRegion}};
};

TEST_F(Projects, WhatIsCreatedIsReadAtOnceAndSurvivesARestart) {
  const v1::Project made =
      Make("CreateProject",
           Project("zij",
                   "programmes: 'via-t' targets: 'targets/activation' partners: 'alliander' "
                   "funding { funding_scheme: 'slim' amount_eur_cents: 5000000 is_granted: true } "
                   "contact { display_name: 'Projectbureau' email: 'bureau@voorbeeld.nl' "
                   "phone: '+31 26 123 45 67' url: 'https://voorbeeld.nl/zij' } "
                   "gaps { kind: GAP_KIND_MONEY description: 'Bus' amount_eur_cents: 100 } " +
                       Date("end_date", 2026, 12, 31)));
  EXPECT_EQ(made.name(), "projects/zij");
  EXPECT_EQ(made.organisation(), "gelders-vakmanschap");
  EXPECT_TRUE(made.funding(0).is_granted());
  EXPECT_FALSE(made.etag().empty());
  EXPECT_TRUE(made.has_create_time());
  EXPECT_EQ(Get("zij").DebugString(), made.DebugString());
  EXPECT_EQ(Try("CreateProject", Project("zij")).code(), StatusCode::ALREADY_EXISTS);
  server_.Restart();
  EXPECT_EQ(Get("zij").DebugString(), made.DebugString());
}

TEST_F(Projects, AProjectWithoutANameGetsOneThatIsNotGuessed) {
  std::set<std::string> names;
  for (int i = 0; i < 3; ++i) names.insert(Make("CreateProject", Project("")).name());
  EXPECT_EQ(names.size(), 3U);
  EXPECT_EQ(names.count("projects/"), 0U);
}

TEST_F(Projects, AnUpdateChangesWhatItsMaskNames) {
  const v1::Project made = Make("CreateProject", Project("zij", "partners: 'alliander' "));
  const v1::Project updated = Update("zij", "goal: 'Veertig monteurs' partners: 'dnv' ", "goal");
  EXPECT_EQ(updated.goal(), "Veertig monteurs");
  EXPECT_THAT(updated.partners(), ElementsAre("alliander"));
  EXPECT_NE(updated.etag(), made.etag());
  // Without a mask all that can change.
  const v1::Project whole = Make("UpdateProject", Project("zij", "goal: 'Vijftig' "));
  EXPECT_EQ(whole.goal(), "Vijftig");
  EXPECT_EQ(whole.partners_size(), 0);
  EXPECT_EQ(whole.organisation(), "gelders-vakmanschap");
  EXPECT_EQ(Make("UpdateProject", Project("zij", "goal: 'Vijftig' ")).DebugString(),
            whole.DebugString());
  EXPECT_EQ(Try("UpdateProject", Project("none")).code(), StatusCode::NOT_FOUND);
  EXPECT_THAT(Try("UpdateProject", Updating("zij", "", "none")).fields(),
              ElementsAre("update_mask"));
}

TEST_F(Projects, AnUpdateWithTheEtagThatWasReadGoesThroughOnce) {
  const v1::Project made = Make("CreateProject", Project("zij"));
  const std::string update =
      Project("zij", absl::StrCat("goal: 'Veertig' etag: '", made.etag(), "' "));
  Make("UpdateProject", update);
  const Outcome stale = Try("UpdateProject", update);
  EXPECT_EQ(stale.code(), StatusCode::ABORTED) << stale;
  EXPECT_EQ(stale.reason(), "ETAG_MISMATCH");
  const std::string name = "name: 'projects/zij' etag: '";
  EXPECT_EQ(Try("DeleteProject", absl::StrCat(name, made.etag(), "'")).reason(), "ETAG_MISMATCH");
  EXPECT_TRUE(Try("DeleteProject", absl::StrCat(name, Get("zij").etag(), "'")).status.ok());
}

TEST_F(Projects, ARepeatOfARequestIdGetsTheFirstAnswer) {
  const v1::Project first = Make("CreateProject", Project("") + kRequestId);
  EXPECT_EQ(Make("CreateProject", Project("") + kRequestId).DebugString(), first.DebugString());
  EXPECT_THAT(List(""), ElementsAre(first.name()));
  EXPECT_FALSE(Try("CreateProject", Project("other") + kRequestId).status.ok());
}

TEST_F(Projects, TheListIsByNameAndFiltered) {
  Make("CreateProject", Project("c", "programmes: 'via-t' "));
  Make("CreateProject", Project("a", "work_tables: 'workTables/beta' "));
  Make("CreateProject", Project("b", Date("end_date", 2026, 6, 30)));
  EXPECT_THAT(List(""), ElementsAre("projects/a", "projects/b", "projects/c"));
  EXPECT_THAT(List("work_table: 'workTables/beta'"), ElementsAre("projects/a"));
  EXPECT_THAT(List("programme: 'via-t'"), ElementsAre("projects/c"));
  EXPECT_THAT(List(Date("running_on_date", 2026, 6, 30)),
              ElementsAre("projects/a", "projects/b", "projects/c"));
  EXPECT_THAT(List(Date("running_on_date", 2026, 7, 1)), ElementsAre("projects/a", "projects/c"));
  EXPECT_THAT(List(Date("running_on_date", 2025, 12, 31)), IsEmpty());
  const Outcome page = Try("ListProjects", "page_size: 2");
  EXPECT_EQ(page.As<v1::ListProjectsResponse>().projects_size(), 2);
  EXPECT_THAT(List(absl::StrCat("page_token: '", page.Field("next_page_token"), "'")),
              ElementsAre("projects/c"));
  EXPECT_THAT(Try("ListProjects", "work_table: 'workTables/none' programme: 'none' " +
                                      Date("running_on_date", 2026, 2, 30))
                  .fields(),
              ElementsAre("work_table", "programme", "running_on_date"));
}

TEST_F(Projects, EveryWrongFieldIsNamedAtOnce) {
  const std::string long_text(2'001, 'x');
  const Outcome wrong =
      Try("CreateProject",
          absl::StrCat("project { display_name: '", long_text, "' goal: '", long_text,
                       "' target_group: '", long_text,
                       "' work_tables: 'workTables/none' work_tables: 'workTables/alfa' ",
                       "work_tables: 'workTables/alfa' programmes: 'none' ",
                       "funding { funding_scheme: 'none' amount_eur_cents: -1 } ",
                       Date("start_date", 2026, 6, 1), Date("end_date", 2026, 5, 31),
                       "contact { email: 'jan' phone: 'bel mij' url: 'javascript:alert(1)' } ",
                       "partners: 'Jan de Vries' partners: 'dnv' partners: 'dnv' ",
                       "links { project: 'projects/none' description: '", long_text,
                       "' } links { project: 'x' } gaps { } targets: 'targets/none' targets: 'x' "
                       "organisation: '",
                       long_text, "' }"));
  EXPECT_EQ(wrong.code(), StatusCode::INVALID_ARGUMENT) << wrong;
  EXPECT_THAT(
      wrong.fields(),
      ElementsAre("project.display_name", "project.goal", "project.target_group",
                  "project.work_tables[0]", "project.work_tables[2]", "project.programmes[0]",
                  "project.funding[0].funding_scheme", "project.funding[0].amount_eur_cents",
                  "project.end_date", "project.contact.display_name", "project.contact.email",
                  "project.contact.phone", "project.contact.url", "project.partners[0]",
                  "project.partners[2]", "project.links[0].description", "project.links[0].project",
                  "project.links[1].project", "project.gaps[0].kind", "project.gaps[0].description",
                  "project.targets[0]", "project.targets[1]", "project.organisation"))
      << wrong;
  EXPECT_THAT(Try("CreateProject", "project { name: 'projects/x' }").fields(),
              ElementsAre("project.display_name", "project.goal", "project.target_group",
                          "project.work_tables", "project.start_date"));
  EXPECT_THAT(Try("CreateProject", "project { name: 'x' } request_id: 'x'").fields(),
              ElementsAre("project.name", "request_id"));
  EXPECT_THAT(Try("CreateProject", "").fields(), ElementsAre("project"));
  Make("CreateProject", Project("zij"));
  // An update is judged as a whole, with what it leaves.
  EXPECT_THAT(
      Try("UpdateProject", Updating("zij", Date("end_date", 2025, 12, 31), "end_date")).fields(),
      ElementsAre("project.end_date"));
  EXPECT_THAT(Try("UpdateProject", "request_id: 'x'").fields(),
              ElementsAre("project.name", "request_id"));
  EXPECT_THAT(Try("DeleteProject", "name: 'x' request_id: 'x'").fields(),
              ElementsAre("name", "request_id"));
  EXPECT_THAT(Try("GetProject", "name: 'x'").fields(), ElementsAre("name"));
  EXPECT_THAT(Try("GetProjectProgress", "name: 'x' " + Date("as_of_date", 2026, 2, 30)).fields(),
              ElementsAre("as_of_date", "name"));
}

TEST_F(Projects, AreWrittenByTheirKeeperThoseAtTheirTablesAndProgrammeManagement) {
  const v1::Project made = Make("CreateProject", Project("zij"));
  // Connectr sits at another table.
  for (const char* role : {"platform", "caseworker", "work_table_member", "programme_manager"}) {
    const auto stranger = Of("connectr", role);
    for (const Outcome& refused :
         {Try("UpdateProject", Updating("zij", "goal: 'Anders'", "goal"), stranger),
          Delete("zij", stranger)}) {
      EXPECT_EQ(refused.code(), StatusCode::PERMISSION_DENIED) << role << refused;
      EXPECT_EQ(refused.reason(), "NOT_YOUR_PROJECT") << role;
    }
    // Everyone here may read.
    EXPECT_EQ(Make("GetProject", "name: 'projects/zij'", stranger).DebugString(),
              made.DebugString());
  }
  EXPECT_EQ(Try("GetProject", "name: 'projects/zij'", Of("de-linde", "employer")).reason(),
            "ROLE_NOT_ALLOWED");
  EXPECT_EQ(Update("zij", "goal: 'a'", "goal").goal(), "a");
  EXPECT_EQ(Update("zij", "goal: 'b'", "goal", Of("cnv", "work_table_member")).goal(), "b");
  EXPECT_EQ(Update("zij", "goal: 'c'", "goal", Of("kernteam", "programme_manager")).goal(), "c");
  EXPECT_EQ(Get("zij").organisation(), "gelders-vakmanschap");
  // The table's place goes with the table.
  Update("zij", "work_tables: 'workTables/beta'", "work_tables", Of("cnv", "work_table_member"));
  EXPECT_EQ(Delete("zij", Of("cnv", "work_table_member")).reason(), "NOT_YOUR_PROJECT");
  EXPECT_TRUE(Delete("zij", Of("connectr", "work_table_member")).status.ok());
}

TEST_F(Projects, AreKeptByTheCallersOrganisationForGood) {
  const std::string for_dnv = Project("zij", "organisation: 'dnv' ");
  for (const auto& as : {Of("gelders-vakmanschap"), Of("cnv", "work_table_member")}) {
    const Outcome refused = Try("CreateProject", for_dnv, as);
    EXPECT_EQ(refused.code(), StatusCode::PERMISSION_DENIED) << refused;
    EXPECT_EQ(refused.reason(), "NOT_YOUR_PROJECT");
  }
  EXPECT_EQ(Make("CreateProject", for_dnv, Of("kernteam", "programme_manager")).organisation(),
            "dnv");
  const Outcome taken =
      Try("UpdateProject", Updating("zij", "organisation: 'kernteam'", "organisation"),
          Of("kernteam", "programme_manager"));
  EXPECT_EQ(taken.code(), StatusCode::INVALID_ARGUMENT) << taken;
  EXPECT_THAT(taken.fields(), ElementsAre("project.organisation"));
  EXPECT_EQ(
      Make("CreateProject", Project("eigen", "organisation: 'dnv' "), Of("dnv")).organisation(),
      "dnv");
}

TEST_F(Projects, ALinkIsSeenFromBothEnds) {
  Make("CreateProject", Project("a"));
  Make("CreateProject", Project("b", "links { project: 'projects/a' description: 'zaal' } "),
       Of("dnv"));
  EXPECT_EQ(Links("a"), (std::map<std::string, std::string>{{"projects/b", "zaal"}}));
  EXPECT_THAT(Try("UpdateProject",
                  Updating("a", "links { project: 'projects/a' } links { project: 'projects/no' }",
                           "links"))
                  .fields(),
              ElementsAre("project.links[0].project", "project.links[1].project"));
  Update("a", "links { project: 'projects/b' description: 'bus' }", "links");
  EXPECT_EQ(Links("b"), (std::map<std::string, std::string>{{"projects/a", "bus"}}));
  server_.Restart();
  EXPECT_EQ(Links("b"), (std::map<std::string, std::string>{{"projects/a", "bus"}}));
  EXPECT_TRUE(Delete("b", Of("dnv")).status.ok());
  EXPECT_THAT(Links("a"), IsEmpty());
}

TEST_F(Projects, WhatIsDeletedIsGone) {
  Make("CreateProject", Project("zij"));
  EXPECT_TRUE(Delete("zij").status.ok());
  EXPECT_EQ(Try("GetProject", "name: 'projects/zij'").code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Try("GetProjectProgress", "name: 'projects/zij'").code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Delete("zij").code(), StatusCode::NOT_FOUND);
  EXPECT_THAT(List(""), IsEmpty());
}

// ---- progress ----

class ProjectReports : public Projects {
 protected:
  void SetUp() override {
    Make("CreateProject", Project("zij", "targets: 'targets/contacts' "));
    Make("CreateProject", Project("leeg"));
  }
  // Returns the report's name.
  std::string Report(const std::string& subject, const std::string& organisation = "uwv",
                     const std::string& table = "alfa") {
    const Outcome made = server_.Call("LedgerService.CreateReport",
                                      absl::StrCat("report { work_table: 'workTables/", table,
                                                   "' project: 'projects/zij' ", subject, "}"),
                                      Of(organisation));
    EXPECT_TRUE(made.status.ok()) << made;
    return made.Field("name");
  }
  std::string Placement(const std::string& key, int month, const std::string& sector = "energy",
                        const std::string& organisation = "uwv") {
    return Report(absl::StrCat("linkage_key: '", key, "' placement { sector: '", sector,
                               "' contract_kind: CONTRACT_KIND_PERMANENT hours_per_week_after: 32 ",
                               Date("start_date", 2026, month, 2), "} "),
                  organisation);
  }
  void Acknowledge(const std::string& report) {
    const Outcome done = server_.Call("LedgerService.AcknowledgeReport",
                                      absl::StrCat("name: '", report, "'"), Of("cnv"));
    EXPECT_TRUE(done.status.ok()) << done;
  }
  v1::ProjectProgress Progress(const ApiServer::Metadata& as = Of("kernteam", "programme_manager"),
                               const std::string& more = "", const std::string& id = "zij") {
    const Outcome read =
        Try("GetProjectProgress", absl::StrCat("name: 'projects/", id, "' ", more), as);
    EXPECT_TRUE(read.status.ok()) << read;
    return read.As<v1::ProjectProgress>();
  }
  static const v1::ProjectFigure& Figure(const v1::ProjectProgress& progress,
                                         const std::string& kind) {
    for (const auto& figure : progress.figures()) {
      if (figure.kind() == kind) return figure;
    }
    ADD_FAILURE() << "no " << kind << " in " << progress.DebugString();
    static const v1::ProjectFigure kNone;
    return kNone;
  }
};

TEST_F(ProjectReports, AreCountedKindByKind) {
  EXPECT_THAT(Progress().figures(), IsEmpty());
  for (const char* key : {"a", "a", "b"}) Acknowledge(Placement(key, 3));
  Placement("c", 3);
  Acknowledge(
      Report("in_kind { partner: 'P' hours: 2.5 " + Date("contribution_date", 2026, 3, 1) + "} "));
  Acknowledge(
      Report("contact_event { event_id: 'dag' count_basis: COUNT_BASIS_SCAN "
             "bands { age_band: '16-18' head_count: 300 } " +
             Date("event_date", 2026, 3, 1) + "} "));
  Acknowledge(
      Report("contact_event { event_id: 'dag' count_basis: COUNT_BASIS_TICKETS "
             "bands { age_band: '16-18' head_count: 280 } " +
             Date("event_date", 2026, 3, 1) + "} "));
  const v1::ProjectProgress progress = Progress();
  EXPECT_EQ(progress.project(), "projects/zij");
  EXPECT_EQ(progress.as_of_date().day(), 22);
  EXPECT_GT(progress.ledger_position(), 0);
  ASSERT_EQ(progress.figures_size(), 3) << progress.DebugString();
  EXPECT_EQ(Figure(progress, "placement").acknowledged_count(), 3);
  EXPECT_EQ(Figure(progress, "placement").waiting_count(), 1);
  EXPECT_EQ(Figure(progress, "placement").value(), 2);
  EXPECT_EQ(Figure(progress, "in_kind").value(), 2.5);
  EXPECT_EQ(Figure(progress, "contact_event").acknowledged_count(), 2);
  EXPECT_EQ(Figure(progress, "contact_event").value(), 280);
  EXPECT_THAT(Progress(Of("kernteam", "programme_manager"), "", "leeg").figures(), IsEmpty());
  server_.Restart();
  EXPECT_EQ(Progress().DebugString(), progress.DebugString());
}

TEST_F(ProjectReports, CountUpToTheDayThatIsAskedFor) {
  Acknowledge(Placement("a", 3));
  Acknowledge(Placement("b", 4));
  const auto until = [this](int month, int day) {
    return Progress(Of("kernteam", "programme_manager"), Date("as_of_date", 2026, month, day));
  };
  EXPECT_THAT(until(3, 1).figures(), IsEmpty());
  EXPECT_EQ(Figure(until(3, 2), "placement").value(), 1);
  EXPECT_EQ(Figure(until(4, 2), "placement").value(), 2);
}

TEST_F(ProjectReports, SayWhatTheyCountForTargetsByThemselves) {
  for (const char* key : {"a", "a", "b"}) Acknowledge(Placement(key, 3));
  Acknowledge(Placement("c", 3, "food"));
  Placement("d", 3);
  const v1::ProjectProgress progress = Progress();
  // What it works on is there, however little it counts.
  ASSERT_EQ(progress.targets_size(), 2) << progress.DebugString();
  EXPECT_EQ(progress.targets(0).target(), "targets/activation");
  EXPECT_EQ(progress.targets(0).value(), 2);
  EXPECT_EQ(progress.targets(1).target(), "targets/contacts");
  EXPECT_TRUE(progress.targets(1).has_value());
  EXPECT_EQ(progress.targets(1).value(), 0);
}

TEST_F(ProjectReports, SmallCountsOfPeopleAreHiddenFromWhoMayNotSeeEachReport) {
  for (const char* key : {"a", "b", "c", "d"}) Acknowledge(Placement(key, 3));
  Placement("e", 3);
  Acknowledge(
      Report("in_kind { partner: 'P' hours: 2 " + Date("contribution_date", 2026, 3, 1) + "} "));
  for (const auto& as : {Of("uwv"), Of("cnv", "work_table_member"), Of("kernteam", "auditor"),
                         Of("kernteam", "programme_manager"), Of("x", "operator")}) {
    const v1::ProjectProgress progress = Progress(as);
    EXPECT_EQ(Figure(progress, "placement").value(), 4);
    EXPECT_EQ(Figure(progress, "placement").acknowledged_count(), 4);
    EXPECT_EQ(Figure(progress, "placement").waiting_count(), 1);
    EXPECT_EQ(progress.targets(0).value(), 4);
  }
  for (const auto& as : {Of("dnv"), Of("connectr", "work_table_member")}) {
    const v1::ProjectProgress progress = Progress(as);
    EXPECT_FALSE(Figure(progress, "placement").has_value());
    EXPECT_FALSE(Figure(progress, "placement").has_acknowledged_count());
    EXPECT_FALSE(Figure(progress, "placement").has_waiting_count());
    EXPECT_FALSE(progress.targets(0).has_value());
    // Hours are no people.
    EXPECT_EQ(Figure(progress, "in_kind").value(), 2);
    EXPECT_EQ(Figure(progress, "in_kind").acknowledged_count(), 1);
  }
  Acknowledge(Placement("f", 3));
  const v1::ProjectProgress enough = Progress(Of("dnv"));
  EXPECT_EQ(Figure(enough, "placement").value(), 5);
  EXPECT_EQ(Figure(enough, "placement").acknowledged_count(), 5);
  EXPECT_FALSE(Figure(enough, "placement").has_waiting_count());
  EXPECT_EQ(enough.targets(0).value(), 5);
}

TEST_F(ProjectReports, KeepTheProjectFromBeingDeleted) {
  const std::string report = Placement("a", 3);
  const Outcome waiting = Delete("zij");
  EXPECT_EQ(waiting.code(), StatusCode::FAILED_PRECONDITION) << waiting;
  EXPECT_EQ(waiting.reason(), "IN_USE");
  // Also when it counts nowhere any more.
  ASSERT_TRUE(server_
                  .Call("LedgerService.RejectReport",
                        absl::StrCat("name: '", report, "' reason: 'dubbel'"), Of("cnv"))
                  .status.ok());
  EXPECT_EQ(Delete("zij").reason(), "IN_USE");
  server_.Restart();
  EXPECT_EQ(Delete("zij").reason(), "IN_USE");
  EXPECT_EQ(Update("zij", Date("end_date", 2026, 11, 22), "end_date").end_date().day(), 22);
  EXPECT_TRUE(Delete("leeg").status.ok());
}

}  // namespace
}  // namespace overstap
