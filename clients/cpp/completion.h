// One operation at a time on gRPC's completion queue: what makes a call by descriptor synchronous.
//
//   Completion completion;
//   reader = stub.PrepareUnaryCall(&context, path, request, completion.queue());
//   reader->Finish(&response, &status, completion.tag());
//   completion.Wait();
//
// Used by one thread at a time.
#ifndef OVERSTAP_CLIENTS_CPP_COMPLETION_H_
#define OVERSTAP_CLIENTS_CPP_COMPLETION_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/byte_buffer.h"

namespace overstap::client {

class Completion {
 public:
  Completion() = default;
  ~Completion();
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  grpc::CompletionQueue* queue() { return &queue_; }
  void* tag() { return this; }

  // Waits for the operation that was started last; whether it went well.
  bool Wait();
  // The same for so long at most; none: it goes on.
  std::optional<bool> WaitFor(absl::Duration time);

 private:
  grpc::CompletionQueue queue_;
};

// The bytes of a message on the wire. INTERNAL: it cannot be serialised.
absl::StatusOr<grpc::ByteBuffer> ToBytes(const google::protobuf::Message& message);

// INTERNAL: the bytes are no such message.
absl::Status FromBytes(grpc::ByteBuffer& bytes, google::protobuf::Message& message);

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_COMPLETION_H_
