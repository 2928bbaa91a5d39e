#include "clients/cpp/client.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/completion.h"
#include "clients/cpp/errors.h"
#include "clients/cpp/message_stream.h"
#include "clients/cpp/methods.h"
#include "clients/cpp/request_id.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/channel_arguments.h"

namespace overstap::client {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Summaries of large imports name every rejected item; details of errors travel as metadata.
constexpr int kMaxReceiveBytes = 256 << 20;
constexpr int kMaxMetadataBytes = 64 << 10;

TlsOptions TlsOptionsOf(const ClientOptions& options) {
  return {.ca_file = options.ca_file,
          .certificate_file = options.certificate_file,
          .key_file = options.key_file};
}

// `problem` says why the channel, on which nothing can be sent then, is useless.
std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options, absl::Status* problem) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  const TlsOptions tls = TlsOptionsOf(options);
  // A token in plain text never leaves the machine, not to a proxy either.
  if (!UsesTls(options.server, tls)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  auto credentials = ChannelCredentialsOf(options.server, tls);
  if (!credentials.ok()) {
    *problem = credentials.status();
    return nullptr;
  }
  return grpc::CreateCustomChannel(options.server, *credentials, arguments);
}

// A copy of the request with a new id where it can have one and has none; else null.
std::unique_ptr<Message> WithRequestId(const Message& request) {
  const auto* field = RequestIdField(*request.GetDescriptor());
  if (field == nullptr || !request.GetReflection()->GetString(request, field).empty()) {
    return nullptr;
  }
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  copy->GetReflection()->SetString(copy.get(), field, NewRequestId());
  return copy;
}

std::shared_ptr<const TokenSource> TokenOf(const ClientOptions& options) {
  const std::string& own = options.caller.token_file;
  if (!own.empty()) return std::make_shared<const TokenSource>("", own);
  return std::make_shared<const TokenSource>(options.token, options.token_file);
}

}  // namespace

Client::Client(const ClientOptions& options)
    : options_(options), token_(TokenOf(options)), channel_(MakeChannel(options, &reachable_)) {
  if (channel_ != nullptr) stub_ = std::make_shared<grpc::GenericStub>(channel_);
}

Client::Client(std::shared_ptr<grpc::Channel> channel, ClientOptions options)
    : options_(std::move(options)),
      token_(TokenOf(options_)),
      channel_(std::move(channel)),
      stub_(std::make_shared<grpc::GenericStub>(channel_)) {}

Client Client::As(Caller caller) const {
  Client other = *this;
  other.options_.caller = std::move(caller);
  other.token_ = TokenOf(other.options_);
  return other;
}

absl::StatusOr<std::unique_ptr<grpc::ClientContext>> Client::NewContext(absl::Time deadline) const {
  if (!reachable_.ok()) return reachable_;
  const absl::StatusOr<std::string> authorization = token_->Authorization();
  if (!authorization.ok()) return authorization.status();
  auto context = std::make_unique<grpc::ClientContext>();
  if (deadline != absl::InfiniteFuture()) context->set_deadline(absl::ToChronoTime(deadline));
  const Caller& caller = options_.caller;
  for (const auto& [key, value] :
       {std::pair("authorization", &*authorization), std::pair("overstap-role", &caller.role),
        std::pair("overstap-purpose", &caller.purpose)}) {
    if (!value->empty()) context->AddMetadata(key, *value);
  }
  return context;
}

absl::Status Client::CallOnce(const std::string& path, const Message& request, absl::Time deadline,
                              Message& response) const {
  absl::StatusOr<grpc::ByteBuffer> bytes = ToBytes(request);
  if (!bytes.ok()) return bytes.status();
  const auto context = NewContext(deadline);
  if (!context.ok()) return context.status();
  Completion completion;
  const auto reader = stub_->PrepareUnaryCall(context->get(), path, *bytes, completion.queue());
  reader->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  reader->Finish(&reply, &status, completion.tag());
  completion.Wait();
  if (!status.ok()) return ToAbslStatus(status);
  return FromBytes(reply, response);
}

absl::Status Client::CallMethod(const MethodDescriptor& method, const Message& request,
                                Message& response) const {
  const std::unique_ptr<Message> with_id = WithRequestId(request);
  const Message& sent = with_id == nullptr ? request : *with_id;
  const absl::Time deadline = absl::Now() + options_.timeout;
  const int attempts = IsSafeToRepeat(method) ? options_.max_attempts : 1;
  Backoff backoff(options_.backoff, std::random_device()());
  for (int attempt = 1;; ++attempt) {
    absl::Status status = CallOnce(MethodPath(method), sent, deadline, response);
    if (!absl::IsUnavailable(status) || attempt >= attempts) return status;
    const absl::Duration wait = backoff.Next(DetailsOf(status).retry_delay);
    if (absl::Now() + wait >= deadline) return status;
    absl::SleepFor(wait);
  }
}

absl::Status Client::Call(const Message& request, Message& response) const {
  const MethodDescriptor* method = MethodOf(*request.GetDescriptor());
  if (method == nullptr || method->client_streaming() || method->server_streaming() ||
      method->output_type() != response.GetDescriptor()) {
    return absl::InternalError(absl::StrCat("no call takes a ", request.GetTypeName(),
                                            " and returns a ", response.GetTypeName()));
  }
  return CallMethod(*method, request, response);
}

absl::StatusOr<std::unique_ptr<ImportStream>> Client::OpenImport(
    const google::protobuf::Descriptor& request) const {
  const MethodDescriptor* method = MethodOf(request);
  if (method == nullptr || !method->client_streaming()) {
    return absl::InternalError(absl::StrCat("no stream takes a ", request.full_name()));
  }
  auto context = NewContext(absl::InfiniteFuture());
  if (!context.ok()) return context.status();
  return std::make_unique<ImportStream>(*stub_, *std::move(context), MethodPath(*method));
}

absl::Status Client::ReadMessages(const Message& request, Message& response,
                                  const std::function<bool()>& on_message,
                                  const StreamOptions& options) const {
  const MethodDescriptor* method = MethodOf(*request.GetDescriptor());
  if (method == nullptr || method->client_streaming() || !method->server_streaming() ||
      method->output_type() != response.GetDescriptor()) {
    return absl::InternalError(absl::StrCat("no stream of ", response.GetTypeName(), " answers a ",
                                            request.GetTypeName()));
  }
  auto context = NewContext(absl::Now() + options.timeout);
  if (!context.ok()) return context.status();
  MessageStream stream(*stub_, *std::move(context), MethodPath(*method), options.stopped);
  absl::Status status = stream.Send(request);
  while (status.ok() && stream.Read(response, status)) {
    if (status.ok() && !on_message()) return absl::OkStatus();  // dropped, it is cancelled
  }
  return status.ok() ? stream.Finish() : status;
}

absl::Status Client::CheckHealth() const {
  // The messages of grpc.health.v1 are not installed with gRPC. The request is empty (the whole
  // server); the reply has one field, the status, in which 1 is SERVING.
  google::protobuf::Empty reply;
  absl::Status status = CallOnce("/grpc.health.v1.Health/Check", google::protobuf::Empty(),
                                 absl::Now() + options_.timeout, reply);
  if (!status.ok()) return status;
  const google::protobuf::UnknownFieldSet& fields =
      google::protobuf::Empty::GetReflection()->GetUnknownFields(reply);
  const bool serving = fields.field_count() == 1 && fields.field(0).number() == 1 &&
                       fields.field(0).type() == google::protobuf::UnknownField::TYPE_VARINT &&
                       fields.field(0).varint() == 1;
  return serving ? absl::OkStatus() : absl::UnavailableError("the server does not serve");
}

}  // namespace overstap::client
