#include "services/admin/verify.h"

#include <iostream>
#include <memory>

#include "services/admin/command/commands.h"
#include "services/admin/command/connection.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/command/output.h"
#include "services/admin/messages.h"

namespace overstap::admin {
namespace {

struct VerifyOptions {
  ServerOptions server;
  bool offline = false;
  std::string region_dir;
  bool json = false;
};

int RunOffline(const VerifyOptions& options) {
  FolderToVerify folder{.data_dir = options.server.data_dir};
  config::LoadedRegion region;
  if (!options.region_dir.empty()) {
    auto loaded = config::LoadRegion({.dir = options.region_dir});
    if (!loaded.ok()) return Failed(loaded.status());
    region = *std::move(loaded);
    folder.region = &region;
  }
  const auto verification = VerifyFolder(folder);
  if (!verification.ok()) return Failed(verification.status());
  return PrintVerification(ToMessage(*verification), options.json);
}

int Run(const VerifyOptions& options) {
  if (options.offline) return RunOffline(options);
  const auto response = Ask<v1::VerifyDataResponse>(options.server, v1::VerifyDataRequest(),
                                                    &v1::AdminService::Stub::VerifyData);
  if (!response.ok()) return Failed(response.status());
  return PrintVerification(*response, options.json);
}

}  // namespace

void AddVerifyCommand(CLI::App& app, int* exit_code) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = AddCommand(
      app, "verify",
      "Reads everything and compares what is derived with a plain replay of the log; exits 1 when "
      "something differs. Asks the running server, or reads a folder that none uses.",
      "  overstap-admin verify\n"
      "  overstap-admin verify --offline --data-dir=/srv/restored "
      "--region-dir=/usr/share/overstap/region");
  AddServerOptions(command, &options->server);
  command->add_flag("--offline", options->offline, "Read the data folder; no server may use it");
  command->add_option("--region-dir", options->region_dir,
                      "With --offline: the region's configuration, to count targets anew too");
  AddJsonOption(command, &options->json);
  command->callback([options, exit_code] { *exit_code = Run(*options); });
}

}  // namespace overstap::admin
