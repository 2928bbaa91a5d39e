#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "overstap/v1/placement_service.grpc.pb.h"
#include "services/api/counted_traits.h"
#include "services/api/municipality.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/records.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/api/validation.h"
#include "services/config/ledger_terms.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/placement_checks.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kPlacement;
constexpr std::string_view kIdPrefix = "pl-";

class PlacementService final : public v1::PlacementService::CallbackService {
 public:
  explicit PlacementService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CreatePlacement(grpc::CallbackServerContext* context,
                                            const v1::CreatePlacementRequest* request,
                                            v1::Placement* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          const auto snapshot = backend_.pool.Current();
          FieldChecker check;
          if (check.Required("placement", request->has_placement())) {
            check.In("placement", [&] {
              CheckPlacement(request->placement(), backend_.ReferencesOf(*snapshot), check);
            });
          }
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          const std::string& name = request->placement().name();
          write::CreatePlacement create{
              .id = name.empty() ? RandomId(kIdPrefix) : *ParseName(kPlacements, name),
              .placement = ToRecord(request->placement()),
              .render = [](const write::PlacementView& view) {
                return ToApi(view).SerializeAsString();
              }};
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, create = std::move(create)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            absl::Status may =
                                RequirePerson(decision.state, decision.keys,
                                              write::IdOf(create.placement.job_seeker()), caller,
                                              backend_.Today());
                            if (!may.ok()) return may;
                            return write::DecideCreatePlacement(create, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetPlacement(grpc::CallbackServerContext* context,
                                         const v1::GetPlacementRequest* request,
                                         v1::Placement* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kPlacements, Presence::kRequired);
      if (!check.ok()) return check.status();
      const auto bytes = backend_.store.Get(kKind, *ParseName(kPlacements, request->name()));
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) {
        return write::ResourceNotFound(write::TypeOf(kKind), request->name());
      }
      const auto view = write::OpenPlacement(**bytes, backend_.keys);
      if (!view.ok()) return view.status();
      const absl::StatusOr<bool> sees = Sees(*view, call);
      if (!sees.ok()) return sees.status();
      if (!*sees) return write::ResourceNotFound(write::TypeOf(kKind), request->name());
      call.admission.Concerns(write::IdOf(view->placement.job_seeker()));
      *reply = ToApi(*view);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListPlacements(grpc::CallbackServerContext* context,
                                           const v1::ListPlacementsRequest* request,
                                           v1::ListPlacementsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [this, &call, reply](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenPlacement(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            absl::StatusOr<bool> sees = Sees(*view, call);
            if (!sees.ok() || !*sees) return sees;
            call.admission.Concerns(write::IdOf(view->placement.job_seeker()));
            *reply->add_placements() = ToApi(*view);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* TransitionPlacement(grpc::CallbackServerContext* context,
                                                const v1::TransitionPlacementRequest* request,
                                                v1::TransitionPlacementResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          CheckTransition(*request, check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{
              request->request_id(), HashWithout(*request, {"request_id"}),
              [this, caller, transition = TransitionOf(*request)](
                  write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                absl::Status may = RequirePlacement(decision.state, decision.keys, transition.id,
                                                    caller, backend_.Today());
                if (!may.ok()) return may;
                return write::DecideTransitionPlacement(transition, backend_.pool, decision);
              }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* ReportPlacement(grpc::CallbackServerContext* context,
                                            const v1::ReportPlacementRequest* request,
                                            v1::ReportPlacementResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          const auto snapshot = backend_.pool.Current();
          FieldChecker check;
          CheckReportPlacement(*request, backend_.ReferencesOf(*snapshot), check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, report = ReportOf(*request, caller)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            absl::Status may =
                                RequirePlacement(decision.state, decision.keys, report.placement_id,
                                                 caller, backend_.Today());
                            if (!may.ok()) return may;
                            write::ReportPlacement named = report;
                            named.report_id = ReportIdAt(decision.position);
                            return write::DecideReportPlacement(
                                named,
                                [this](const store::v1::Place& place) {
                                  return MunicipalityOf(place, backend_.region);
                                },
                                backend_.pool, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* RecordPlacementCheck(grpc::CallbackServerContext* context,
                                                 const v1::RecordPlacementCheckRequest* request,
                                                 v1::RecordPlacementCheckResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          const std::vector<int> weeks = config::PlacementCheckWeeks(backend_.config);
          FieldChecker check;
          CheckPlacementCheck(*request, weeks, backend_.Today(), check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, made = CheckOf(*request, weeks, caller)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            absl::Status may = RequirePlacement(decision.state, decision.keys,
                                                                made.id, caller, backend_.Today());
                            if (!may.ok()) return may;
                            return write::DecideRecordPlacementCheck(made, backend_.pool, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* ListPlacementChecksDue(
      grpc::CallbackServerContext* context, const v1::ListPlacementChecksDueRequest* request,
      v1::ListPlacementChecksDueResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      if (!check.ok()) return check.status();
      const matcher::Date as_of =
          request->has_as_of_date() ? *convert::ToDate(request->as_of_date()) : backend_.Today();
      const std::vector<int> weeks = config::PlacementCheckWeeks(backend_.config);
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenPlacement(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            const auto due = write::CheckDueOn(view->placement, weeks, as_of);
            if (!due.has_value()) return false;
            absl::StatusOr<bool> sees = Sees(*view, call);
            if (!sees.ok() || !*sees) return sees;
            call.admission.Concerns(write::IdOf(view->placement.job_seeker()));
            v1::PlacementCheckDue& row = *reply->add_checks();
            *row.mutable_placement() = ToApi(*view);
            row.set_weeks(due->weeks);
            *row.mutable_due_date() = convert::FromDate(due->day);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

 private:
  absl::StatusOr<bool> Sees(const write::PlacementView& view, const Call& call) const {
    return SeesPlacement(backend_.store, backend_.keys, view, call.caller, backend_.Today());
  }

  static write::TransitionPlacement TransitionOf(const v1::TransitionPlacementRequest& request) {
    write::TransitionPlacement transition{
        .id = *ParseName(kPlacements, request.name()),
        .etag = request.etag(),
        .to = static_cast<store::v1::PlacementState>(request.state()),
        .end_date = std::nullopt,
        .end_reason = static_cast<store::v1::PlacementEndReason>(request.end_reason()),
        .render = [](const write::PlacementView& view) {
          v1::TransitionPlacementResponse response;
          *response.mutable_placement() = ToApi(view);
          return response.SerializeAsString();
        }};
    if (request.has_end_date()) transition.end_date = request.end_date();
    return transition;
  }

  static write::RecordPlacementCheck CheckOf(const v1::RecordPlacementCheckRequest& request,
                                             const std::vector<int>& weeks,
                                             const write::Caller& caller) {
    write::RecordPlacementCheck made{
        .id = *ParseName(kPlacements, request.name()),
        .etag = request.etag(),
        .weeks = request.weeks(),
        .is_last = request.weeks() == weeks.back(),
        .at_work = request.at_work(),
        .check_date = std::nullopt,
        .end_date = request.end_date(),
        .end_reason = static_cast<store::v1::PlacementEndReason>(request.end_reason()),
        .organisation = caller.organisation,
        .render = [](const write::PlacementView& view) {
          v1::RecordPlacementCheckResponse response;
          *response.mutable_placement() = ToApi(view);
          return response.SerializeAsString();
        }};
    if (request.has_check_date()) made.check_date = request.check_date();
    return made;
  }

  static write::ReportPlacement ReportOf(const v1::ReportPlacementRequest& request,
                                         const write::Caller& caller) {
    write::ReportPlacement report;
    report.placement_id = *ParseName(kPlacements, request.name());
    report.report.set_work_table(request.work_table());
    report.report.set_linkage_key(request.linkage_key());
    if (request.has_sector_day_before()) {
      report.report.mutable_placement()->set_sector_day_before(request.sector_day_before());
    }
    if (request.has_side_entrant()) {
      report.report.mutable_placement()->set_side_entrant(request.side_entrant());
    }
    if (request.has_distance_to_labour_market()) {
      report.report.mutable_placement()->set_distance_to_labour_market(
          request.distance_to_labour_market());
    }
    report.report.set_project(request.project());
    report.traits_of = CountedTraitsOf;
    convert::CopyByName(request.evidence(), report.report.mutable_evidence());
    *report.report.mutable_programmes() = request.programmes();
    *report.report.mutable_funding_sources() = request.funding_sources();
    report.reporting_organisation = caller.organisation;
    report.render = [organisation = caller.organisation](const write::ReportView& report_view,
                                                         const write::PlacementView& placement) {
      v1::ReportPlacementResponse response;
      *response.mutable_report() = ToApi(report_view, organisation);
      *response.mutable_placement() = ToApi(placement);
      return response.SerializeAsString();
    };
    return report;
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePlacementService(const Backend& backend) {
  return std::make_unique<PlacementService>(backend);
}

}  // namespace overstap::api
