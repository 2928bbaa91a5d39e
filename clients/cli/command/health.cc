#include "clients/cli/command/commands.h"

namespace overstap::cli {

void AddHealth(Commands& commands) {
  CLI::App* health =
      commands.Add("health", "Says whether the server serves; exits 0 when it does, 5 otherwise.",
                   {"overstap health", "overstap --server=127.0.0.1:7070 health"});
  commands.OnRun(health, [](Context& context) -> absl::StatusOr<ExitCode> {
    absl::Status status = context.client.CheckHealth();
    if (!status.ok()) return status;
    context.out() << (context.json ? "{\"serving\":true}" : context.locale.Say(Text::kServes))
                  << "\n";
    return ExitCode::kOk;
  });
}

}  // namespace overstap::cli
