#include "clients/cli/program.h"

#include <algorithm>
#include <map>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/error_text.h"
#include "clients/cli/exit_code.h"
#include "clients/cpp/client.h"

namespace overstap::cli {
namespace {

struct GlobalOptions {
  client::ClientOptions client;
  Language language = Language::kNl;
  bool json = false;
  double timeout_seconds = 30;
};

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  // A script may set what a person then says otherwise.
  app.option_defaults()->take_last();
  app.add_option("--server", options.client.server, "Address of the server")
      ->envname("OVERSTAP_SERVER")
      ->capture_default_str();
  app.add_option("--lang", options.language, "Language: nl, en or de (default nl)")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Language>{
              {"nl", Language::kNl}, {"en", Language::kEn}, {"de", Language::kDe}},
          CLI::ignore_case))
      ->envname("OVERSTAP_LANG")
      ->option_text("LANGUAGE");
  app.add_flag("--json", options.json, "For machines: replies as JSON, nothing else on stdout");
  app.add_option("--timeout", options.timeout_seconds,
                 "Seconds that a call may take; imports take their time")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--token-file", options.client.token_file, "File with the token of who asks")
      ->envname("OVERSTAP_TOKEN_FILE");
  app.add_option("--ca-file", options.client.ca_file,
                 "PEM file of the authority that the server's certificate is from")
      ->envname("OVERSTAP_CA_FILE");
  app.add_option("--certificate", options.client.certificate_file,
                 "PEM file of a certificate of one's own");
  app.add_option("--key", options.client.key_file, "PEM file of its private key");
  client::Caller& caller = options.client.caller;
  app.add_option("--role", caller.role,
                 "In which of the token's roles, e.g. caseworker, work_table_member")
      ->envname("OVERSTAP_ROLE");
  app.add_option("--purpose", caller.purpose, "What for")->envname("OVERSTAP_PURPOSE");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

void AddCommands(Commands& commands) {
  AddMatch(commands);
  AddExplain(commands);
  AddRoutes(commands);
  AddIntroduction(commands);
  AddPlacement(commands);
  AddReport(commands);
  AddTable(commands);
  AddProject(commands);
  AddTargets(commands);
  AddExport(commands);
  AddRecords(commands, JobSeekerKind());
  AddRecords(commands, VacancyKind());
  AddRecords(commands, TrainingOfferKind());
  AddDecision(commands);
  AddRetention(commands);
  AddTaxonomy(commands);
  AddTexts(commands);
  AddDemo(commands);
  AddHealth(commands);
}

// The message of wrong usage, or the help that was asked for.
int ExitUsage(const CLI::App& app, const CLI::ParseError& error, Streams& streams) {
  const int code = app.exit(error, streams.out, streams.err);
  return static_cast<int>(code == 0 ? ExitCode::kOk : ExitCode::kUsage);
}

int RunChosen(const GlobalOptions& options, const Action& action, Streams& streams) {
  const Locale locale(options.language);
  client::ClientOptions client_options = options.client;
  client_options.timeout = absl::Seconds(options.timeout_seconds);
  const client::Client client(client_options);
  Context context{client, locale, options.json, streams};
  const absl::StatusOr<ExitCode> code = action(context);
  streams.out.flush();
  if (code.ok()) return static_cast<int>(*code);
  streams.err << ErrorText(locale, options.client.server, code.status());
  return static_cast<int>(ExitCodeOf(code.status()));
}

}  // namespace

int RunProgram(std::vector<std::string> arguments, Streams& streams) {
  CLI::App app{
      "overstap: who fits which job, which retraining leads to one, and what it adds up to.",
      "overstap"};
  app.fallthrough();
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer(absl::StrCat(kExitCodesHelp, "\n\nExamples:", "\n  overstap match --job-seeker=p-demo",
                          "\n  overstap explain --job-seeker=p-demo --vacancy=v-demo-target",
                          "\n  overstap routes --job-seeker=p-demo --to-vacancy=v-demo-target",
                          "\n  overstap --lang=de vacancy list", "\n  overstap COMMAND --help"));
  GlobalOptions options;
  AddGlobalOptions(app, options);
  Commands commands(app);
  AddCommands(commands);
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    app.parse(std::move(arguments));
    return RunChosen(options, commands.chosen(), streams);
  } catch (const CLI::ParseError& error) {
    return ExitUsage(app, error, streams);
  }
}

}  // namespace overstap::cli
