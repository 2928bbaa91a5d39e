// `overstap-admin`: what an operator does on the server's machine.
#include <exception>
#include <iostream>

#include "CLI/CLI.hpp"
#include "services/admin/command/keys.h"
#include "services/admin/command/token.h"

namespace {

constexpr int kUsageError = 2;
constexpr int kFailure = 1;

int Run(int argc, char** argv) {
  int exit_code = 0;
  CLI::App app("overstap-admin: keys and tokens.", "overstap-admin");
  app.require_subcommand(1);
  overstap::admin::AddKeysCommand(app, &exit_code);
  overstap::admin::AddTokenCommand(app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "overstap-admin: " << error.what() << "\n";
    return kFailure;
  }
}
