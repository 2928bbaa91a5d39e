#include "services/log/rocksdb_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/file_system.h"
#include "services/log/big_endian.h"
#include "services/log/high_water.h"
#include "services/log/rocksdb_database.h"
#include "tests/unit/services/log/entries.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::log {
namespace {

using overstap::testing::TempDir;
using overstap::testing::VacancyEntries;
using ::testing::HasSubstr;

class RocksdbLogTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<EventLog>> Open() { return OpenRocksdbLog(folder_); }

  void Fill(int count) {
    const auto log = Open();
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_TRUE((*log)->AppendGroup(VacancyEntries(1, count)).ok());
  }

  // The database beneath, without the log's own checks.
  std::unique_ptr<Database> Beneath() {
    return *Database::Open({.dir = folder_, .what = "log", .schema_version = kLogSchemaVersion}, {},
                           {{rocksdb::kDefaultColumnFamilyName, {}}, {"entries", {}}});
  }

  TempDir dir_;
  std::string folder_ = dir_ / "log";
};

TEST_F(RocksdbLogTest, KeepsEntriesAcrossOpens) {
  Fill(3);
  const auto log = Open();
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->last_position(), 3);
  ASSERT_TRUE((*log)->AppendGroup(VacancyEntries(4, 4)).ok());
  Position last = 0;
  ASSERT_TRUE((*log)
                  ->Read(1,
                         [&last](Position position, const store::v1::LogEntry& entry) {
                           EXPECT_EQ(entry.events(0).vacancy_stored().head().id(),
                                     "v-" + std::to_string(position));
                           last = position;
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(last, 4);
}

// A file system as those that keep their files in memory: it reads through the system's cache only.
class CachedFiles final : public rocksdb::FileSystemWrapper {
 public:
  explicit CachedFiles(const std::shared_ptr<rocksdb::FileSystem>& files)
      : FileSystemWrapper(files) {}
  const char* Name() const override { return "CachedFiles"; }
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* context) override {
    if (options.use_direct_reads) return rocksdb::IOStatus::IOError("O_DIRECT", path);
    return FileSystemWrapper::NewRandomAccessFile(path, options, file, context);
  }
};

TEST_F(RocksdbLogTest, ReadsDirectlyWhereTheFileSystemDoes) {
  rocksdb::Env* const disk = rocksdb::Env::Default();
  EXPECT_FALSE(ReadsDirectly(folder_, disk));
  Fill(3);
  const int file = open((folder_ + "/CURRENT").c_str(), O_RDONLY | O_DIRECT);  // NOLINT(*-vararg)
  EXPECT_EQ(ReadsDirectly(folder_, disk), file >= 0);
  if (file >= 0) close(file);

  const auto cached =
      rocksdb::NewCompositeEnv(std::make_shared<CachedFiles>(rocksdb::FileSystem::Default()));
  EXPECT_FALSE(ReadsDirectly(folder_, cached.get()));
  for (int i = 0; i < 2; ++i) {  // from the write-ahead log, and from a table
    const auto log = OpenRocksdbLog(folder_, {.env = cached.get()});
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ((*log)->last_position(), 3);
  }
}

TEST_F(RocksdbLogTest, RefusesASecondServerOnTheFolder) {
  const auto first = Open();
  ASSERT_TRUE(first.ok());
  const auto second = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("another server uses"));
}

TEST_F(RocksdbLogTest, RefusesANewerSchemaAndNamesBothVersions) {
  Fill(1);
  {
    const auto database = Beneath();
    ASSERT_TRUE(database->db().Put({}, "schema_version", "7").ok());
    rocksdb::ColumnFamilyHandle* future = nullptr;
    ASSERT_TRUE(database->db().CreateColumnFamily({}, "of_the_future", &future).ok());
    ASSERT_TRUE(database->db().DestroyColumnFamilyHandle(future).ok());
  }
  const auto log = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(log.status())) << log.status();
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("schema version 7"));
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("reads version 2"));
}

TEST_F(RocksdbLogTest, TakesOverAFolderOfAnOlderSchema) {
  Fill(3);
  { ASSERT_TRUE(Beneath()->db().Put({}, "schema_version", "1").ok()); }
  {
    const auto log = Open();
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ((*log)->last_position(), 3);
  }
  std::string version;
  ASSERT_TRUE(Beneath()->db().Get({}, "schema_version", &version).ok());
  EXPECT_EQ(version, "2");
}

TEST_F(RocksdbLogTest, NamesAMissingEntry) {
  Fill(5);
  {
    const auto database = Beneath();
    ASSERT_TRUE(database->db().Delete({}, database->family(1), EncodeBigEndian(3)).ok());
  }
  const auto log = Open();
  EXPECT_TRUE(absl::IsDataLoss(log.status())) << log.status();
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("entry 3 is missing"));
}

TEST_F(RocksdbLogTest, NamesASwappedEntry) {
  Fill(5);
  {
    const auto database = Beneath();
    std::string fourth;
    ASSERT_TRUE(database->db().Get({}, database->family(1), EncodeBigEndian(4), &fourth).ok());
    ASSERT_TRUE(database->db().Put({}, database->family(1), EncodeBigEndian(3), fourth).ok());
  }
  const auto log = Open();
  EXPECT_TRUE(absl::IsDataLoss(log.status())) << log.status();
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("entry 3 is damaged"));
}

// A flipped byte anywhere in the files that hold the entries is found, or was in none of them.
TEST_F(RocksdbLogTest, VerifiesBesideBeforeItTakesEntries) {
  Fill(3);
  const auto log = OpenRocksdbLog(folder_, {.verify_beside = true});
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->last_position(), 3);
  Position last = 0;
  const absl::Status read = (*log)->Read(2, [&last](Position position, const auto&) {
    last = position;
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(last, 3);
  EXPECT_TRUE(absl::IsFailedPrecondition((*log)->AppendGroup(VacancyEntries(4, 4))));
  ASSERT_TRUE((*log)->AwaitVerified().ok());
  ASSERT_TRUE((*log)->AwaitVerified().ok());
  ASSERT_TRUE((*log)->AppendGroup(VacancyEntries(4, 4)).ok());
  EXPECT_EQ((*log)->last_position(), 4);
}

TEST_F(RocksdbLogTest, FindsBesideWhatItFindsAtOnce) {
  Fill(5);
  {
    const auto database = Beneath();
    std::string fourth;
    ASSERT_TRUE(database->db().Get({}, database->family(1), EncodeBigEndian(4), &fourth).ok());
    ASSERT_TRUE(database->db().Put({}, database->family(1), EncodeBigEndian(3), fourth).ok());
  }
  const absl::Status at_once = Open().status();
  const auto log = OpenRocksdbLog(folder_, {.verify_beside = true});
  ASSERT_TRUE(log.ok()) << log.status();
  const absl::Status beside = (*log)->AwaitVerified();
  EXPECT_TRUE(absl::IsDataLoss(beside)) << beside;
  EXPECT_EQ(beside, at_once);
  // It does not become better by asking again.
  EXPECT_EQ((*log)->AwaitVerified(), at_once);
  EXPECT_TRUE(absl::IsFailedPrecondition((*log)->AppendGroup(VacancyEntries(6, 6))));
}

// Nobody need wait for what is not used any more.
TEST_F(RocksdbLogTest, ClosesWhileItVerifiesBeside) {
  Fill(2'000);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(OpenRocksdbLog(folder_, {.verify_beside = true}).ok());
  }
  const auto log = Open();
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->last_position(), 2'000);
}

TEST_F(RocksdbLogTest, FindsDamageInItsFiles) {
  Fill(200);
  int found = 0;
  int flips = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    const std::string extension = file.path().extension().string();
    if (extension != ".log" && extension != ".sst") continue;
    const auto size = static_cast<std::streamoff>(file.file_size());
    for (const std::streamoff at : {size / 4, size / 2}) {
      if (at == 0) continue;
      const TempDir copy;
      std::filesystem::copy(folder_, copy.path() / "log");
      std::fstream damaged(copy.path() / "log" / file.path().filename(),
                           std::ios::binary | std::ios::in | std::ios::out);
      damaged.seekg(at);
      const char byte = static_cast<char>(damaged.get());
      damaged.seekp(at);
      damaged.put(static_cast<char>(byte ^ 0x40));
      damaged.close();
      ++flips;
      const auto log = OpenRocksdbLog(copy / "log");
      found += absl::IsDataLoss(log.status()) ? 1 : 0;
      EXPECT_FALSE(log.ok()) << file.path() << " at " << at;
    }
  }
  EXPECT_GT(flips, 0);
  EXPECT_EQ(found, flips);
}

TEST_F(RocksdbLogTest, DropsAGroupWhoseWriteWasCutOffAndRefusesOneThatWasDurable) {
  Fill(3);
  const std::filesystem::path mark = std::filesystem::path(folder_) / kHighWaterName;
  const std::filesystem::path mark_before = dir_.path() / "mark";
  std::filesystem::path newest;
  {
    const auto log = Open();  // its groups go to a fresh write-ahead log
    ASSERT_TRUE((*log)->AppendGroup(VacancyEntries(4, 4)).ok());
    std::filesystem::copy_file(mark, mark_before);
    ASSERT_TRUE((*log)->AppendGroup(VacancyEntries(5, 9)).ok());
  }
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    if (file.path().extension() == ".log" && (newest.empty() || file.path() > newest)) {
      newest = file.path();
    }
  }
  std::filesystem::resize_file(newest, std::filesystem::file_size(newest) - 10);
  const absl::Status refused = Open().status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("ends at entry 4"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr(newest.string() + " at byte"));
  // Had the power gone before the group was durable, the mark would not know of it.
  std::filesystem::copy_file(mark_before, mark, std::filesystem::copy_options::overwrite_existing);
  const auto log = Open();
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->last_position(), 4);
}

}  // namespace
}  // namespace overstap::log
