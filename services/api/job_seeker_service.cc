#include <functional>
#include <string>

#include "google/protobuf/util/time_util.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "services/api/export_job_seeker.h"
#include "services/api/services.h"
#include "services/api/standard_methods.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxReasonBytes = 500;

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time));
}

class JobSeekerService final : public v1::JobSeekerService::CallbackService {
 public:
  explicit JobSeekerService(const Backend& backend) : backend_(backend), methods_(backend) {}

  grpc::ServerUnaryReactor* CreateJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::CreateJobSeekerRequest* request,
                                            v1::JobSeeker* reply) override {
    return methods_.Create(context, request, reply);
  }
  grpc::ServerUnaryReactor* GetJobSeeker(grpc::CallbackServerContext* context,
                                         const v1::GetJobSeekerRequest* request,
                                         v1::JobSeeker* reply) override {
    return methods_.Get(context, request, reply);
  }
  grpc::ServerUnaryReactor* ListJobSeekers(grpc::CallbackServerContext* context,
                                           const v1::ListJobSeekersRequest* request,
                                           v1::ListJobSeekersResponse* reply) override {
    return methods_.List(context, request, reply);
  }
  grpc::ServerUnaryReactor* UpdateJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::UpdateJobSeekerRequest* request,
                                            v1::JobSeeker* reply) override {
    return methods_.Update(context, request, reply);
  }
  grpc::ServerUnaryReactor* DeleteJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::DeleteJobSeekerRequest* request,
                                            google::protobuf::Empty* reply) override {
    return methods_.Delete(context, request, reply);
  }
  grpc::ServerUnaryReactor* ExportJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::ExportJobSeekerRequest* request,
                                            v1::ExportJobSeekerResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kJobSeekers, Presence::kRequired);
      if (!check.ok()) return check.status();
      const std::string id = *ParseName(kJobSeekers, request->name());
      call.admission.Concerns(id);
      absl::StatusOr<std::string> json = call.caller.role == v1::ROLE_FUNDING_OFFICER
                                             ? ExportParticipationFacts(id, backend_)
                                             : ExportRecords(id, call, backend_);
      if (json.ok()) reply->set_json(*std::move(json));
      return json.status();
    });
  }
  grpc::ServerUnaryReactor* RestrictJobSeeker(grpc::CallbackServerContext* context,
                                              const v1::RestrictJobSeekerRequest* request,
                                              v1::RestrictJobSeekerResponse* reply) override {
    return ChangeRestriction(
        context, request, reply,
        [reason = request->reason()](const write::Caller& caller, absl::Time now,
                                     store::v1::JobSeeker* record) {
          record->clear_restriction();
          store::v1::Restriction& restriction = *record->mutable_restriction();
          *restriction.mutable_restrict_time() = ToTimestamp(now);
          restriction.set_reason(reason);
          restriction.set_organisation(caller.organisation);
          return absl::OkStatus();
        });
  }
  grpc::ServerUnaryReactor* UnrestrictJobSeeker(grpc::CallbackServerContext* context,
                                                const v1::UnrestrictJobSeekerRequest* request,
                                                v1::UnrestrictJobSeekerResponse* reply) override {
    return ChangeRestriction(
        context, request, reply,
        [reason = request->reason(), name = request->name()](const write::Caller&, absl::Time now,
                                                             store::v1::JobSeeker* record) {
          if (!write::IsRestricted(*record)) {
            return write::WithReason(absl::FailedPreconditionError(name + " is not restricted"),
                                     "NOT_RESTRICTED", {{"job_seeker", name}});
          }
          *record->mutable_restriction()->mutable_lift_time() = ToTimestamp(now);
          record->mutable_restriction()->set_lift_reason(reason);
          return absl::OkStatus();
        });
  }
  grpc::ServerReadReactor<v1::ImportJobSeekersRequest>* ImportJobSeekers(
      grpc::CallbackServerContext* context, v1::ImportSummary* reply) override {
    return methods_.Import(context, reply);
  }

 private:
  // Makes the record's next version of the stored one.
  using ChangeRecord = std::function<absl::Status(const write::Caller& caller, absl::Time now,
                                                  store::v1::JobSeeker* record)>;

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* ChangeRestriction(grpc::CallbackServerContext* context,
                                              const Request* request, Response* reply,
                                              const ChangeRecord& change) const {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Name("name", request->name(), kJobSeekers, Presence::kRequired);
          check.Text("reason", request->reason(), 1, kMaxReasonBytes);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          write::WriteRecord<store::v1::JobSeeker> write;
          write.id = *ParseName(kJobSeekers, request->name());
          write.mode = write::WriteMode::kUpdate;
          write.etag = request->etag();
          write.changes_kept_fields = true;
          write.render = [this](const store::v1::RecordHead& head,
                                const store::v1::JobSeeker& record, write::WriteOutcome) {
            Response response;
            *response.mutable_job_seeker() = ToApi(head, record, backend_.pool);
            return response.SerializeAsString();
          };
          const std::string person = write.id;
          return Mutation{
              request->request_id(),
              HashWithout(*request, {"request_id"}),
              [write = std::move(write), change, caller](write::DecisionContext& decision) {
                write::WriteRecord<store::v1::JobSeeker> now = write;
                now.change = [&](store::v1::JobSeeker* record) {
                  return change(caller, decision.now, record);
                };
                return write::DecideWrite(now, decision);
              },
              {person}};
        },
        reply);
  }

  const Backend& backend_;
  const StandardMethods<JobSeekerTraits> methods_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeJobSeekerService(const Backend& backend) {
  return std::make_unique<JobSeekerService>(backend);
}

}  // namespace overstap::api
