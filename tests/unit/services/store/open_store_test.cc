#include "services/store/open_store.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "services/keys/memory_key_ring.h"
#include "services/log/memory_log.h"
#include "services/log/rocksdb_database.h"
#include "services/store/layout.h"
#include "services/store/rocksdb_store.h"
#include "tests/unit/services/log/entries.h"
#include "tests/unit/services/log/log_beside.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::store {
namespace {

using overstap::testing::EntryAt;
using overstap::testing::LogBeside;
using overstap::testing::TempDir;
using overstap::testing::VacancyEntries;
using ::testing::HasSubstr;

constexpr char kNow[] = "2026-01-01T00:00:00Z";

class OpenStoreTest : public ::testing::Test {
 protected:
  absl::StatusOr<OpenedStore> Open() { return OpenStore(folder_, log_, keys_); }

  static std::map<std::string, std::string> Vacancies(const Store& store) {
    std::map<std::string, std::string> all;
    EXPECT_TRUE(store
                    .Scan(RecordKind::kVacancy, "",
                          [&all](auto id, auto bytes) {
                            all[std::string(id)] = std::string(bytes);
                            return true;
                          })
                    .ok());
    return all;
  }

  TempDir dir_;
  std::string folder_ = dir_ / "store";
  log::MemoryLog log_;
  keys::MemoryKeyRing keys_;
};

TEST_F(OpenStoreTest, ChangesNothingByALogThatTurnsOutDamaged) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 3)).ok());
  ASSERT_TRUE(Open().ok());
  // In step: nothing is to be changed, and nobody waits.
  LogBeside damaged(log_, absl::DataLossError("entry 2 is damaged"));
  EXPECT_TRUE(OpenStore(folder_, damaged, keys_).ok());
  EXPECT_EQ(damaged.awaited(), 0);
  v1::Event deleted;
  const keys::KeyId key = *keys_.Create();
  deleted.mutable_job_seeker_deleted()->set_id("p-1");
  deleted.mutable_job_seeker_deleted()->set_key_id(key);
  const std::vector<v1::LogEntry> group = {EntryAt(kNow, {deleted})};
  ASSERT_TRUE(log_.AppendGroup(group).ok());
  EXPECT_TRUE(absl::IsDataLoss(OpenStore(folder_, damaged, keys_).status()));
  EXPECT_GT(damaged.awaited(), 0);
  EXPECT_TRUE(keys_.Has(key));
  LogBeside whole(log_, absl::OkStatus());
  const auto opened = OpenStore(folder_, whole, keys_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->report.applied_entries, 1);
  EXPECT_FALSE(keys_.Has(key));
}

TEST_F(OpenStoreTest, AnEmptyServerStartsWithoutARebuild) {
  const auto opened = Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_FALSE(opened->report.rebuilt);
  EXPECT_EQ(opened->report.applied_entries, 0);
}

TEST_F(OpenStoreTest, CatchesUpWithTheLog) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 3)).ok());
  ASSERT_TRUE(Open().ok());
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(4, 2'500)).ok());
  const auto opened = Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_FALSE(opened->report.rebuilt);
  EXPECT_EQ(opened->report.applied_entries, 2'497);
  EXPECT_EQ(opened->store->position(), 2'500);
  EXPECT_EQ(Vacancies(*opened->store).size(), 2'500);
}

// Introductions came after the first folders were made.
TEST_F(OpenStoreTest, AFolderFromBeforeAKindOfRecordOpens) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 3)).ok());
  ASSERT_TRUE(Open().ok());
  {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    for (const char* name : kFamilyNames)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, folder_, families, &handles, &raw).ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(db->DropColumnFamily(handles[static_cast<size_t>(Family::kIntroductions)]).ok());
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
  }
  v1::Event introduction;
  introduction.mutable_introduction_stored()->mutable_head()->set_id("i-1");
  const std::vector<v1::LogEntry> group = {EntryAt(kNow, {introduction})};
  ASSERT_TRUE(log_.AppendGroup(group).ok());
  const auto opened = Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  // A family that lags behind the others could have lost records as well: it is built anew.
  EXPECT_TRUE(opened->report.rebuilt);
  EXPECT_EQ(Vacancies(*opened->store).size(), 3);
  EXPECT_TRUE(opened->store->Get(RecordKind::kIntroduction, "i-1")->has_value());
}

TEST_F(OpenStoreTest, RebuildsAMissingStoreAndSaysSo) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 10)).ok());
  std::map<std::string, std::string> before;
  {
    const auto opened = Open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    before = Vacancies(*opened->store);
  }
  std::filesystem::remove_all(folder_);
  const auto opened = Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(opened->report.rebuilt);
  EXPECT_EQ(opened->report.applied_entries, 10);
  EXPECT_EQ(Vacancies(*opened->store), before);
}

TEST_F(OpenStoreTest, RebuildsADamagedStoreAndSaysWhy) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 300)).ok());
  { ASSERT_TRUE(Open().ok()); }
  { ASSERT_TRUE(Open().ok()); }  // what was in the write-ahead log now stands in table files
  int damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(), std::ios::binary | std::ios::in | std::ios::out);
    bytes.seekp(20);
    bytes.write("damage", 6);
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  const auto opened = Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(opened->report.rebuilt);
  EXPECT_THAT(opened->report.reason, HasSubstr("Corruption"));
  EXPECT_EQ(Vacancies(*opened->store).size(), 300);
}

TEST_F(OpenStoreTest, RebuildsAStoreWithoutItsManifest) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 3)).ok());
  { ASSERT_TRUE(Open().ok()); }
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    if (file.path().filename().string().rfind("MANIFEST", 0) == 0) {
      std::filesystem::remove(file.path());
    }
  }
  const auto opened = Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(opened->report.rebuilt);
  EXPECT_EQ(Vacancies(*opened->store).size(), 3);
}

TEST_F(OpenStoreTest, RefusesALogThatEndsBeforeTheStore) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 5)).ok());
  { ASSERT_TRUE(Open().ok()); }
  log::MemoryLog shorter;
  ASSERT_TRUE(shorter.AppendGroup(VacancyEntries(1, 3)).ok());
  const auto opened = OpenStore(folder_, shorter, keys_);
  EXPECT_TRUE(absl::IsFailedPrecondition(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr("ends at entry 3"));
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr("up to 5"));
}

TEST_F(OpenStoreTest, RefusesANewerSchemaRatherThanRebuild) {
  { ASSERT_TRUE(Open().ok()); }
  {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : kFamilyNames)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    const auto database = log::Database::Open(
        {.dir = folder_, .what = "store", .schema_version = kStoreSchemaVersion}, {}, families);
    ASSERT_TRUE((*database)->db().Put({}, "schema_version", "9").ok());
  }
  const auto opened = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr("schema version 9"));
}

TEST_F(OpenStoreTest, TakesOverAFolderOfAnOlderSchema) {
  ASSERT_TRUE(log_.AppendGroup(VacancyEntries(1, 3)).ok());
  { ASSERT_TRUE(Open().ok()); }
  constexpr size_t kFamiliesOfSchemaOne = 10;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kFamilyNames) {
    families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  }
  const log::Database::Identity identity = {
      .dir = folder_, .what = "store", .schema_version = kStoreSchemaVersion};
  {
    const auto database = log::Database::Open(identity, {}, families);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)->db().Put({}, "schema_version", "1").ok());
    for (size_t i = kFamiliesOfSchemaOne; i < families.size(); ++i) {
      ASSERT_TRUE((*database)->db().DropColumnFamily((*database)->family(i)).ok());
    }
  }
  {
    const auto opened = Open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_TRUE(opened->report.rebuilt);
    EXPECT_EQ(Vacancies(*opened->store).size(), 3U);
    EXPECT_FALSE(opened->store->Get(RecordKind::kDecision, "d-1")->has_value());
  }
  // From now on an older server refuses it.
  const auto database = log::Database::Open(identity, {}, families);
  ASSERT_TRUE(database.ok()) << database.status();
}

TEST_F(OpenStoreTest, RefusesASecondServerOnTheFolder) {
  const auto first = Open();
  ASSERT_TRUE(first.ok());
  const auto second = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("another server uses"));
}

TEST_F(OpenStoreTest, DestroysKeysThatACrashLeft) {
  const keys::KeyId key = *keys_.Create();
  v1::Event forgotten;
  forgotten.mutable_job_seeker_deleted()->set_id("p-1");
  forgotten.mutable_job_seeker_deleted()->set_key_id(key);
  ASSERT_TRUE(log_.AppendGroup(std::vector{EntryAt(kNow, {forgotten})}).ok());
  ASSERT_TRUE(Open().ok());
  EXPECT_FALSE(keys_.Has(key));
}

TEST(RocksdbStore, KeepsRecordsAnswersAndPositionAcrossOpens) {
  const TempDir dir;
  v1::LogEntry entry = EntryAt(kNow, {overstap::testing::VacancyEvent("v-1", "Carer")});
  entry.mutable_answer()->set_request_id("r-1");
  v1::Event chunk;
  chunk.mutable_taxonomy_chunk()->set_taxonomy_number(2);
  {
    const auto store = OpenRocksdbStore(dir / "store");
    ASSERT_TRUE((*store)->Apply(1, std::vector{entry, EntryAt(kNow, {chunk})}).ok());
  }
  const auto store = OpenRocksdbStore(dir / "store");
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->position(), 2);
  EXPECT_TRUE((*store)->Get(RecordKind::kVacancy, "v-1")->has_value());
  EXPECT_TRUE((*store)->FindAnswer("tester", "r-1")->has_value());
  // What it keeps in memory is there again: the orphaned chunk goes, the old answer too.
  v1::Event committed;
  committed.mutable_taxonomy_committed()->set_taxonomy_number(3);
  ASSERT_TRUE((*store)->Apply(3, std::vector{EntryAt("2026-03-01T00:00:00Z", {committed})}).ok());
  EXPECT_FALSE((*store)->FindAnswer("tester", "r-1")->has_value());
  int chunks = 0;
  EXPECT_TRUE((*store)
                  ->ScanTaxonomy(2,
                                 [&chunks](const v1::TaxonomyChunk&) {
                                   ++chunks;
                                   return absl::OkStatus();
                                 })
                  .ok());
  EXPECT_EQ(chunks, 0);
}

}  // namespace
}  // namespace overstap::store
