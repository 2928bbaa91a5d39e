// The client library: calls of overstap.v1 with deadlines, retries and request ids.
//
//   Client client({.server = "127.0.0.1:7070", .token_file = "/home/anna/overstap.token"});
//   v1::GetVacancyRequest request;
//   request.set_name("vacancies/v-1");
//   absl::StatusOr<v1::Vacancy> vacancy = client.Call<v1::Vacancy>(request);
//
// A request says by its type which rpc it is for. Mutations without a request id get one, so that
// each call here happens once however often it is sent. Errors: those of the rpc (see errors.h for
// their details), UNAVAILABLE when the server cannot be reached, DEADLINE_EXCEEDED.
//
// Safe from any thread; copies share the channel.
#ifndef OVERSTAP_CLIENTS_CPP_CLIENT_H_
#define OVERSTAP_CLIENTS_CPP_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/backoff.h"
#include "clients/cpp/credentials.h"
#include "clients/cpp/import_stream.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace overstap::client {

// Who calls, and why, sent as metadata. Empty parts are not sent.
struct Caller {
  // Whose token is sent, read again when it changes; empty: that of the client's options.
  std::string token_file;
  // In which of the token's roles, e.g. `caseworker`; needed where it has several.
  std::string role;
  std::string purpose;  // as the region's configuration has them
};

struct ClientOptions {
  // host:port, or unix:path. Anywhere but on loopback it is reached through TLS.
  std::string server = "127.0.0.1:7070";
  // For a call with all its tries; import streams have none, since they take as long as their
  // items do.
  absl::Duration timeout = absl::Seconds(30);
  // Tries of a call that finds the server unavailable; only of calls that are safe to repeat.
  int max_attempts = 4;
  BackoffOptions backoff = {};
  // Who calls, unless `caller` says otherwise: a token, or a file with one.
  std::string token = {};
  std::string token_file = {};
  // PEM. An authority makes TLS be used on loopback too; a certificate identifies a machine.
  std::string ca_file = {};
  std::string certificate_file = {};
  std::string key_file = {};
  Caller caller = {};
};

// How long to read a stream of the server's.
struct StreamOptions {
  // For the whole of it; streams take as long as they do, and a watch has no end.
  absl::Duration timeout = absl::InfiniteDuration();
  // Asked several times a second while nothing comes; true ends the stream. None: never.
  std::function<bool()> stopped = {};
};

class Client {
 public:
  // Where a file of the options is bad, every call returns the error.
  explicit Client(const ClientOptions& options);
  // On a channel of the caller's, who answers for its being safe to send a token on;
  // `options.server` and its files of TLS are not used.
  Client(std::shared_ptr<grpc::Channel> channel, ClientOptions options);

  // The same channel, in the name of someone else: the token, role and purpose are the caller's.
  Client As(Caller caller) const;

  // Calls the rpc that takes `request`. INTERNAL when there is none, or its reply is no Response.
  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request) const {
    Response response;
    absl::Status status = Call(request, response);
    if (!status.ok()) return status;
    return response;
  }
  absl::Status Call(const google::protobuf::Message& request,
                    google::protobuf::Message& response) const;

  // Calls a unary rpc by its descriptor. `request` and `response` are of its types.
  absl::Status CallMethod(const google::protobuf::MethodDescriptor& method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message& response) const;

  // Opens the client-streaming rpc that takes messages of `request`'s type. INTERNAL when there is
  // none. The client must outlive the stream.
  absl::StatusOr<std::unique_ptr<ImportStream>> OpenImport(
      const google::protobuf::Descriptor& request) const;

  // Calls the server-streaming rpc that takes `request` and hands each message to `on_message`,
  // in order, on this thread; false ends the stream. OK: the server ended it, or `on_message` or
  // `options.stopped` did. Tries once, since only the caller knows from where to go on. INTERNAL
  // when there is no such rpc; CANCELLED never.
  template <typename Response>
  absl::Status ReadStream(const google::protobuf::Message& request,
                          const std::function<bool(const Response&)>& on_message,
                          const StreamOptions& options = {}) const {
    Response response;
    return ReadMessages(
        request, response, [&] { return on_message(response); }, options);
  }

  // OK: the server serves (gRPC's health check). Tries once.
  absl::Status CheckHealth() const;

 private:
  absl::StatusOr<std::unique_ptr<grpc::ClientContext>> NewContext(absl::Time deadline) const;
  absl::Status CallOnce(const std::string& path, const google::protobuf::Message& request,
                        absl::Time deadline, google::protobuf::Message& response) const;
  // Reads each message into `response` before `on_message` is called.
  absl::Status ReadMessages(const google::protobuf::Message& request,
                            google::protobuf::Message& response,
                            const std::function<bool()>& on_message,
                            const StreamOptions& options) const;

  ClientOptions options_;
  absl::Status reachable_;  // else why there is no channel
  std::shared_ptr<const TokenSource> token_;
  std::shared_ptr<grpc::Channel> channel_;
  std::shared_ptr<grpc::GenericStub> stub_;
};

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_CLIENT_H_
