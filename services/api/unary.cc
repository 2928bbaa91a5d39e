#include "services/api/unary.h"

#include "services/api/caller.h"
#include "services/api/errors.h"

namespace overstap::api {
namespace {

grpc::ServerUnaryReactor* Refused(grpc::CallbackServerContext* context,
                                  const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, const Backend& backend,
                                 std::function<absl::Status(const Call&)> answer) {
  absl::StatusOr<write::Caller> caller = AdmitCaller(*context);
  if (!caller.ok()) return Refused(context, caller.status());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const RequestDeadline deadline(*context, backend.limits.max_request_time);
  const bool accepted = backend.workers.Run(
      [reactor, deadline, caller = *std::move(caller), answer = std::move(answer)] {
        absl::Status status = deadline.status();  // it may have passed while waiting
        if (status.ok()) status = answer({caller, deadline});
        reactor->Finish(ToGrpcStatus(status));
      });
  if (!accepted) {
    reactor->Finish(ToGrpcStatus(absl::ResourceExhaustedError("too many requests are waiting")));
  }
  return reactor;
}

grpc::ServerUnaryReactor* AnswerWrite(
    grpc::CallbackServerContext* context, const Backend& backend,
    const std::function<absl::StatusOr<Mutation>(const write::Caller&)>& prepare,
    google::protobuf::Message* reply) {
  absl::StatusOr<write::Caller> caller = AdmitCaller(*context);
  if (!caller.ok()) return Refused(context, caller.status());
  absl::StatusOr<Mutation> mutation = prepare(*caller);
  if (!mutation.ok()) return Refused(context, mutation.status());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  write::Command command;
  command.caller = *std::move(caller);
  command.request_id = std::move(mutation->request_id);
  command.request_hash = std::move(mutation->request_hash);
  command.decide = std::move(mutation->decide);
  command.done = [reactor, reply](absl::StatusOr<write::Reply> result) {
    if (result.ok() && !reply->ParseFromString(result->bytes)) {
      result = absl::DataLossError("a remembered reply cannot be read");
    }
    reactor->Finish(ToGrpcStatus(result.status()));
  };
  backend.sequencer.Submit(std::move(command));
  return reactor;
}

}  // namespace overstap::api
