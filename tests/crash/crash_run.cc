#include "tests/crash/crash_run.h"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/crash/crash_world.h"
#include "tests/crash/workload.h"

namespace overstap::crash {
namespace {

constexpr uint64_t kSeedStep = 0x9E3779B97F4A7C15;
constexpr size_t kToldViolations = 5;  // of one folder

// One folder's life.
class Folder {
 public:
  Folder(uint64_t seed, const CrashPlan& plan, CrashTally* tally)
      : seed_(seed),
        tally_(*tally),
        random_(seed),
        files_(std::make_shared<CrashFileSystem>(random_())),
        world_(files_, SomeOptions()),
        workload_(random_()) {
    files_->SetIgnored(plan.ignored);
  }

  // Crashes so many times; ends early when something is wrong.
  void Live(int crashes) {
    for (int i = 0; i < crashes && ok_; ++i) LiveUntilCrash();
    if (ok_) Reopen();  // the last crash is checked too
    tally_.acknowledged += workload_.acknowledged_count();
  }

 private:
  CrashWorld::Options SomeOptions() {
    CrashWorld::Options options;
    // Small buffers flush while the workload runs; large ones leave all to the write-ahead log.
    if (random_() % 2 == 0) options.log_buffer_bytes = size_t{1} << 20;
    if (random_() % 2 == 0) options.store_buffer_bytes = size_t{1} << 20;
    return options;
  }

  void LiveUntilCrash() {
    const bool in_recovery = random_() % 4 == 0;
    const uint64_t before = files_->operations();
    if (in_recovery) files_->CrashAt(1 + random_() % std::max<uint64_t>(open_operations_, 1));
    if (!Reopen()) return;
    open_operations_ = files_->operations() - before;
    if (!ok_) return;
    const uint64_t opened_at = files_->operations();
    if (!in_recovery)
      files_->CrashAt(1 + random_() % (workload_operations_ + workload_operations_ / 8));
    const uint64_t bursts = 2 + random_() % 9;
    for (uint64_t i = 0; i < bursts && !files_->crashed() && ok_; ++i) {
      Report(workload_.RunBurst(world_));
      if (random_() % 6 == 0 && !files_->crashed()) Report(workload_.RepeatRequests(world_));
    }
    // As long as it has been lately: most crashes come while something is done.
    if (!files_->crashed()) {
      workload_operations_ = std::max<uint64_t>(files_->operations() - opened_at, 1);
    }
    files_->CrashNow();
    Crash();
  }

  // Opens and checks. False: the power went while it did.
  bool Reopen() {
    const absl::Status opened = world_.Open();
    if (!opened.ok()) {
      if (files_->crashed()) {
        ++tally_.crashes_in_recovery;
        Crash();
      } else {
        Report({"cannot be opened again: " + opened.ToString()});
      }
      return false;
    }
    if (world_.store_report().rebuilt) ++tally_.rebuilt_stores;
    const size_t before = workload_.confirmed_count();
    if (!files_->crashed()) Report(workload_.CheckReopened(world_));
    tally_.recovered_unanswered += workload_.confirmed_count() - before;
    if (ok_ && !files_->crashed()) Report(workload_.RepeatRequests(world_));
    return true;
  }

  void Crash() {
    ++tally_.crashes;
    ++tally_.sites[files_->crash_site()];
    world_.Close();
    const uint64_t dice = random_() % 10;
    const Outage outage = dice < 2   ? Outage::kKill
                          : dice < 5 ? Outage::kPowerLoss
                                     : Outage::kTornPowerLoss;
    files_->Reboot(outage);
  }

  void Report(std::vector<std::string> wrong) {
    if (wrong.empty()) return;
    ok_ = false;
    if (wrong.size() > kToldViolations) wrong.resize(kToldViolations);
    for (const std::string& line : wrong) {
      tally_.violations.push_back(absl::StrCat("folder of seed ", seed_, ": ", line));
    }
  }

  const uint64_t seed_;
  CrashTally& tally_;
  std::mt19937_64 random_;
  const std::shared_ptr<CrashFileSystem> files_;
  CrashWorld world_;
  Workload workload_;
  uint64_t open_operations_ = 60;
  uint64_t workload_operations_ = 40;
  bool ok_ = true;
};

}  // namespace

CrashTally RunCrashes(const CrashPlan& plan) {
  CrashTally tally;
  uint64_t seed = plan.seed;
  while (tally.crashes < plan.crashes) {
    Folder folder(seed, plan, &tally);
    folder.Live(std::min(plan.crashes_per_folder, plan.crashes - tally.crashes));
    ++tally.folders;
    seed += kSeedStep;
    if (plan.stop_at_violation && !tally.violations.empty()) break;
  }
  return tally;
}

std::string CrashTally::ToString() const {
  std::string text =
      absl::StrCat(crashes, " crashes of ", folders, " folders, ", crashes_in_recovery,
                   " of them while recovering; ", acknowledged, " acknowledged writes, ",
                   recovered_unanswered, " unanswered ones found again, ", rebuilt_stores,
                   " stores rebuilt, ", violations.size(), " violations\n");
  for (const auto& [site, count] : sites) absl::StrAppend(&text, "  ", count, "  ", site, "\n");
  return text;
}

}  // namespace overstap::crash
