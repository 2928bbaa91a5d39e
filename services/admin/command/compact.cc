#include <iostream>
#include <memory>

#include "services/admin/command/commands.h"
#include "services/admin/command/connection.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/command/output.h"
#include "services/admin/restore.h"

namespace overstap::admin {
namespace {

struct CompactOptions {
  ServerOptions server;
  bool offline = false;
  bool json = false;
};

int Run(const CompactOptions& options) {
  if (options.offline) {
    if (absl::Status done = Compact(options.server.data_dir); !done.ok()) return Failed(done);
    std::cout << "Log and store are compacted.\n";
    return kDone;
  }
  const auto response = Ask<v1::CompactStorageResponse>(options.server, v1::CompactStorageRequest(),
                                                        &v1::AdminService::Stub::CompactStorage);
  if (!response.ok()) return Failed(response.status());
  if (options.json) {
    std::cout << ToJson(*response);
    return kDone;
  }
  std::cout << "Log and store took " << SizeText(response->before_bytes()) << " and take "
            << SizeText(response->after_bytes()) << " (" << DurationText(response->duration())
            << ").\n";
  return kDone;
}

}  // namespace

void AddCompactCommand(CLI::App& app, int* exit_code) {
  const auto options = std::make_shared<CompactOptions>();
  CLI::App* command = AddCommand(
      app, "compact",
      "Rewrites log and store without what was overwritten or deleted; needs as much free space as "
      "they take.",
      "  overstap-admin compact\n  overstap-admin compact --offline --data-dir=/srv/overstap");
  AddServerOptions(command, &options->server);
  command->add_flag("--offline", options->offline, "Open the data folder; no server may use it");
  AddJsonOption(command, &options->json);
  command->callback([options, exit_code] { *exit_code = Run(*options); });
}

}  // namespace overstap::admin
