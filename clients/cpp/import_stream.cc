#include "clients/cpp/import_stream.h"

#include <utility>

#include "clients/cpp/errors.h"
#include "grpcpp/support/byte_buffer.h"

namespace overstap::client {

ImportStream::ImportStream(grpc::GenericStub& stub, std::unique_ptr<grpc::ClientContext> context,
                           const std::string& path)
    : context_(std::move(context)),
      stream_(stub.PrepareCall(context_.get(), path, completion_.queue())) {
  stream_->StartCall(completion_.tag());
  // Where this fails, every later operation fails too, and Finish has the reason.
  completion_.Wait();
}

ImportStream::~ImportStream() {
  if (finished_) return;
  context_->TryCancel();
  grpc::Status status;
  stream_->Finish(&status, completion_.tag());
  completion_.Wait();
}

bool ImportStream::Write(const google::protobuf::Message& message) {
  if (!write_status_.ok()) return false;
  absl::StatusOr<grpc::ByteBuffer> bytes = ToBytes(message);
  if (!bytes.ok()) {
    write_status_ = bytes.status();
    return false;
  }
  stream_->Write(*bytes, grpc::WriteOptions().set_buffer_hint(), completion_.tag());
  return completion_.Wait();
}

absl::Status ImportStream::Finish(google::protobuf::Message& response) {
  if (!write_status_.ok()) return write_status_;
  stream_->WritesDone(completion_.tag());
  completion_.Wait();
  grpc::ByteBuffer bytes;
  stream_->Read(&bytes, completion_.tag());
  const bool answered = completion_.Wait();
  grpc::Status status;
  stream_->Finish(&status, completion_.tag());
  completion_.Wait();
  finished_ = true;
  if (!status.ok()) return ToAbslStatus(status);
  if (!answered) return absl::InternalError("the server ended the stream without a reply");
  return FromBytes(bytes, response);
}

}  // namespace overstap::client
