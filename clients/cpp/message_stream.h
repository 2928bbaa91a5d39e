// One server-streaming call: one message in, many out.
//
//   MessageStream stream(stub, std::move(context), "/overstap.v1.LedgerService/WatchReports", {});
//   absl::Status status = stream.Send(request);
//   while (status.ok() && stream.Read(response, status)) Use(response);
//   if (status.ok()) status = stream.Finish();
//
// Used by one thread at a time. Dropped without Finish, it cancels the call.
#ifndef OVERSTAP_CLIENTS_CPP_MESSAGE_STREAM_H_
#define OVERSTAP_CLIENTS_CPP_MESSAGE_STREAM_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "clients/cpp/completion.h"
#include "google/protobuf/message.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

namespace overstap::client {

class MessageStream {
 public:
  // Starts the call `path` on `stub`. `stopped`, where there is one, is asked several times a
  // second while nothing comes.
  MessageStream(grpc::GenericStub& stub, std::unique_ptr<grpc::ClientContext> context,
                const std::string& path, std::function<bool()> stopped);
  ~MessageStream();
  MessageStream(const MessageStream&) = delete;
  MessageStream& operator=(const MessageStream&) = delete;

  // Sends the request, the only one. Where the server cannot be reached, Finish says so.
  absl::Status Send(const google::protobuf::Message& request);

  // Waits for the next message. False: there is none, or `stopped` said so. `status` is an error
  // when the message is none of the type.
  bool Read(google::protobuf::Message& response, absl::Status& status);

  // How the server ended the call; OK when `stopped` ended it. Once, after Read returned false.
  absl::Status Finish();

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  Completion completion_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  std::function<bool()> stopped_;
  bool was_stopped_ = false;
  bool finished_ = false;
};

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_MESSAGE_STREAM_H_
