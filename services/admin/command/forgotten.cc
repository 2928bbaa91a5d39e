#include <iostream>
#include <memory>

#include "services/admin/command/commands.h"
#include "services/admin/command/connection.h"
#include "services/admin/command/exit_code.h"
#include "services/admin/command/output.h"
#include "services/admin/restore.h"
#include "services/files/durable_files.h"
#include "services/keys/forgotten_list.h"

namespace overstap::admin {
namespace {

struct ForgottenOptions {
  std::string data_dir = ServerOptions().data_dir;
  uint64_t since = 0;
  std::string out = "-";
};

int Export(const ForgottenOptions& options) {
  const auto forgotten = ForgottenSince(options.data_dir, options.since);
  if (!forgotten.ok()) return Failed(forgotten.status());
  const std::string text = keys::ForgottenListText(*forgotten);
  if (options.out == "-") {
    std::cout << text;
    return kDone;
  }
  absl::Status written = files::WriteFileDurably(options.out, text);
  if (!written.ok()) return Failed(written);
  std::cerr << forgotten->size() << " keys written to " << options.out << "\n";
  return kDone;
}

}  // namespace

void AddForgottenCommand(CLI::App& app, int* exit_code) {
  const auto options = std::make_shared<ForgottenOptions>();
  CLI::App* forgotten = AddCommand(app, "forgotten", "Lists of keys that must never come back.",
                                   "  overstap-admin forgotten export --out=forgotten");
  forgotten->require_subcommand(1);
  CLI::App* command = AddCommand(*forgotten, "export",
                                 "Reads from the log which keys were destroyed, for `restore "
                                 "--forgotten`. The server may run. "
                                 "Without a log DATA_DIR/keys/forgotten says the same.",
                                 "  overstap-admin forgotten export --out=/offsite/forgotten\n"
                                 "  overstap-admin forgotten export --since=51234");
  AddDataDirOption(command, &options->data_dir);
  command->add_option("--since", options->since, "Only by entries after this position of the log");
  command->add_option("--out", options->out, "A new file; - is standard output")
      ->capture_default_str();
  command->callback([options, exit_code] { *exit_code = Export(*options); });
}

}  // namespace overstap::admin
