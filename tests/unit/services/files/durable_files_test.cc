#include "services/files/durable_files.h"

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/log/rocksdb_log.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::files {
namespace {

using overstap::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(DurableFiles, AreReadAsTheyWereWrittenAndNeverOverwritten) {
  const TempDir dir;
  const std::string bytes(3'000'000, 'x');
  ASSERT_TRUE(WriteFileDurably(dir / "a", bytes).ok());
  EXPECT_EQ(*ReadFile(dir / "a"), bytes);
  const absl::Status again = WriteFileDurably(dir / "a", "other");
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(again.message()), HasSubstr(dir / "a"));
  ASSERT_TRUE(AppendDurably(dir / "a", "y").ok());
  ASSERT_TRUE(AppendDurably(dir / "new", "z").ok());
  EXPECT_EQ(ReadFile(dir / "a")->size(), bytes.size() + 1);
  EXPECT_EQ(*ReadFile(dir / "new"), "z");
  EXPECT_EQ(ReadFile(dir / "none").status().code(), absl::StatusCode::kNotFound);
}

TEST(DurableFiles, AreForTheirOwnerAlone) {
  const TempDir dir;
  ASSERT_TRUE(MakeFolder(dir / "folder").ok());
  ASSERT_TRUE(WriteFileDurably(dir / "folder/a", "x").ok());
  ASSERT_TRUE(CopyFileDurably(dir / "folder/a", dir / "folder/b").ok());
  for (const char* path : {"folder", "folder/a", "folder/b"}) {
    const auto mode = std::filesystem::status(dir / path).permissions();
    EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
              std::filesystem::perms::none)
        << path;
  }
}

TEST(DurableFiles, HaveTheChecksumThatEveryToolGives) {
  const TempDir dir;
  ASSERT_TRUE(WriteFileDurably(dir / "a", "abc").ok());
  const auto sum = SumOfFile(dir / "a");
  ASSERT_TRUE(sum.ok());
  EXPECT_EQ(sum->size_bytes, 3);
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(sum->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(PublishFolder, TakesANameThatIsFreeOrAnEmptyFolderAndNoOther) {
  const TempDir dir;
  const auto make = [&dir](const std::string& name) {
    ASSERT_TRUE(MakeFolder(dir / (name + "/deep")).ok());
    ASSERT_TRUE(WriteFileDurably(dir / (name + "/deep/a"), "x").ok());
  };
  make("one");
  EXPECT_TRUE(PublishFolder(dir / "one", dir / "whole").ok());
  EXPECT_THAT(*ListFiles(dir / "whole"), ElementsAre("deep/a"));
  EXPECT_EQ(SizeOfTree(dir / "whole"), 1);
  make("two");
  EXPECT_EQ(PublishFolder(dir / "two", dir / "whole").code(), absl::StatusCode::kAlreadyExists);
  ASSERT_TRUE(MakeFolder(dir / "empty").ok());
  EXPECT_TRUE(PublishFolder(dir / "two", dir / "empty").ok());
  EXPECT_THAT(*ListFiles(dir / "empty"), ElementsAre("deep/a"));
}

TEST(DatabaseInUse, IsNoneThatNobodyHasOpen) {
  const TempDir dir;
  EXPECT_FALSE(IsDatabaseInUse(dir / "none"));
  ASSERT_TRUE(log::OpenRocksdbLog(dir / "log").ok());
  EXPECT_FALSE(IsDatabaseInUse(dir / "log"));  // closed again; tests/e2e has one that is open
}

}  // namespace
}  // namespace overstap::files
