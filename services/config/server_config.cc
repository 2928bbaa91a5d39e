#include "services/config/server_config.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace overstap::config {
namespace {

constexpr int kMaxPort = 65'535;

constexpr char kExamples[] = R"(Examples:
  overstapd --data-dir=/var/lib/overstap --region-dir=data/region
  overstapd --listen=127.0.0.1:0 --address-file=/tmp/address --data-dir=/tmp/overstap \
    --region-dir=data/region --postcodes=postcodes_nl_pc4.csv --travel-minutes=minutes.csv
Ends cleanly on SIGINT and SIGTERM.)";

bool IsAddress(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  int port = -1;
  return colon != std::string::npos && colon > 0 &&
         absl::SimpleAtoi(listen.substr(colon + 1), &port) && port >= 0 && port <= kMaxPort;
}

void AddOptions(CLI::App* app, ServerConfig* config) {
  app->add_option("--listen", config->listen, "Address, host:port; port 0 takes a free one")
      ->capture_default_str();
  app->add_option("--data-dir", config->data_dir, "Folder of log, store and keys");
  app->add_option("--region-dir", config->region_dir, "Folder of the region's *.textproto files");
  app->add_option("--postcodes", config->postcodes_file,
                  "CSV with points of Dutch postcodes: postcode, gemeente, latitude, longitude, "
                  "soort");
  app->add_option("--travel-minutes", config->travel_minutes_file,
                  "CSV with minutes of travel: from, to, mode, minutes");
  app->add_option("--address-file", config->address_file, "File that gets the bound address");
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
                  "How long the audit log is kept; 0: for ever")
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
  expect(IsAddress(config.listen), "listen",
         absl::StrCat("\"", config.listen, "\" is not host:port"));
  expect(!config.data_dir.empty(), "data-dir", "is required");
  expect(config.data_dir.empty() || !std::filesystem::exists(config.data_dir, ignored) ||
             std::filesystem::is_directory(config.data_dir, ignored),
         "data-dir", absl::StrCat(config.data_dir, " is not a folder"));
  expect(!config.region_dir.empty(), "region-dir", "is required");
  expect(config.region_dir.empty() || std::filesystem::is_directory(config.region_dir, ignored),
         "region-dir", absl::StrCat("there is no folder ", config.region_dir));
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

absl::StatusOr<ServerCommand> ParseCommandLine(int argc, const char* const* argv) {
  ServerCommand command;
  CLI::App app("The overstap server: matches people, work and training of one region.",
               "overstapd");
  app.footer(kExamples);
  AddOptions(&app, &command.config);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    command.help = app.help();
    return command;
  } catch (const CLI::ParseError& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(error.what(), "\nRun overstapd --help for what it knows."));
  }
  if (absl::Status checked = CheckServerConfig(command.config); !checked.ok()) return checked;
  return command;
}

}  // namespace overstap::config
