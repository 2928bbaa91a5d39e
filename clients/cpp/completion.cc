#include "clients/cpp/completion.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/impl/codegen/proto_utils.h"

namespace overstap::client {

Completion::~Completion() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

bool Completion::Wait() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

std::optional<bool> Completion::WaitFor(absl::Duration time) {
  void* tag = nullptr;
  bool ok = false;
  const auto next = queue_.AsyncNext(&tag, &ok, absl::ToChronoTime(absl::Now() + time));
  if (next == grpc::CompletionQueue::TIMEOUT) return std::nullopt;
  return next == grpc::CompletionQueue::GOT_EVENT && ok;
}

absl::StatusOr<grpc::ByteBuffer> ToBytes(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  const grpc::Status status =
      grpc::SerializationTraits<google::protobuf::Message>::Serialize(message, &bytes, &own_buffer);
  if (status.ok()) return bytes;
  return absl::InternalError(
      absl::StrCat("cannot serialise a ", message.GetTypeName(), ": ", status.error_message()));
}

absl::Status FromBytes(grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  const grpc::Status status =
      grpc::SerializationTraits<google::protobuf::Message>::Deserialize(&bytes, &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("the reply is no ", message.GetTypeName(), ": ", status.error_message()));
}

}  // namespace overstap::client
