// The administration of a running server through its API.
#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/admin_service.pb.h"
#include "tests/contract/services/api/api_server.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Administered : public ::testing::Test {
 protected:
  Administered()
      : server_({.adjust = [this](config::ServerConfig* config) {
          config->backup_dir = folders_ / "backups";
          config->backup_keys_dir = folders_ / "keys";
        }}) {
    std::filesystem::create_directories(folders_ / "backups");
    std::filesystem::create_directories(folders_ / "keys");
    for (const char* id : {"p-1", "p-2"}) {
      const Outcome made =
          server_.Call("JobSeekerService.CreateJobSeeker",
                       absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, " }"));
      EXPECT_EQ(made.code(), StatusCode::OK) << made;
    }
    const Outcome vacancy =
        server_.Call("VacancyService.CreateVacancy",
                     absl::StrCat("vacancy { name: 'vacancies/v-1' ", kVacancy, " }"));
    EXPECT_EQ(vacancy.code(), StatusCode::OK) << vacancy;
  }

  const testing::TempDir folders_;
  ApiServer server_;
};

TEST_F(Administered, SaysHowItIs) {
  const Outcome status = server_.Call("AdminService.GetServerStatus", "name: 'servers/self'");
  ASSERT_EQ(status.code(), StatusCode::OK) << status;
  const auto& reply = status.As<v1::ServerStatus>();
  EXPECT_TRUE(reply.accepts_writes());
  EXPECT_GT(reply.log_position(), 3U);
  EXPECT_EQ(reply.log_position(), reply.store_position());
  EXPECT_EQ(reply.record_counts(0).collection(), "jobSeekers");
  EXPECT_EQ(reply.record_counts(0).record_count(), 2);
  EXPECT_GT(reply.free_disk_bytes(), 0);
  EXPECT_GT(reply.log_bytes(), 0);
  EXPECT_FALSE(reply.has_last_backup());
  EXPECT_EQ(server_.Call("AdminService.GetServerStatus", "name: 'servers/other'").code(),
            StatusCode::NOT_FOUND);
}

TEST_F(Administered, BacksUpOncePerRequestIdAndListsNewestFirst) {
  const std::string request =
      "backup { name: 'backups/one' } request_id: '6f1f9c0a-0d5e-4b7c-9a68-1f0a3c1d2e3f'";
  const Outcome first = server_.Call("AdminService.CreateBackup", request);
  ASSERT_EQ(first.code(), StatusCode::OK) << first;
  EXPECT_EQ(first.Field("name"), "backups/one");
  EXPECT_TRUE(std::filesystem::exists(first.Field("folder") + "/manifest"));
  EXPECT_TRUE(std::filesystem::exists(first.Field("keys_folder") + "/person_keys"));
  const Outcome again = server_.Call("AdminService.CreateBackup", request);
  EXPECT_EQ(again.reply->SerializeAsString(), first.reply->SerializeAsString()) << again;
  EXPECT_EQ(server_.Call("AdminService.CreateBackup", "backup { name: 'backups/one' }").code(),
            StatusCode::ALREADY_EXISTS);
  server_.Advance(absl::Hours(1));
  EXPECT_EQ(server_.Call("AdminService.CreateBackup", "").code(), StatusCode::OK);
  const Outcome page = server_.Call("AdminService.ListBackups", "page_size: 1");
  ASSERT_EQ(page.As<v1::ListBackupsResponse>().backups_size(), 1) << page;
  EXPECT_EQ(page.As<v1::ListBackupsResponse>().backups(0).name(), "backups/20261122t110000-000z");
  const Outcome next =
      server_.Call("AdminService.ListBackups",
                   absl::StrCat("page_size: 1 page_token: '", page.Field("next_page_token"), "'"));
  EXPECT_EQ(next.As<v1::ListBackupsResponse>().backups(0).name(), "backups/one") << next;
}

TEST_F(Administered, RefusesWrongNamesAndMissingFolders) {
  const Outcome wrong =
      server_.Call("AdminService.CreateBackup", "backup { name: 'backups/../up' } request_id: 'x'");
  EXPECT_EQ(wrong.code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(wrong.fields(), ElementsAre("backup.name", "request_id"));
  std::filesystem::remove_all(folders_ / "keys");
  const Outcome unmounted = server_.Call("AdminService.CreateBackup", "");
  EXPECT_EQ(unmounted.code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(unmounted.reason(), "NO_BACKUP_FOLDER");
  EXPECT_EQ(server_.Call("AdminService.ListBackups", "").reason(), "NO_BACKUP_FOLDER");
}

TEST_F(Administered, FindsNothingAndCompactsWithoutLosingAnything) {
  EXPECT_EQ(server_.Call("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p-2'").code(),
            StatusCode::OK);
  const std::string before = server_.Dump();
  const Outcome compacted = server_.Call("AdminService.CompactStorage", "");
  ASSERT_EQ(compacted.code(), StatusCode::OK) << compacted;
  EXPECT_GT(compacted.As<v1::CompactStorageResponse>().after_bytes(), 0);
  EXPECT_EQ(server_.Dump(), before);
  const Outcome checked = server_.Call("AdminService.VerifyData", "");
  ASSERT_EQ(checked.code(), StatusCode::OK) << checked;
  const auto& reply = checked.As<v1::VerifyDataResponse>();
  EXPECT_EQ(reply.finding_count(), 0) << reply.DebugString();
  EXPECT_EQ(reply.record_counts(0).record_count(), 1);
  EXPECT_GT(reply.forgotten_payload_count(), 0);
  EXPECT_GE(reply.target_count(), 2);
}

// A log file that is damaged while the server runs on what it has read.
TEST_F(Administered, NamesTheFileThatIsDamaged) {
  // So that there is a file.
  ASSERT_EQ(server_.Call("AdminService.CompactStorage", "").code(), StatusCode::OK);
  for (const auto& file : std::filesystem::directory_iterator(server_.dir() + "/data/log")) {
    if (file.path().extension() != ".sst") continue;
    FILE* bytes = std::fopen(file.path().c_str(), "r+b");
    ASSERT_NE(bytes, nullptr);
    std::fseek(bytes, 40, SEEK_SET);
    std::fputc('!', bytes);
    std::fclose(bytes);
  }
  const Outcome checked = server_.Call("AdminService.VerifyData", "");
  ASSERT_EQ(checked.code(), StatusCode::OK) << checked;
  const auto& reply = checked.As<v1::VerifyDataResponse>();
  ASSERT_GT(reply.finding_count(), 0);
  EXPECT_EQ(reply.findings(0).subject(), "log");
  EXPECT_THAT(reply.findings(0).description(), HasSubstr(".sst"));
}

}  // namespace
}  // namespace overstap
