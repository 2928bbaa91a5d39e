#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/admin/command/commands.h"
#include "services/admin/command/connection.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/command/output.h"
#include "services/admin/messages.h"
#include "services/admin/verify.h"

namespace overstap::admin {
namespace {

struct BackupOptions {
  ServerOptions server;
  std::string name;
  BackupToVerify verify;
  bool json = false;
};

int Create(const BackupOptions& options) {
  v1::CreateBackupRequest request;
  if (!options.name.empty()) {
    request.mutable_backup()->set_name(absl::StrCat("backups/", options.name));
  }
  const auto backup =
      Ask<v1::Backup>(options.server, request, &v1::AdminService::Stub::CreateBackup);
  if (!backup.ok()) return Failed(backup.status());
  std::cout << (options.json ? ToJson(*backup) : BackupText(*backup));
  return kDone;
}

int List(const BackupOptions& options) {
  constexpr int kPage = 1'000;
  v1::ListBackupsResponse all;
  v1::ListBackupsRequest request;
  request.set_page_size(kPage);
  do {
    const auto page =
        Ask<v1::ListBackupsResponse>(options.server, request, &v1::AdminService::Stub::ListBackups);
    if (!page.ok()) return Failed(page.status());
    all.mutable_backups()->MergeFrom(page->backups());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  if (options.json) {
    std::cout << ToJson(all);
    return kDone;
  }
  for (const v1::Backup& backup : all.backups()) std::cout << BackupLine(backup) << "\n";
  if (all.backups().empty()) std::cout << "There is no backup.\n";
  return kDone;
}

int Verify(const BackupOptions& options) {
  const auto verification = VerifyBackup(options.verify);
  if (!verification.ok()) return Failed(verification.status());
  return PrintVerification(ToMessage(*verification), options.json);
}

}  // namespace

void AddBackupCommand(CLI::App& app, int* exit_code) {
  const auto options = std::make_shared<BackupOptions>();
  CLI::App* backup = AddCommand(app, "backup", "Makes, lists and checks backups.",
                                "  overstap-admin backup create\n  overstap-admin backup list");
  backup->require_subcommand(1);

  CLI::App* create = AddCommand(
      *backup, "create",
      "Has the running server copy its log and, apart from it, its keys, while it serves.",
      "  overstap-admin backup create\n  overstap-admin backup create --name=before-upgrade");
  AddServerOptions(create, &options->server);
  create->add_option("--name", options->name, "Of [a-z0-9-]; else made of the time");
  AddJsonOption(create, &options->json);
  create->callback([options, exit_code] { *exit_code = Create(*options); });

  CLI::App* list = AddCommand(*backup, "list", "Lists the server's whole backups, newest first.",
                              "  overstap-admin backup list");
  AddServerOptions(list, &options->server);
  AddJsonOption(list, &options->json);
  list->callback([options, exit_code] { *exit_code = List(*options); });

  CLI::App* verify = AddCommand(
      *backup, "verify",
      "Reads a backup from beginning to end, on any machine, without changing it; exits 1 when it "
      "finds something.",
      "  overstap-admin backup verify /backup/20261122t0300 --keys=/backup-keys/20261122t0300");
  verify->add_option("backup", options->verify.backup, "Folder of the backup")->required();
  verify->add_option("--keys", options->verify.keys,
                     "Folder with the copy of the keys; without it nothing sealed is opened");
  AddJsonOption(verify, &options->json);
  verify->callback([options, exit_code] { *exit_code = Verify(*options); });
}

}  // namespace overstap::admin
