// A store that is checked beside the pool's making: damage that no record of the pool shows is
// found all the same, and a store that is rebuilt for it gets a pool of its own.
#include "services/pool/open_pool.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "services/keys/memory_key_ring.h"
#include "services/log/memory_log.h"
#include "services/store/layout.h"
#include "tests/unit/matcher/eligibility/no_travel.h"
#include "tests/unit/services/log/entries.h"
#include "tests/unit/services/log/log_beside.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::pool {
namespace {

using overstap::testing::EntryAt;
using overstap::testing::LogBeside;
using overstap::testing::TempDir;
using overstap::testing::VacancyEvent;
using ::testing::HasSubstr;

constexpr char kNow[] = "2026-01-01T00:00:00Z";
constexpr int kVacancies = 2'000;

class OpenPoolTest : public ::testing::Test {
 protected:
  OpenPoolTest() {
    matcher::Region::Parts parts;
    parts.sectors = {{.id = "other"}};
    region_ = *matcher::Region::Build(parts);
    std::vector<store::v1::LogEntry> group;
    for (int i = 0; i < kVacancies; ++i) {
      const std::string id = absl::StrCat("v-", i);
      group.push_back(EntryAt(kNow, {VacancyEvent(id, "Carer")}));
      group.back().mutable_answer()->set_request_id(absl::StrCat("request-", i));
    }
    EXPECT_TRUE(log_.AppendGroup(group).ok());
  }

  absl::StatusOr<std::unique_ptr<Pool>> Load(const store::Store& store) {
    return Pool::Load(store, keys_, region_, std::make_shared<matcher::NoTravel>(0), {});
  }

  absl::StatusOr<OpenedPool> Open(log::EventLog& log) {
    return OpenPool(folder_, log, keys_, {}, [this](const store::Store& store) {
      ++loads_;
      return Load(store);
    });
  }

  // What was in the write-ahead log comes to stand in table files at the next start.
  void MakeTables() {
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(Open(log_).ok());
    loads_ = 0;
  }

  // Table files of a family of the store.
  std::vector<std::string> TablesOf(store::Family family) {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : store::kFamilyNames) families.emplace_back(name, rocksdb::Options());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    EXPECT_TRUE(rocksdb::DB::OpenForReadOnly({}, folder_, families, &handles, &raw).ok());
    const std::unique_ptr<rocksdb::DB> database(raw);
    rocksdb::ColumnFamilyMetaData found;
    database->GetColumnFamilyMetaData(handles[static_cast<size_t>(family)], &found);
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      EXPECT_TRUE(database->DestroyColumnFamilyHandle(handle).ok());
    }
    std::vector<std::string> tables;
    for (const rocksdb::LevelMetaData& level : found.levels) {
      for (const rocksdb::SstFileMetaData& file : level.files) {
        tables.push_back(file.db_path + file.name);
      }
    }
    return tables;
  }

  // In the middle: neither in the first block, which says how far the family is, nor in the index.
  void Damage(store::Family family) {
    const std::vector<std::string> tables = TablesOf(family);
    ASSERT_FALSE(tables.empty());
    for (const std::string& table : tables) {
      std::fstream bytes(table, std::ios::binary | std::ios::in | std::ios::out);
      bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(table) / 3));
      bytes.write("damage", 6);
    }
  }

  const TempDir dir_;
  const std::string folder_ = dir_ / "store";
  log::MemoryLog log_;
  keys::MemoryKeyRing keys_;
  std::shared_ptr<const matcher::Region> region_;
  int loads_ = 0;
};

TEST_F(OpenPoolTest, AWholeStoreIsLoadedOnce) {
  MakeTables();
  const auto opened = Open(log_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(loads_, 1);
  EXPECT_FALSE(opened->report.rebuilt);
  EXPECT_EQ(opened->store->position(), static_cast<uint64_t>(kVacancies));
  EXPECT_EQ(opened->pool->Current()->vacancies().size(), static_cast<size_t>(kVacancies));
}

// No pool reads the answers to past requests.
TEST_F(OpenPoolTest, DamageThatNoRecordOfThePoolShowsIsFound) {
  MakeTables();
  Damage(store::Family::kAnswers);
  const auto opened = Open(log_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(loads_, 2);
  EXPECT_TRUE(opened->report.rebuilt);
  EXPECT_THAT(opened->report.reason, HasSubstr("Corruption"));
  EXPECT_EQ(opened->report.applied_entries, static_cast<uint64_t>(kVacancies));
  EXPECT_EQ(opened->pool->Current()->vacancies().size(), static_cast<size_t>(kVacancies));
  for (int i = 0; i < kVacancies; ++i) {
    EXPECT_TRUE(opened->store->FindAnswer("tester", absl::StrCat("request-", i))->has_value()) << i;
  }
}

TEST_F(OpenPoolTest, DamageThatThePoolMeetsIsMendedToo) {
  MakeTables();
  Damage(store::Family::kVacancies);
  {
    const auto opened = Open(log_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_TRUE(opened->report.rebuilt);
    EXPECT_EQ(opened->pool->Current()->vacancies().size(), static_cast<size_t>(kVacancies));
  }
  const auto again = Open(log_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->report.rebuilt);
}

// Both are damaged: the log is told, and the store is not thrown away by it.
TEST_F(OpenPoolTest, ADamagedLogIsToldBeforeTheStore) {
  MakeTables();
  Damage(store::Family::kAnswers);
  const std::vector<std::string> tables = TablesOf(store::Family::kAnswers);
  LogBeside damaged(log_, absl::DataLossError("entry 2 is damaged"));
  EXPECT_EQ(Open(damaged).status(), absl::DataLossError("entry 2 is damaged"));
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(TablesOf(store::Family::kAnswers), tables);
}

// What cannot be read in a store that is whole is no reason to make another.
TEST_F(OpenPoolTest, AnErrorOfLoadingIsGivenBack) {
  for (const absl::Status& error :
       {absl::DataLossError("a vacancy cannot be read"), absl::InternalError("no such thing")}) {
    const auto opened = OpenPool(
        folder_, log_, keys_, {},
        [&error](const store::Store&) -> absl::StatusOr<std::unique_ptr<Pool>> { return error; });
    EXPECT_EQ(opened.status(), error);
  }
  const auto opened = Open(log_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_FALSE(opened->report.rebuilt);
}

}  // namespace
}  // namespace overstap::pool
