#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/admin/command/commands.h"
#include "services/admin/command/connection.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/command/output.h"

namespace overstap::admin {
namespace {

struct StatusOptions {
  ServerOptions server;
  bool json = false;
};

void Print(const v1::ServerStatus& status) {
  constexpr int64_t kPercent = 100;
  const int64_t free_percent =
      status.total_disk_bytes() == 0
          ? 0
          : status.free_disk_bytes() * kPercent / status.total_disk_bytes();
  std::cout << "overstapd   " << status.server_version() << ", up " << DurationText(status.uptime())
            << "\n";
  std::cout << "writes      "
            << (status.accepts_writes() ? "accepted" : "REFUSED: " + status.writes_refused_reason())
            << "\n";
  for (const std::string& warning : status.warnings()) {
    std::cout << "WARNING     " << warning << "\n";
  }
  std::cout << "log         entry " << status.log_position() << ", " << SizeText(status.log_bytes())
            << "\n";
  std::cout << "store       entry " << status.store_position() << ", "
            << SizeText(status.store_bytes()) << "\n";
  std::cout << "disk        " << SizeText(status.free_disk_bytes()) << " free of "
            << SizeText(status.total_disk_bytes()) << " (" << free_percent << " %)\n";
  std::cout << "records    ";
  for (const v1::KindCount& count : status.record_counts()) {
    std::cout << " " << count.collection() << " " << count.record_count();
  }
  std::cout << "\nlast backup "
            << (status.has_last_backup() ? BackupLine(status.last_backup()) : "none") << "\n";
}

int Run(const StatusOptions& options) {
  v1::GetServerStatusRequest request;
  request.set_name("servers/self");
  const auto status =
      Ask<v1::ServerStatus>(options.server, request, &v1::AdminService::Stub::GetServerStatus);
  if (!status.ok()) return Failed(status.status());
  if (options.json) {
    std::cout << ToJson(*status);
  } else {
    Print(*status);
  }
  return status->accepts_writes() ? kDone : kFound;
}

}  // namespace

void AddStatusCommand(CLI::App& app, int* exit_code) {
  const auto options = std::make_shared<StatusOptions>();
  CLI::App* command = AddCommand(
      app, "status",
      "Says how the running server is; exits 1 when it refuses writes, 5 without one.",
      "  overstap-admin status\n  overstap-admin status --data-dir=/srv/overstap --json");
  AddServerOptions(command, &options->server);
  AddJsonOption(command, &options->json);
  command->callback([options, exit_code] { *exit_code = Run(*options); });
}

}  // namespace overstap::admin
