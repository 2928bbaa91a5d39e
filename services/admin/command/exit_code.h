// What a run of `overstap-admin` says to the shell: the numbers that `overstap` uses too.
//
//   *exit_code = Failed(status);   // prints why, and is the number
//
// Never renumber: scripts depend on them.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_EXIT_CODE_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_EXIT_CODE_H_

#include "absl/status/status.h"

namespace overstap::admin {

enum ExitCode : int {
  kDone = 0,
  kFound = 1,        // a check found something; also errors that are none of those below
  kUsage = 2,        // the command line itself is wrong
  kNotFound = 3,     // no such folder, file or backup
  kInvalid = 4,      // what was given was refused, or is damaged
  kUnavailable = 5,  // no server, it took too long, or no space
  kConflict = 6,     // it exists already, or cannot be done now
  kPermission = 7,   // not for this caller
};

// Prints the error on standard error; the code that it exits with.
int Failed(const absl::Status& status);

// For --help.
inline constexpr char kExitCodesHelp[] =
    "Exit codes: 0 done, nothing found; 1 a check found something, or another error; 2 wrong "
    "usage;\n"
    "  3 not found; 4 invalid or damaged; 5 unavailable, too slow or no space; 6 conflict or not "
    "possible now;\n  7 not permitted.";

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_EXIT_CODE_H_
