// How every unary handler begins and ends: the caller is admitted, the work is done where it may
// take its time, the answer or error goes back.
//
//   return Answer(context, backend_, reply, [this, request, reply](const Call& call) { … });
//   return AnswerWrite(context, backend_, std::move(write), reply);
//
// gRPC keeps context, request and reply until the reactor has finished. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_UNARY_H_
#define OVERSTAP_SERVICES_API_UNARY_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "overstap/v1/match.pb.h"
#include "services/access/admission.h"
#include "services/api/backend.h"
#include "services/api/deadline.h"
#include "services/write/sequencer.h"

namespace overstap::api {

class WireWriter;

// What a read knows of its call.
struct Call {
  const write::Caller& caller;
  const RequestDeadline& deadline;
  access::Admission& admission;
};

// What the audit log says of an answer's versions.
access::AnswerSource SourceOf(const v1::AnswerVersions& versions);

// Runs `answer` on a worker thread. What it puts into `reply` is cut to what the caller's role may
// see, and the call is on the audit log before the reply leaves. RESOURCE_EXHAUSTED when too many
// wait.
grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, const Backend& backend,
                                 google::protobuf::Message* reply,
                                 std::function<absl::Status(const Call&)> answer);

// The same for an answer that is encoded already: `answer` writes a message of `type`.
grpc::ServerUnaryReactor* AnswerEncoded(
    grpc::CallbackServerContext* context, const Backend& backend,
    const google::protobuf::Message& type, grpc::ByteBuffer* reply,
    std::function<absl::Status(const Call&, WireWriter*)> answer);

// A mutation: what is decided on the sequencer's thread, once.
struct Mutation {
  std::string request_id;
  std::string request_hash;  // needed when there is a request id
  std::function<absl::StatusOr<write::Decision>(write::DecisionContext&)> decide;
  std::vector<std::string> persons = {};  // ids that the request names, for the audit log
};

// Prepares on this thread (validate and convert: an error ends it), submits, and parses the
// decision's reply into `reply`; cut and recorded as by Answer.
grpc::ServerUnaryReactor* AnswerWrite(
    grpc::CallbackServerContext* context, const Backend& backend,
    const std::function<absl::StatusOr<Mutation>(const write::Caller&)>& prepare,
    google::protobuf::Message* reply);

// Several mutations of one call, each by itself.
struct ManyMutations {
  std::vector<Mutation> mutations;
  std::string request_id;    // of the call, for the audit log
  std::string request_hash;  // likewise
  // Fills the reply from the outcomes, in the order of the mutations; once, on any thread.
  std::function<absl::Status(const std::vector<absl::StatusOr<write::Reply>>&)> combine;
};

// As AnswerWrite; the answer goes back when all of them are durable or have failed.
grpc::ServerUnaryReactor* AnswerWrites(
    grpc::CallbackServerContext* context, const Backend& backend,
    const std::function<absl::StatusOr<ManyMutations>(const write::Caller&)>& prepare,
    google::protobuf::Message* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_UNARY_H_
