// A disk that is full, or whose syncs fail: nothing is acknowledged from then on, reads go on,
// health says why, and a restart on a mended disk continues with everything that was acknowledged.
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/store/v1/log.pb.h"
#include "spdlog/spdlog.h"
#include "tests/crash/crash_file_system.h"
#include "tests/crash/crash_world.h"
#include "tests/crash/recount.h"
#include "tests/crash/simple_writes.h"

namespace overstap::crash {
namespace {

using rocksdb::IOStatus;
using ::testing::AnyOf;
using ::testing::HasSubstr;

struct Trouble {
  std::string name;
  CrashFileSystem::Fault fault;
  absl::StatusCode code;
  std::string told;  // what health must name
};

CrashFileSystem::Fault Full(Operation operation, const std::string& kind) {
  return [operation, kind](const CrashFileSystem::Attempt& attempt) {
    return attempt.operation == operation && KindOf(attempt.path) == kind
               ? IOStatus::NoSpace("while writing to " + attempt.path, "no space left on device")
               : IOStatus::OK();
  };
}

CrashFileSystem::Fault Failing(Operation operation, const std::string& kind) {
  return [operation, kind](const CrashFileSystem::Attempt& attempt) {
    return attempt.operation == operation && KindOf(attempt.path) == kind
               ? IOStatus::IOError("while syncing " + attempt.path, "input/output error")
               : IOStatus::OK();
  };
}

class DiskTroubleTest : public testing::TestWithParam<Trouble> {
 protected:
  DiskTroubleTest()
      : files_(std::make_shared<CrashFileSystem>(1)),
        world_(files_,
               {.log_buffer_bytes = size_t{64} << 10, .store_buffer_bytes = size_t{128} << 10}) {}
  void SetUp() override {
    spdlog::set_level(spdlog::level::off);
    const absl::Status opened = world_.Open();
    ASSERT_TRUE(opened.ok()) << opened;
  }
  void TearDown() override { spdlog::set_level(spdlog::level::info); }

  // Writes a person and a vacancy; what is acknowledged is remembered.
  absl::Status Write() {
    const int number = ++written_;
    const auto person = WritePerson(world_, absl::StrCat("p-", number), "6811AA");
    if (!person.ok()) return person.status();
    const auto vacancy = WriteVacancy(world_, absl::StrCat("v-", number),
                                      absl::StrCat(std::string(2'000, 'x'), number),
                                      absl::StrCat("request-", number));
    if (!vacancy.ok()) return vacancy.status();
    acknowledged_.insert(absl::StrCat("v-", number));
    return absl::OkStatus();
  }

  // Until one is refused; a failure in the background shows after a while.
  absl::Status WriteUntilRefused() {
    constexpr int kMost = 2'000;
    absl::Status status;
    for (int i = 0; i < kMost && status.ok(); ++i) status = Write();
    return status;
  }

  void ExpectAllAcknowledgedThere() {
    for (const std::string& id : acknowledged_) EXPECT_TRUE(HasVacancy(world_, id)) << id;
  }

  const std::shared_ptr<CrashFileSystem> files_;
  CrashWorld world_;
  int written_ = 0;
  std::set<std::string> acknowledged_;
};

TEST_P(DiskTroubleTest, StopsWritesSaysWhyAndKeepsWhatWasAcknowledged) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Write().ok());
  files_->SetFault(GetParam().fault);
  const absl::Status refused = WriteUntilRefused();
  EXPECT_EQ(refused.code(), GetParam().code) << refused;
  const absl::Status health = world_.sequencer().health();
  EXPECT_EQ(health.code(), GetParam().code) << health;
  EXPECT_THAT(std::string(health.message()), HasSubstr("writes are stopped, reads go on"));
  EXPECT_THAT(std::string(health.message()), HasSubstr(GetParam().told));
  EXPECT_THAT(std::string(health.message()),
              AnyOf(HasSubstr("no space left"), HasSubstr("input/output error")));
  EXPECT_THAT(std::string(health.message()), HasSubstr("restart the server"));

  // Once it has failed, a disk that says that all is well is not believed.
  files_->SetFault(nullptr);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Write().code(), GetParam().code);
  EXPECT_FALSE(world_.sequencer().health().ok());
  // Reads go on, and show what was acknowledged.
  ExpectAllAcknowledgedThere();
  EXPECT_EQ(world_.pool().Current()->version(), world_.store().position());
  EXPECT_NE(world_.pool().Current()->vacancies().Find("v-1"), nullptr);

  for (const Outage outage : {Outage::kKill, Outage::kPowerLoss}) {
    files_->CrashNow();
    world_.Close();
    files_->Reboot(outage);
    const absl::Status reopened = world_.Open();
    ASSERT_TRUE(reopened.ok()) << reopened;
    ExpectAllAcknowledgedThere();
    EXPECT_TRUE(CheckDerived(world_).empty());
    EXPECT_TRUE(Write().ok());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Places, DiskTroubleTest,
    testing::Values(Trouble{"FullUnderTheLog", Full(Operation::kAppend, "log/wal"),
                            absl::StatusCode::kResourceExhausted, "/data/log/"},
                    Trouble{"SyncOfTheLogFails", Failing(Operation::kSync, "log/wal"),
                            absl::StatusCode::kUnavailable, "/data/log/"},
                    Trouble{"FullUnderTheKeys", Full(Operation::kWriteAt, "keys/file"),
                            absl::StatusCode::kResourceExhausted, "/data/keys/person_keys"},
                    Trouble{"SyncOfTheKeysFails", Failing(Operation::kSync, "keys/file"),
                            absl::StatusCode::kUnavailable, "/data/keys/person_keys"},
                    Trouble{"FullUnderTheStore", Full(Operation::kAppend, "store/wal"),
                            absl::StatusCode::kResourceExhausted, "/data/store/"},
                    Trouble{"WriteOfTheStoreFails", Failing(Operation::kAppend, "store/wal"),
                            absl::StatusCode::kUnavailable, "/data/store/"},
                    Trouble{"WriteOfTheHighWaterMarkFails",
                            Failing(Operation::kWriteAt, "log/mark"),
                            absl::StatusCode::kUnavailable, "/data/log/high_water"},
                    // In the background: no write is refused by RocksDB itself.
                    Trouble{"FullWhileTheLogFlushes", Full(Operation::kAppend, "log/table"),
                            absl::StatusCode::kResourceExhausted, "/data/log/"},
                    Trouble{"SyncOfALogTableFails", Failing(Operation::kSync, "log/table"),
                            absl::StatusCode::kUnavailable, "/data/log/"},
                    Trouble{"SyncOfTheLogsManifestFails", Failing(Operation::kSync, "log/manifest"),
                            absl::StatusCode::kUnavailable, "/data/log/"},
                    Trouble{"FullWhileTheStoreFlushes", Full(Operation::kAppend, "store/table"),
                            absl::StatusCode::kResourceExhausted, "/data/store/"},
                    Trouble{"SyncOfAStoreTableFails", Failing(Operation::kSync, "store/table"),
                            absl::StatusCode::kUnavailable, "/data/store/"}),
    [](const auto& trouble) { return trouble.param.name; });

// A disk that fills up byte by byte, whatever is written when it is full.
class FullDiskTest : public DiskTroubleTest {};

TEST_F(FullDiskTest, EndsWritesWhereverTheLastByteGoes) {
  constexpr uint64_t kMostBytes = 40'000;
  constexpr uint64_t kStep = 1'237;
  for (uint64_t bytes = 0; bytes < kMostBytes; bytes += kStep) {
    files_->LimitSpace(bytes);
    const absl::Status refused = WriteUntilRefused();
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted) << bytes << ": " << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("make space")) << bytes;
    ExpectAllAcknowledgedThere();
    files_->UnlimitSpace();
    files_->CrashNow();
    world_.Close();
    files_->Reboot(bytes % 2 == 0 ? Outage::kKill : Outage::kTornPowerLoss);
    const absl::Status reopened = world_.Open();
    ASSERT_TRUE(reopened.ok()) << bytes << ": " << reopened;
    ExpectAllAcknowledgedThere();
    EXPECT_TRUE(CheckDerived(world_).empty()) << bytes;
  }
}

// The log has it, the store has not: it is neither acknowledged nor shown, until a restart applies
// it; then a repeat gets the answer that the first never got.
TEST_F(FullDiskTest, AWriteThatOnlyTheStoreLacksIsShownAfterARestart) {
  files_->SetFault(Full(Operation::kAppend, "store/wal"));
  EXPECT_EQ(WriteVacancy(world_, "v-1", "a", "request").status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(world_.log().last_position(), 1U);
  EXPECT_FALSE(HasVacancy(world_, "v-1"));
  EXPECT_EQ(world_.pool().Current()->vacancies().Find("v-1"), nullptr);
  files_->SetFault(nullptr);
  EXPECT_FALSE(WriteVacancy(world_, "v-1", "a", "request").ok());
  world_.Close();
  ASSERT_TRUE(world_.Open().ok());
  EXPECT_TRUE(HasVacancy(world_, "v-1"));
  EXPECT_TRUE(WriteVacancy(world_, "v-1", "a", "request").ok());
  EXPECT_EQ(world_.log().last_position(), 1U);
}

// A key that could not be destroyed durably: the deletion is in the log, and a restart destroys it.
TEST_F(FullDiskTest, AKeyThatCouldNotBeDestroyedIsDestroyedAtTheNextStart) {
  ASSERT_TRUE(WritePerson(world_, "p-1", "6811AA").ok());
  files_->SetFault(Failing(Operation::kSync, "keys/file"));
  EXPECT_EQ(DeletePerson(world_, "p-1").code(), absl::StatusCode::kUnavailable);
  files_->SetFault(nullptr);
  files_->CrashNow();
  world_.Close();
  files_->Reboot(Outage::kPowerLoss);
  const absl::Status reopened = world_.Open();
  ASSERT_TRUE(reopened.ok()) << reopened;
  EXPECT_FALSE(world_.keys().Has(1));
  EXPECT_TRUE(CheckDerived(world_).empty());
}

// A failure in the background shows in health before any write meets it. A write that it overtakes
// on its way to the log is refused for the same reason.
TEST_F(FullDiskTest, HealthTellsOfAFailureInTheBackground) {
  files_->SetFault(Full(Operation::kAppend, "log/table"));
  absl::Status written;
  int writes = 0;
  constexpr int kMost = 60;  // more than a write buffer holds
  while (writes < kMost && written.ok() && world_.sequencer().health().ok()) {
    written = Write();
    ++writes;
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (world_.sequencer().health().ok() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(world_.sequencer().health().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Write().code(), absl::StatusCode::kResourceExhausted);
  const std::vector<store::v1::LogEntry> entries(1);
  EXPECT_EQ(world_.log().AppendGroup(entries), world_.log().health());
  EXPECT_EQ(world_.log().health().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace overstap::crash
