// Documents and exports as callers get them: by role, with the audit log told before anything
// leaves, and in pieces where they are large.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/document_service.grpc.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "services/audit/audit_log.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

ApiServer::Metadata As(const std::string& organisation, const std::string& role) {
  return {{"overstap-principal", "someone@" + organisation},
          {"overstap-organisation", organisation},
          {"overstap-roles", role}};
}

// What an export came to.
struct Exported {
  grpc::Status status;
  std::string content_type;
  std::string file_name;
  std::string content;
  size_t chunks = 0;
  size_t largest_chunk = 0;
};

class Documents : public testing::Test {
 protected:
  Outcome Make(const std::string& method, const std::string& request,
               const ApiServer::Metadata& as = As("uwv", "caseworker")) {
    Outcome made = server_.Call(method, request, as);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }

  // A placement of UWV's, reported to the table `activering` and acknowledged by a union.
  void ReportPlacement(int number) {
    const std::string person = absl::StrCat("p-", number);
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/", person, "' ", kPerson,
                      " hours_per_week_now: 0 }"));
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v-", number, "' ", kVacancy, "}"));
    Make("PlacementService.CreatePlacement",
         absl::StrCat("placement { name: 'placements/pl-", number, "' job_seeker: 'jobSeekers/",
                      person, "' vacancy: 'vacancies/v-", number,
                      "' start_date { year: 2026 month: 11 day: 2 } }"));
    const std::string report =
        Make("PlacementService.ReportPlacement",
             absl::StrCat("name: 'placements/pl-", number,
                          "' work_table: 'workTables/activering' linkage_key: 'key-", number,
                          "' sector_day_before: '' evidence { kind: '=contract' }"))
            .As<v1::ReportPlacementResponse>()
            .report()
            .name();
    Make("LedgerService.AcknowledgeReport", absl::StrCat("name: '", report, "'"),
         As("cnv", "work_table_member"));
  }

  void CreateProject(const std::string& id, const std::string& last_day = "") {
    Make("ProjectService.CreateProject",
         absl::StrCat("project { name: 'projects/", id, "' display_name: 'Project <", id,
                      ">' goal: 'Een doel' target_group: 'Jongeren' work_tables: "
                      "'workTables/activering' start_date { year: 2026 month: 1 day: 1 } ",
                      last_day, " contact { display_name: 'Loket' email: 'loket@example.org' } }"),
         As("cnv", "work_table_member"));
  }

  v1::Document Document(const std::string& method, const std::string& request,
                        const ApiServer::Metadata& as = As("uwv", "caseworker")) {
    const Outcome made = Make(absl::StrCat("DocumentService.", method), request, as);
    return method == "RenderNewsletter" ? made.As<v1::RenderNewsletterResponse>().document()
                                        : made.As<v1::RenderHalfYearReportResponse>().document();
  }

  Exported Export(const std::string& text, const std::string& organisation,
                  const std::string& role) {
    v1::ExportRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    grpc::ClientContext context;
    context.AddMetadata("authorization",
                        absl::StrCat("Said someone@", organisation, "|", organisation, "|", role));
    context.AddMetadata("overstap-purpose", "progress-reporting");
    const auto stub = v1::DocumentService::NewStub(
        grpc::CreateChannel(server_.server().address(), grpc::InsecureChannelCredentials()));
    const auto reader = stub->Export(&context, request);
    Exported exported;
    v1::ExportResponse chunk;
    while (reader->Read(&chunk)) {
      // Type and name come with the first.
      EXPECT_EQ(chunk.file_name().empty(), exported.chunks > 0);
      if (exported.chunks++ == 0) {
        exported.content_type = chunk.content_type();
        exported.file_name = chunk.file_name();
      }
      exported.content += chunk.content();
      exported.largest_chunk = std::max(exported.largest_chunk, chunk.content().size());
    }
    exported.status = reader->Finish();
    return exported;
  }

  // Rows of a JSON export that came well.
  nlohmann::json Rows(const std::string& text, const std::string& organisation,
                      const std::string& role) {
    const Exported exported =
        Export(absl::StrCat(text, " format: DOCUMENT_FORMAT_JSON"), organisation, role);
    EXPECT_TRUE(exported.status.ok()) << exported.status.error_message();
    return nlohmann::json::parse(exported.content, nullptr, /*allow_exceptions=*/false);
  }

  // Persons on the audit log's records of exports.
  std::vector<std::vector<std::string>> ExportedPersons() {
    std::vector<std::vector<std::string>> persons;
    const absl::Status read = audit::ReadAudit(
        server_.dir() + "/data/audit", {}, [&](const store::v1::AuditRecord& record) {
          if (absl::EndsWith(record.method(), "Export")) {
            persons.emplace_back(record.persons().begin(), record.persons().end());
          }
          return true;
        });
    EXPECT_TRUE(read.ok()) << read;
    return persons;
  }

  ApiServer server_;
};

TEST_F(Documents, TheNewsletterTellsOfRunningProjects) {
  CreateProject("runs");
  CreateProject("over", "end_date { year: 2026 month: 2 day: 1 }");
  const v1::Document text = Document("RenderNewsletter", "format: DOCUMENT_FORMAT_TEXT");
  EXPECT_EQ(text.content_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(text.file_name(), "nieuwsbrief-2026-11-22.txt");
  EXPECT_THAT(text.content(), HasSubstr("Project <runs>"));
  EXPECT_THAT(text.content(), HasSubstr("loket@example.org"));
  EXPECT_THAT(text.content(), Not(HasSubstr("<over>")));
  const v1::Document then =
      Document("RenderNewsletter", "as_of_date { year: 2026 month: 2 day: 1 } language_code: 'de'");
  EXPECT_EQ(then.content_type(), "text/html; charset=utf-8");
  EXPECT_EQ(then.file_name(), "newsletter-2026-02-01.html");
  EXPECT_THAT(then.content(), HasSubstr("Project &lt;over&gt;"));
  EXPECT_THAT(then.content(), HasSubstr("Zielgruppe"));
}

TEST_F(Documents, WrongRequestsNameEveryField) {
  EXPECT_THAT(server_
                  .Call("DocumentService.RenderNewsletter",
                        "format: DOCUMENT_FORMAT_CSV language_code: 'fr' as_of_date { day: 40 }")
                  .fields(),
              testing::UnorderedElementsAre("format", "language_code", "as_of_date"));
  EXPECT_THAT(server_.Call("DocumentService.RenderHalfYearReport", "year: 1999 half: 3").fields(),
              testing::UnorderedElementsAre("year", "half"));
  EXPECT_THAT(server_.Call("DocumentService.RenderHalfYearReport", "year: 2027 half: 1").fields(),
              ElementsAre("half"));
  EXPECT_EQ(Export("", "uwv", "caseworker").status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(
      Export("subject: EXPORT_SUBJECT_REPORTS format: DOCUMENT_FORMAT_HTML", "uwv", "caseworker")
          .status.error_code(),
      StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Export("subject: EXPORT_SUBJECT_CLOSINGS work_table: 'workTables/activering'", "uwv",
                   "caseworker")
                .status.error_code(),
            StatusCode::INVALID_ARGUMENT);
}

TEST_F(Documents, AMemberGetsTheHalfYearOfTheOwnTablesAndOfTheWhole) {
  CreateProject("runs");
  const auto ask = [this](const std::string& table, const std::string& organisation) {
    return server_.Call("DocumentService.RenderHalfYearReport",
                        absl::StrCat("year: 2026 half: 2 work_table: '", table, "'"),
                        As(organisation, "work_table_member"));
  };
  const Outcome own = ask("workTables/activering", "cnv");
  ASSERT_TRUE(own.status.ok()) << own;
  EXPECT_EQ(own.As<v1::RenderHalfYearReportResponse>().document().file_name(),
            "halfjaarverslag-2026-2-activering.html");
  EXPECT_THAT(own.As<v1::RenderHalfYearReportResponse>().document().content(),
              HasSubstr("Project &lt;runs&gt;"));
  EXPECT_TRUE(ask("", "cnv").status.ok());
  const Outcome other = ask("workTables/activering", "nexperia");
  EXPECT_EQ(other.code(), StatusCode::PERMISSION_DENIED) << other;
  EXPECT_EQ(other.reason(), "NOT_AT_TABLE");
  EXPECT_EQ(ask("workTables/nowhere", "cnv").code(), StatusCode::NOT_FOUND);
}

TEST_F(Documents, TheHalfYearHidesASmallTotal) {
  for (int i = 0; i < 3; ++i) ReportPlacement(i);
  const std::string html = Document("RenderHalfYearReport", "year: 2026 half: 2").content();
  EXPECT_THAT(html, HasSubstr("minder dan 5 personen"));
  EXPECT_THAT(html, Not(HasSubstr("<td>3 personen</td>")));
  EXPECT_THAT(html, HasSubstr("Stand per 22 november 2026"));
  EXPECT_THAT(html, HasSubstr("Het halfjaar is nog niet om"));
  for (int i = 3; i < 6; ++i) ReportPlacement(i);
  EXPECT_THAT(Document("RenderHalfYearReport", "year: 2026 half: 2").content(),
              HasSubstr("<td>6 personen</td>"));
}

TEST_F(Documents, AnExportOpensInADutchSpreadsheet) {
  ReportPlacement(1);
  const Exported exported = Export("subject: EXPORT_SUBJECT_REPORTS", "uwv", "caseworker");
  ASSERT_TRUE(exported.status.ok()) << exported.status.error_message();
  EXPECT_EQ(exported.file_name, "meldingen-2026-11-22.csv");
  EXPECT_THAT(exported.content_type, HasSubstr("text/csv"));
  EXPECT_TRUE(absl::StartsWith(exported.content, "\xEF\xBB\xBFMelding;Staat;"));
  EXPECT_TRUE(absl::EndsWith(exported.content, "\r\n"));
  EXPECT_THAT(exported.content, HasSubstr(";'=contract;"));
}

TEST_F(Documents, AnExportGivesPeopleToTheirReporterAlone) {
  ReportPlacement(1);
  const nlohmann::json own = Rows("subject: EXPORT_SUBJECT_REPORTS", "uwv", "caseworker");
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0]["job_seeker"], "jobSeekers/p-1");
  EXPECT_EQ(own[0]["linkage_key"], "key-1");
  const nlohmann::json member = Rows("subject: EXPORT_SUBJECT_REPORTS", "cnv", "work_table_member");
  ASSERT_EQ(member.size(), 1U);
  EXPECT_EQ(member[0]["sector"], "health");
  for (const char* field :
       {"job_seeker", "linkage_key", "placement", "sector_day_before", "hours_per_week_after"}) {
    EXPECT_TRUE(member[0][field].is_null()) << field;
  }
  EXPECT_TRUE(Rows("subject: EXPORT_SUBJECT_REPORTS", "nexperia", "work_table_member").empty());
  EXPECT_TRUE(Rows("subject: EXPORT_SUBJECT_REPORTS", "wzw", "caseworker").empty());
}

TEST_F(Documents, AnExportIsOnTheAuditLogWithThePeopleInIt) {
  ReportPlacement(1);
  ReportPlacement(2);
  Rows("subject: EXPORT_SUBJECT_REPORTS", "uwv", "caseworker");
  Rows("subject: EXPORT_SUBJECT_REPORTS", "cnv", "work_table_member");
  EXPECT_THAT(ExportedPersons(), ElementsAre(ElementsAre("p-1", "p-2"), testing::IsEmpty()));
}

TEST_F(Documents, ProgressIsExportedWithSmallFiguresEmpty) {
  for (int i = 0; i < 3; ++i) ReportPlacement(i);
  const auto activation = [this] {
    for (const auto& row :
         Rows("subject: EXPORT_SUBJECT_PROGRESS", "kernteam", "programme_manager")) {
      if (row["target"] == "targets/activation") return row;
    }
    return nlohmann::json();
  };
  nlohmann::json row = activation();
  EXPECT_TRUE(row["value"].is_null()) << row;
  EXPECT_EQ(row["goal"], 1000);
  EXPECT_EQ(row["as_of_date"], "2026-11-22");
  for (int i = 3; i < 6; ++i) ReportPlacement(i);
  row = activation();
  EXPECT_EQ(row["value"], 6) << row;
  const nlohmann::json cells =
      Rows("subject: EXPORT_SUBJECT_BREAKDOWNS", "kernteam", "programme_manager");
  EXPECT_TRUE(std::any_of(cells.begin(), cells.end(), [](const nlohmann::json& cell) {
    return cell["target"] == "targets/activation" && cell["dimension"] == "sector" &&
           cell["cell"] == "health" && cell["value"] == 6;
  })) << cells;
}

TEST_F(Documents, ProgressIsHadByNoOtherDoor) {
  const std::string progress = "subject: EXPORT_SUBJECT_PROGRESS";
  EXPECT_EQ(Export(progress, "platform", "platform").status.error_code(),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Export("subject: EXPORT_SUBJECT_CLOSINGS", "platform", "platform").status.error_code(),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(
      Export(progress + " work_table: 'workTables/activering'", "nexperia", "work_table_member")
          .status.error_code(),
      StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(Export(progress, "cnv", "work_table_member").status.ok());
  EXPECT_EQ(Export(progress, "linde", "employer").status.error_code(),
            StatusCode::PERMISSION_DENIED);
}

TEST_F(Documents, ProjectsAndTablesAreExported) {
  CreateProject("runs");
  const nlohmann::json projects = Rows("subject: EXPORT_SUBJECT_PROJECTS", "uwv", "caseworker");
  ASSERT_EQ(projects.size(), 1U);
  EXPECT_EQ(projects[0]["project"], "projects/runs");
  EXPECT_EQ(projects[0]["start_date"], "2026-01-01");
  EXPECT_EQ(Rows("subject: EXPORT_SUBJECT_WORK_TABLES", "uwv", "caseworker").size(), 6U);
  const nlohmann::json table =
      Rows("subject: EXPORT_SUBJECT_WORK_TABLES work_table: 'workTables/activering'", "uwv",
           "caseworker");
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table[0]["project_count"], 1);
  EXPECT_TRUE(Rows("subject: EXPORT_SUBJECT_CLOSINGS", "uwv", "caseworker").empty());
}

TEST_F(Documents, ALargeExportComesInPiecesAndWhole) {
  constexpr int kProjects = 60;
  for (int i = 0; i < kProjects; ++i) {
    Make("ProjectService.CreateProject",
         absl::StrCat("project { name: 'projects/p-", i, "' display_name: 'P' goal: '",
                      std::string(2'000, 'g'),
                      "' target_group: 'Jongeren' work_tables: 'workTables/activering' "
                      "start_date { year: 2026 month: 1 day: 1 } }"),
         As("cnv", "work_table_member"));
  }
  const Exported exported = Export("subject: EXPORT_SUBJECT_PROJECTS", "uwv", "caseworker");
  ASSERT_TRUE(exported.status.ok()) << exported.status.error_message();
  EXPECT_GT(exported.chunks, 1U);
  EXPECT_LE(exported.largest_chunk, size_t{64} * 1024);
  const std::vector<std::string> lines = absl::StrSplit(exported.content, "\r\n");
  EXPECT_EQ(lines.size(), size_t{kProjects} + 2);  // headings, and nothing behind the last
}

}  // namespace
}  // namespace overstap
