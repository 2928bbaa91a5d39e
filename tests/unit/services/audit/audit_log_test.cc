#include "services/audit/audit_log.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/audit/statement.h"
#include "tests/unit/services/audit/audit_world.h"
#include "tests/unit/services/audit/faulty_env.h"

namespace overstap::audit {
namespace {

using overstap::testing::AppendTo;
using overstap::testing::AuditWorld;
using overstap::testing::FaultyEnv;
using overstap::testing::Forgery;
using overstap::testing::ReadBytes;
using overstap::testing::RecordOf;
using overstap::testing::WriteBytes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Waits until `condition` holds, for as long as a slow machine may need.
template <typename Condition>
bool Eventually(Condition condition) {
  for (int i = 0; i < 1'000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

mode_t ModeOf(const std::string& path) {
  struct stat state = {};
  EXPECT_EQ(stat(path.c_str(), &state), 0) << path;
  return state.st_mode & 0777;
}

TEST(AuditLog, GivesBackWhatWasAppendedWithItsNumberAndTime) {
  const AuditWorld world;
  const absl::Time time = absl::FromUnixNanos(1'700'000'000'123'456'789);
  AuditOptions options;
  options.now = [time] { return time; };
  store::v1::AuditRecord record = RecordOf("p-1");
  record.add_persons("p-2");
  record.set_request_hash(std::string("\0\xff", 2));
  record.set_denied(true);
  record.set_result_code(7);
  record.set_sequence(99);  // not the caller's to say
  ASSERT_TRUE(world.Open(options)->Append(record).ok());

  std::vector<store::v1::AuditRecord> read;
  ASSERT_TRUE(ReadAudit(world.audit(), {}, [&read](const store::v1::AuditRecord& one) {
                read.push_back(one);
                return true;
              }).ok());
  ASSERT_THAT(read, SizeIs(1));
  record.set_sequence(3);  // after the segment's head and an anchor
  *record.mutable_time() = ToTimestamp(time);
  EXPECT_EQ(read[0].SerializeAsString(), record.SerializeAsString());
}

TEST(AuditLog, IsReadByPersonPrincipalAndTime) {
  const AuditWorld world;
  absl::Time now = absl::FromUnixSeconds(1'000);
  AuditOptions options;
  options.now = [&now] { return now; };
  options.max_segment_age = absl::InfiniteDuration();
  {
    const auto log = world.Open(options);
    for (const char* person : {"p-1", "p-2", "p-1", "p-3"}) {
      store::v1::AuditRecord record = RecordOf(person);
      record.set_principal(absl::StrCat("of-", person));
      record.add_persons("p-all");
      ASSERT_TRUE(log->Append(record).ok());
      now += absl::Seconds(10);
    }
  }
  EXPECT_THAT(world.Persons(), ElementsAre("p-1", "p-2", "p-1", "p-3"));
  AuditFilter filter;
  filter.person = "p-1";
  EXPECT_THAT(world.Persons(filter), ElementsAre("p-1", "p-1"));
  filter.person = "p-all";
  EXPECT_THAT(world.Persons(filter), SizeIs(4));
  filter.principal = "of-p-3";
  EXPECT_THAT(world.Persons(filter), ElementsAre("p-3"));
  filter = {};
  filter.since = absl::FromUnixSeconds(1'010);
  filter.until = absl::FromUnixSeconds(1'030);
  EXPECT_THAT(world.Persons(filter), ElementsAre("p-2", "p-1"));
  int visited = 0;
  EXPECT_TRUE(ReadAudit(world.audit(), {}, [&visited](const store::v1::AuditRecord&) {
                return ++visited < 2;
              }).ok());
  EXPECT_EQ(visited, 2);
}

TEST(AuditLog, NumbersOnAcrossRestarts) {
  const AuditWorld world;
  for (const char* person : {"p-1", "p-2", "p-3"}) AppendTo(*world.Open(), person);
  EXPECT_THAT(world.Persons(), ElementsAre("p-1", "p-2", "p-3"));
  const AuditReport report = *world.Verify();
  EXPECT_EQ(report.last_sequence, report.entries);
  EXPECT_EQ(report.segments, 3);
}

TEST(AuditLog, TimeNeverGoesBackwards) {
  const AuditWorld world;
  absl::Time now = absl::FromUnixSeconds(1'000);
  AuditOptions options;
  options.now = [&now] { return now; };
  {
    const auto log = world.Open(options);
    AppendTo(*log, "p-1");
    now -= absl::Seconds(500);
    AppendTo(*log, "p-2");
  }
  AppendTo(*world.Open(options), "p-3");
  AuditFilter filter;
  filter.since = absl::FromUnixSeconds(1'000);
  EXPECT_THAT(world.Persons(filter), SizeIs(3));
}

TEST(AuditLog, ANewSegmentBeginsBySizeAndByAge) {
  const AuditWorld world;
  absl::Time now = absl::FromUnixSeconds(1'000);
  AuditOptions options;
  options.now = [&now] { return now; };
  options.max_segment_bytes = 4'000;
  {
    const auto log = world.Open(options);
    for (int i = 0; i < 100; ++i) AppendTo(*log, absl::StrCat("p-", i));
  }
  const size_t by_size = world.SegmentPaths().size();
  EXPECT_GT(by_size, 4);
  for (const std::string& path : world.SegmentPaths()) {
    EXPECT_LE(std::filesystem::file_size(path), 4'000) << path;
  }
  options.max_segment_bytes = AuditOptions().max_segment_bytes;
  {
    const auto log = world.Open(options);
    AppendTo(*log, "before");
    now += absl::Hours(25);
    AppendTo(*log, "after");
  }
  EXPECT_EQ(world.SegmentPaths().size(), by_size + 2);
  const auto report = world.Verify();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->records, 102);
}

TEST(AuditLog, ManyThreadsAppendEveryRecordOnce) {
  constexpr int kThreads = 8;
  constexpr int kEach = 500;
  for (const bool sync_thread_safe : {true, false}) {
    FaultyEnv env;
    env.set_sync_thread_safe(sync_thread_safe);
    const AuditWorld world;
    AuditOptions options;
    options.env = &env;
    options.max_segment_bytes = 100'000;
    options.sync_interval = absl::Milliseconds(1);
    options.anchor_records = 50;
    {
      const auto log = world.Open(options);
      std::vector<std::thread> threads;
      for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&log, t] {
          for (int i = 0; i < kEach; ++i) AppendTo(*log, absl::StrCat(t, "-", i));
        });
      }
      for (std::thread& thread : threads) thread.join();
    }
    const std::vector<std::string> persons = world.Persons();
    EXPECT_THAT(persons, SizeIs(kThreads * kEach));
    EXPECT_THAT(std::set<std::string>(persons.begin(), persons.end()), SizeIs(kThreads * kEach));
    const auto report = world.Verify();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_GE(report->last_anchored_sequence, kThreads * kEach);
  }
}

TEST(AuditLog, CanBeVerifiedAndReadWhileItIsWritten) {
  const AuditWorld world;
  AuditOptions options;
  options.max_segment_bytes = 20'000;
  options.anchor_records = 20;
  options.sync_interval = absl::Milliseconds(1);
  const auto log = world.Open(options);
  std::atomic<bool> stop = false;
  std::thread writer([&log, &stop] {
    for (int i = 0; i < 5'000 && !stop; ++i) AppendTo(*log, absl::StrCat("p-", i));
  });
  for (int i = 0; i < 20; ++i) {
    const auto report = world.Verify();
    EXPECT_TRUE(report.ok()) << report.status();
    world.Persons();
  }
  stop = true;
  writer.join();
}

TEST(AuditLog, AKillOfTheProcessLosesNothingThatWasAcknowledged) {
  const AuditWorld world;
  constexpr int kAcknowledged = 300;
  int channel[2];
  ASSERT_EQ(pipe(channel), 0);
  const pid_t child = fork();
  if (child == 0) {
    AuditOptions options;
    options.sync_interval = absl::Hours(1);
    auto log = OpenAuditLog(world.audit(), world.key(), options);
    for (int i = 0; log.ok(); ++i) {
      if (!(*log)->Append(RecordOf(absl::StrCat("p-", i))).ok()) break;
      if (write(channel[1], "x", 1) != 1) break;
    }
    _exit(1);
  }
  close(channel[1]);
  char byte = 0;
  int acknowledged = 0;
  while (acknowledged < kAcknowledged && read(channel[0], &byte, 1) == 1) ++acknowledged;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  while (read(channel[0], &byte, 1) == 1) ++acknowledged;
  close(channel[0]);
  ASSERT_GE(acknowledged, kAcknowledged);

  AppendTo(*world.Open(), "after");
  const std::vector<std::string> persons = world.Persons();
  ASSERT_GT(persons.size(), acknowledged);
  for (int i = 0; i < acknowledged; ++i) EXPECT_EQ(persons[i], absl::StrCat("p-", i));
  EXPECT_EQ(persons.back(), "after");
  EXPECT_TRUE(world.Verify().ok()) << world.Verify().status();
}

TEST(AuditLog, ATornEndIsCutAtTheLastWholeEntryAndARecordSaysSo) {
  const std::string tails[] = {"OAL", std::string(500, '\0'), "rubbish"};
  for (const std::string& tail : tails) {
    const AuditWorld world;
    {
      const auto log = world.Open();
      AppendTo(*log, "p-1");
    }
    const std::string path = world.SegmentPaths()[0];
    const size_t whole = std::filesystem::file_size(path);
    WriteBytes(path, ReadBytes(path) + tail);
    EXPECT_TRUE(absl::IsDataLoss(world.Verify().status()));
    AppendTo(*world.Open(), "p-2");
    EXPECT_THAT(world.Persons(), ElementsAre("p-1", "p-2"));
    const auto report = world.Verify();
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_THAT(report->cuts, SizeIs(1));
    EXPECT_EQ(report->cuts[0].file(), std::filesystem::path(path).filename().string());
    EXPECT_EQ(report->cuts[0].cut_position(), whole);
    EXPECT_EQ(report->cuts[0].cut_size(), tail.size());
  }
}

TEST(AuditLog, ASegmentThatHadNotBegunIsRemovedAndARecordSaysSo) {
  const AuditWorld world;
  AppendTo(*world.Open(), "p-1");
  const uint64_t last = world.Verify()->last_sequence;
  WriteBytes(world.audit() + "/" + AuditFolder::SegmentName(last + 1), "OAL\2");
  AppendTo(*world.Open(), "p-2");
  EXPECT_THAT(world.Persons(), ElementsAre("p-1", "p-2"));
  EXPECT_THAT(world.Verify()->cuts, SizeIs(1));
}

TEST(AuditLog, DamageWhereTheLogWasDurableIsNoTornEnd) {
  const AuditWorld world;
  AuditOptions options;
  options.sync_interval = absl::Milliseconds(1);
  {
    const auto log = world.Open(options);
    AppendTo(*log, "p-1");
    AppendTo(*log, "p-2");
    absl::SleepFor(absl::Milliseconds(200));  // synced; entries from here on say so
    AppendTo(*log, "p-3");
    world.Keep();
  }
  world.PutBack();  // as after a kill: no anchor at the close
  Forgery forgery(world.audit());
  ASSERT_GE(forgery.segments[0].entries.back().header.durable_sequence, 4);
  std::string bytes = ReadBytes(world.SegmentPaths()[0]);
  const size_t damaged = bytes.find("p-1");
  bytes[damaged] = 'q';
  WriteBytes(world.SegmentPaths()[0], bytes);
  EXPECT_TRUE(absl::IsDataLoss(world.OpenStatus())) << world.OpenStatus();
  EXPECT_THAT(std::string(world.OpenStatus().message()), HasSubstr("durable"));
  EXPECT_EQ(ReadBytes(world.SegmentPaths()[0]), bytes) << "evidence was changed";
}

TEST(AuditLog, AnAnchorThatWasNotPublishedBeforeAKillIsPublishedAtTheNextStart) {
  const AuditWorld world;
  AppendTo(*world.Open(), "p-1");
  const std::string text = ReadBytes(world.anchors());
  // Its line was not written, or by half.
  const size_t last_line = text.rfind('\n', text.size() - 2) + 1;
  for (const size_t size : {last_line, last_line + 20, text.size() - 1}) {
    world.Keep();
    WriteBytes(world.anchors(), text.substr(0, size));
    AppendTo(*world.Open(), "p-2");
    EXPECT_TRUE(absl::StartsWith(ReadBytes(world.anchors()), text)) << size;
    EXPECT_TRUE(world.Verify().ok()) << world.Verify().status();
    world.PutBack();
  }
}

TEST(AuditLog, AnchorsAreMadeByNumberAndByTime) {
  const AuditWorld by_number;
  AuditOptions options;
  options.sync_interval = absl::Milliseconds(2);
  options.anchor_records = 10;
  {
    const auto log = by_number.Open(options);
    for (int i = 0; i < 10; ++i) AppendTo(*log, "p");
    // Before it closes.
    EXPECT_TRUE(Eventually([&] { return by_number.Verify()->last_anchored_sequence >= 12; }));
  }
  const AuditWorld by_time;
  options = AuditOptions();
  options.anchor_interval = absl::Milliseconds(20);
  const auto log = by_time.Open(options);
  AppendTo(*log, "p");
  EXPECT_TRUE(Eventually([&] { return by_time.Verify()->last_anchored_sequence == 3; }));
  // Nothing new, no anchor.
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(by_time.Verify()->anchors, 2);
}

TEST(AuditLog, IsSyncedWithinTheInterval) {
  FaultyEnv env;
  const AuditWorld world;
  AuditOptions options;
  options.env = &env;
  options.sync_interval = absl::Milliseconds(10);
  const auto log = world.Open(options);
  const int before = env.syncs();
  AppendTo(*log, "p");
  EXPECT_TRUE(Eventually([&] { return env.syncs() > before; }));
}

TEST(AuditLog, RefusesEverythingAfterAFailedWrite) {
  FaultyEnv env;
  const AuditWorld world;
  AuditOptions options;
  options.env = &env;
  {
    const auto log = world.Open(options);
    AppendTo(*log, "p-1");
    EXPECT_TRUE(log->health().ok());
    env.FailAppends(rocksdb::Status::NoSpace("full"));
    const absl::Status failed = log->Append(RecordOf("p-2"));
    EXPECT_TRUE(absl::IsResourceExhausted(failed)) << failed;
    env.FailAppends(rocksdb::Status::OK());
    EXPECT_EQ(log->Append(RecordOf("p-3")), failed);
    EXPECT_EQ(log->Anchor(), failed);
    EXPECT_EQ(log->health(), failed);
  }
  // With space again a restart goes on.
  AppendTo(*world.Open(options), "p-4");
  EXPECT_THAT(world.Persons(), ElementsAre("p-1", "p-4"));
  const auto report = world.Verify();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->cuts, SizeIs(1));
}

TEST(AuditLog, RefusesEverythingAfterAFailedSync) {
  FaultyEnv env;
  const AuditWorld world;
  AuditOptions options;
  options.env = &env;
  options.sync_interval = absl::Milliseconds(1);
  const auto log = world.Open(options);
  env.FailSyncs(rocksdb::Status::IOError("disk"));
  AppendTo(*log, "p-1");
  EXPECT_TRUE(Eventually([&log] { return !log->health().ok(); }));
  env.FailSyncs(rocksdb::Status::OK());
  EXPECT_TRUE(absl::IsUnavailable(log->Append(RecordOf("p-2"))));
}

TEST(AuditLog, AnAnchorThatCannotBeSyncedIsNotPublished) {
  FaultyEnv env;
  const AuditWorld world;
  AuditOptions options;
  options.env = &env;
  options.sync_interval = absl::Hours(1);
  const auto log = world.Open(options);
  AppendTo(*log, "p-1");
  const std::string published = ReadBytes(world.anchors());
  env.FailSyncs(rocksdb::Status::IOError("disk"));
  EXPECT_FALSE(log->Anchor().ok());
  EXPECT_EQ(ReadBytes(world.anchors()), published);
}

TEST(AuditLog, ARecordThatIsTooLargeIsRefusedAlone) {
  const AuditWorld world;
  const auto log = world.Open();
  EXPECT_TRUE(absl::IsInvalidArgument(log->Append(RecordOf(std::string(17 << 20, 'x')))));
  AppendTo(*log, "p-1");
  EXPECT_TRUE(log->health().ok());
}

TEST(AuditLog, OneServerUsesAFolder) {
  const AuditWorld world;
  const auto log = world.Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(world.OpenStatus()));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(PurgeAudit(world.audit(), world.key(), absl::Now()).status()));
}

TEST(AuditLog, IsThereOnlyWhereItWasMade) {
  const AuditWorld world;
  AppendTo(*world.Open(), "p-1");
  EXPECT_TRUE(absl::IsNotFound(VerifyAudit(world / "none", world.public_key()).status()));
  EXPECT_TRUE(absl::IsNotFound(PurgeAudit(world / "none", world.key(), absl::Now()).status()));
  EXPECT_FALSE(std::filesystem::exists(world / "none"));
}

TEST(AuditKeys, AreMadeOnceForTheirOwnerAlone) {
  const AuditWorld world;
  AppendTo(*world.Open(), "p-1");
  EXPECT_EQ(ModeOf(world.key()), 0600);
  EXPECT_EQ(ModeOf(world.audit()), 0700);
  const std::string key = ReadBytes(world.key());
  EXPECT_THAT(key, HasSubstr("PRIVATE KEY"));
  EXPECT_THAT(ReadBytes(world.public_key()), HasSubstr("PUBLIC KEY"));
  world.Open();
  EXPECT_EQ(ReadBytes(world.key()), key);
  // It can be derived again.
  std::filesystem::remove(world.public_key());
  world.Open();
  EXPECT_TRUE(world.Verify().ok());
}

TEST(AuditKeys, AreNotTakenFromWhereOthersReadOrTheLogLies) {
  const AuditWorld world;
  EXPECT_TRUE(
      absl::IsInvalidArgument(OpenAuditLog(world.audit(), world.audit() + "/key", {}).status()));
  world.Open();
  std::filesystem::permissions(world.key(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_TRUE(absl::IsFailedPrecondition(world.OpenStatus()));
  EXPECT_THAT(std::string(world.OpenStatus().message()), HasSubstr("open to others"));
}

TEST(AuditKeys, ThatAreNotTheLogsOwnAreRefused) {
  const AuditWorld world;
  AppendTo(*world.Open(), "p-1");
  std::filesystem::remove(world.key());
  EXPECT_TRUE(absl::IsFailedPrecondition(world.OpenStatus())) << world.OpenStatus();
  ASSERT_TRUE(SigningKey::Open(world / "other/key", MissingKey::kMake).ok());
  const absl::Status other = OpenAuditLog(world.audit(), world / "other/key", {}).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(other)) << other;
  EXPECT_THAT(std::string(other.message()), HasSubstr("anchor 2"));
}

// A log of four days, a segment a day, with one record each.
class AuditRetention : public ::testing::Test {
 protected:
  AuditRetention() {
    for (int day = 0; day < 4; ++day) {
      now_ = start_ + absl::Hours(24 * day);
      AppendTo(*world_.Open(Options()), absl::StrCat("day-", day));
    }
  }
  AuditOptions Options() {
    AuditOptions options;
    options.now = [this] { return now_; };
    return options;
  }

  const absl::Time start_ = absl::FromUnixSeconds(1'700'000'000);
  absl::Time now_;
  AuditWorld world_;
};

TEST_F(AuditRetention, RemovesWholeOldSegmentsAndSaysSo) {
  const auto purged = PurgeAudit(world_.audit(), world_.key(), start_ + absl::Hours(30), Options());
  ASSERT_TRUE(purged.ok()) << purged.status();
  ASSERT_THAT(*purged, SizeIs(1));
  EXPECT_EQ((*purged)[0].first_sequence, 1);
  EXPECT_THAT(world_.Persons(), ElementsAre("day-1", "day-2", "day-3"));
  const auto report = world_.Verify();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->purges, 1);
  EXPECT_EQ(report->first_sequence, (*purged)[0].last_sequence + 1);
  EXPECT_EQ(report->purged[0].last_sequence, (*purged)[0].last_sequence);
  EXPECT_THAT(ReadBytes(world_.anchors()), HasSubstr("kind=purge"));
}

TEST_F(AuditRetention, GoesOnPurgeAfterPurge) {
  now_ = start_ + absl::Hours(24 * 4);
  for (int day = 1; day < 4; ++day) {
    const auto purged =
        PurgeAudit(world_.audit(), world_.key(), start_ + absl::Hours(24 * day + 1), Options());
    ASSERT_TRUE(purged.ok()) << purged.status();
    EXPECT_THAT(*purged, SizeIs(1));
    EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  }
  EXPECT_THAT(world_.Persons(), ElementsAre("day-3"));
  EXPECT_THAT(world_.Verify()->purged, SizeIs(3));
}

TEST_F(AuditRetention, NothingOldEnoughIsNoPurge) {
  const auto purged = PurgeAudit(world_.audit(), world_.key(), start_, Options());
  ASSERT_TRUE(purged.ok()) << purged.status();
  EXPECT_THAT(*purged, SizeIs(0));
  EXPECT_THAT(world_.Persons(), SizeIs(4));
}

TEST_F(AuditRetention, IsKeptByTheServerItself) {
  now_ = start_ + absl::Hours(24 * 4 + 1);
  AuditOptions options = Options();
  options.retention = absl::Hours(24 * 2);
  const auto log = world_.Open(options);
  EXPECT_TRUE(Eventually([this] { return world_.Persons().size() == 2; }));
  EXPECT_THAT(world_.Persons(), ElementsAre("day-2", "day-3"));
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
}

TEST_F(AuditRetention, ATheftIsNotTakenForAPurge) {
  ASSERT_TRUE(PurgeAudit(world_.audit(), world_.key(), start_ + absl::Hours(30), Options()).ok());
  std::filesystem::remove(world_.SegmentPaths()[0]);
  const absl::Status status = world_.Verify().status();
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("no signed purge"));
}

TEST_F(AuditRetention, WashesNoChangeAway) {
  std::string bytes = ReadBytes(world_.SegmentPaths()[0]);
  bytes[bytes.find("day-0")] = 'D';
  WriteBytes(world_.SegmentPaths()[0], bytes);
  const auto purged = PurgeAudit(world_.audit(), world_.key(), start_ + absl::Hours(30), Options());
  EXPECT_TRUE(absl::IsDataLoss(purged.status())) << purged.status();
  EXPECT_EQ(ReadBytes(world_.SegmentPaths()[0]), bytes);
}

TEST_F(AuditRetention, APurgeThatWasCutOffIsFinishedAtTheNextStart) {
  world_.Keep();
  ASSERT_TRUE(PurgeAudit(world_.audit(), world_.key(), start_ + absl::Hours(54), Options()).ok());
  // Stated and published, but one of the two segments still there.
  const std::string second = Forgery(world_ / "kept").segments[1].path;
  std::filesystem::copy(second, world_.audit());
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  EXPECT_THAT(world_.Persons(), ElementsAre("day-1", "day-2", "day-3"));
  world_.Open(Options());
  EXPECT_THAT(world_.Persons(), ElementsAre("day-2", "day-3"));
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
}

// Appends, anchors, restarts and power losses; what was synced is there, in order, and verifies.
TEST(AuditPowerLoss, CostsNothingThatWasSynced) {
  constexpr int kLosses = 150;
  std::mt19937 random(1);
  const AuditWorld world;
  std::vector<std::string> appended;
  size_t durable = 0;
  int number = 0;
  for (int loss = 0; loss < kLosses; ++loss) {
    FaultyEnv env;
    AuditOptions options;
    options.env = &env;
    options.sync_interval = absl::Hours(1);  // only what Anchor syncs is durable
    options.max_segment_bytes = 1'500 + random() % 4'000;
    auto log = world.Open(options);
    ASSERT_NE(log, nullptr) << "after loss " << loss;
    std::vector<std::string> read = world.Persons();
    ASSERT_GE(read.size(), durable) << "after loss " << loss;
    ASSERT_LE(read.size(), appended.size());
    for (size_t i = 0; i < read.size(); ++i) ASSERT_EQ(read[i], appended[i]);
    appended = read;
    durable = read.size();
    for (int steps = static_cast<int>(random() % 20); steps > 0; --steps) {
      if (random() % 8 == 0) {
        ASSERT_TRUE(log->Anchor().ok());
        durable = appended.size();
      } else {
        appended.push_back(absl::StrCat("p-", number++));
        AppendTo(*log, appended.back());
      }
    }
    env.FailAll();
    log.reset();
    env.LosePower(random);
  }
  world.Open();
  const auto report = world.Verify();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_GT(report->cuts.size(), kLosses / 10) << "the losses tore too little";
  EXPECT_GE(report->records, durable);
}

}  // namespace
}  // namespace overstap::audit
