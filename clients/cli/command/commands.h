// The commands of `overstap`, each group in a file of its own: it adds its commands with their
// options and examples, and says what each does.
//
//   void AddHealth(Commands& commands) {
//     CLI::App* health = commands.Add("health", "Is the server there?", {"overstap health"});
//     commands.OnRun(health, [](Context& context) -> absl::StatusOr<ExitCode> { … });
//   }
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_COMMANDS_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_COMMANDS_H_

#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "clients/cli/context.h"
#include "clients/cli/record/record_kind.h"

namespace overstap::cli {

class Commands {
 public:
  explicit Commands(CLI::App& app) : app_(app) {}

  // Adds a command, below `parent` where one is given; the examples end its --help.
  CLI::App* Add(const std::string& name, const std::string& description,
                const std::vector<std::string>& examples, CLI::App* parent = nullptr) {
    CLI::App* command = (parent == nullptr ? app_ : *parent).add_subcommand(name, description);
    std::string footer = "Examples:";
    for (const std::string& example : examples) footer += "\n  " + example;
    command->footer(footer);
    return command;
  }

  // Makes `action` what is done when the command is chosen.
  void OnRun(CLI::App* command, Action action) {
    // CLI11 calls a command back after the commands below it.
    command->callback([this, command, action = std::move(action)] {
      if (command->get_subcommands().empty()) chosen_ = action;
    });
  }

  // Null until a command line was parsed.
  const Action& chosen() const { return chosen_; }

 private:
  CLI::App& app_;
  Action chosen_;
};

void AddHealth(Commands& commands);
void AddTaxonomy(Commands& commands);
// link, extract and suggest.
void AddTexts(Commands& commands);
// create, get, list, update, delete and import of one kind.
void AddRecords(Commands& commands, const RecordKind& kind);
// update and delete of one kind, where the rest differs.
void AddUpdateAndDelete(Commands& commands, const RecordKind& kind, CLI::App* parent);
// share and unshare, below the command of job seekers.
void AddShares(Commands& commands, CLI::App* parent);
// export, restrict and unrestrict, below the commands of job seekers.
void AddRights(Commands& commands, CLI::App* job_seeker);
void AddDecision(Commands& commands);
void AddRetention(Commands& commands);
void AddMatch(Commands& commands);
void AddExplain(Commands& commands);
void AddRoutes(Commands& commands);
void AddIntroduction(Commands& commands);
void AddPlacement(Commands& commands);
void AddReport(Commands& commands);
void AddTable(Commands& commands);
void AddProject(Commands& commands);
void AddTargets(Commands& commands);
void AddExport(Commands& commands);
void AddDemo(Commands& commands);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_COMMANDS_H_
