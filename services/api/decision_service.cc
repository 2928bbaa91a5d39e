#include <string>
#include <utility>

#include "overstap/v1/decision_service.grpc.pb.h"
#include "services/api/decision_render.h"
#include "services/api/decision_replay.h"
#include "services/api/field_checker.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/api/validation_common.h"
#include "services/write/decision_commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kDecision;
constexpr std::string_view kIdPrefix = "d-";
constexpr size_t kMaxReasonBytes = 2'000;
constexpr size_t kHashBytes = 32;

// A request about the decision's own person.
template <typename Request>
void CheckPerson(const Request& request, const std::string& job_seeker, FieldChecker& check) {
  if (request.job_seeker() != job_seeker) {
    check.Fail("job_seeker", "not the person whom the decision is about", request.job_seeker());
  }
}

void CheckVacancy(const std::string& asked, const std::string& decided, FieldChecker& check) {
  if (!asked.empty() && !decided.empty() && asked != decided) {
    check.Fail("vacancy", "not the vacancy that the decision is about", asked);
  }
}

void CheckRequest(const v1::Decision& decision, FieldChecker& check) {
  const v1::DecisionBasis& basis = decision.basis();
  switch (basis.request_case()) {
    case v1::DecisionBasis::kMatchVacancies:
      return check.In("match_vacancies",
                      [&] { CheckPerson(basis.match_vacancies(), decision.job_seeker(), check); });
    case v1::DecisionBasis::kMatchJobSeekers:
      return check.In("match_job_seekers", [&] {
        CheckVacancy(basis.match_job_seekers().vacancy(), decision.vacancy(), check);
      });
    case v1::DecisionBasis::kRankRoutes:
      return check.In("rank_routes", [&] {
        CheckPerson(basis.rank_routes(), decision.job_seeker(), check);
        CheckVacancy(basis.rank_routes().vacancy(), decision.vacancy(), check);
      });
    case v1::DecisionBasis::kExplainMatch:
      return check.In("explain_match", [&] {
        CheckPerson(basis.explain_match(), decision.job_seeker(), check);
        CheckVacancy(basis.explain_match().vacancy(), decision.vacancy(), check);
      });
    case v1::DecisionBasis::REQUEST_NOT_SET:
      check.Fail("request", "required");
  }
}

void CheckBasis(const v1::Decision& decision, int64_t newest_version, FieldChecker& check) {
  const v1::DecisionBasis& basis = decision.basis();
  CheckRequest(decision, check);
  check.In("versions", [&] {
    check.InRange("snapshot_version", static_cast<double>(basis.versions().snapshot_version()), 1,
                  static_cast<double>(newest_version));
    if (check.Required("as_of_date", basis.versions().has_as_of_date())) {
      check.Date("as_of_date", basis.versions().as_of_date());
    }
  });
  if (basis.answer_hash().size() != kHashBytes) {
    check.Fail("answer_hash", absl::StrCat("the answer's, of ", kHashBytes, " bytes"));
  }
}

void CheckDecision(const v1::Decision& decision, const References& references,
                   int64_t newest_version, FieldChecker& check) {
  check.Name("name", decision.name(), kDecisions, Presence::kOptional);
  check.Name("job_seeker", decision.job_seeker(), kJobSeekers, Presence::kRequired);
  if (decision.has_vacancy()) {
    check.Name("vacancy", decision.vacancy(), kVacancies, Presence::kRequired);
  }
  if (decision.has_occupation()) {
    check.In("occupation", [&] { CheckOccupationCode(decision.occupation(), references, check); });
  }
  check.EnumValue("outcome", decision.outcome(), Presence::kRequired);
  if (!IsId(decision.reason_code())) {
    check.Fail("reason_code", "required: 1 to 63 of [a-z0-9-]", decision.reason_code());
  }
  check.Text("reason_text", decision.reason_text(), 0, kMaxReasonBytes);
  if (check.Required("basis", decision.has_basis())) {
    check.In("basis", [&] { CheckBasis(decision, newest_version, check); });
  }
}

class DecisionService final : public v1::DecisionService::CallbackService {
 public:
  explicit DecisionService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CreateDecision(grpc::CallbackServerContext* context,
                                           const v1::CreateDecisionRequest* request,
                                           v1::Decision* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          const auto snapshot = backend_.pool.Current();
          FieldChecker check;
          if (check.Required("decision", request->has_decision())) {
            check.In("decision", [&] {
              CheckDecision(request->decision(), backend_.ReferencesOf(*snapshot),
                            static_cast<int64_t>(snapshot->version()), check);
            });
          }
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          const std::string& name = request->decision().name();
          write::CreateDecision create{
              .id = name.empty() ? RandomId(kIdPrefix) : *ParseName(kDecisions, name),
              .organisation = caller.organisation,
              .decision = ToRecord(request->decision(), caller),
              .render = [](const write::DecisionView& view) {
                return ToApi(view).SerializeAsString();
              }};
          const std::string person = *ParseName(kJobSeekers, request->decision().job_seeker());
          return Mutation{request->request_id(),
                          HashWithout(*request, {"request_id"}),
                          [this, caller, person, create = std::move(create)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            absl::Status seen = RequirePerson(decision.state, decision.keys, person,
                                                              caller, backend_.Today());
                            if (!seen.ok()) return seen;
                            return write::DecideCreateDecision(create, decision);
                          },
                          {person}};
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetDecision(grpc::CallbackServerContext* context,
                                        const v1::GetDecisionRequest* request,
                                        v1::Decision* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      const auto view = Find(request->name(), call);
      if (view.ok()) *reply = ToApi(*view);
      return view.status();
    });
  }

  grpc::ServerUnaryReactor* ListDecisions(grpc::CallbackServerContext* context,
                                          const v1::ListDecisionsRequest* request,
                                          v1::ListDecisionsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("job_seeker", request->job_seeker(), kJobSeekers, Presence::kOptional);
      if (!check.ok()) return check.status();
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenDecision(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            const std::string& person = view->decision.job_seeker();
            if (!MaySee(*view, call.caller)) return false;
            if (!request->job_seeker().empty() && person != request->job_seeker()) return false;
            call.admission.Concerns(write::IdOf(person));
            *reply->add_decisions() = ToApi(*view);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* ReplayDecision(grpc::CallbackServerContext* context,
                                           const v1::ReplayDecisionRequest* request,
                                           v1::ReplayDecisionResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      const auto view = Find(request->name(), call);
      if (!view.ok()) return view.status();
      if (view->forgotten) {
        return write::WithReason(
            absl::FailedPreconditionError(absl::StrCat(
                request->name(), " cannot be replayed: the person has been forgotten")),
            "PERSON_FORGOTTEN", {{"decision", request->name()}});
      }
      absl::Status replayed = Replay(*view, call, backend_, reply);
      if (replayed.ok()) NoteSources(*reply, call);
      return replayed;
    });
  }

 private:
  // Caseworkers see what their own organisation decided; auditors see all.
  static bool MaySee(const write::DecisionView& view, const write::Caller& caller) {
    return caller.role == v1::ROLE_AUDITOR || view.organisation == caller.organisation;
  }

  absl::StatusOr<write::DecisionView> Find(const std::string& name, const Call& call) const {
    FieldChecker check;
    check.Name("name", name, kDecisions, Presence::kRequired);
    if (!check.ok()) return check.status();
    const auto bytes = backend_.store.Get(kKind, *ParseName(kDecisions, name));
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return write::ResourceNotFound(write::TypeOf(kKind), name);
    absl::StatusOr<write::DecisionView> view = write::OpenDecision(**bytes, backend_.keys);
    if (!view.ok()) return view.status();
    if (!MaySee(*view, call.caller)) return write::ResourceNotFound(write::TypeOf(kKind), name);
    call.admission.Concerns(write::IdOf(view->decision.job_seeker()));
    return view;
  }

  static void NoteSources(const v1::ReplayDecisionResponse& reply, const Call& call) {
    const v1::AnswerVersions& versions = reply.replayed_versions();
    call.admission.DrawnFrom(
        {.snapshot_version = static_cast<uint64_t>(versions.snapshot_version()),
         .taxonomy_version = static_cast<uint64_t>(versions.taxonomy_version()),
         .ranking_version = versions.ranking_version()});
    for (const auto& match : reply.match_job_seekers().matches()) {
      call.admission.Concerns(write::IdOf(match.job_seeker()));
    }
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDecisionService(const Backend& backend) {
  return std::make_unique<DecisionService>(backend);
}

}  // namespace overstap::api
