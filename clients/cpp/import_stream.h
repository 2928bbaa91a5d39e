// One client-streaming call: many messages in, one reply out.
//
//   absl::StatusOr<std::unique_ptr<ImportStream>> stream =
//       client.OpenImport(*v1::ImportVacanciesRequest::descriptor());
//   while (more) if (!(*stream)->Write(item)) break;
//   absl::StatusOr<v1::ImportSummary> summary = (*stream)->Finish<v1::ImportSummary>();
//
// Used by one thread at a time. Dropped without Finish, it cancels the call.
#ifndef OVERSTAP_CLIENTS_CPP_IMPORT_STREAM_H_
#define OVERSTAP_CLIENTS_CPP_IMPORT_STREAM_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/completion.h"
#include "google/protobuf/message.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

namespace overstap::client {

class ImportStream {
 public:
  // Starts the call `path` on `stub`.
  ImportStream(grpc::GenericStub& stub, std::unique_ptr<grpc::ClientContext> context,
               const std::string& path);
  ~ImportStream();
  ImportStream(const ImportStream&) = delete;
  ImportStream& operator=(const ImportStream&) = delete;

  // Sends one message; waits while the server is behind. False: the server takes no more, and
  // Finish says why.
  bool Write(const google::protobuf::Message& message);

  // Ends the stream and waits for the reply. Once.
  absl::Status Finish(google::protobuf::Message& response);
  template <typename Response>
  absl::StatusOr<Response> Finish() {
    Response response;
    absl::Status status = Finish(response);
    if (!status.ok()) return status;
    return response;
  }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  Completion completion_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  absl::Status write_status_;
  bool finished_ = false;
};

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_IMPORT_STREAM_H_
