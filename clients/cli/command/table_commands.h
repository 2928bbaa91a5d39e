// The commands below `overstap table`, each group in a file of its own.
//
//   AddTableJudging(commands, parent);   // acknowledge and reject
//
// Used while the command line is set up, by one thread.
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_TABLE_COMMANDS_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_TABLE_COMMANDS_H_

#include "clients/cli/command/commands.h"

namespace overstap::cli {

// acknowledge and reject.
void AddTableJudging(Commands& commands, CLI::App* parent);
// watch.
void AddTableWatch(Commands& commands, CLI::App* parent);
// plan, meeting and gaps.
void AddTableKeeping(Commands& commands, CLI::App* parent);
// show and overview.
void AddTableShowing(Commands& commands, CLI::App* parent);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_TABLE_COMMANDS_H_
