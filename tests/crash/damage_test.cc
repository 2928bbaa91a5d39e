// Damaged, truncated, missing and swapped files of a whole data folder, on the real file system.
// Whatever is done to them: a clear error that names file and place, a store that is rebuilt and
// says so, or no difference at all; never a wrong answer. What cannot be noticed is the last suite.
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/keys/key_slot.h"
#include "services/log/high_water.h"
#include "services/log/rocksdb_database.h"
#include "services/log/rocksdb_log.h"
#include "services/store/layout.h"
#include "spdlog/spdlog.h"
#include "tests/crash/crash_world.h"
#include "tests/crash/recount.h"
#include "tests/crash/simple_writes.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::crash {
namespace {

namespace fs = std::filesystem;
using overstap::testing::TempDir;
using ::testing::AnyOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}
void Flip(const fs::path& path, size_t offset, char bits) {
  std::string bytes = ReadFile(path);
  bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ bits);
  WriteFile(path, bytes);
}

// Files of a folder with this ending, in order of their numbers.
std::vector<fs::path> FilesOf(const fs::path& folder, const std::string& ending) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (absl::EndsWith(file.path().filename().string(), ending)) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::unique_ptr<CrashWorld> WorldIn(const fs::path& data_dir) {
  CrashWorld::Options options;
  options.data_dir = data_dir.string();
  return std::make_unique<CrashWorld>(rocksdb::FileSystem::Default(), options);
}

std::string Dump(const log::EventLog& log) {
  std::string dump;
  EXPECT_TRUE(log.Read(1,
                       [&dump](log::Position, const store::v1::LogEntry& entry) {
                         dump += entry.SerializeAsString();
                         return absl::OkStatus();
                       })
                  .ok());
  return dump;
}

enum class Outcome { kError, kRebuilt, kSame, kWrong };

// What a start on a damaged folder comes to.
struct Start {
  Outcome outcome = Outcome::kWrong;
  absl::Status status;  // of an error
  std::string reason;   // of a rebuild
};

// A folder with everything in it: entries in table files and in the write-ahead log, of both
// databases, persons with keys, some forgotten.
class DamageTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    spdlog::set_level(spdlog::level::off);
    template_ = std::make_unique<TempDir>();
    const auto world = WorldIn(template_->path());
    for (int life = 0; life < 2; ++life) {
      // The first life's entries go to table files when it is opened again.
      const absl::Status opened = world->Open();
      ASSERT_TRUE(opened.ok()) << opened;
      Fill(*world, life);
      dump_ = Dump(world->log());
      last_position_ = world->log().last_position();
      world->Close();
    }
  }
  static void TearDownTestSuite() {
    template_.reset();
    spdlog::set_level(spdlog::level::info);
  }

  static void Fill(CrashWorld& world, int life) {
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(WritePerson(world, absl::StrCat("p-", life, "-", i), "6811AA").ok());
      ASSERT_TRUE(WriteVacancy(world, absl::StrCat("v-", life, "-", i), "t").ok());
    }
    ASSERT_TRUE(DeletePerson(world, absl::StrCat("p-", life, "-0")).ok());
    ASSERT_TRUE(WriteVacancy(world, absl::StrCat("last-", life), "u").ok());
  }

  void SetUp() override { Renew(); }

  // A fresh copy to damage.
  void Renew() {
    copy_ = std::make_unique<TempDir>();
    fs::copy(template_->path(), copy_->path(), fs::copy_options::recursive);
  }
  fs::path Folder(const std::string& name) const { return copy_->path() / name; }
  fs::path Last(const std::string& folder, const std::string& ending) const {
    return FilesOf(Folder(folder), ending).back();
  }

  // Opens everything and compares it with what was written.
  Start Open() const {
    Start start;
    const auto world = WorldIn(copy_->path());
    start.status = world->Open();
    if (!start.status.ok()) {
      start.outcome = Outcome::kError;
      return start;
    }
    const std::vector<std::string> wrong = CheckDerived(*world);
    if (Dump(world->log()) != dump_ || !wrong.empty()) {
      start.reason = wrong.empty() ? "the log is not what was written" : wrong.front();
      return start;
    }
    start.outcome = world->store_report().rebuilt ? Outcome::kRebuilt : Outcome::kSame;
    start.reason = world->store_report().reason;
    return start;
  }

  static std::unique_ptr<TempDir> template_;
  static std::string dump_;
  static log::Position last_position_;
  std::unique_ptr<TempDir> copy_;
};

std::unique_ptr<TempDir> DamageTest::template_;
std::string DamageTest::dump_;
log::Position DamageTest::last_position_ = 0;

// ---- the log's write-ahead log ----

// Offsets of the records of a write-ahead log whose records cross no block.
std::vector<size_t> RecordsOf(const std::string& bytes) {
  constexpr size_t kHeader = 7;
  std::vector<size_t> offsets;
  for (size_t at = 0; at + kHeader <= bytes.size();) {
    offsets.push_back(at);
    const size_t length = static_cast<unsigned char>(bytes[at + 4]) |
                          static_cast<size_t>(static_cast<unsigned char>(bytes[at + 5])) << 8U;
    at += kHeader + length;
  }
  return offsets;
}

// Every byte of a record (checksum, length, type, batch, key, our frame's format and chain,
// payload), in the middle and at the end.
TEST_F(DamageTest, AFlippedByteOfALogRecordIsToldWithFileAndOffset) {
  const fs::path wal = Last("log", ".log");
  const std::string whole = ReadFile(wal);
  const std::vector<size_t> records = RecordsOf(whole);
  ASSERT_GT(records.size(), 5U);
  int flips = 0;
  for (const size_t record : {records.size() / 2, records.size() - 1}) {
    const size_t begin = records[record];
    const size_t end = record + 1 < records.size() ? records[record + 1] : whole.size();
    for (size_t at = begin; at < end; ++at) {
      // All bits of the header, where one may turn it into another that is legal.
      for (const int bit : {0, 1, 7}) {
        if (at >= begin + 7 && bit != static_cast<int>(at % 8)) continue;
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
        WriteFile(wal, bytes);
        const auto log = log::OpenRocksdbLog(Folder("log").string());
        ++flips;
        ASSERT_TRUE(absl::IsDataLoss(log.status())) << at << ": " << log.status();
        EXPECT_THAT(std::string(log.status().message()),
                    HasSubstr(absl::StrCat(wal.string(), " at byte ", begin)))
            << at;
        // It is left as it was found.
        ASSERT_EQ(ReadFile(wal), bytes);
      }
    }
  }
  WriteFile(wal, whole);
  EXPECT_EQ(Open().outcome, Outcome::kSame);
  EXPECT_GT(flips, 100);
}

TEST_F(DamageTest, AWriteAheadLogThatIsCutShortAnywhereIsRefused) {
  const fs::path wal = Last("log", ".log");
  const std::string whole = ReadFile(wal);
  const std::vector<size_t> records = RecordsOf(whole);
  std::vector<size_t> sizes = records;  // at a boundary
  for (const size_t record : records) {
    sizes.push_back(record + 3);   // in a header
    sizes.push_back(record + 20);  // in a payload
  }
  for (const size_t size : sizes) {
    WriteFile(wal, whole.substr(0, size));
    const auto log = log::OpenRocksdbLog(Folder("log").string());
    EXPECT_TRUE(absl::IsDataLoss(log.status())) << size << ": " << log.status();
    EXPECT_THAT(std::string(log.status().message()), HasSubstr("acknowledged writes are missing"));
    EXPECT_THAT(std::string(log.status().message()),
                HasSubstr(absl::StrCat("entries up to ", last_position_)));
    EXPECT_THAT(std::string(log.status().message()), HasSubstr(Folder("log").string()));
  }
}

// ---- any byte of any file ----

// Opens after a flip in the file, and says whether it was noticed.
struct FlipCount {
  int flips = 0;
  int errors = 0;
  int rebuilt = 0;
  int same = 0;
};

TEST_F(DamageTest, AFlipAnywhereInTheLogsFilesIsAnErrorThatNamesTheFileOrChangesNothing) {
  std::map<std::string, FlipCount> counts;
  for (const std::string ending : {".sst", "CURRENT", "000005", "high_water"}) {
    std::vector<fs::path> files = FilesOf(Folder("log"), ending);
    if (ending == "000005") {
      files.clear();
      for (const auto& file : fs::directory_iterator(Folder("log"))) {
        if (absl::StartsWith(file.path().filename().string(), "MANIFEST")) {
          files.push_back(file.path());
        }
      }
    }
    ASSERT_FALSE(files.empty()) << ending;
    for (const fs::path& file : files) {
      const size_t size = ReadFile(file).size();
      const size_t step = std::max<size_t>(1, size / 60);
      FlipCount& count = counts[ending == "000005" ? "MANIFEST" : ending];
      for (size_t at = 0; at < size; at += step) {
        Renew();
        const fs::path damaged = Folder("log") / file.filename();
        Flip(damaged, at, 0x10);
        const Start start = Open();
        ++count.flips;
        ASSERT_NE(start.outcome, Outcome::kWrong) << damaged << " at " << at << start.reason;
        ASSERT_NE(start.outcome, Outcome::kRebuilt) << damaged << " at " << at;
        if (start.outcome == Outcome::kSame) {
          ++count.same;
          continue;
        }
        ++count.errors;
        EXPECT_TRUE(absl::IsDataLoss(start.status)) << at << ": " << start.status;
        EXPECT_THAT(std::string(start.status.message()),
                    HasSubstr(ending == "CURRENT" ? "CURRENT" : file.filename().string()))
            << at;
        EXPECT_THAT(std::string(start.status.message()),
                    ContainsRegex("at byte [0-9]+|offset [0-9]+"))
            << at;
        EXPECT_THAT(std::string(start.status.message()), HasSubstr("restore the whole log"));
      }
    }
  }
  for (const auto& [kind, count] : counts) {
    std::printf("log %s: %d flips, %d errors, %d without effect\n", kind.c_str(), count.flips,
                count.errors, count.same);
  }
  // What was not noticed changed nothing, and is little: properties that nobody reads.
  EXPECT_GT(counts[".sst"].errors, counts[".sst"].flips / 2);
  // The end of a manifest may be a write that was cut off; without it every entry must be there.
  EXPECT_GT(counts["MANIFEST"].errors, counts["MANIFEST"].flips / 2);
  EXPECT_EQ(counts["high_water"].errors, 0);
}

TEST_F(DamageTest, AFlipAnywhereInTheStoresFilesRebuildsItOrChangesNothing) {
  FlipCount count;
  for (const auto& entry : fs::directory_iterator(template_->path() / "store")) {
    const fs::path name = entry.path().filename();
    if (absl::StartsWith(name.string(), "LOG") || name == "LOCK") continue;
    const size_t size = fs::file_size(entry.path());
    const size_t step = std::max<size_t>(1, size / 12);
    for (size_t at = step / 2; at < size; at += step) {
      Renew();
      Flip(Folder("store") / name, at, 0x10);
      const Start start = Open();
      ++count.flips;
      ASSERT_TRUE(start.outcome == Outcome::kSame || start.outcome == Outcome::kRebuilt)
          << name << " at " << at << ": " << start.status << start.reason;
      if (start.outcome == Outcome::kRebuilt) {
        ++count.rebuilt;
        EXPECT_FALSE(start.reason.empty());
      }
    }
  }
  std::printf("store: %d flips, %d rebuilt\n", count.flips, count.rebuilt);
  EXPECT_GT(count.rebuilt, count.flips / 2);
}

// ---- missing, cut and swapped files ----

TEST_F(DamageTest, AMissingFileOfTheLogIsAnErrorThatNamesItOrChangesNothing) {
  std::map<std::string, Outcome> outcomes;
  for (const auto& entry : fs::directory_iterator(template_->path() / "log")) {
    Renew();
    const std::string name = entry.path().filename().string();
    fs::remove(Folder("log") / name);
    const Start start = Open();
    ASSERT_TRUE(start.outcome == Outcome::kError || start.outcome == Outcome::kSame)
        << name << ": " << start.reason;
    outcomes[name.substr(0, name.find('-'))] = start.outcome;
    if (start.outcome != Outcome::kError) continue;
    EXPECT_TRUE(absl::IsDataLoss(start.status)) << name << ": " << start.status;
    EXPECT_THAT(std::string(start.status.message()),
                AnyOf(HasSubstr(name), HasSubstr("is cut short or missing")));
  }
  EXPECT_EQ(outcomes["CURRENT"], Outcome::kError);
  EXPECT_EQ(outcomes["MANIFEST"], Outcome::kError);
  EXPECT_EQ(outcomes[FilesOf(template_->path() / "log", ".log").back().filename().string()],
            Outcome::kError);
  for (const fs::path& table : FilesOf(template_->path() / "log", ".sst")) {
    // The log's table; the one of the default family holds its schema version.
    EXPECT_EQ(outcomes[table.filename().string()], Outcome::kError) << table;
  }
  EXPECT_EQ(outcomes["high_water"], Outcome::kSame);
}

TEST_F(DamageTest, AMissingLogIsRefusedByTheStore) {
  fs::remove_all(Folder("log"));
  const Start start = Open();
  EXPECT_EQ(start.status.code(), absl::StatusCode::kFailedPrecondition) << start.status;
  EXPECT_THAT(std::string(start.status.message()), HasSubstr("acknowledged writes are missing"));
}

TEST_F(DamageTest, AMissingFileOfTheStoreRebuildsItOrChangesNothing) {
  int rebuilt = 0;
  for (const auto& entry : fs::directory_iterator(template_->path() / "store")) {
    Renew();
    fs::remove(Folder("store") / entry.path().filename());
    const Start start = Open();
    ASSERT_TRUE(start.outcome == Outcome::kRebuilt || start.outcome == Outcome::kSame)
        << entry.path() << ": " << start.status << start.reason;
    rebuilt += start.outcome == Outcome::kRebuilt ? 1 : 0;
  }
  EXPECT_GE(rebuilt, 5);
  Renew();
  fs::remove_all(Folder("store"));
  EXPECT_EQ(Open().outcome, Outcome::kRebuilt);
}

TEST_F(DamageTest, ATruncatedFileIsNeverReadWrongly) {
  for (const std::string folder : {"log", "store"}) {
    for (const auto& entry : fs::directory_iterator(template_->path() / folder)) {
      const std::string name = entry.path().filename().string();
      if (absl::StartsWith(name, "LOG") || name == "LOCK") continue;
      const size_t size = fs::file_size(entry.path());
      for (const size_t kept : {size_t{0}, size / 3, size / 2, size - size / 8, size - 1}) {
        if (kept >= size) continue;
        Renew();
        fs::resize_file(Folder(folder) / name, kept);
        const Start start = Open();
        ASSERT_NE(start.outcome, Outcome::kWrong)
            << folder << "/" << name << " cut to " << kept << ": " << start.reason;
        if (start.outcome == Outcome::kError) {
          EXPECT_EQ(folder, "log") << start.status;
          EXPECT_TRUE(absl::IsDataLoss(start.status)) << name << kept << ": " << start.status;
          EXPECT_THAT(std::string(start.status.message()), HasSubstr(Folder("log").string()));
        }
      }
    }
  }
}

TEST_F(DamageTest, SwappedFilesAreNeverReadWrongly) {
  struct Swap {
    std::string first;
    std::string second;
  };
  const auto tables = [this](const std::string& folder) {
    std::vector<std::string> names;
    for (const fs::path& file : FilesOf(Folder(folder), ".sst")) {
      names.push_back(folder + "/" + file.filename().string());
    }
    return names;
  };
  std::vector<Swap> swaps;
  const std::vector<std::string> store = tables("store");
  const std::vector<std::string> log = tables("log");
  for (size_t i = 1; i < store.size(); ++i) swaps.push_back({store[i - 1], store[i]});
  for (size_t i = 1; i < log.size(); ++i) swaps.push_back({log[i - 1], log[i]});
  swaps.push_back({log.back(), store.back()});
  swaps.push_back({"log/" + Last("log", ".log").filename().string(),
                   "store/" + Last("store", ".log").filename().string()});
  ASSERT_GT(swaps.size(), 4U);
  for (const Swap& swap : swaps) {
    Renew();
    const fs::path first = copy_->path() / swap.first;
    const fs::path second = copy_->path() / swap.second;
    const std::string bytes = ReadFile(first);
    WriteFile(first, ReadFile(second));
    WriteFile(second, bytes);
    const Start start = Open();
    EXPECT_TRUE(start.outcome == Outcome::kError || start.outcome == Outcome::kRebuilt)
        << swap.first << " and " << swap.second << ": " << start.reason;
  }
}

// Two servers' logs, both whole, of the same length.
TEST_F(DamageTest, AnotherServersLogIsRefused) {
  const TempDir other;
  fs::create_directories(other.path() / "data");
  {
    const auto world = WorldIn(other.path() / "data");
    ASSERT_TRUE(world->Open().ok());
    for (log::Position i = 0; i < last_position_; ++i) {
      ASSERT_TRUE(WriteVacancy(*world, absl::StrCat("o-", i), "other").ok());
    }
  }
  // With its own mark kept, as when only the database's files are copied over.
  const std::string mark = ReadFile(Folder("log") / log::kHighWaterName);
  fs::remove_all(Folder("log"));
  fs::copy(other.path() / "data" / "log", Folder("log"), fs::copy_options::recursive);
  WriteFile(Folder("log") / log::kHighWaterName, mark);
  const Start start = Open();
  EXPECT_TRUE(absl::IsDataLoss(start.status)) << start.status;
  EXPECT_THAT(std::string(start.status.message()), HasSubstr("files of two logs are mixed"));
}

// ---- newer versions ----

// `present`: the version that it has.
void SetSchema(const fs::path& folder, const std::vector<std::string>& names, uint32_t present,
               const std::string& version) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  auto database = log::Database::Open(
      {.dir = folder.string(), .what = "database", .schema_version = present}, {}, families);
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_TRUE((*database)->db().Put({}, "schema_version", version).ok());
}

TEST_F(DamageTest, ANewerSchemaOfLogStoreOrKeysIsRefusedAndChangesNothing) {
  SetSchema(Folder("log"), {"default", "entries"}, log::kLogSchemaVersion, "9");
  Start start = Open();
  EXPECT_EQ(start.status.code(), absl::StatusCode::kFailedPrecondition) << start.status;
  EXPECT_THAT(std::string(start.status.message()), HasSubstr("schema version 9"));

  Renew();
  SetSchema(Folder("store"), {std::begin(store::kFamilyNames), std::end(store::kFamilyNames)},
            store::kStoreSchemaVersion, "9");
  start = Open();
  EXPECT_EQ(start.status.code(), absl::StatusCode::kFailedPrecondition) << start.status;
  EXPECT_THAT(std::string(start.status.message()), HasSubstr("schema version 9"));

  Renew();
  const fs::path keys = Folder("keys") / "person_keys";
  std::string slot = ReadFile(keys).substr(0, keys::kSlotSize);
  slot.replace(4, 4, "0002");
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(slot.data()), keys::kSlotSize - 8, digest);
  slot.replace(keys::kSlotSize - 8, 8, reinterpret_cast<const char*>(digest), 8);
  WriteFile(keys, slot + ReadFile(keys).substr(keys::kSlotSize));
  start = Open();
  EXPECT_EQ(start.status.code(), absl::StatusCode::kFailedPrecondition) << start.status;
  EXPECT_THAT(std::string(start.status.message()), HasSubstr("format 0002"));
}

// ---- keys ----

// Every byte of a slot: magic, state, format, id, key, durable_before, checksum.
TEST_F(DamageTest, AFlippedByteOfAKeySlotIsToldWithFileAndOffset) {
  const fs::path keys = Folder("keys") / "person_keys";
  const std::string whole = ReadFile(keys);
  const size_t slots = whole.size() / keys::kSlotSize;
  for (const size_t slot : {size_t{0}, slots / 2}) {
    for (size_t at = 0; at < keys::kSlotSize; ++at) {
      std::string bytes = whole;
      char& byte = bytes[slot * keys::kSlotSize + at];
      byte = static_cast<char>(byte ^ 0x04);
      WriteFile(keys, bytes);
      const Start start = Open();
      ASSERT_EQ(start.outcome, Outcome::kError) << at;
      EXPECT_THAT(std::string(start.status.message()),
                  HasSubstr(absl::StrCat(keys.string(), " at byte ", slot * keys::kSlotSize)));
      ASSERT_EQ(ReadFile(keys), bytes) << "it is left as it was found";
    }
  }
}

// No later slot says that the last one was durable; the record that is sealed under it does.
TEST_F(DamageTest, AFlippedByteOfTheLastKeySlotIsAnErrorAndLeftAsFound) {
  const fs::path keys = Folder("keys") / "person_keys";
  const size_t last = ReadFile(keys).size() - keys::kSlotSize;
  Flip(keys, last + 20, 0x04);
  const std::string damaged = ReadFile(keys);
  const Start start = Open();
  EXPECT_EQ(start.outcome, Outcome::kError);
  EXPECT_THAT(std::string(start.status.message()), HasSubstr(absl::StrCat("byte ", last)));
  EXPECT_EQ(ReadFile(keys), damaged);
}

TEST_F(DamageTest, AKeyRingThatIsCutOffMissingOrOlderThanTheLogIsRefused) {
  const fs::path keys = Folder("keys") / "person_keys";
  const std::string whole = ReadFile(keys);
  const std::vector<std::string> shorter = {"", whole.substr(0, keys::kSlotSize),
                                            whole.substr(0, whole.size() - keys::kSlotSize)};
  for (const std::string& bytes : shorter) {
    WriteFile(keys, bytes);
    const Start start = Open();
    EXPECT_EQ(start.status.code(), absl::StatusCode::kFailedPrecondition) << start.status;
    EXPECT_THAT(std::string(start.status.message()), HasSubstr("Restore the one that belongs"));
  }
  fs::remove_all(Folder("keys"));
  EXPECT_EQ(Open().status.code(), absl::StatusCode::kFailedPrecondition);
}

// An older copy of the ring with all the keys of the log would bring the forgotten back.
TEST_F(DamageTest, KeysThatAnOlderCopyBringsBackAreDestroyedAgain) {
  const std::string before = ReadFile(Folder("keys") / "person_keys");
  keys::KeyId key = 0;
  {
    const auto world = WorldIn(copy_->path());
    ASSERT_TRUE(world->Open().ok());
    const auto bytes = world->store().Get(store::RecordKind::kJobSeeker, "p-1-3");
    store::v1::JobSeekerStored stored;
    ASSERT_TRUE(stored.ParseFromString(**bytes));
    key = stored.job_seeker().key_id();
    ASSERT_TRUE(DeletePerson(*world, "p-1-3").ok());
  }
  WriteFile(Folder("keys") / "person_keys", before);
  const auto world = WorldIn(copy_->path());
  const absl::Status opened = world->Open();
  ASSERT_TRUE(opened.ok()) << opened;
  EXPECT_FALSE(world->keys().Has(key));
  EXPECT_TRUE(CheckDerived(*world).empty());
}

// ---- what one keeper of the end of the log does not notice, another does ----

class LostTailTest : public DamageTest {
 protected:
  // The last group as if it had never been written.
  void CutLastRecord() {
    const fs::path wal = Last("log", ".log");
    const std::string whole = ReadFile(wal);
    WriteFile(wal, whole.substr(0, RecordsOf(whole).back()));
  }
  void RemoveMark() { fs::remove(Folder("log") / log::kHighWaterName); }
  void RemoveStore() { fs::remove_all(Folder("store")); }
};

TEST_F(LostTailTest, TheMarkNoticesWithoutTheStore) {
  CutLastRecord();
  RemoveStore();
  EXPECT_TRUE(absl::IsDataLoss(Open().status));
}

TEST_F(LostTailTest, TheStoreNoticesWithoutTheMark) {
  CutLastRecord();
  RemoveMark();
  EXPECT_EQ(Open().status.code(), absl::StatusCode::kFailedPrecondition);
}

// The operator's way out, once told.
TEST_F(LostTailTest, WithoutBothTheServerGoesOnFromWhatIsLeft) {
  CutLastRecord();
  RemoveMark();
  RemoveStore();
  const auto world = WorldIn(copy_->path());
  const absl::Status opened = world->Open();
  ASSERT_TRUE(opened.ok()) << opened;
  EXPECT_EQ(world->log().last_position(), last_position_ - 1);
  EXPECT_TRUE(CheckDerived(*world).empty());
  EXPECT_TRUE(WriteVacancy(*world, "v-new", "t").ok());
}

// ---- what is not noticed ----

// As services/log/README.md says: the last entries, lost together with everything that knew them.
TEST_F(LostTailTest, NotNoticedTheLastEntriesLostTogetherWithMarkAndStore) {
  const fs::path wal = Last("log", ".log");
  const std::string whole = ReadFile(wal);
  Flip(wal, RecordsOf(whole).back() + 9, 0x01);  // damage, not a cut: it looks like one
  RemoveMark();
  RemoveStore();
  const auto world = WorldIn(copy_->path());
  ASSERT_TRUE(world->Open().ok());
  EXPECT_EQ(world->log().last_position(), last_position_ - 1);
}

// A whole, consistent, older copy of the data folder is a server that was stopped then.
TEST_F(LostTailTest, NotNoticedAnOlderCopyOfEverything) {
  {
    const auto world = WorldIn(copy_->path());
    ASSERT_TRUE(world->Open().ok());
    ASSERT_TRUE(WriteVacancy(*world, "v-later", "t").ok());
  }
  Renew();  // restored as it was before
  EXPECT_EQ(Open().outcome, Outcome::kSame);
}

}  // namespace
}  // namespace overstap::crash
