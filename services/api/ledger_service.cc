#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"
#include "overstap/v1/ledger_service.grpc.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/api/ledger_render.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/records.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/services.h"
#include "services/api/text/language.h"
#include "services/api/unary.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kReport;
constexpr size_t kMaxRejectionBytes = 1'000;

class LedgerService final : public v1::LedgerService::CallbackService {
 public:
  explicit LedgerService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CreateReport(grpc::CallbackServerContext* context,
                                         const v1::CreateReportRequest* request,
                                         v1::Report* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          const auto snapshot = backend_.pool.Current();
          FieldChecker check;
          if (check.Required("report", request->has_report())) {
            check.In("report", [&] {
              CheckReport(request->report(), backend_.ReferencesOf(*snapshot), check);
            });
          }
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          const std::string& name = request->report().name();
          write::CreateReport create{
              .id = name.empty() ? "" : *ParseName(kReports, name),
              .report = ToRecord(request->report()),
              .reporting_organisation = caller.organisation,
              .render = [organisation = caller.organisation](const write::ReportView& view) {
                return ToApi(view, organisation).SerializeAsString();
              }};
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, create = std::move(create)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            const std::string* person = write::PersonField(create.report);
                            if (person != nullptr && !person->empty()) {
                              absl::Status may =
                                  RequirePerson(decision.state, decision.keys, write::IdOf(*person),
                                                caller, backend_.Today());
                              if (!may.ok()) return may;
                            }
                            write::CreateReport named = create;
                            if (named.id.empty()) named.id = ReportIdAt(decision.position);
                            return write::DecideCreateReport(named, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request,
                                      v1::Report* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kReports, Presence::kRequired);
      if (!check.ok()) return check.status();
      const auto bytes = backend_.store.Get(kKind, *ParseName(kReports, request->name()));
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) {
        return write::ResourceNotFound(write::TypeOf(kKind), request->name());
      }
      const auto view = write::OpenReport(**bytes, backend_.keys);
      if (!view.ok()) return view.status();
      if (!access::Sees(call.caller, view->report, backend_.config)) {
        return write::ResourceNotFound(write::TypeOf(kKind), request->name());
      }
      *reply = ToApi(*view, call.caller.organisation);
      ConcernsPerson(*reply, call);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      if (!request->work_table().empty()) {
        const auto snapshot = backend_.pool.Current();
        CheckWorkTable("work_table", request->work_table(), backend_.ReferencesOf(*snapshot),
                       check);
      }
      check.EnumValue("state", request->state(), Presence::kOptional);
      if (!check.ok()) return check.status();
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenReport(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            if (!IsAskedFor(view->report, *request) ||
                !access::Sees(call.caller, view->report, backend_.config)) {
              return false;
            }
            *reply->add_reports() = ToApi(*view, call.caller.organisation);
            ConcernsPerson(*reply->reports().rbegin(), call);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* AcknowledgeReport(grpc::CallbackServerContext* context,
                                              const v1::AcknowledgeReportRequest* request,
                                              v1::AcknowledgeReportResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) {
          FieldChecker check;
          return Judge<v1::AcknowledgeReportResponse>(*request, caller, true, "", check);
        },
        reply);
  }

  grpc::ServerUnaryReactor* RejectReport(grpc::CallbackServerContext* context,
                                         const v1::RejectReportRequest* request,
                                         v1::RejectReportResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) {
          FieldChecker check;
          check.Text("reason", request->reason(), 1, kMaxRejectionBytes);
          return Judge<v1::RejectReportResponse>(*request, caller, false, request->reason(), check);
        },
        reply);
  }

  grpc::ServerUnaryReactor* ListWorkTables(grpc::CallbackServerContext* context,
                                           const v1::ListWorkTablesRequest* request,
                                           v1::ListWorkTablesResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      const absl::StatusOr<Slice> slice = ConfiguredSlice(
          *request, backend_.config.work_tables_size(), reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        *reply->add_work_tables() = ToApi(backend_.config.work_tables(static_cast<int>(i)));
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListTargets(grpc::CallbackServerContext* context,
                                        const v1::ListTargetsRequest* request,
                                        v1::ListTargetsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      const matcher::Language language = CheckLanguage(request->language_code(), check);
      if (!check.ok()) return check.status();
      const absl::StatusOr<Slice> slice = ConfiguredSlice(*request, backend_.config.targets_size(),
                                                          reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        *reply->add_targets() = ToApi(backend_.config.targets(static_cast<int>(i)), language);
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* GetProgress(grpc::CallbackServerContext* context,
                                        const v1::GetProgressRequest* request,
                                        v1::Progress* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kTargets, Presence::kRequired);
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      const absl::StatusOr<std::string> work_table = TableOf(*request, call.caller, check);
      if (!check.ok()) return check.status();
      if (!work_table.ok()) return work_table.status();
      const std::string id = *ParseName(kTargets, request->name());
      const region::v1::TargetDefinition* definition = FindTarget(id);
      if (definition == nullptr) {
        return write::ResourceNotFound("overstap.v1.Target", request->name());
      }
      const matcher::Date as_of =
          request->has_as_of_date() ? *convert::ToDate(request->as_of_date()) : backend_.Today();
      const auto progress = backend_.pool.ProgressOf(id, as_of, *work_table);
      if (!progress.has_value()) {
        return write::WithReason(
            absl::UnimplementedError("this target's figure comes from outside"), "NOT_COUNTED_HERE",
            {{"target", request->name()}});
      }
      *reply = ToApi(*definition, progress->second);
      reply->set_ledger_position(static_cast<int64_t>(progress->first));
      *reply->mutable_as_of_date() = convert::FromDate(as_of);
      *reply->mutable_compute_time() = google::protobuf::util::TimeUtil::NanosecondsToTimestamp(
          absl::ToUnixNanos(backend_.now()));
      return absl::OkStatus();
    });
  }

 private:
  // The work table whose reports are counted; empty: all. A member gets the own tables alone.
  absl::StatusOr<std::string> TableOf(const v1::GetProgressRequest& request,
                                      const write::Caller& caller, FieldChecker& check) const {
    const std::string& asked = request.work_table();
    if (!asked.empty()) {
      const auto snapshot = backend_.pool.Current();
      CheckWorkTable("work_table", asked, backend_.ReferencesOf(*snapshot), check);
    }
    if (access::RoleIn(caller) != v1::ROLE_WORK_TABLE_MEMBER) return asked;
    const std::vector<std::string> own = access::WorkTablesOf(caller.organisation, backend_.config);
    if (asked.empty() && own.size() == 1) return own.front();
    if (!asked.empty() && std::find(own.begin(), own.end(), asked) != own.end()) return asked;
    if (asked.empty() && !own.empty()) {
      check.Fail("work_table", absl::StrCat("required, one of ", absl::StrJoin(own, ", ")));
      return asked;
    }
    return write::WithReason(
        absl::PermissionDeniedError(absl::StrCat(caller.organisation, " does not sit at ",
                                                 asked.empty() ? "a work table" : asked)),
        "NOT_AT_TABLE", {{"work_table", asked}});
  }

  // Of a report as it is shown: who is not named, is not concerned.
  static void ConcernsPerson(const v1::Report& report, const Call& call) {
    if (report.has_placement()) {
      call.admission.Concerns(write::IdOf(report.placement().job_seeker()));
    } else if (report.has_training_completion()) {
      call.admission.Concerns(write::IdOf(report.training_completion().job_seeker()));
    }
  }

  static bool IsAskedFor(const store::v1::Report& report, const v1::ListReportsRequest& request) {
    return (request.work_table().empty() || report.work_table() == request.work_table()) &&
           (request.state() == v1::REPORT_STATE_UNSPECIFIED ||
            static_cast<int>(report.state()) == static_cast<int>(request.state()));
  }

  template <typename Response, typename Request>
  absl::StatusOr<Mutation> Judge(const Request& request, const write::Caller& caller,
                                 bool acknowledge, const std::string& reason,
                                 FieldChecker& check) const {
    check.Name("name", request.name(), kReports, Presence::kRequired);
    check.Uuid("request_id", request.request_id());
    if (!check.ok()) return check.status();
    write::JudgeReport judge{
        .id = *ParseName(kReports, request.name()),
        .etag = request.etag(),
        .acknowledge = acknowledge,
        .rejection_reason = reason,
        .organisation = caller.organisation,
        .may_decide =
            [this, caller](std::string_view work_table) { return MayDecide(caller, work_table); },
        .render =
            [organisation = caller.organisation](const write::ReportView& view) {
              Response response;
              *response.mutable_report() = ToApi(view, organisation);
              return response.SerializeAsString();
            }};
    return Mutation{request.request_id(), HashWithout(request, {"request_id"}),
                    [judge = std::move(judge)](write::DecisionContext& decision) {
                      return write::DecideJudgeReport(judge, decision);
                    }};
  }

  // Whether the caller's organisation sits at the table or is programme management.
  bool MayDecide(const write::Caller& caller, std::string_view work_table) const {
    if (caller.organisation == backend_.config.identity().programme_management()) return true;
    return access::SitsAt(caller.organisation, work_table, backend_.config);
  }

  const region::v1::TargetDefinition* FindTarget(const std::string& id) const {
    for (const auto& target : backend_.config.targets()) {
      if (target.id() == id) return &target;
    }
    return nullptr;
  }

  // A page of a list of the configuration, which stays the same while the server runs.
  template <typename Request>
  static absl::StatusOr<Slice> ConfiguredSlice(const Request& request, int size,
                                               std::string* next_page_token) {
    FieldChecker check;
    const int page_size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize, check);
    if (!check.ok()) return check.status();
    return SliceOf(static_cast<size_t>(size), 0, page_size, request.page_token(),
                   HashWithout(request, {"page_size", "page_token"}), next_page_token);
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeLedgerService(const Backend& backend) {
  return std::make_unique<LedgerService>(backend);
}

}  // namespace overstap::api
