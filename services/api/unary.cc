#include "services/api/unary.h"

#include <atomic>
#include <memory>

#include "services/access/disclosure.h"
#include "services/api/errors.h"
#include "services/api/request_hash.h"
#include "services/api/wire_writer.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

using access::Admission;

grpc::ServerUnaryReactor* Refused(grpc::CallbackServerContext* context,
                                  const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

absl::Status Overloaded() {
  return write::WithReason(
      absl::ResourceExhaustedError("the server is at its limit; try again later"), "OVERLOADED");
}

// Cuts the reply to what the role may see, records the call, and lets the answer go.
void Finish(grpc::ServerUnaryReactor* reactor, Admission& admission, absl::Status status,
            google::protobuf::Message* reply) {
  if (status.ok()) access::Disclose(static_cast<v1::Role>(admission.caller().role), reply);
  status = admission.Close(status);
  if (!status.ok()) reply->Clear();
  reactor->Finish(ToGrpcStatus(status));
}

// The same of a reply that is encoded: a message is made of it where there is something to cut.
absl::Status DiscloseEncoded(const Call& call, const google::protobuf::Message& type,
                             WireWriter* encoded) {
  const auto role = static_cast<v1::Role>(call.caller.role);
  if (!access::IsRestricted(role)) return absl::OkStatus();
  const std::unique_ptr<google::protobuf::Message> message(type.New());
  if (!encoded->ParseInto(message.get())) return absl::InternalError("the answer cannot be read");
  access::Disclose(role, message.get());
  encoded->Clear();
  encoded->Append(Serialized(*message));
  return absl::OkStatus();
}

// Runs `work` on a worker thread if the call is admitted and there is room; with the deadline's
// error where that has passed meanwhile.
grpc::ServerUnaryReactor* OnWorker(
    grpc::CallbackServerContext* context, const Backend& backend,
    std::function<void(grpc::ServerUnaryReactor*, absl::Status, const Call&)> work) {
  std::shared_ptr<Admission> admission = backend.gate.Of(*context);
  if (!admission->status().ok()) return Refused(context, admission->status());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const RequestDeadline deadline(*context, backend.limits.max_request_time);
  const bool accepted = backend.workers.Run([reactor, deadline, admission, work = std::move(work)] {
    work(reactor, deadline.status(), {admission->caller(), deadline, *admission});
  });
  if (!accepted) reactor->Finish(ToGrpcStatus(Overloaded()));
  return reactor;
}

}  // namespace

access::AnswerSource SourceOf(const v1::AnswerVersions& versions) {
  return {.snapshot_version = static_cast<uint64_t>(versions.snapshot_version()),
          .taxonomy_version = static_cast<uint64_t>(versions.taxonomy_version()),
          .ranking_version = versions.ranking_version()};
}

grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, const Backend& backend,
                                 google::protobuf::Message* reply,
                                 std::function<absl::Status(const Call&)> answer) {
  return OnWorker(
      context, backend,
      [reply, answer = std::move(answer)](grpc::ServerUnaryReactor* reactor,
                                          const absl::Status& status, const Call& call) {
        Finish(reactor, call.admission, status.ok() ? answer(call) : status, reply);
      });
}

grpc::ServerUnaryReactor* AnswerEncoded(
    grpc::CallbackServerContext* context, const Backend& backend,
    const google::protobuf::Message& type, grpc::ByteBuffer* reply,
    std::function<absl::Status(const Call&, WireWriter*)> answer) {
  return OnWorker(context, backend,
                  [&type, reply, answer = std::move(answer)](
                      grpc::ServerUnaryReactor* reactor, absl::Status status, const Call& call) {
                    // The thread's own, used again: it lies near.
                    thread_local WireWriter encoded;
                    encoded.Clear();
                    if (status.ok()) status = answer(call, &encoded);
                    if (status.ok()) status = DiscloseEncoded(call, type, &encoded);
                    status = call.admission.Close(status);
                    if (status.ok()) {
                      const grpc::Slice slice(encoded.bytes().data(), encoded.size());
                      *reply = grpc::ByteBuffer(&slice, 1);
                    }
                    reactor->Finish(ToGrpcStatus(status));
                  });
}

grpc::ServerUnaryReactor* AnswerWrite(
    grpc::CallbackServerContext* context, const Backend& backend,
    const std::function<absl::StatusOr<Mutation>(const write::Caller&)>& prepare,
    google::protobuf::Message* reply) {
  std::shared_ptr<Admission> admission = backend.gate.Of(*context);
  if (!admission->status().ok()) return Refused(context, admission->status());
  if (backend.sequencer.waiting_commands() >= backend.limits.max_waiting_writes) {
    return Refused(context, Overloaded());
  }
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Mutation> mutation = prepare(admission->caller());
  if (!mutation.ok()) {
    Finish(reactor, *admission, mutation.status(), reply);
    return reactor;
  }
  admission->Asked(mutation->request_id, mutation->request_hash);
  for (const std::string& person : mutation->persons) admission->Concerns(person);
  write::Command command;
  command.caller = admission->caller();
  command.request_id = std::move(mutation->request_id);
  command.request_hash = std::move(mutation->request_hash);
  command.decide = std::move(mutation->decide);
  command.done = [reactor, reply, admission](absl::StatusOr<write::Reply> result) {
    if (result.ok()) admission->Concerns(result->person);
    if (result.ok() && !reply->ParseFromString(result->bytes)) {
      result = absl::DataLossError("a remembered reply cannot be read");
    }
    Finish(reactor, *admission, result.status(), reply);
  };
  backend.sequencer.Submit(std::move(command));
  return reactor;
}

grpc::ServerUnaryReactor* AnswerWrites(
    grpc::CallbackServerContext* context, const Backend& backend,
    const std::function<absl::StatusOr<ManyMutations>(const write::Caller&)>& prepare,
    google::protobuf::Message* reply) {
  std::shared_ptr<Admission> admission = backend.gate.Of(*context);
  if (!admission->status().ok()) return Refused(context, admission->status());
  if (backend.sequencer.waiting_commands() >= backend.limits.max_waiting_writes) {
    return Refused(context, Overloaded());
  }
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<ManyMutations> many = prepare(admission->caller());
  if (!many.ok() || many->mutations.empty()) {
    Finish(reactor, *admission, many.ok() ? many->combine({}) : many.status(), reply);
    return reactor;
  }
  admission->Asked(std::move(many->request_id), std::move(many->request_hash));
  // A command that is refused at once is done on this thread, the others on the sequencer's.
  struct Outcomes {
    std::vector<absl::StatusOr<write::Reply>> replies;
    std::atomic<size_t> left = 0;
    std::function<absl::Status(const std::vector<absl::StatusOr<write::Reply>>&)> combine;
  };
  auto outcomes = std::make_shared<Outcomes>();
  outcomes->replies.assign(many->mutations.size(), absl::UnknownError("not decided"));
  outcomes->left = many->mutations.size();
  outcomes->combine = std::move(many->combine);
  for (size_t i = 0; i < many->mutations.size(); ++i) {
    Mutation& mutation = many->mutations[i];
    write::Command command;
    command.caller = admission->caller();
    command.request_id = std::move(mutation.request_id);
    command.request_hash = std::move(mutation.request_hash);
    command.decide = std::move(mutation.decide);
    command.done = [reactor, reply, admission, outcomes, i](absl::StatusOr<write::Reply> result) {
      if (result.ok()) admission->Concerns(result->person);
      outcomes->replies[i] = std::move(result);
      if (--outcomes->left > 0) return;
      Finish(reactor, *admission, outcomes->combine(outcomes->replies), reply);
    };
    backend.sequencer.Submit(std::move(command));
  }
  return reactor;
}

}  // namespace overstap::api
