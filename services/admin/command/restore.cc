#include "services/admin/restore.h"

#include <iostream>
#include <memory>

#include "services/admin/command/commands.h"
#include "services/admin/command/connection.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/command/output.h"

namespace overstap::admin {
namespace {

int Run(const RestoreOptions& options) {
  const auto report = Restore(options);
  if (!report.ok()) return Failed(report.status());
  std::cout << "Restored to " << options.data_dir << ", entry " << report->log_position << ".\n";
  if (report->forgotten_keys > 0) {
    std::cout << report->forgotten_keys << " keys on the lists were destroyed.\n";
  }
  if (report->deleted_people > 0) {
    std::cout << report->deleted_people
              << " people whose keys are gone were entered as deleted in the log.\n";
  }
  if (options.forgotten.empty()) {
    std::cout
        << "No list of forgotten keys was given: people deleted after these keys were copied "
           "are back.\n  Find the newest list (DATA_DIR/keys/forgotten of the lost server, or "
           "its copy) and restore again with --forgotten.\n";
  }
  if (options.rebuild) {
    std::cout << "The store is built, to entry " << report->store_position << ".\n";
  } else {
    std::cout << "The store is built from the log when the server starts.\n";
  }
  return kDone;
}

int RunRebuild(const std::string& data_dir) {
  const absl::StatusOr<uint64_t> position = Rebuild(data_dir);
  if (!position.ok()) return Failed(position.status());
  std::cout << "The store in " << data_dir << " is built anew from the log, to entry " << *position
            << ".\n";
  return kDone;
}

}  // namespace

void AddRestoreCommand(CLI::App& app, int* exit_code) {
  const auto options = std::make_shared<RestoreOptions>();
  CLI::App* command = AddCommand(
      app, "restore",
      "Makes a data folder from a backup and a copy of the keys; people on the lists of forgotten "
      "keys stay forgotten. No server may use the folder.",
      "  overstap-admin restore --backup=/backup/20261122t0300 --keys=/backup-keys/20261122t0300 "
      "\\\n"
      "    --forgotten=/offsite/forgotten --to=/var/lib/overstap");
  command->add_option("--backup", options->backup, "Folder of the backup")->required();
  command
      ->add_option("--keys", options->keys,
                   "Folder of a copy of the keys, made with the backup or later")
      ->required();
  command->add_option("--forgotten", options->forgotten,
                      "List of keys destroyed since (may be given more than once)");
  command->add_option("--to", options->data_dir, "Data folder to be: missing or empty")->required();
  command->add_flag("--rebuild", options->rebuild, "Build the store now, not at the next start");
  command->callback([options, exit_code] { *exit_code = Run(*options); });
}

void AddRebuildCommand(CLI::App& app, int* exit_code) {
  const auto data_dir = std::make_shared<std::string>(ServerOptions().data_dir);
  CLI::App* command = AddCommand(
      app, "rebuild",
      "Throws the store away and builds it from the log. No server may use the folder.",
      "  systemctl stop overstapd\n  overstap-admin rebuild\n  systemctl start overstapd");
  AddDataDirOption(command, data_dir.get());
  command->callback([data_dir, exit_code] { *exit_code = RunRebuild(*data_dir); });
}

}  // namespace overstap::admin
