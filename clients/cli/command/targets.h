// The commands below `overstap targets` that publish figures.
//
//   AddTargetClosings(commands, parent);   // close, closings, closing, verify
//
// Used while the command line is set up, by one thread.
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_TARGETS_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_TARGETS_H_

#include "clients/cli/command/commands.h"

namespace overstap::cli {

void AddTargetClosings(Commands& commands, CLI::App* parent);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_TARGETS_H_
