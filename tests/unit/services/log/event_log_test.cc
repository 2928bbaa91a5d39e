// The contract of EventLog, over every implementation.
#include "services/log/event_log.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/log/memory_log.h"
#include "services/log/rocksdb_log.h"
#include "tests/unit/services/log/entries.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::log {
namespace {

using overstap::testing::TempDir;
using overstap::testing::VacancyEntries;
using ::testing::ElementsAre;

struct Implementation {
  std::string name;
  std::function<std::unique_ptr<EventLog>(const TempDir&)> make;
};

class EventLogContract : public ::testing::TestWithParam<Implementation> {
 protected:
  std::vector<std::string> IdsFrom(Position first) {
    std::vector<std::string> ids;
    const absl::Status read = log_->Read(first, [&ids](Position position,
                                                       const store::v1::LogEntry& entry) {
      ids.push_back(std::to_string(position) + ":" + entry.events(0).vacancy_stored().head().id());
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return ids;
  }

  TempDir dir_;
  std::unique_ptr<EventLog> log_ = GetParam().make(dir_);
};

TEST_P(EventLogContract, BeginsEmpty) {
  EXPECT_EQ(log_->last_position(), 0);
  EXPECT_THAT(IdsFrom(1), ElementsAre());
}

TEST_P(EventLogContract, NumbersEntriesFromOneAcrossGroups) {
  ASSERT_TRUE(log_->AppendGroup(VacancyEntries(1, 2)).ok());
  ASSERT_TRUE(log_->AppendGroup(VacancyEntries(3, 3)).ok());
  EXPECT_EQ(log_->last_position(), 3);
  EXPECT_THAT(IdsFrom(1), ElementsAre("1:v-1", "2:v-2", "3:v-3"));
}

TEST_P(EventLogContract, ReadsFromAnyPosition) {
  ASSERT_TRUE(log_->AppendGroup(VacancyEntries(1, 4)).ok());
  EXPECT_THAT(IdsFrom(0), ElementsAre("1:v-1", "2:v-2", "3:v-3", "4:v-4"));
  EXPECT_THAT(IdsFrom(3), ElementsAre("3:v-3", "4:v-4"));
  EXPECT_THAT(IdsFrom(5), ElementsAre());
}

TEST_P(EventLogContract, AnEmptyGroupChangesNothing) {
  ASSERT_TRUE(log_->AppendGroup({}).ok());
  EXPECT_EQ(log_->last_position(), 0);
}

TEST_P(EventLogContract, StopsReadingAtTheVisitorsError) {
  ASSERT_TRUE(log_->AppendGroup(VacancyEntries(1, 4)).ok());
  int visited = 0;
  const absl::Status read = log_->Read(1, [&visited](Position, const store::v1::LogEntry&) {
    return ++visited == 2 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_TRUE(absl::IsCancelled(read));
  EXPECT_EQ(visited, 2);
}

INSTANTIATE_TEST_SUITE_P(
    Implementations, EventLogContract,
    ::testing::Values(
        Implementation{"Memory", [](const TempDir&) { return std::make_unique<MemoryLog>(); }},
        Implementation{"Rocksdb", [](const TempDir& dir) { return *OpenRocksdbLog(dir / "log"); }}),
    [](const auto& instance) { return instance.param.name; });

TEST(MemoryLog, RefusesAppendsAfterAFailedOne) {
  MemoryLog log;
  log.FailNextAppend(absl::UnavailableError("disk"));
  EXPECT_EQ(log.AppendGroup(VacancyEntries(1, 1)), absl::UnavailableError("disk"));
  EXPECT_EQ(log.AppendGroup(VacancyEntries(1, 1)), absl::UnavailableError("disk"));
  EXPECT_EQ(log.last_position(), 0);
}

}  // namespace
}  // namespace overstap::log
