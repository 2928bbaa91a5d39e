#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "services/access/row_rules.h"
#include "services/api/export_job_seeker.h"
#include "services/api/row_access.h"
#include "services/api/services.h"
#include "services/api/standard_methods.h"
#include "services/api/validation_common.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxReasonBytes = 500;
constexpr int kUsualShareMonths = 12;
constexpr int kDaysPerMonth = 31;  // no month is longer

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
      const bool of_facts = access::RoleIn(call.caller) == v1::ROLE_FUNDING_OFFICER;
      if (!of_facts) {
        absl::Status seen =
            RequirePerson(backend_.store, backend_.keys, id, call.caller, backend_.Today());
        if (!seen.ok()) return seen;
      }
      call.admission.Concerns(id);
      absl::StatusOr<std::string> json =
          of_facts ? ExportParticipationFacts(id, backend_) : ExportRecords(id, call, backend_);
      if (!json.ok()) return json.status();
      reply->set_json(*std::move(json));
      return absl::OkStatus();
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

  grpc::ServerUnaryReactor* ShareJobSeeker(grpc::CallbackServerContext* context,
                                           const v1::ShareJobSeekerRequest* request,
                                           v1::ShareJobSeekerResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          CheckShare(*request, caller, check);
          return ChangeShares<v1::ShareJobSeekerResponse>(
              *request, caller, check,
              [share = ShareOf(*request)](const std::string&, store::v1::JobSeeker* person) {
                store::v1::Share* shared = FindShare(share.organisation(), person);
                *(shared != nullptr ? shared : person->add_shares()) = share;
                return absl::OkStatus();
              });
        },
        reply);
  }

  grpc::ServerUnaryReactor* UnshareJobSeeker(grpc::CallbackServerContext* context,
                                             const v1::UnshareJobSeekerRequest* request,
                                             v1::UnshareJobSeekerResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Text("organisation", request->organisation(), 1, kMaxOrganisationBytes);
          return ChangeShares<v1::UnshareJobSeekerResponse>(
              *request, caller, check,
              [organisation = request->organisation()](const std::string& name,
                                                       store::v1::JobSeeker* person) {
                for (int i = 0; i < person->shares_size(); ++i) {
                  if (person->shares(i).organisation() != organisation) continue;
                  person->mutable_shares()->DeleteSubrange(i, 1);
                  return absl::OkStatus();
                }
                return write::ResourceNotFound("overstap.v1.Share",
                                               absl::StrCat(name, "/shares/", organisation));
              });
        },
        reply);
  }

 private:
  using ChangePerson =
      std::function<absl::Status(const std::string& name, store::v1::JobSeeker* person)>;

  static store::v1::Share* FindShare(const std::string& organisation,
                                     store::v1::JobSeeker* person) {
    for (store::v1::Share& share : *person->mutable_shares()) {
      if (share.organisation() == organisation) return &share;
    }
    return nullptr;
  }

  // The longest share, in months ahead.
  int ShareMonths() const {
    const int months = backend_.config.disclosure().share_months();
    return months == 0 ? kUsualShareMonths : months;
  }

  void CheckShare(const v1::ShareJobSeekerRequest& request, const write::Caller& caller,
                  FieldChecker& check) const {
    if (check.Text("organisation", request.organisation(), 1, kMaxOrganisationBytes) &&
        request.organisation() == caller.organisation) {
      check.Fail("organisation", "sees the person already", request.organisation());
    }
    check.Text("reason", request.reason(), 1, kMaxReasonBytes);
    if (!check.Required("until_date", request.has_until_date()) ||
        !check.Date("until_date", request.until_date())) {
      return;
    }
    const matcher::Date until = *convert::ToDate(request.until_date());
    const matcher::Date today = backend_.Today();
    const matcher::Date last = today + ShareMonths() * kDaysPerMonth;
    if (until < today || until > last) {
      check.Fail("until_date", absl::StrCat("from ", today.ToString(), " to ", last.ToString()),
                 until.ToString());
    }
  }

  store::v1::Share ShareOf(const v1::ShareJobSeekerRequest& request) const {
    store::v1::Share share;
    share.set_organisation(request.organisation());
    share.set_reason(request.reason());
    *share.mutable_until_date() = request.until_date();
    *share.mutable_share_time() =
        google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(backend_.now()));
    return share;
  }

  // A change of shares by the organisation that keeps the person.
  template <typename Response, typename Request>
  absl::StatusOr<Mutation> ChangeShares(const Request& request, const write::Caller& caller,
                                        FieldChecker& check, ChangePerson change) const {
    check.Name("name", request.name(), kJobSeekers, Presence::kRequired);
    check.Uuid("request_id", request.request_id());
    if (!check.ok()) return check.status();
    v1::JobSeeker named;
    named.set_name(request.name());
    named.set_etag(request.etag());
    auto write = UpsertOf<JobSeekerTraits>(named, write::WriteMode::kUpdate, caller, backend_);
    write.sets_kept_fields = true;
    write.change = [caller, name = request.name(),
                    change = std::move(change)](store::v1::JobSeeker* person) {
      if (access::Keeps(caller, *person)) return change(name, person);
      return NotTheKeeper(name, "shares");
    };
    write.render = [this](const store::v1::RecordHead& head, const store::v1::JobSeeker& person,
                          write::WriteOutcome) {
      Response response;
      *response.mutable_job_seeker() = ToApi(head, person, backend_.pool);
      return response.SerializeAsString();
    };
    return Mutation{request.request_id(), HashWithout(request, {"request_id"}),
                    [write = std::move(write)](write::DecisionContext& decision) {
                      return write::DecideWrite(write, decision);
                    }};
  }

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
          v1::JobSeeker named;
          named.set_name(request->name());
          named.set_etag(request->etag());
          auto write =
              UpsertOf<JobSeekerTraits>(named, write::WriteMode::kUpdate, caller, backend_);
          write.sets_kept_fields = true;
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
