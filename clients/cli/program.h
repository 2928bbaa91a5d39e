// `overstap`, from its arguments to its exit code.
//
//   Streams streams{std::cin, std::cout, std::cerr, TerminalWidth(), isatty(2) != 0};
//   return RunProgram({"match", "--job-seeker=p-demo"}, streams);
#ifndef OVERSTAP_CLIENTS_CLI_PROGRAM_H_
#define OVERSTAP_CLIENTS_CLI_PROGRAM_H_

#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace overstap::cli {

// `arguments` without the program's name. Returns the exit code (see exit_code.h).
int RunProgram(std::vector<std::string> arguments, Streams& streams);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_PROGRAM_H_
