// How a server is started: one struct, read from the command line and checked before anything else
// happens.
//
//   absl::StatusOr<ServerCommand> command = ParseCommandLine(argc, argv);
//   if (!command->help.empty()) ...                       // print it and exit 0
//   Server::Start(command->config);
//
// A value; safe to share between threads.
#ifndef OVERSTAP_SERVICES_CONFIG_SERVER_CONFIG_H_
#define OVERSTAP_SERVICES_CONFIG_SERVER_CONFIG_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::config {

struct ServerConfig {
  std::string listen = "127.0.0.1:7070";  // host:port or unix:path; port 0 takes a free one
  std::string data_dir;                   // log, store and keys live below it; made when missing
  std::string region_dir;                 // with *.textproto
  std::string postcodes_file;             // CSV, see place_tables.h; empty: none
  std::string travel_minutes_file;        // likewise
  std::string backup_dir;                 // gets backups of the log; empty: none can be made
  std::string backup_keys_dir;            // gets copies of the keys; empty: backup_dir + "-keys"
  std::string address_file;               // gets the bound address; empty: none
  // Plain text is for loopback alone: anywhere else certificate and key are needed.
  std::string tls_certificate;  // PEM, the server's first; empty: plain text
  std::string tls_key;          // its private key, PEM
  std::string tls_client_ca;    // PEM, signs the clients' certificates; empty: they have none
  // Who calls: holders of tokens, of mapped certificates, or both.
  std::string token_issuer;     // claim `iss`
  std::string token_audience;   // claim `aud`
  std::string jwks;             // key set of the issuer, file or URL; empty: no tokens
  std::string principals_file;  // client certificates' principals; empty: none
  int clock_skew_seconds = 60;  // that the issuer's clock and ours may be apart

  int max_request_seconds = 30;        // ceiling on clients' deadlines
  int max_import_seconds = 7'200;      // likewise, of import streams
  int max_message_mib = 16;            // largest request that is taken
  double requests_per_second = 1'000;  // of each principal; 0: no limit
  int import_window = 1'024;           // items of one stream that are not yet durable
  int max_imports = 16;                // streams at once
  int max_concurrent_streams = 256;    // calls at once on one connection
  int max_wait_ms = 20;                // calls that would wait longer for a worker are refused
  int audit_retention_days = 1'830;    // five years; 0: for ever
  int drain_seconds = 20;              // that running calls get to end when the server stops
  int worker_threads = 0;              // that rank; 0: one per processor
  int page_snapshots = 8;              // past snapshots kept for pages that follow
  int page_minutes = 5;                // how long they are kept
};

// INVALID_ARGUMENT names every wrong value at once, by its key.
absl::Status CheckServerConfig(const ServerConfig& config);

// INVALID_ARGUMENT when the configuration lets nobody prove who they are: neither tokens nor
// certificates. It says what to give.
absl::Status CheckCallers(const ServerConfig& config);

struct ServerCommand {
  ServerConfig config;
  std::string help;  // asked for instead of a start; else empty
};

// Reads `--key=value` arguments and checks them. INVALID_ARGUMENT: wrong values, or a key that is
// not known, which it names.
absl::StatusOr<ServerCommand> ParseCommandLine(int argc, const char* const* argv);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_SERVER_CONFIG_H_
