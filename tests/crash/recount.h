// A plain recount of the log, written without the code that it checks: what store, pool and keys
// must say when the log is what it is.
//
//   std::vector<std::string> wrong = CheckDerived(world);
//
// Belongs to one thread.
#ifndef OVERSTAP_TESTS_CRASH_RECOUNT_H_
#define OVERSTAP_TESTS_CRASH_RECOUNT_H_

#include <string>
#include <vector>

#include "tests/crash/crash_world.h"

namespace overstap::crash {

// What is wrong, a line each; empty: nothing.
std::vector<std::string> CheckDerived(CrashWorld& world);

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_RECOUNT_H_
