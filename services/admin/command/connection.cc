#include "services/admin/command/connection.h"

#include <chrono>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/files/durable_files.h"

namespace overstap::admin {
namespace {

constexpr char kSocketName[] = "/admin.sock";

bool IsLoopback(const std::string& server) {
  return absl::StartsWith(server, "127.") || absl::StartsWith(server, "localhost:") ||
         absl::StartsWith(server, "[::1]:");
}

std::string SocketOf(const ServerOptions& options) {
  std::error_code ignored;
  return std::filesystem::absolute(options.data_dir + kSocketName, ignored).string();
}

std::string NameOf(const ServerOptions& options) {
  return options.server.empty() ? SocketOf(options) : options.server;
}

}  // namespace

void AddDataDirOption(CLI::App* command, std::string* data_dir) {
  command->add_option("--data-dir", *data_dir, "The server's data folder")
      ->envname("OVERSTAP_DATA_DIR")
      ->capture_default_str();
}

void AddServerOptions(CLI::App* command, ServerOptions* options) {
  AddDataDirOption(command, &options->data_dir);
  command
      ->add_option("--server", options->server,
                   "Ask over the net, host:port; else over the socket in the data folder")
      ->envname("OVERSTAP_ADMIN_SERVER");
  command
      ->add_option("--token-file", options->token_file,
                   "File with an operator's token, for --server")
      ->envname("OVERSTAP_TOKEN_FILE");
  command
      ->add_option("--ca-file", options->ca_file,
                   "PEM file with who signed the server's certificate, for --server")
      ->envname("OVERSTAP_CA_FILE");
  command->add_option("--timeout", options->timeout_seconds, "Seconds that it may take")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(const ServerOptions& options) {
  if (options.server.empty()) {
    const std::string socket = SocketOf(options);
    std::error_code error;
    if (!std::filesystem::exists(socket, error)) {
      return absl::UnavailableError(absl::StrCat(
          error ? absl::StrCat("cannot look at ", socket, ": ", error.message())
                : absl::StrCat("there is no server at ", socket),
          ". Is --data-dir right, does the server run, and are you root or its user?"));
    }
    return grpc::CreateChannel("unix:" + socket, grpc::InsecureChannelCredentials());
  }
  if (IsLoopback(options.server) && options.ca_file.empty()) {
    return grpc::CreateChannel(options.server, grpc::InsecureChannelCredentials());
  }
  grpc::SslCredentialsOptions tls;
  if (!options.ca_file.empty()) {
    absl::StatusOr<std::string> pem = files::ReadFile(options.ca_file);
    if (!pem.ok()) return pem.status();
    tls.pem_root_certs = *std::move(pem);
  }
  return grpc::CreateChannel(options.server, grpc::SslCredentials(tls));
}

absl::Status PrepareCall(const ServerOptions& options, grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(options.timeout_seconds));
  if (options.token_file.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> token = files::ReadFile(options.token_file);
  if (!token.ok()) return token.status();
  context->AddMetadata("authorization",
                       absl::StrCat("Bearer ", absl::StripAsciiWhitespace(*token)));
  return absl::OkStatus();
}

absl::Status ToAbslStatus(const ServerOptions& options, const grpc::Status& status) {
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (code == absl::StatusCode::kUnavailable) {
    return absl::UnavailableError(absl::StrCat("the server at ", NameOf(options),
                                               " does not answer: ", status.error_message()));
  }
  return {code, status.error_message()};
}

}  // namespace overstap::admin
