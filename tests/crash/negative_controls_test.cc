// The crash test must be able to fail: with one kind of sync switched off it finds what is lost.
#include <cstdio>
#include <string>

#include "gtest/gtest.h"
#include "spdlog/spdlog.h"
#include "tests/crash/crash_run.h"

namespace overstap::crash {
namespace {

// So many crashes may pass before the first loss shows.
constexpr int kCrashes = 200;

bool IsBelow(const std::string& path, const std::string& folder) {
  return path.rfind(folder, 0) == 0;
}

struct Control {
  std::string name;
  CrashFileSystem::Ignored ignored;
};

class NegativeControl : public testing::TestWithParam<Control> {
 protected:
  void SetUp() override { spdlog::set_level(spdlog::level::off); }
  void TearDown() override { spdlog::set_level(spdlog::level::info); }
};

TEST_P(NegativeControl, IsFound) {
  CrashPlan plan;
  plan.seed = 7;
  plan.crashes = kCrashes;
  plan.ignored = GetParam().ignored;
  plan.stop_at_violation = true;
  const CrashTally tally = RunCrashes(plan);
  EXPECT_FALSE(tally.violations.empty())
      << "nothing is found in " << kCrashes << " crashes: the crash test proves nothing";
  if (!tally.violations.empty()) {
    std::printf("found after %d crashes: %s\n", tally.crashes, tally.violations.front().c_str());
  }
}

using Attempt = CrashFileSystem::Attempt;

INSTANTIATE_TEST_SUITE_P(
    Syncs, NegativeControl,
    testing::Values(Control{"NothingIsSynced",
                            [](const Attempt& a) {
                              return a.operation == Operation::kSync ||
                                     a.operation == Operation::kSyncFolder;
                            }},
                    Control{"FilesOfTheLogAreNot",
                            [](const Attempt& a) {
                              return a.operation == Operation::kSync &&
                                     IsBelow(a.path, "/data/log");
                            }},
                    // As if groups were written without WriteOptions::sync.
                    Control{"TheWriteAheadLogIsNot",
                            [](const Attempt& a) {
                              return a.operation == Operation::kSync && KindOf(a.path) == "log/wal";
                            }},
                    Control{"FoldersAreNot",
                            [](const Attempt& a) { return a.operation == Operation::kSyncFolder; }},
                    Control{"TheLogsFolderIsNot",
                            [](const Attempt& a) {
                              return a.operation == Operation::kSyncFolder && a.path == "/data/log";
                            }},
                    Control{"KeysAreNot",
                            [](const Attempt& a) {
                              return a.operation == Operation::kSync &&
                                     IsBelow(a.path, "/data/keys");
                            }},
                    Control{"TheKeysFolderIsNot",
                            [](const Attempt& a) {
                              return a.operation == Operation::kSyncFolder &&
                                     a.path == "/data/keys";
                            }}),
    [](const auto& control) { return control.param.name; });

// The store is derived: without any sync of it nothing is lost.
TEST(PositiveControl, TheStoreNeedsNoSync) {
  spdlog::set_level(spdlog::level::off);
  CrashPlan plan;
  plan.seed = 8;
  plan.crashes = kCrashes;
  plan.ignored = [](const Attempt& a) {
    return a.operation == Operation::kSync && IsBelow(a.path, "/data/store");
  };
  const CrashTally tally = RunCrashes(plan);
  for (const std::string& violation : tally.violations) ADD_FAILURE() << violation;
  EXPECT_GT(tally.rebuilt_stores, 0);
  spdlog::set_level(spdlog::level::info);
}

}  // namespace
}  // namespace overstap::crash
