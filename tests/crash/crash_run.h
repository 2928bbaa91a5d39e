// Crashes, again and again, each followed by a check of everything that was promised: a folder is
// written by a random workload, loses its power at a random operation, is opened again and checked,
// goes on, crashes again, also while it recovers; then the next folder.
//
//   CrashTally tally = RunCrashes({.seed = 1, .crashes = 500});
//   EXPECT_TRUE(tally.violations.empty());
//
// All of it follows from the seed, but for what RocksDB's own threads do at the same time.
#ifndef OVERSTAP_TESTS_CRASH_CRASH_RUN_H_
#define OVERSTAP_TESTS_CRASH_CRASH_RUN_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/crash/crash_file_system.h"

namespace overstap::crash {

struct CrashPlan {
  uint64_t seed = 1;
  int crashes = 500;
  int crashes_per_folder = 6;
  // Syncs that do nothing: then violations must be found.
  CrashFileSystem::Ignored ignored;
  // Ends at the first violation.
  bool stop_at_violation = false;
};

struct CrashTally {
  int crashes = 0;
  int crashes_in_recovery = 0;
  int folders = 0;
  std::map<std::string, int> sites;   // crashes by what was being done
  uint64_t acknowledged = 0;          // writes that had to survive
  uint64_t recovered_unanswered = 0;  // unanswered ones that were there after a crash
  int rebuilt_stores = 0;
  std::vector<std::string> violations;  // with the folder's seed

  // A few lines that say what was tried.
  std::string ToString() const;
};

CrashTally RunCrashes(const CrashPlan& plan);

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_CRASH_RUN_H_
