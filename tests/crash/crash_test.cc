// Nothing that was acknowledged is lost, whatever the disk had kept when the power went. Each case
// crashes 500 times from a seed of its own; OVERSTAP_CRASHES and OVERSTAP_CRASH_SEED run more, or
// one folder again.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"
#include "spdlog/spdlog.h"
#include "tests/crash/crash_run.h"

namespace overstap::crash {
namespace {

constexpr int kCrashes = 500;

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  uint64_t number = otherwise;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number : otherwise;
}

class CrashTest : public testing::TestWithParam<uint64_t> {
 protected:
  void SetUp() override { spdlog::set_level(spdlog::level::off); }
  void TearDown() override { spdlog::set_level(spdlog::level::info); }
};

TEST_P(CrashTest, WhatWasAcknowledgedIsThereAndNothingByHalf) {
  CrashPlan plan;
  plan.seed = NumberFrom("OVERSTAP_CRASH_SEED", GetParam());
  plan.crashes = static_cast<int>(NumberFrom("OVERSTAP_CRASHES", kCrashes));
  const auto begin = std::chrono::steady_clock::now();
  const CrashTally tally = RunCrashes(plan);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("seed %llu: %.1f crashes a second; %s", static_cast<unsigned long long>(plan.seed),
              tally.crashes / seconds.count(), tally.ToString().c_str());
  for (const std::string& violation : tally.violations) ADD_FAILURE() << violation;
  EXPECT_GE(tally.crashes, plan.crashes);
  // It must have come to what it is about.
  EXPECT_GT(tally.acknowledged, static_cast<uint64_t>(plan.crashes));
  if (plan.crashes >= kCrashes) {
    EXPECT_GT(tally.crashes_in_recovery, plan.crashes / 20);
    EXPECT_GT(tally.recovered_unanswered, 0U);
    for (const char* what :
         {"sync log/wal", "append log/wal", "write at log/mark", "sync keys/file",
          "write at keys/file", "append store/wal", "log/current", "log/manifest", "log/table",
          "store/table", "sync folder"}) {
      const bool tried = std::any_of(
          tally.sites.begin(), tally.sites.end(),
          [what](const auto& site) { return site.first.find(what) != std::string::npos; });
      EXPECT_TRUE(tried) << "never crashed at: " << what;
    }
  }
}

// Each comes by all the places above; some are met once or twice in 500 crashes.
INSTANTIATE_TEST_SUITE_P(Seeds, CrashTest, testing::Values(101, 202, 404, 505));

}  // namespace
}  // namespace overstap::crash
