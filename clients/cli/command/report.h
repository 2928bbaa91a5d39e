// The commands below `overstap report`, each group in a file of its own.
//
//   AddReportFilings(commands, parent);   // placement, training, contact, …
//
// Used while the command line is set up, by one thread.
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_REPORT_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_REPORT_H_

#include "clients/cli/command/commands.h"

namespace overstap::cli {

// placement, training, contact, student-project, in-kind, aggregate and create.
void AddReportFilings(Commands& commands, CLI::App* parent);
// withdraw, correct, mend, worklist and discard.
void AddReportLife(Commands& commands, CLI::App* parent);
// import.
void AddReportImport(Commands& commands, CLI::App* parent);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_REPORT_H_
