// What stands on the audit log after calls: who, in which role, why, which rpc, everyone concerned,
// and what came of it.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/audit/audit_log.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using store::v1::AuditRecord;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kTraceparent[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr char kTraceId[] = "0af7651916cd43dd8448eb211c80319c";

class AuditTest : public testing::Test {
 protected:
  // The records that the calls in between have left.
  std::vector<AuditRecord> NewRecords() {
    std::vector<AuditRecord> records;
    const absl::Status read =
        audit::ReadAudit(server_.dir() + "/data/audit", {}, [&](const AuditRecord& record) {
          if (record.sequence() > seen_) records.push_back(record);
          return true;
        });
    EXPECT_TRUE(read.ok()) << read;
    if (!records.empty()) seen_ = records.back().sequence();
    return records;
  }
  AuditRecord OnlyNewRecord() {
    const std::vector<AuditRecord> records = NewRecords();
    EXPECT_EQ(records.size(), 1U);
    return records.empty() ? AuditRecord() : records.front();
  }
  static std::vector<std::string> Persons(const AuditRecord& record) {
    return {record.persons().begin(), record.persons().end()};
  }
  void Create(const std::string& id) {
    const Outcome made =
        server_.Call("JobSeekerService.CreateJobSeeker",
                     absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
    ASSERT_TRUE(made.status.ok()) << made;
  }

  ApiServer server_;
  uint64_t seen_ = 0;
};

TEST_F(AuditTest, ACallThatTouchesAPersonLeavesOneRecord) {
  Create("p-1");
  const AuditRecord made = OnlyNewRecord();
  EXPECT_EQ(made.method(), "overstap.v1.JobSeekerService/CreateJobSeeker");
  EXPECT_THAT(Persons(made), ElementsAre("p-1"));
  EXPECT_EQ(made.result_code(), 0);

  const Outcome got = server_.Call("JobSeekerService.GetJobSeeker", "name: 'jobSeekers/p-1'",
                                   {{"overstap-principal", "anna"},
                                    {"overstap-purpose", "records-upkeep"},
                                    {"traceparent", kTraceparent}});
  ASSERT_TRUE(got.status.ok()) << got;
  const AuditRecord read = OnlyNewRecord();
  EXPECT_EQ(read.principal(), "anna");
  EXPECT_EQ(read.organisation(), "local");
  EXPECT_EQ(read.role(), v1::ROLE_CASEWORKER);
  EXPECT_EQ(read.purpose(), "records-upkeep");
  EXPECT_EQ(read.trace_id(), kTraceId);
  EXPECT_EQ(read.span_id().size(), 16U);
  EXPECT_THAT(Persons(read), ElementsAre("p-1"));
  EXPECT_FALSE(read.denied());
}

TEST_F(AuditTest, AMatchNamesEveryoneItShows) {
  for (const char* id : {"p-1", "p-2", "p-3"}) Create(id);
  const Outcome vacancy =
      server_.Call("VacancyService.CreateVacancy",
                   absl::StrCat("vacancy { name: 'vacancies/v-1' ", kVacancy, "}"));
  ASSERT_TRUE(vacancy.status.ok()) << vacancy;
  NewRecords();
  const Outcome matched =
      server_.Call("MatchService.MatchJobSeekers", "vacancy: 'vacancies/v-1' page_size: 2");
  ASSERT_TRUE(matched.status.ok()) << matched;
  const auto& reply = matched.As<v1::MatchJobSeekersResponse>();
  ASSERT_EQ(reply.matches_size(), 2);
  const AuditRecord record = OnlyNewRecord();
  EXPECT_THAT(Persons(record), UnorderedElementsAre(reply.matches(0).job_seeker().substr(11),
                                                    reply.matches(1).job_seeker().substr(11)));
  EXPECT_EQ(record.snapshot_version(), static_cast<uint64_t>(reply.versions().snapshot_version()));
  EXPECT_EQ(record.taxonomy_version(), static_cast<uint64_t>(reply.versions().taxonomy_version()));
  EXPECT_EQ(record.ranking_version(), reply.versions().ranking_version());
}

TEST_F(AuditTest, AnImportIsOneRecordOfAllItStored) {
  const Outcome imported =
      server_.Stream("JobSeekerService.ImportJobSeekers",
                     {absl::StrCat("job_seeker { name: 'jobSeekers/p-1' ", kPerson, "}"),
                      "job_seeker { name: 'jobSeekers/p-2' working_level_eqf: 99 }",
                      absl::StrCat("job_seeker { name: 'jobSeekers/p-3' ", kPerson, "}")});
  ASSERT_TRUE(imported.status.ok()) << imported;
  EXPECT_THAT(Persons(OnlyNewRecord()), ElementsAre("p-1", "p-3"));
}

TEST_F(AuditTest, WhatIsRefusedIsOnItToo) {
  Create("p-1");
  NewRecords();
  const Outcome refused =
      server_.Call("JobSeekerService.GetJobSeeker", "name: 'jobSeekers/p-1'",
                   {{"overstap-roles", "employer"}, {"overstap-purpose", "candidate-search"}});
  EXPECT_EQ(refused.code(), grpc::StatusCode::PERMISSION_DENIED);
  const AuditRecord record = OnlyNewRecord();
  EXPECT_TRUE(record.denied());
  EXPECT_EQ(record.result_code(), static_cast<int>(grpc::StatusCode::PERMISSION_DENIED));
  EXPECT_EQ(record.result_reason(), "ROLE_NOT_ALLOWED");
  EXPECT_THAT(Persons(record), IsEmpty());
}

TEST_F(AuditTest, WhatTouchesNobodyLeavesNoRecord) {
  NewRecords();
  EXPECT_TRUE(server_.Call("LedgerService.ListTargets", "").status.ok());
  EXPECT_TRUE(server_.Call("TaxonomyService.ListTaxonomies", "").status.ok());
  EXPECT_THAT(NewRecords(), IsEmpty());
}

TEST_F(AuditTest, ItVerifiesAfterARestart) {
  Create("p-1");
  server_.Restart();
  Create("p-2");
  const auto report = audit::VerifyAudit(server_.dir() + "/data/audit",
                                         server_.dir() + "/data/keys/audit_anchor.pub");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->records, 2U);
}

}  // namespace
}  // namespace overstap
