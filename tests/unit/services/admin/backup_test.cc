#include "services/admin/backup.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/admin/manifest.h"
#include "services/admin/restore.h"
#include "services/admin/verify.h"
#include "services/keys/key_file.h"
#include "tests/unit/services/admin/data_folder.h"

namespace overstap::admin {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Verification Check(const DataFolder& data, const std::string& id) {
  const auto verification = VerifyBackup({.backup = data.BackupOf(id), .keys = data.KeysOf(id)});
  EXPECT_TRUE(verification.ok()) << verification.status();
  return verification.value_or(Verification());
}

std::string FirstFinding(const Verification& verification) {
  return verification.findings.listed().empty() ? ""
                                                : verification.findings.listed()[0].description;
}

TEST(Backup, HoldsEveryEntryAndSaysWhichIsTheLast) {
  DataFolder data;
  for (const char* id : {"p-1", "p-2", "p-3"}) data.AddPerson(id);
  data.Forget("p-2");
  const auto made = data.Backup("b");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->log_position(), 4);
  EXPECT_GT(made->files_size(), 2);
  const Verification checked = Check(data, "b");
  EXPECT_EQ(FirstFinding(checked), "");
  EXPECT_EQ(checked.entries, 4);
  EXPECT_EQ(checked.opened_payloads, 2);
  EXPECT_EQ(checked.forgotten_payloads, 1);
}

// The order of the two copies, at its most awkward moment.
TEST(Backup, LosesNobodyAndKeepsNobodyForgottenBetweenItsTwoCopies) {
  DataFolder data;
  data.AddPerson("stays");
  data.AddPerson("goes");
  BackupSource source = data.source();
  source.between_copies = [&data] {
    data.AddPerson("comes");
    data.Forget("goes");
    ASSERT_TRUE(data.keys().Create().ok());  // and one that is not durable yet
  };
  ASSERT_TRUE(MakeBackup(source, data.folders(), {.id = "b", .request_id = ""}).ok());
  const Verification checked = Check(data, "b");
  EXPECT_EQ(FirstFinding(checked), "");
  EXPECT_EQ(checked.entries, 2);
  EXPECT_EQ(checked.forgotten_payloads, 1);
  const auto restored = Restore(
      {.backup = data.BackupOf("b"), .keys = data.KeysOf("b"), .data_dir = data / "restored"});
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->deleted_people, 1);
}

TEST(Backup, IsWholeHoweverFastThingsAreWrittenMeanwhile) {
  constexpr int kBackups = 5;
  DataFolder data;
  data.AddPerson("first");
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      data.AddPerson(absl::StrCat("p-", i));
      if (i % 3 == 0) data.Forget(absl::StrCat("p-", i / 2));
      written = i;
    }
  });
  for (int i = 0; i < kBackups; ++i) {
    while (written < 10 * (i + 1)) std::this_thread::yield();
    const uint64_t before = data.log().last_position();
    const auto made = data.Backup(absl::StrCat("b-", i));
    EXPECT_TRUE(made.ok() && made->log_position() >= before) << made.status();
  }
  stop = true;
  writer.join();
  for (int i = 0; i < kBackups; ++i) {
    EXPECT_EQ(FirstFinding(Check(data, absl::StrCat("b-", i))), "");
  }
}

TEST(Backup, IsNoBackupUntilItIsWhole) {
  DataFolder data;
  data.AddPerson("p-1");
  ASSERT_TRUE(data.Backup("b").ok());
  // As a kill just before the end leaves it.
  std::filesystem::rename(data.BackupOf("b"), data.BackupOf(".unfinished-b"));
  auto listed = ListBackups(data.folders().backups);
  ASSERT_TRUE(listed.ok());
  EXPECT_THAT(*listed, IsEmpty());
  // And one without its manifest is none either.
  std::filesystem::create_directories(data.BackupOf("half/log"));
  EXPECT_THAT(*ListBackups(data.folders().backups), IsEmpty());
  EXPECT_EQ(VerifyBackup({.backup = data.BackupOf("half"), .keys = ""}).status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_TRUE(data.Backup("next").ok());
  EXPECT_FALSE(std::filesystem::exists(data.BackupOf(".unfinished-b")));
  EXPECT_THAT(*ListBackups(data.folders().backups), SizeIs(1));
}

// A ring whose file cannot be read.
class BrokenRing final : public keys::KeyRing {
 public:
  absl::StatusOr<keys::KeyId> Create() override { return absl::UnavailableError("broken"); }
  absl::Status Sync() override { return absl::OkStatus(); }
  absl::Status Destroy(keys::KeyId /*key*/) override { return absl::OkStatus(); }
  bool Has(keys::KeyId /*key*/) const override { return false; }
  keys::KeyId last_id() const override { return 0; }
  uint64_t destroyed_count() const override { return 0; }
  absl::StatusOr<store::v1::Sealed> Seal(keys::KeyId /*key*/, std::string_view /*context*/,
                                         std::string_view /*plaintext*/) const override {
    return absl::UnavailableError("broken");
  }
  absl::StatusOr<std::string> Open(const store::v1::Sealed& /*sealed*/,
                                   std::string_view /*context*/) const override {
    return absl::UnavailableError("broken");
  }
  absl::StatusOr<std::string> Snapshot() override { return absl::UnavailableError("broken"); }
};

TEST(Backup, LeavesNothingBehindWhenTheKeysCannotBeCopied) {
  DataFolder data;
  data.AddPerson("p-1");
  BrokenRing broken;
  const auto made = MakeBackup(
      {.log = data.log(), .keys = broken, .keys_dir = "", .region = "r", .server_version = "1"},
      data.folders(), {.id = "b", .request_id = ""});
  EXPECT_EQ(made.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(std::filesystem::is_empty(data.folders().backups));
  EXPECT_TRUE(std::filesystem::is_empty(data.folders().keys));
}

TEST(Backup, NeverTakesTheNameOfAnother) {
  DataFolder data;
  data.AddPerson("p-1");
  ASSERT_TRUE(data.Backup("b").ok());
  EXPECT_EQ(data.Backup("b").status().code(), absl::StatusCode::kAlreadyExists);
  const auto unnamed = data.Backup("");
  ASSERT_TRUE(unnamed.ok()) << unnamed.status();
  EXPECT_THAT(unnamed->id(), ::testing::MatchesRegex("[0-9]{8}t[0-9]{6}-[0-9]{3}z"));
}

TEST(BackupFolders, LieApartAndOutsideTheDataFolder) {
  DataFolder data;
  const BackupFolders good = data.folders();
  EXPECT_TRUE(CheckBackupFolders(good, data.path()).ok());
  const BackupFolders wrong[] = {{"", ""},
                                 {good.backups, good.backups},
                                 {good.backups, good.backups + "/../backups"},
                                 {data / "", good.backups},
                                 {good.backups, data / "not-mounted"},
                                 {data.path() + "/log", good.keys}};
  for (const BackupFolders& folders : wrong) {
    EXPECT_EQ(CheckBackupFolders(folders, data.path()).code(),
              absl::StatusCode::kFailedPrecondition)
        << folders.backups << " and " << folders.keys;
  }
}

}  // namespace
}  // namespace overstap::admin
