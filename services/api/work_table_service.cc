#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "overstap/v1/work_table_service.grpc.pb.h"
#include "services/access/row_rules.h"
#include "services/api/names.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/table_render.h"
#include "services/api/unary.h"
#include "services/api/validation_table.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kWorkTable;
constexpr std::string_view kMeetingIdPrefix = "m-";

using TableChange = std::function<absl::Status(store::v1::WorkTableRecord*)>;

// The meeting of that id, or the end.
auto FindMeeting(const std::string& id, store::v1::WorkTableRecord* table) {
  auto& meetings = *table->mutable_meetings();
  return std::find_if(meetings.begin(), meetings.end(),
                      [&id](const auto& meeting) { return meeting.meeting_id() == id; });
}

absl::Status PutMeeting(const store::v1::Meeting& meeting, store::v1::WorkTableRecord* table) {
  const auto known = FindMeeting(meeting.meeting_id(), table);
  if (known != table->mutable_meetings()->end()) {
    *known = meeting;
    return absl::OkStatus();
  }
  FieldChecker check;
  check.MaxCount("meeting", table->meetings_size() + 1, kMaxMeetings);
  if (check.ok()) *table->add_meetings() = meeting;
  return check.status();
}

absl::Status TakeMeetingOut(const std::string& table_name, const std::string& id,
                            store::v1::WorkTableRecord* table) {
  const auto known = FindMeeting(id, table);
  if (known == table->mutable_meetings()->end()) {
    return write::ResourceNotFound("overstap.v1.Meeting",
                                   absl::StrCat("meeting ", id, " of ", table_name));
  }
  table->mutable_meetings()->erase(known);
  return absl::OkStatus();
}

class WorkTableService final : public v1::WorkTableService::CallbackService {
 public:
  explicit WorkTableService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* GetWorkTable(grpc::CallbackServerContext* context,
                                         const v1::GetWorkTableRequest* request,
                                         v1::WorkTable* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      const absl::StatusOr<const region::v1::WorkTableDefinition*> definition =
          Find(request->name(), check);
      if (!definition.ok()) return definition.status();
      absl::StatusOr<v1::WorkTable> table = ReadWorkTable(backend_, **definition);
      if (!table.ok()) return table.status();
      *reply = *std::move(table);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* SetActionPlan(grpc::CallbackServerContext* context,
                                          const v1::SetActionPlanRequest* request,
                                          v1::SetActionPlanResponse* reply) override {
    return Change(context, *request, reply, [&](FieldChecker& check) -> TableChange {
      if (check.Required("action_plan", request->has_action_plan())) {
        check.In("action_plan", [&] { CheckActionPlan(request->action_plan(), check); });
      }
      store::v1::ActionPlan plan;
      convert::CopyByName(request->action_plan(), &plan);
      return [plan](store::v1::WorkTableRecord* table) {
        *table->mutable_action_plan() = plan;
        return absl::OkStatus();
      };
    });
  }

  grpc::ServerUnaryReactor* RecordMeeting(grpc::CallbackServerContext* context,
                                          const v1::RecordMeetingRequest* request,
                                          v1::RecordMeetingResponse* reply) override {
    return Change(context, *request, reply, [&](FieldChecker& check) -> TableChange {
      if (check.Required("meeting", request->has_meeting())) {
        check.In("meeting", [&] { CheckMeeting(request->meeting(), backend_.Today(), check); });
      }
      store::v1::Meeting meeting;
      convert::CopyByName(request->meeting(), &meeting);
      if (meeting.meeting_id().empty()) meeting.set_meeting_id(RandomId(kMeetingIdPrefix));
      return [meeting](store::v1::WorkTableRecord* table) { return PutMeeting(meeting, table); };
    });
  }

  grpc::ServerUnaryReactor* RemoveMeeting(grpc::CallbackServerContext* context,
                                          const v1::RemoveMeetingRequest* request,
                                          v1::RemoveMeetingResponse* reply) override {
    return Change(context, *request, reply, [&](FieldChecker& check) -> TableChange {
      check.Required("meeting_id", !request->meeting_id().empty());
      return [name = request->name(), id = request->meeting_id()](
                 store::v1::WorkTableRecord* table) { return TakeMeetingOut(name, id, table); };
    });
  }

  grpc::ServerUnaryReactor* SetGaps(grpc::CallbackServerContext* context,
                                    const v1::SetGapsRequest* request,
                                    v1::SetGapsResponse* reply) override {
    return Change(context, *request, reply, [&](FieldChecker& check) -> TableChange {
      CheckGaps("gaps", request->gaps(), check);
      v1::WorkTable given;
      *given.mutable_gaps() = request->gaps();
      store::v1::WorkTableRecord next;
      convert::CopyByName(given, &next);
      return [next](store::v1::WorkTableRecord* table) {
        *table->mutable_gaps() = next.gaps();
        return absl::OkStatus();
      };
    });
  }

  grpc::ServerUnaryReactor* GetTableOverview(grpc::CallbackServerContext* context,
                                             const v1::GetTableOverviewRequest* request,
                                             v1::TableOverview* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      const absl::StatusOr<const region::v1::WorkTableDefinition*> definition =
          Find(request->name(), check);
      if (!definition.ok()) return definition.status();
      const matcher::Date as_of =
          request->has_as_of_date() ? *convert::ToDate(request->as_of_date()) : backend_.Today();
      absl::StatusOr<v1::TableOverview> overview =
          OverviewOf(backend_, **definition, as_of, call.deadline);
      if (!overview.ok()) return overview.status();
      *reply = *std::move(overview);
      return absl::OkStatus();
    });
  }

 private:
  // The table of that name. NOT_FOUND, or what `check` has found wrong.
  absl::StatusOr<const region::v1::WorkTableDefinition*> Find(const std::string& name,
                                                              FieldChecker& check) const {
    check.Name("name", name, kWorkTables, Presence::kRequired);
    if (!check.ok()) return check.status();
    const auto* definition = FindWorkTable(backend_.config, *ParseName(kWorkTables, name));
    if (definition == nullptr) return write::ResourceNotFound(write::TypeOf(kKind), name);
    return definition;
  }

  absl::Status CheckMayWrite(const write::Caller& caller, const std::string& name) const {
    if (access::MayWriteTable(caller, name, backend_.config)) return absl::OkStatus();
    return write::WithReason(
        absl::PermissionDeniedError(absl::StrCat(caller.organisation, " does not sit at ", name)),
        "NOT_AT_TABLE", {{"work_table", name}});
  }

  // A write of one table. `prepare` checks the request and says what it changes.
  template <typename Request, typename Response, typename Prepare>
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* context, const Request& request,
                                   Response* reply, const Prepare& prepare) const {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          TableChange table_change = prepare(check);
          check.Uuid("request_id", request.request_id());
          const absl::StatusOr<const region::v1::WorkTableDefinition*> definition =
              Find(request.name(), check);
          if (!definition.ok()) return definition.status();
          if (absl::Status may = CheckMayWrite(caller, request.name()); !may.ok()) return may;
          write::ChangeWorkTable change{
              .id = (*definition)->id(),
              .etag = request.etag(),
              .change = std::move(table_change),
              .render = [definition = *definition](const write::WorkTableView& view) {
                Response response;
                *response.mutable_work_table() = ToApi(*definition, view);
                return response.SerializeAsString();
              }};
          return Mutation{request.request_id(), HashWithout(request, {"request_id"}),
                          [change = std::move(change)](write::DecisionContext& decision) {
                            return write::DecideChangeWorkTable(change, decision);
                          }};
        },
        reply);
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeWorkTableService(const Backend& backend) {
  return std::make_unique<WorkTableService>(backend);
}

}  // namespace overstap::api
