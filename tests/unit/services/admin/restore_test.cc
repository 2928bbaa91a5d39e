#include "services/admin/restore.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/admin/manifest.h"
#include "services/admin/verify.h"
#include "services/keys/key_file.h"
#include "tests/unit/services/admin/data_folder.h"

namespace overstap::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class RestoreTest : public ::testing::Test {
 protected:
  RestoreTest() {
    for (const char* id : {"anna", "bert", "carl"}) data_.AddPerson(id);
    EXPECT_TRUE(data_.Backup("b").ok());
  }
  RestoreOptions Options(const std::string& to) const {
    return {.backup = data_.BackupOf("b"), .keys = data_.KeysOf("b"), .data_dir = data_ / to};
  }
  void ExpectRefused(const RestoreOptions& options, absl::StatusCode code,
                     const std::string& text) {
    const auto restored = Restore(options);
    EXPECT_EQ(restored.status().code(), code) << restored.status();
    EXPECT_THAT(std::string(restored.status().message()), HasSubstr(text));
    EXPECT_FALSE(std::filesystem::exists(options.data_dir + "/log"));
    EXPECT_FALSE(std::filesystem::exists(options.data_dir + ".restoring"));
  }
  static void Flip(const std::string& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(0, std::ios::end);
    const auto middle = static_cast<std::streamoff>(file.tellg()) / 2;
    file.seekg(middle);
    const char byte = static_cast<char>(file.get());
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 1));
  }

  DataFolder data_;
};

TEST_F(RestoreTest, GivesAFolderThatVerifiesAndServes) {
  RestoreOptions options = Options("restored");
  options.rebuild = true;
  const auto report = Restore(options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->log_position, 3);
  EXPECT_EQ(report->store_position, 3);
  EXPECT_EQ(report->deleted_people, 0);
  const auto checked = VerifyFolder({.data_dir = options.data_dir});
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->findings.count(), 0);
  EXPECT_EQ(checked->opened_payloads, 3);
}

TEST_F(RestoreTest, BringsTheServersOtherSecretsBackWhichLieWithTheKeysAlone) {
  const std::vector<std::string> secrets = {"audit_anchor", "audit_anchor.pub",
                                            "candidates.secret"};
  for (const std::string& name : secrets) {
    ASSERT_TRUE(files::WriteFileDurably(data_.path() + "/keys/" + name, "bytes of " + name).ok());
  }
  ASSERT_TRUE(data_.Backup("c").ok());
  RestoreOptions options = Options("restored");
  options.backup = data_.BackupOf("c");
  options.keys = data_.KeysOf("c");
  ASSERT_TRUE(Restore(options).ok());
  for (const std::string& name : secrets) {
    const std::string restored = options.data_dir + "/keys/" + name;
    EXPECT_EQ(files::ReadFile(restored).value_or("none"), "bytes of " + name);
    EXPECT_EQ(std::filesystem::status(restored).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  EXPECT_FALSE(std::filesystem::exists(data_.KeysOf("c") + "/lock"));
  const auto with_log = files::ListFiles(data_.BackupOf("c"));
  ASSERT_TRUE(with_log.ok());
  for (const std::string& path : *with_log) {
    for (const std::string& name : secrets) EXPECT_THAT(path, Not(HasSubstr(name)));
  }
}

TEST_F(RestoreTest, TakesAnEmptyFolderAndRefusesAnyOther) {
  std::filesystem::create_directories(data_ / "restored");
  EXPECT_TRUE(Restore(Options("restored")).ok());
  EXPECT_EQ(Restore(Options("restored")).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(RestoreTest, RefusesABackupInWhichAnyFileIsNotAsItWas) {
  const auto manifest = ReadBackupManifest(data_.BackupOf("b"));
  ASSERT_TRUE(manifest.ok());
  for (const store::v1::BackupFile& file : manifest->files()) {
    const std::string path = data_.BackupOf("b") + "/" + file.path();
    if (file.size_bytes() == 0) continue;
    Flip(path);
    ExpectRefused(Options("restored"), absl::StatusCode::kDataLoss, file.path());
    Flip(path);
    std::filesystem::rename(path, data_ / "elsewhere");
    ExpectRefused(Options("restored"), absl::StatusCode::kDataLoss, file.path());
    std::filesystem::rename(data_ / "elsewhere", path);
  }
  std::ofstream(data_.BackupOf("b") + "/log/999999.sst") << "from elsewhere";
  ExpectRefused(Options("restored"), absl::StatusCode::kDataLoss, "999999.sst");
}

TEST_F(RestoreTest, RefusesKeysThatAreNotAsTheyWere) {
  Flip(data_.KeysOf("b") + "/person_keys");
  ExpectRefused(Options("restored"), absl::StatusCode::kDataLoss, "person_keys");
}

TEST_F(RestoreTest, RefusesWhatANewerServerWrote) {
  auto manifest = ReadBackupManifest(data_.BackupOf("b"));
  ASSERT_TRUE(manifest.ok());
  const std::string path = data_.BackupOf("b") + "/manifest";
  std::filesystem::remove(path);
  manifest->set_log_schema_version(log::kLogSchemaVersion + 1);
  ASSERT_TRUE(WriteManifest(data_.BackupOf("b"), *manifest).ok());
  ExpectRefused(Options("restored"), absl::StatusCode::kFailedPrecondition, "schema version");
  std::filesystem::remove(path);
  std::ofstream(path) << "format_version: 2\nsomething_new: 7\n";
  ExpectRefused(Options("restored"), absl::StatusCode::kFailedPrecondition, "format 2");
}

// It says how many people, never who.
TEST_F(RestoreTest, RefusesKeysThatAreOlderThanTheBackup) {
  data_.AddPerson("dora");
  data_.AddPerson("emil");
  ASSERT_TRUE(data_.Backup("later").ok());
  RestoreOptions options = Options("restored");
  options.backup = data_.BackupOf("later");
  ExpectRefused(options, absl::StatusCode::kFailedPrecondition, "2 people");
  EXPECT_THAT(std::string(Restore(options).status().message()), Not(HasSubstr("dora")));
}

TEST_F(RestoreTest, NeverBringsBackWhomTheListForgets) {
  data_.AddPerson("dora");  // after the backup; her key is not in its copy
  data_.Forget("bert");
  data_.Forget("dora");
  RestoreOptions options = Options("restored");
  options.forgotten = {data_.path() + "/keys/forgotten"};
  options.rebuild = true;
  const auto report = Restore(options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->forgotten_keys, 1);
  EXPECT_EQ(report->deleted_people, 1);
  const auto checked = VerifyFolder({.data_dir = options.data_dir});
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(checked->findings.count(), 0);
  EXPECT_EQ(checked->record_counts.at(store::RecordKind::kJobSeeker), 2);
  // The key is in no byte of the new folder, and no forgotten id is given again.
  const auto ring = keys::OpenFileKeyRing(options.data_dir + "/keys");
  ASSERT_TRUE(ring.ok());
  EXPECT_EQ(keys::StateOf(**ring, data_.KeyOf("bert")), keys::KeyState::kDestroyed);
  const auto next = (*ring)->Create();
  ASSERT_TRUE(next.ok());
  EXPECT_GT(*next, data_.KeyOf("dora"));
}

TEST_F(RestoreTest, RefusesAListThatIsCutOff) {
  data_.Forget("bert");
  const std::string list = data_ / "list";
  std::ofstream(list) << keys::ForgottenListText(std::vector<keys::KeyId>{2}).substr(0, 30);
  RestoreOptions options = Options("restored");
  options.forgotten = {list};
  ExpectRefused(options, absl::StatusCode::kInvalidArgument, "line 2");
}

TEST_F(RestoreTest, ListsWhatWasForgottenSinceAnyEntry) {
  data_.Forget("anna");
  data_.Forget("carl");
  EXPECT_THAT(*ForgottenSince(data_.path(), 0),
              ElementsAre(data_.KeyOf("anna"), data_.KeyOf("carl")));
  EXPECT_THAT(*ForgottenSince(data_.path(), 4), ElementsAre(data_.KeyOf("carl")));
  EXPECT_EQ(ForgottenSince(data_.path(), 6).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ForgottenSince(data_ / "nowhere", 0).status().code(), absl::StatusCode::kNotFound);
}

// Root repairs; the server, which is somebody else, must be able to go on.
TEST_F(RestoreTest, RebuildLeavesEverythingToTheOwnerOfTheFolder) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  constexpr uid_t kServer = 61'234;
  data_.Close();
  ASSERT_EQ(chown(data_.path().c_str(), kServer, kServer), 0);
  ASSERT_TRUE(Rebuild(data_.path()).ok());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_.path())) {
    struct stat owner = {};
    ASSERT_EQ(stat(entry.path().c_str(), &owner), 0);
    EXPECT_EQ(owner.st_uid, kServer) << entry.path();
  }
}

TEST_F(RestoreTest, RebuildMakesTheStoreAnewAndKeepsItWhereTheLogIsDamaged) {
  data_.BuildStore();
  data_.Close();
  const auto rebuilt = Rebuild(data_.path());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(*rebuilt, 3);
  EXPECT_EQ(Rebuild(data_ / "nowhere").status().code(), absl::StatusCode::kNotFound);
  for (const auto& file : std::filesystem::directory_iterator(data_.path() + "/log")) {
    if (file.path().extension() == ".sst") Flip(file.path().string());
  }
  EXPECT_FALSE(Rebuild(data_.path()).ok());
  EXPECT_TRUE(std::filesystem::exists(data_.path() + "/store/CURRENT"));
}

}  // namespace
}  // namespace overstap::admin
