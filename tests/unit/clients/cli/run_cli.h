// One run of the command line in this process.
//
//   const CliRun run = RunCli({"--server=" + server.address(), "vacancy", "list"});
//   EXPECT_EQ(run.exit_code, 0) << run.err;
#ifndef OVERSTAP_TESTS_UNIT_CLIENTS_CLI_RUN_CLI_H_
#define OVERSTAP_TESTS_UNIT_CLIENTS_CLI_RUN_CLI_H_

#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/program.h"

namespace overstap::cli {

struct CliRun {
  int exit_code = -1;
  std::string out;
  std::string err;
};

inline CliRun RunCli(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{in, out, err};
  CliRun run;
  run.exit_code = RunProgram(arguments, streams);
  run.out = out.str();
  run.err = err.str();
  return run;
}

}  // namespace overstap::cli

#endif  // OVERSTAP_TESTS_UNIT_CLIENTS_CLI_RUN_CLI_H_
