#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "overstap/v1/project_service.grpc.pb.h"
#include "services/access/row_rules.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/project_render.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/api/update_mask.h"
#include "services/api/validation_common.h"
#include "services/api/validation_table.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kProject;
constexpr std::string_view kIdPrefix = "pr-";
constexpr std::string_view kField = "project";

using ProjectWrite = write::WriteRecord<store::v1::Project>;

absl::Status NotYourProject(const write::Caller& caller, const std::string& name) {
  return write::WithReason(
      absl::PermissionDeniedError(absl::StrCat(caller.organisation, " neither keeps ", name,
                                               " nor sits at one of its work tables")),
      "NOT_YOUR_PROJECT", {{"project", name}});
}

class ProjectService final : public v1::ProjectService::CallbackService {
 public:
  explicit ProjectService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CreateProject(grpc::CallbackServerContext* context,
                                          const v1::CreateProjectRequest* request,
                                          v1::Project* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          if (check.Required(kField, request->has_project())) {
            CheckName(request->project().name(), Presence::kOptional, check);
          }
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          v1::Project project = request->project();
          if (project.name().empty()) project.set_name(NameOf(kProjects, RandomId(kIdPrefix)));
          return MutationOf(*request, WriteOf(project, write::WriteMode::kCreate, caller),
                            [project](const v1::Project&) { return project; });
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetProject(grpc::CallbackServerContext* context,
                                       const v1::GetProjectRequest* request,
                                       v1::Project* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      auto stored = Read(request->name(), check);
      if (!stored.ok()) return stored.status();
      *reply = ToApi(stored->head(), stored->project());
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListProjects(grpc::CallbackServerContext* context,
                                         const v1::ListProjectsRequest* request,
                                         v1::ListProjectsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      CheckFilter(*request, check);
      if (!check.ok()) return check.status();
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [request, reply](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            auto stored = write::ParseStored<store::v1::ProjectStored>(bytes);
            if (!stored.ok()) return stored.status();
            if (!IsAskedFor(stored->project(), *request)) return false;
            *reply->add_projects() = ToApi(stored->head(), stored->project());
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* UpdateProject(grpc::CallbackServerContext* context,
                                          const v1::UpdateProjectRequest* request,
                                          v1::Project* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          CheckName(request->project().name(), Presence::kRequired, check);
          CheckMask(request->update_mask(), *v1::Project::descriptor(), check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          // What is stored when the update is decided counts: merged and judged as a whole.
          return MutationOf(
              *request, WriteOf(request->project(), write::WriteMode::kUpdate, caller),
              [project = request->project(), mask = request->update_mask()](v1::Project merged) {
                ApplyMask(mask, project, &merged);
                merged.set_name(project.name());
                return merged;
              });
        },
        reply);
  }

  grpc::ServerUnaryReactor* DeleteProject(grpc::CallbackServerContext* context,
                                          const v1::DeleteProjectRequest* request,
                                          google::protobuf::Empty* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Name("name", request->name(), kProjects, Presence::kRequired);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, name = request->name(),
                           etag = request->etag()](write::DecisionContext& decision) {
                            return write::DecideDeleteProject(
                                *ParseName(kProjects, name), etag, backend_.pool, decision,
                                [this, &caller, &name](const store::v1::Project& stored) {
                                  return CheckMayWrite(caller, name, stored);
                                });
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetProjectProgress(grpc::CallbackServerContext* context,
                                               const v1::GetProjectProgressRequest* request,
                                               v1::ProjectProgress* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      auto stored = Read(request->name(), check);
      if (!stored.ok()) return stored.status();
      const matcher::Date as_of =
          request->has_as_of_date() ? *convert::ToDate(request->as_of_date()) : backend_.Today();
      *reply = ProjectProgressOf(backend_, &call.caller, request->name(), stored->project(), as_of);
      return absl::OkStatus();
    });
  }

 private:
  static void CheckName(const std::string& name, Presence presence, FieldChecker& check) {
    check.In(kField, [&] { check.Name("name", name, kProjects, presence); });
  }

  // The project of that name. NOT_FOUND, or what `check` has found wrong.
  absl::StatusOr<store::v1::ProjectStored> Read(const std::string& name,
                                                FieldChecker& check) const {
    check.Name("name", name, kProjects, Presence::kRequired);
    if (!check.ok()) return check.status();
    const auto bytes = backend_.store.Get(kKind, *ParseName(kProjects, name));
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return write::ResourceNotFound(write::TypeOf(kKind), name);
    return write::ParseStored<store::v1::ProjectStored>(**bytes);
  }

  void CheckFilter(const v1::ListProjectsRequest& request, FieldChecker& check) const {
    const auto snapshot = backend_.pool.Current();
    const References references = backend_.ReferencesOf(*snapshot);
    if (!request.work_table().empty()) {
      CheckWorkTable("work_table", request.work_table(), references, check);
    }
    if (!request.programme().empty()) {
      CheckProgramme("programme", request.programme(), references, check);
    }
    if (request.has_running_on_date()) check.Date("running_on_date", request.running_on_date());
  }

  static bool IsAskedFor(const store::v1::Project& project,
                         const v1::ListProjectsRequest& request) {
    const auto has = [](const auto& texts, const std::string& wanted) {
      return wanted.empty() || std::find(texts.begin(), texts.end(), wanted) != texts.end();
    };
    return has(project.work_tables(), request.work_table()) &&
           has(project.programmes(), request.programme()) &&
           (!request.has_running_on_date() ||
            RunsOn(project, *convert::ToDate(request.running_on_date())));
  }

  absl::Status CheckMayWrite(const write::Caller& caller, const std::string& name,
                             const store::v1::Project& stored) const {
    return access::MayWriteProject(caller, stored, backend_.config) ? absl::OkStatus()
                                                                    : NotYourProject(caller, name);
  }

  // Without `change`, which needs the records as they are when it is decided.
  ProjectWrite WriteOf(const v1::Project& project, write::WriteMode mode,
                       const write::Caller& caller) const {
    ProjectWrite asked;
    asked.id = *ParseName(kProjects, project.name());
    asked.mode = mode;
    if (mode == write::WriteMode::kUpdate) asked.etag = project.etag();
    asked.render = [](const store::v1::RecordHead& head, const store::v1::Project& record,
                      write::WriteOutcome) { return ToApi(head, record).SerializeAsString(); };
    asked.may_write = [this, caller, name = project.name()](const store::v1::Project& stored) {
      return CheckMayWrite(caller, name, stored);
    };
    asked.complete = [this, caller](const store::v1::Project* stored, store::v1::Project* next) {
      return access::AssignOrganisation(caller, backend_.config, stored, next);
    };
    return asked;
  }

  // Checks the project as it is to be, and makes a record of it.
  absl::Status Settle(const v1::Project& project, const write::DecisionContext& decision,
                      store::v1::Project* record) const {
    absl::Status failed;
    const auto has_project = [&](std::string_view id) {
      const auto bytes = decision.state.Get(kKind, id);
      if (!bytes.ok()) failed = bytes.status();
      return bytes.ok() && bytes->has_value();
    };
    const auto snapshot = backend_.pool.Current();
    FieldChecker check;
    check.In(kField,
             [&] { CheckProject(project, backend_.ReferencesOf(*snapshot), has_project, check); });
    if (!failed.ok()) return failed;
    if (check.ok()) *record = ToRecord(project);
    return check.status();
  }

  // `next_of`: the project as it is to be, of the stored one (an empty one on create).
  template <typename Request, typename NextOf>
  Mutation MutationOf(const Request& request, ProjectWrite asked, NextOf next_of) const {
    return {request.request_id(), HashWithout(request, {"request_id"}),
            [this, asked = std::move(asked),
             next_of = std::move(next_of)](write::DecisionContext& decision) {
              ProjectWrite settled = asked;
              settled.change = [&](store::v1::Project* record) {
                store::v1::RecordHead head;
                head.set_id(asked.id);
                return Settle(next_of(ToApi(head, *record)), decision, record);
              };
              return write::DecideWriteProject(settled, kMaxProjectLinks, decision);
            }};
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeProjectService(const Backend& backend) {
  return std::make_unique<ProjectService>(backend);
}

}  // namespace overstap::api
