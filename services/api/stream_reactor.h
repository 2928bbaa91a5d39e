// A stream of messages that are made one at a time, on a worker: the next is made when the last has
// been written, so that a slow reader costs no memory.
//
//   return StartStream<v1::ExportResponse>(*context, backend_,
//                                         std::make_unique<ExportSource>(backend_, *request));
//
// The call is admitted first, and is on the audit log before its first message leaves: a source
// says in Begin() whom the messages will be about. What is sent is cut to what the caller's role
// may see. Safe from any thread; a reactor deletes itself when gRPC is done with it.
#ifndef OVERSTAP_SERVICES_API_STREAM_REACTOR_H_
#define OVERSTAP_SERVICES_API_STREAM_REACTOR_H_

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/access/admission.h"
#include "services/access/disclosure.h"
#include "services/api/backend.h"
#include "services/api/deadline.h"
#include "services/api/errors.h"
#include "services/api/unary.h"
#include "services/write/errors.h"

namespace overstap::api {

// Where a stream's messages come from. One call at a time, on any thread.
template <typename Message>
class MessageSource {
 public:
  virtual ~MessageSource() = default;
  // Checks the request and tells the admission whom the answer is about; nothing has been sent.
  virtual absl::Status Begin(const Call& call) = 0;
  // Fills the next message; false: there was none left.
  virtual absl::StatusOr<bool> Next(const Call& call, Message* message) = 0;
};

template <typename Message>
class StreamReactor final : public grpc::ServerWriteReactor<Message> {
 public:
  StreamReactor(const grpc::CallbackServerContext& context, const Backend& backend,
                std::shared_ptr<access::Admission> admission,
                std::unique_ptr<MessageSource<Message>> source)
      : backend_(backend),
        admission_(std::move(admission)),
        deadline_(context, backend.limits.max_import_time),
        source_(std::move(source)) {
    if (!backend_.workers.Run([this] { Begin(); })) End(Overloaded());
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      End(absl::CancelledError("the reader went away"));
    } else if (!backend_.workers.RunPart([this] { Go(); })) {
      End(Overloaded());
    }
  }
  void OnDone() override { delete this; }

 private:
  Call call() const { return {admission_->caller(), deadline_, *admission_}; }

  void Begin() {
    absl::Status status = deadline_.status();  // it may have passed while waiting
    if (status.ok()) status = source_->Begin(call());
    status = admission_->Close(status);
    if (status.ok()) {
      Go();
    } else {
      this->Finish(ToGrpcStatus(status));
    }
  }

  // Nothing of this may be touched behind StartWrite and End: the next turn may have begun.
  void Go() {
    if (absl::Status status = deadline_.status(); !status.ok()) {
      End(status);
      return;
    }
    message_.Clear();
    const absl::StatusOr<bool> is_there = source_->Next(call(), &message_);
    if (!is_there.ok() || !*is_there) {
      End(is_there.status());
      return;
    }
    access::Disclose(static_cast<v1::Role>(admission_->caller().role), &message_);
    this->StartWrite(&message_);
  }

  // The call is on the audit log already, unless it was shed before it began.
  void End(const absl::Status& status) { this->Finish(ToGrpcStatus(admission_->Close(status))); }

  static absl::Status Overloaded() {
    return write::WithReason(
        absl::ResourceExhaustedError("the server is at its limit; try again later"), "OVERLOADED");
  }

  const Backend& backend_;
  const std::shared_ptr<access::Admission> admission_;
  const RequestDeadline deadline_;
  const std::unique_ptr<MessageSource<Message>> source_;
  Message message_;  // being made or written
};

// Ends a stream at once.
template <typename Message>
class RefusedMessages final : public grpc::ServerWriteReactor<Message> {
 public:
  explicit RefusedMessages(const absl::Status& status) { this->Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

template <typename Message>
grpc::ServerWriteReactor<Message>* StartStream(const grpc::CallbackServerContext& context,
                                               const Backend& backend,
                                               std::unique_ptr<MessageSource<Message>> source) {
  std::shared_ptr<access::Admission> admission = backend.gate.Of(context);
  if (!admission->status().ok()) return new RefusedMessages<Message>(admission->status());
  return new StreamReactor<Message>(context, backend, std::move(admission), std::move(source));
}

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_STREAM_REACTOR_H_
