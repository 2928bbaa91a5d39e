#include "clients/cpp/message_stream.h"

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/errors.h"
#include "grpcpp/support/byte_buffer.h"

namespace overstap::client {
namespace {

constexpr absl::Duration kBetweenQuestions = absl::Milliseconds(50);

}  // namespace

MessageStream::MessageStream(grpc::GenericStub& stub, std::unique_ptr<grpc::ClientContext> context,
                             const std::string& path, std::function<bool()> stopped)
    : context_(std::move(context)),
      stream_(stub.PrepareCall(context_.get(), path, completion_.queue())),
      stopped_(std::move(stopped)) {
  stream_->StartCall(completion_.tag());
  // Where this fails, every later operation fails too, and Finish has the reason.
  completion_.Wait();
}

MessageStream::~MessageStream() {
  if (finished_) return;
  context_->TryCancel();
  grpc::Status status;
  stream_->Finish(&status, completion_.tag());
  completion_.Wait();
}

absl::Status MessageStream::Send(const google::protobuf::Message& request) {
  const absl::StatusOr<grpc::ByteBuffer> bytes = ToBytes(request);
  if (!bytes.ok()) return bytes.status();
  stream_->WriteLast(*bytes, grpc::WriteOptions(), completion_.tag());
  completion_.Wait();
  return absl::OkStatus();
}

bool MessageStream::Read(google::protobuf::Message& response, absl::Status& status) {
  grpc::ByteBuffer bytes;
  stream_->Read(&bytes, completion_.tag());
  std::optional<bool> read;
  while (!read.has_value()) {
    if (stopped_ && !was_stopped_ && stopped_()) {
      was_stopped_ = true;
      context_->TryCancel();
    }
    read = stopped_ ? completion_.WaitFor(kBetweenQuestions) : completion_.Wait();
  }
  if (!*read || was_stopped_) return false;
  status = FromBytes(bytes, response);
  return true;
}

absl::Status MessageStream::Finish() {
  grpc::Status status;
  stream_->Finish(&status, completion_.tag());
  completion_.Wait();
  finished_ = true;
  return was_stopped_ ? absl::OkStatus() : ToAbslStatus(status);
}

}  // namespace overstap::client
