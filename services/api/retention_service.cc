#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "overstap/v1/retention_service.grpc.pb.h"
#include "services/api/field_checker.h"
#include "services/api/paging.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/convert/to_model.h"
#include "services/retention/retention_sweeper.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

constexpr int kUsualWeeks = 5;
constexpr int kMostWeeks = 520;
constexpr int kDaysPerWeek = 7;

// Orders as the list does: ISO days order like days.
std::string PlaceOf(const retention::DueRecord& due) {
  return absl::StrCat(due.act.ToString(), " ", due.name);
}

class RetentionService final : public v1::RetentionService::CallbackService {
 public:
  explicit RetentionService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* ListRetentionDue(grpc::CallbackServerContext* context,
                                             const v1::ListRetentionDueRequest* request,
                                             v1::ListRetentionDueResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.EnumValue("kind", request->kind(), Presence::kOptional);
      check.InRange("weeks_ahead", request->weeks_ahead(), 0, kMostWeeks);
      const int page_size = PageSize(request->page_size(), kDefaultPageSize, kMaxPageSize, check);
      if (!check.ok()) return check.status();
      const std::string hash = HashWithout(*request, {"page_size", "page_token"});
      PageToken last;
      if (!request->page_token().empty()) {
        auto token = DecodePageToken(request->page_token(), hash);
        if (!token.ok()) return token.status();
        last = *std::move(token);
      }
      const int weeks = request->has_weeks_ahead() ? request->weeks_ahead() : kUsualWeeks;
      const auto plan = Sweeper().Plan(backend_.Today() + weeks * kDaysPerWeek);
      if (!plan.ok()) return plan.status();
      for (const retention::DueRecord& due : *plan) {
        const bool asked_for =
            request->kind() == v1::RETENTION_KIND_UNSPECIFIED || request->kind() == due.kind;
        if (!asked_for || PlaceOf(due) <= last.last_id) continue;
        if (reply->due_size() == page_size) {
          reply->set_next_page_token(EncodePageToken(last, hash));
          break;
        }
        last.last_id = PlaceOf(due);
        call.admission.Concerns(due.person);
        Add(due, reply->add_due());
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* SweepRetention(grpc::CallbackServerContext* context,
                                           const v1::SweepRetentionRequest* request,
                                           v1::SweepRetentionResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Uuid("request_id", request->request_id());
      if (!check.ok()) return check.status();
      const std::string hash = HashWithout(*request, {"request_id"});
      call.admission.Asked(request->request_id(), hash);
      const auto answered = FirstAnswer(*request, hash, call, reply);
      if (!answered.ok() || *answered) return answered.status();
      const auto swept = Sweeper().Sweep(backend_.Today(), request->dry_run());
      if (!swept.ok()) return swept.status();
      Count(*swept, reply);
      for (const retention::DueRecord& due : swept->acted) call.admission.Concerns(due.person);
      return Remember(*request, hash, call, *reply);
    });
  }

 private:
  retention::RetentionSweeper Sweeper() const {
    return {backend_.store, backend_.keys, backend_.pool, backend_.sequencer, backend_.config};
  }

  static void Add(const retention::DueRecord& due, v1::RetentionDue* message) {
    message->set_name(due.name);
    message->set_kind(due.kind);
    message->set_action(due.action);
    *message->mutable_since_date() = convert::FromDate(due.since);
    *message->mutable_act_date() = convert::FromDate(due.act);
  }

  static void Count(const retention::SweepResult& swept, v1::SweepRetentionResponse* reply) {
    std::map<v1::RetentionKind, v1::SweepCount> counts;
    for (const auto& due : swept.acted) {
      counts[due.kind].set_acted_count(counts[due.kind].acted_count() + 1);
    }
    for (const auto& due : swept.kept) {
      counts[due.kind].set_kept_count(counts[due.kind].kept_count() + 1);
    }
    for (auto& [kind, count] : counts) {
      count.set_kind(kind);
      *reply->add_counts() = std::move(count);
    }
  }

  // Whether the request id has an answer already, which is then in `reply`.
  absl::StatusOr<bool> FirstAnswer(const v1::SweepRetentionRequest& request,
                                   const std::string& hash, const Call& call,
                                   v1::SweepRetentionResponse* reply) const {
    if (request.request_id().empty()) return false;
    const auto stored = backend_.store.FindAnswer(call.caller.principal, request.request_id());
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) return false;
    if ((*stored)->answer().request_hash() != hash) {
      return write::WithReason(
          absl::InvalidArgumentError(
              absl::StrCat("request_id: ", request.request_id(), " was used for another request")),
          "REQUEST_ID_REUSED", {{"request_id", request.request_id()}});
    }
    return reply->ParseFromString((*stored)->answer().plain_reply());
  }

  // A sweep is many commands; what it came to is remembered by one that changes nothing.
  absl::Status Remember(const v1::SweepRetentionRequest& request, const std::string& hash,
                        const Call& call, const v1::SweepRetentionResponse& reply) const {
    if (request.request_id().empty()) return absl::OkStatus();
    write::Command command;
    command.caller = call.caller;
    command.request_id = request.request_id();
    command.request_hash = hash;
    command.decide = [bytes = reply.SerializeAsString()](write::DecisionContext&) {
      write::Decision decision;
      decision.reply.bytes = bytes;
      return absl::StatusOr<write::Decision>(std::move(decision));
    };
    return backend_.sequencer.Run(std::move(command)).status();
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRetentionService(const Backend& backend) {
  return std::make_unique<RetentionService>(backend);
}

}  // namespace overstap::api
