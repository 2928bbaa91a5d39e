// The commands of `overstap-admin`, each in a file of its own: it adds itself with its options and
// examples, and writes the code to exit with when it has run.
//
//   int exit_code = 0;
//   AddStatusCommand(app, &exit_code);
//   app.parse(argc, argv);            // runs the chosen one
//
// A new command: a file beside these with a function of this shape, named here and in main.cc.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_COMMANDS_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_COMMANDS_H_

#include "CLI/CLI.hpp"

namespace overstap::admin {

// `exit_code` outlives the app.
void AddStatusCommand(CLI::App& app, int* exit_code);
void AddBackupCommand(CLI::App& app, int* exit_code);
void AddRestoreCommand(CLI::App& app, int* exit_code);
void AddVerifyCommand(CLI::App& app, int* exit_code);
void AddRebuildCommand(CLI::App& app, int* exit_code);
void AddCompactCommand(CLI::App& app, int* exit_code);
void AddForgottenCommand(CLI::App& app, int* exit_code);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_COMMANDS_H_
