#include "services/config/server_config.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/config/listen_address.h"

namespace overstap::config {
namespace {

constexpr char kExamples[] = R"(Examples:
  overstapd --data-dir=/var/lib/overstap --region-dir=data/region --jwks=access/jwks.json \
    --token-issuer=overstap-local --token-audience=overstap
  overstapd --listen=0.0.0.0:7070 --tls-certificate=server.pem --tls-key=server.key \
    --jwks=https://login.example.nl/keys --token-issuer=https://login.example.nl \
    --token-audience=overstap --data-dir=/var/lib/overstap --region-dir=data/region
Ends cleanly on SIGINT and SIGTERM.)";

void AddAccessOptions(CLI::App* app, ServerConfig* config) {
  app->add_option("--tls-certificate", config->tls_certificate,
                  "PEM file of the server's certificate; required off loopback");
  app->add_option("--tls-key", config->tls_key, "PEM file of its private key");
  app->add_option("--tls-client-ca", config->tls_client_ca,
                  "PEM file of the authority that signs clients' certificates");
  app->add_option("--token-issuer", config->token_issuer, "Issuer of tokens (claim iss)");
  app->add_option("--token-audience", config->token_audience, "Audience of tokens (claim aud)");
  app->add_option("--jwks", config->jwks, "The issuer's key set: file, or https URL");
  app->add_option("--principals", config->principals_file,
                  "Text file that maps clients' certificates to principals");
  app->add_option("--clock-skew-seconds", config->clock_skew_seconds,
                  "Seconds that the issuer's clock and this one may be apart")
      ->capture_default_str();
}

void AddOptions(CLI::App* app, ServerConfig* config) {
  app->add_option("--listen", config->listen,
                  "Address, host:port or unix:path; port 0 takes a free one")
      ->capture_default_str();
  app->add_option("--data-dir", config->data_dir, "Folder of log, store and keys");
  app->add_option("--region-dir", config->region_dir, "Folder of the region's *.textproto files");
  app->add_option("--postcodes", config->postcodes_file,
                  "CSV with points of Dutch postcodes: postcode, gemeente, latitude, longitude, "
                  "soort");
  app->add_option("--travel-minutes", config->travel_minutes_file,
                  "CSV with minutes of travel: from, to, mode, minutes");
  app->add_option("--backup-dir", config->backup_dir,
                  "Folder that gets online backups of the log; it is there already");
  app->add_option("--backup-keys-dir", config->backup_keys_dir,
                  "Folder that gets the copies of the keys that go with them, apart (default: the "
                  "backup folder's name with -keys)");
  app->add_option("--address-file", config->address_file, "File that gets the bound address");
  AddAccessOptions(app, config);
  app->add_option("--max-request-seconds", config->max_request_seconds,
                  "Ceiling on clients' deadlines")
      ->capture_default_str();
  app->add_option("--max-import-seconds", config->max_import_seconds,
                  "Ceiling on the deadlines of imports")
      ->capture_default_str();
  app->add_option("--max-message-mib", config->max_message_mib, "Largest request, MiB")
      ->capture_default_str();
  app->add_option("--requests-per-second", config->requests_per_second,
                  "Calls a second that each principal may make (twice as many at once after a "
                  "rest); 0: no limit")
      ->capture_default_str();
  app->add_option("--import-window", config->import_window,
                  "Items of one import stream that are not yet durable")
      ->capture_default_str();
  app->add_option("--max-imports", config->max_imports, "Import streams at once")
      ->capture_default_str();
  app->add_option("--max-concurrent-streams", config->max_concurrent_streams,
                  "Calls at once on one connection")
      ->capture_default_str();
  app->add_option("--max-wait-ms", config->max_wait_ms,
                  "Calls that would wait longer for a worker are refused")
      ->capture_default_str();
  app->add_option("--audit-retention-days", config->audit_retention_days,
                  "How long the audit log is kept; 0: as the region's configuration has it")
      ->capture_default_str();
  app->add_option("--drain-seconds", config->drain_seconds,
                  "What running calls get to end when the server stops")
      ->capture_default_str();
  app->add_option("--worker-threads", config->worker_threads,
                  "Threads that rank; 0: one per processor")
      ->capture_default_str();
  app->add_option("--page-snapshots", config->page_snapshots,
                  "Past snapshots kept for pages that follow")
      ->capture_default_str();
  app->add_option("--page-minutes", config->page_minutes, "Minutes that they are kept")
      ->capture_default_str();
  app->add_option("--retention-hour", config->retention_hour,
                  "Hour of the day at which what has been kept long enough goes; -1: never")
      ->capture_default_str();
}

// Notes what is wrong, by key.
class Findings {
 public:
  explicit Findings(std::vector<std::string>* errors) : errors_(errors) {}

  void Expect(bool fine, absl::string_view key, absl::string_view what) {
    if (!fine) errors_->push_back(absl::StrCat("--", key, ": ", what));
  }
  void ExpectBetween(int value, int low, int high, absl::string_view key) {
    Expect(value >= low && value <= high, key,
           absl::StrCat(value, " is not in ", low, " to ", high));
  }
  // Where one is named.
  void ExpectFile(const std::string& path, absl::string_view key) {
    std::error_code ignored;
    Expect(path.empty() || std::filesystem::is_regular_file(path, ignored), key,
           absl::StrCat("there is no file ", path));
  }

 private:
  std::vector<std::string>* errors_;
};

void CheckListening(const ServerConfig& config, Findings& findings) {
  const auto address = ParseListenAddress(config.listen);
  findings.Expect(address.has_value(), "listen",
                  absl::StrCat("\"", config.listen, "\" is neither host:port nor unix:path"));
  const bool has_tls = !config.tls_certificate.empty() && !config.tls_key.empty();
  findings.Expect(has_tls || !address.has_value() || address->is_loopback, "listen",
                  absl::StrCat("refusing to listen on ", config.listen,
                               " without TLS: give --tls-certificate and --tls-key, or listen on "
                               "loopback (127.0.0.1, [::1], unix:path)"));
  findings.Expect(has_tls || config.tls_certificate.empty(), "tls-certificate",
                  "needs --tls-key beside it");
  findings.Expect(has_tls || config.tls_key.empty(), "tls-key",
                  "needs --tls-certificate beside it");
  findings.Expect(has_tls || config.tls_client_ca.empty(), "tls-client-ca",
                  "needs --tls-certificate and --tls-key: without TLS there are no certificates");
  findings.ExpectFile(config.tls_certificate, "tls-certificate");
  findings.ExpectFile(config.tls_key, "tls-key");
  findings.ExpectFile(config.tls_client_ca, "tls-client-ca");
}

void CheckIdentity(const ServerConfig& config, Findings& findings) {
  constexpr int kMostSkewSeconds = 300;
  const bool is_url = absl::StrContains(config.jwks, "://");
  findings.ExpectFile(is_url ? "" : config.jwks, "jwks");
  for (const auto& [value, key] : {std::pair(&config.token_issuer, "token-issuer"),
                                   std::pair(&config.token_audience, "token-audience")}) {
    findings.Expect(config.jwks.empty() || !value->empty(), key, "is required beside --jwks");
    findings.Expect(!config.jwks.empty() || value->empty(), key, "needs --jwks beside it");
  }
  findings.ExpectFile(config.principals_file, "principals");
  findings.Expect(config.principals_file.empty() || !config.tls_client_ca.empty(), "principals",
                  "needs --tls-client-ca: without it no client's certificate is believed");
  findings.ExpectBetween(config.clock_skew_seconds, 0, kMostSkewSeconds, "clock-skew-seconds");
}

// Where systemd puts what LoadCredential= names is known at the start alone.
void ExpandCredentials(ServerConfig* config) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr) return;
  for (std::string* path :
       {&config->postcodes_file, &config->travel_minutes_file, &config->tls_certificate,
        &config->tls_key, &config->tls_client_ca, &config->jwks, &config->principals_file}) {
    absl::StrReplaceAll({{"${CREDENTIALS_DIRECTORY}", folder}}, path);
  }
}

}  // namespace

absl::Status CheckServerConfig(const ServerConfig& config) {
  std::vector<std::string> errors;
  const auto expect = [&errors](bool fine, absl::string_view key, absl::string_view what) {
    if (!fine) errors.push_back(absl::StrCat("--", key, ": ", what));
  };
  const auto expect_between = [&expect](int value, int low, int high, absl::string_view key) {
    expect(value >= low && value <= high, key,
           absl::StrCat(value, " is not in ", low, " to ", high));
  };
  const auto expect_file = [&expect](const std::string& path, absl::string_view key) {
    std::error_code ignored;
    expect(path.empty() || std::filesystem::is_regular_file(path, ignored), key,
           absl::StrCat("there is no file ", path));
  };
  std::error_code ignored;
  Findings findings(&errors);
  CheckListening(config, findings);
  CheckIdentity(config, findings);
  expect(!config.data_dir.empty(), "data-dir", "is required");
  expect(config.data_dir.empty() || !std::filesystem::exists(config.data_dir, ignored) ||
             std::filesystem::is_directory(config.data_dir, ignored),
         "data-dir", absl::StrCat(config.data_dir, " is not a folder"));
  expect(!config.region_dir.empty(), "region-dir", "is required");
  expect(config.region_dir.empty() || std::filesystem::is_directory(config.region_dir, ignored),
         "region-dir", absl::StrCat("there is no folder ", config.region_dir));
  expect(config.backup_keys_dir.empty() || !config.backup_dir.empty(), "backup-keys-dir",
         "goes with --backup-dir");
  expect_file(config.postcodes_file, "postcodes");
  expect_file(config.travel_minutes_file, "travel-minutes");
  expect_between(config.max_request_seconds, 1, 3'600, "max-request-seconds");
  expect_between(config.max_import_seconds, 1, 86'400, "max-import-seconds");
  expect_between(config.max_message_mib, 1, 256, "max-message-mib");
  expect(config.requests_per_second >= 0, "requests-per-second", "is below 0");
  expect_between(config.import_window, 1, 65'536, "import-window");
  expect_between(config.max_imports, 1, 1'024, "max-imports");
  expect_between(config.max_concurrent_streams, 1, 65'536, "max-concurrent-streams");
  expect_between(config.max_wait_ms, 1, 60'000, "max-wait-ms");
  expect_between(config.audit_retention_days, 0, 36'525, "audit-retention-days");
  expect_between(config.drain_seconds, 0, 600, "drain-seconds");
  expect_between(config.worker_threads, 0, 1'024, "worker-threads");
  expect_between(config.page_snapshots, 1, 64, "page-snapshots");
  expect_between(config.page_minutes, 1, 60, "page-minutes");
  expect_between(config.retention_hour, -1, 23, "retention-hour");
  if (errors.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(errors, "\n"));
}

absl::Status CheckCallers(const ServerConfig& config) {
  if (!config.jwks.empty() || !config.principals_file.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--jwks: nobody could call: give --jwks with --token-issuer and --token-audience (for this "
      "machine alone, overstap-admin keys create makes a key set), or --principals with "
      "--tls-client-ca");
}

absl::StatusOr<ServerCommand> ParseCommandLine(int argc, const char* const* argv) {
  ServerCommand command;
  CLI::App app("The overstap server: matches people, work and training of one region.",
               "overstapd");
  app.footer(kExamples);
  AddOptions(&app, &command.config);
  app.set_config(
      "--config", "",
      "File of `key = value` lines, keys as here without the dashes, # begins a comment; "
      "the command line overrides it. ${CREDENTIALS_DIRECTORY} in a value is where "
      "systemd puts credentials");
  app.allow_config_extras(CLI::config_extras_mode::error);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    command.help = app.help();
    return command;
  } catch (const CLI::ConfigError& error) {
    // The library says "INI was not able to parse KEY".
    const std::string text = error.what();
    return absl::InvalidArgumentError(absl::StrCat(
        "the configuration file has a key that is not known: ", text.substr(text.rfind(' ') + 1),
        "\nRun overstapd --help for those it knows."));
  } catch (const CLI::ParseError& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(error.what(), "\nRun overstapd --help for what it knows."));
  }
  ExpandCredentials(&command.config);
  if (absl::Status checked = CheckServerConfig(command.config); !checked.ok()) return checked;
  if (absl::Status checked = CheckCallers(command.config); !checked.ok()) return checked;
  return command;
}

}  // namespace overstap::config
