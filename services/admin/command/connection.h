// How a command reaches the server: over the socket in its data folder, or its address with a
// token.
//
//   auto options = std::make_shared<ServerOptions>();
//   AddServerOptions(command, options.get());
//   absl::StatusOr<v1::ServerStatus> status =
//       Ask<v1::ServerStatus>(*options, request, &v1::AdminService::Stub::GetServerStatus);
//
// Of one thread.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_CONNECTION_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_CONNECTION_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "overstap/v1/admin_service.grpc.pb.h"

namespace overstap::admin {

struct ServerOptions {
  std::string data_dir = "/var/lib/overstap";
  std::string server;      // host:port; empty: the socket in data_dir
  std::string token_file;  // with a bearer token, for `server`
  std::string ca_file;     // PEM: who signed the server's certificate; empty: the system's list
  int timeout_seconds = 3'600;
};

void AddDataDirOption(CLI::App* command, std::string* data_dir);
void AddServerOptions(CLI::App* command, ServerOptions* options);

// UNAVAILABLE: there is no server to be asked; INVALID_ARGUMENT, NOT_FOUND: files that cannot be
// read, or a token that would go over the net in the clear.
absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(const ServerOptions& options);
absl::Status PrepareCall(const ServerOptions& options, grpc::ClientContext* context);
absl::Status ToAbslStatus(const ServerOptions& options, const grpc::Status& status);

template <typename Reply, typename Request>
absl::StatusOr<Reply> Ask(const ServerOptions& options, const Request& request,
                          grpc::Status (v1::AdminService::Stub::*method)(grpc::ClientContext*,
                                                                         const Request&, Reply*)) {
  const absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = Connect(options);
  if (!channel.ok()) return channel.status();
  const auto stub = v1::AdminService::NewStub(*channel);
  grpc::ClientContext context;
  if (absl::Status prepared = PrepareCall(options, &context); !prepared.ok()) return prepared;
  Reply reply;
  const grpc::Status answered = ((*stub).*method)(&context, request, &reply);
  if (!answered.ok()) return ToAbslStatus(options, answered);
  return reply;
}

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_CONNECTION_H_
