// `overstap-admin`: what an operator does at night, on a running server or on its folders.
#include <exception>
#include <iostream>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/admin/command/commands.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/version.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace {

using overstap::admin::kUsage;

constexpr char kHelp[] =
    "overstap-admin: is the server well, back it up, restore, verify, rebuild, compact.";
constexpr char kExamples[] = R"(

Examples:
  overstap-admin status
  overstap-admin backup create
  overstap-admin verify
  overstap-admin COMMAND --help)";

int Run(int argc, char** argv) {
  int exit_code = 0;
  CLI::App app(kHelp, "overstap-admin");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(overstap::kVersion));
  app.footer(absl::StrCat(overstap::admin::kExitCodesHelp, kExamples));
  overstap::admin::AddStatusCommand(app, &exit_code);
  overstap::admin::AddBackupCommand(app, &exit_code);
  overstap::admin::AddRestoreCommand(app, &exit_code);
  overstap::admin::AddVerifyCommand(app, &exit_code);
  overstap::admin::AddRebuildCommand(app, &exit_code);
  overstap::admin::AddCompactCommand(app, &exit_code);
  overstap::admin::AddForgottenCommand(app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    // Standard output is for what was asked.
    spdlog::set_default_logger(spdlog::stderr_logger_mt("overstap-admin"));
    // What a command does on purpose is no warning.
    spdlog::set_level(spdlog::level::err);
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "overstap-admin: " << error.what() << "\n";
    return overstap::admin::kFound;
  }
}
