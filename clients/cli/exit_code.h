// What a run of `overstap` says to the shell.
//
//   return static_cast<int>(ExitCodeOf(status));
//
// Never renumber: scripts depend on them.
#ifndef OVERSTAP_CLIENTS_CLI_EXIT_CODE_H_
#define OVERSTAP_CLIENTS_CLI_EXIT_CODE_H_

#include "absl/status/status.h"

namespace overstap::cli {

enum class ExitCode {
  kOk = 0,
  kOther = 1,           // anything that is not below
  kUsage = 2,           // the command line itself is wrong
  kNotFound = 3,        // no such resource or file
  kInvalid = 4,         // the server, or a reader of files, refused what was given
  kUnavailable = 5,     // no server, or it took too long
  kConflict = 6,        // it exists already, was changed by someone else, or cannot be done now
  kPermission = 7,      // not for this caller
  kPartlyRejected = 8,  // an import stored some items and refused others
};

ExitCode ExitCodeOf(const absl::Status& status);

// One line per code, for --help.
inline constexpr char kExitCodesHelp[] =
    "Exit codes: 0 done; 1 other errors; 2 wrong usage; 3 not found; 4 invalid; 5 unavailable or "
    "too slow;\n  6 conflict or not possible now; 7 not permitted; 8 import with rejected items.";

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_EXIT_CODE_H_
