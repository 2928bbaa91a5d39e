#include <optional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "overstap/v1/introduction_service.grpc.pb.h"
#include "services/access/disclosure.h"
#include "services/access/row_rules.h"
#include "services/api/employer_answering.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/services.h"
#include "services/api/text_links.h"
#include "services/api/unary.h"
#include "services/api/validation_common.h"
#include "services/config/ledger_terms.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "services/write/introductions.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kIntroduction;
constexpr char kCandidateSuffix[] = "/candidate";
constexpr size_t kMaxReasonBytes = 500;
constexpr int kUsualAnswerDays = 14;
constexpr int kUsualPeriodDays = 90;
constexpr size_t kIdBytes = 16;

absl::Status NoSuchIntroduction(std::string_view id) {
  return write::ResourceNotFound(write::TypeOf(kKind), write::NameOf(kKind, id));
}

class IntroductionService final : public v1::IntroductionService::CallbackService {
 public:
  explicit IntroductionService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* ProposeIntroduction(grpc::CallbackServerContext* context,
                                                const v1::ProposeIntroductionRequest* request,
                                                v1::ProposeIntroductionResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Name("job_seeker", request->job_seeker(), kJobSeekers, Presence::kRequired);
          check.Name("vacancy", request->vacancy(), kVacancies, Presence::kRequired);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          auto create = CreateOf<v1::ProposeIntroductionResponse>(
              *ParseName(kJobSeekers, request->job_seeker()), request->vacancy(), caller);
          create.may = [this, caller, name = request->job_seeker()](
                           const store::v1::JobSeeker& person, const store::v1::Vacancy&) {
            if (access::Sees(caller, person, backend_.Today())) return absl::OkStatus();
            return write::ResourceNotFound(write::TypeOf(store::RecordKind::kJobSeeker), name);
          };
          return MutationOf(*request, std::move(create));
        },
        reply);
  }

  grpc::ServerUnaryReactor* RequestIntroduction(grpc::CallbackServerContext* context,
                                                const v1::RequestIntroductionRequest* request,
                                                v1::RequestIntroductionResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Required("candidate", !request->candidate().empty());
          check.Name("vacancy", request->vacancy(), kVacancies, Presence::kRequired);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          absl::Status unknown =
              write::ResourceNotFound("overstap.v1.Candidate", "such candidate of this vacancy");
          const std::optional<std::string> person = backend_.candidates.PersonOf(
              request->candidate(), caller.organisation, request->vacancy());
          if (!person.has_value()) return unknown;
          auto create =
              CreateOf<v1::RequestIntroductionResponse>(*person, request->vacancy(), caller);
          create.requested_by_employer = true;
          create.may = [this, caller, name = request->vacancy()](
                           const store::v1::JobSeeker&, const store::v1::Vacancy& vacancy) {
            if (access::Sees(caller, vacancy, backend_.Today())) return absl::OkStatus();
            return write::ResourceNotFound(write::TypeOf(store::RecordKind::kVacancy), name);
          };
          Mutation mutation = MutationOf(*request, std::move(create));
          mutation.decide = [decide = std::move(mutation.decide),
                             unknown](write::DecisionContext& decision) {
            absl::StatusOr<write::Decision> decided = decide(decision);
            // Whose name the candidate's was, is not told.
            if (absl::IsNotFound(decided.status())) decided = unknown;
            return decided;
          };
          return mutation;
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetIntroduction(grpc::CallbackServerContext* context,
                                            const v1::GetIntroductionRequest* request,
                                            v1::Introduction* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kIntroductions, Presence::kRequired);
      if (!check.ok()) return check.status();
      const auto view = Find(*ParseName(kIntroductions, request->name()), call);
      if (!view.ok()) return view.status();
      *reply = ToApi(*view, call.caller);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListIntroductions(grpc::CallbackServerContext* context,
                                              const v1::ListIntroductionsRequest* request,
                                              v1::ListIntroductionsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("vacancy", request->vacancy(), kVacancies, Presence::kOptional);
      check.EnumValue("state", request->state(), Presence::kOptional);
      if (!check.ok()) return check.status();
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenIntroduction(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            if (!IsAskedFor(*view, *request)) return false;
            absl::StatusOr<bool> sees = Sees(*view, call);
            if (!sees.ok() || !*sees) return sees;
            *reply->add_introductions() = ToApi(*view, call.caller);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* AcceptIntroduction(grpc::CallbackServerContext* context,
                                               const v1::AcceptIntroductionRequest* request,
                                               v1::AcceptIntroductionResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          CheckConsentDate(*request, check);
          check.Text("reason", request->reason(), 1, kMaxReasonBytes);
          auto move = MoveOf<v1::AcceptIntroductionResponse>(
              *request, store::v1::INTRODUCTION_STATE_ACCEPTED, caller, check);
          if (!move.ok()) return move.status();
          move->consent_date = request->consent_date();
          move->consent_reason = request->reason();
          move->employer_answer_days = config::EmployerAnswerDays(backend_.config);
          return MutationOf(*request, *std::move(move));
        },
        reply);
  }

  grpc::ServerUnaryReactor* DeclineIntroduction(grpc::CallbackServerContext* context,
                                                const v1::DeclineIntroductionRequest* request,
                                                v1::DeclineIntroductionResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.EnumValue("reason", request->reason(), Presence::kRequired);
          auto move = MoveOf<v1::DeclineIntroductionResponse>(
              *request, store::v1::INTRODUCTION_STATE_DECLINED, caller, check);
          if (!move.ok()) return move.status();
          move->decline_reason =
              static_cast<store::v1::IntroductionDeclineReason>(request->reason());
          return MutationOf(*request, *std::move(move));
        },
        reply);
  }

  grpc::ServerUnaryReactor* WithdrawIntroduction(grpc::CallbackServerContext* context,
                                                 const v1::WithdrawIntroductionRequest* request,
                                                 v1::WithdrawIntroductionResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          auto move = MoveOf<v1::WithdrawIntroductionResponse>(
              *request, store::v1::INTRODUCTION_STATE_WITHDRAWN, caller, check);
          if (!move.ok()) return move.status();
          return MutationOf(*request, *std::move(move));
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetCandidate(grpc::CallbackServerContext* context,
                                         const v1::GetCandidateRequest* request,
                                         v1::Candidate* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      absl::string_view introduction = request->name();
      if (!absl::ConsumeSuffix(&introduction, kCandidateSuffix)) {
        check.Fail("name", "expected introductions/{id}/candidate", request->name());
      } else {
        check.Name("name", {introduction.data(), introduction.size()}, kIntroductions,
                   Presence::kRequired);
      }
      if (!check.ok()) return check.status();
      const auto view =
          Find(*ParseName(kIntroductions, {introduction.data(), introduction.size()}), call);
      if (!view.ok()) return view.status();
      return Reveal(*view, request->name(), reply);
    });
  }

  grpc::ServerUnaryReactor* RecordEmployerAnswer(grpc::CallbackServerContext* context,
                                                 const v1::RecordEmployerAnswerRequest* request,
                                                 v1::RecordEmployerAnswerResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          CheckEmployerAnswer(*request, check);
          if (!check.ok()) return check.status();
          write::RecordEmployerAnswer answer;
          answer.id = *ParseName(kIntroductions, request->name());
          answer.etag = request->etag();
          answer.answer = static_cast<store::v1::EmployerAnswer>(request->answer());
          answer.reason = static_cast<store::v1::EmployerDeclineReason>(request->reason());
          answer.render = Renderer<v1::RecordEmployerAnswerResponse>(caller);
          answer.may = [this, caller](const write::IntroductionView& view,
                                      const store::v1::JobSeeker* person) {
            return access::Sees(caller, view.introduction, person, backend_.Today())
                       ? absl::OkStatus()
                       : NoSuchIntroduction(view.head.id());
          };
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [answer = std::move(answer)](write::DecisionContext& decision) {
                            return write::DecideRecordEmployerAnswer(answer, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* ListEmployerAnswering(
      grpc::CallbackServerContext* context, const v1::ListEmployerAnsweringRequest* request,
      v1::ListEmployerAnsweringResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      EmployerAnswering answering(PeriodOf(*request, check));
      check.Text("employer_organisation", request->employer_organisation(), 0,
                 kMaxOrganisationBytes);
      const int page_size = PageSize(request->page_size(), kDefaultPageSize, kMaxPageSize, check);
      if (!check.ok()) return check.status();
      if (absl::Status added = AddIntroductions(*request, call, &answering); !added.ok()) {
        return added;
      }
      const auto rows = answering.Rows([this](std::string_view name) { return OpeningsOf(name); });
      if (!rows.ok()) return rows.status();
      const auto slice = SliceOf(rows->size(), 0, page_size, request->page_token(),
                                 HashWithout(*request, {"page_size", "page_token"}),
                                 reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) *reply->add_employers() = (*rows)[i];
      return absl::OkStatus();
    });
  }

 private:
  static void CheckEmployerAnswer(const v1::RecordEmployerAnswerRequest& request,
                                  FieldChecker& check) {
    check.Name("name", request.name(), kIntroductions, Presence::kRequired);
    if (check.EnumValue("answer", request.answer(), Presence::kRequired) &&
        request.answer() == v1::EMPLOYER_ANSWER_NO_ANSWER) {
      check.Fail("answer", "must be INVITED or DECLINED: no answer is told by the days");
    }
    if (request.answer() == v1::EMPLOYER_ANSWER_DECLINED) {
      check.EnumValue("reason", request.reason(), Presence::kRequired);
    } else if (request.reason() != v1::EMPLOYER_DECLINE_REASON_UNSPECIFIED) {
      check.Fail("reason", "only with EMPLOYER_ANSWER_DECLINED");
    }
    check.Uuid("request_id", request.request_id());
  }

  EmployerAnswering::Period PeriodOf(const v1::ListEmployerAnsweringRequest& request,
                                     FieldChecker& check) const {
    const matcher::Date today = backend_.Today();
    EmployerAnswering::Period period{.from = today - kUsualPeriodDays, .to = today, .today = today};
    bool is_right = true;
    if (request.has_from_date()) {
      is_right = check.Date("from_date", request.from_date());
      if (is_right) period.from = *convert::ToDate(request.from_date());
    }
    if (request.has_to_date()) {
      is_right = check.Date("to_date", request.to_date()) && is_right;
      if (is_right) period.to = *convert::ToDate(request.to_date());
    }
    if (is_right && period.to < period.from) {
      check.Fail("to_date", absl::StrCat("before from_date, ", period.from.ToString()));
    }
    return period;
  }

  // Of those employers that are asked for and that the caller may know of. Opens no seal.
  absl::Status AddIntroductions(const v1::ListEmployerAnsweringRequest& request, const Call& call,
                                EmployerAnswering* answering) const {
    const bool own_alone = access::RoleIn(call.caller) == v1::ROLE_EMPLOYER;
    absl::Status failed;
    const absl::Status scanned =
        backend_.store.Scan(kKind, "", [&](std::string_view, std::string_view bytes) {
          failed = call.deadline.status();
          if (!failed.ok()) return false;
          const auto stored = write::ParseStored<store::v1::IntroductionStored>(bytes);
          failed = stored.status();
          if (!failed.ok()) return false;
          const std::string& employer = stored->introduction().employer_organisation();
          const bool is_asked_for = request.employer_organisation().empty() ||
                                    employer == request.employer_organisation();
          if (is_asked_for && (!own_alone || employer == call.caller.organisation)) {
            answering->Add(stored->head(), stored->introduction());
          }
          return true;
        });
    return scanned.ok() ? failed : scanned;
  }

  // 0: the vacancy is gone.
  absl::StatusOr<int> OpeningsOf(std::string_view vacancy) const {
    const auto bytes = backend_.store.Get(store::RecordKind::kVacancy, write::IdOf(vacancy));
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return 0;
    const auto stored = write::ParseStored<store::v1::VacancyStored>(**bytes);
    if (!stored.ok()) return stored.status();
    return stored->vacancy().openings();
  }

  // What the employer learns, whoever asks for it.
  absl::Status Reveal(const write::IntroductionView& view, const std::string& name,
                      v1::Candidate* reply) const {
    const auto state = write::StateOn(view.introduction, backend_.Today());
    if (state != store::v1::INTRODUCTION_STATE_ACCEPTED) {
      return write::WithReason(
          absl::FailedPreconditionError(absl::StrCat(write::NameOf(kKind, view.head.id()), " is ",
                                                     store::v1::IntroductionState_Name(state),
                                                     ": the person has not accepted it")),
          "INTRODUCTION_NOT_ACCEPTED");
    }
    absl::Status forgotten = write::ResourceNotFound("overstap.v1.Candidate", name);
    const std::string_view person = write::IdOf(view.introduction.job_seeker());
    if (person.empty()) return forgotten;
    const auto bytes = backend_.store.Get(store::RecordKind::kJobSeeker, person);
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return forgotten;
    const auto record = write::OpenJobSeeker(**bytes, backend_.keys);
    if (absl::IsNotFound(record.status())) return forgotten;
    if (!record.ok()) return record.status();
    convert::CopyByName(WithoutOpenLinks(record->job_seeker), reply);
    access::Disclose(v1::ROLE_EMPLOYER, reply);
    reply->set_name(name);
    reply->set_vacancy(view.introduction.vacancy());
    reply->set_contact_organisation(record->job_seeker.organisation());
    reply->set_contact_title(TitleOf(record->job_seeker.organisation()));
    return absl::OkStatus();
  }

  // As the region's configuration knows the organisation; else its id.
  std::string TitleOf(const std::string& organisation) const {
    for (const auto& table : backend_.config.work_tables()) {
      if (table.driver().id() == organisation) return table.driver().title();
      for (const auto& member : table.members()) {
        if (member.id() == organisation) return member.title();
      }
    }
    return organisation;
  }

  // The introduction, if the caller may see it.
  absl::StatusOr<write::IntroductionView> Find(const std::string& id, const Call& call) const {
    const auto bytes = backend_.store.Get(kKind, id);
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return NoSuchIntroduction(id);
    absl::StatusOr<write::IntroductionView> view = write::OpenIntroduction(**bytes, backend_.keys);
    if (!view.ok()) return view.status();
    const absl::StatusOr<bool> sees = Sees(*view, call);
    if (!sees.ok()) return sees.status();
    if (!*sees) return NoSuchIntroduction(id);
    return view;
  }

  // Notes whom it concerns, too.
  absl::StatusOr<bool> Sees(const write::IntroductionView& view, const Call& call) const {
    const std::string_view id = write::IdOf(view.introduction.job_seeker());
    const auto person =
        FindPerson(backend_.store, backend_.keys, id, call.caller, backend_.Today());
    if (!person.ok()) return person.status();
    const store::v1::JobSeeker* record = person->has_value() ? &(*person)->job_seeker : nullptr;
    const bool sees = access::Sees(call.caller, view.introduction, record, backend_.Today());
    if (sees) call.admission.Concerns(id);
    return sees;
  }

  bool IsAskedFor(const write::IntroductionView& view,
                  const v1::ListIntroductionsRequest& request) const {
    return (request.vacancy().empty() || view.introduction.vacancy() == request.vacancy()) &&
           (request.state() == v1::INTRODUCTION_STATE_UNSPECIFIED ||
            static_cast<int>(write::StateOn(view.introduction, backend_.Today())) ==
                static_cast<int>(request.state()));
  }

  v1::Introduction ToApi(const write::IntroductionView& view, const write::Caller& caller) const {
    v1::Introduction message;
    convert::CopyByName(view.introduction, &message);
    message.set_name(write::NameOf(kKind, view.head.id()));
    message.set_etag(write::EtagOf(view.head));
    *message.mutable_create_time() = view.head.create_time();
    *message.mutable_update_time() = view.head.update_time();
    message.set_state(
        static_cast<v1::IntroductionState>(write::StateOn(view.introduction, backend_.Today())));
    message.set_employer_answer(static_cast<v1::EmployerAnswer>(
        write::EmployerAnswerOn(view.head, view.introduction, backend_.Today())));
    if (access::RoleIn(caller) == v1::ROLE_EMPLOYER && !message.job_seeker().empty()) {
      message.set_candidate(backend_.candidates.NameFor(caller.organisation, message.vacancy(),
                                                        write::IdOf(message.job_seeker())));
    }
    return message;
  }

  template <typename Response>
  std::function<std::string(const write::IntroductionView&)> Renderer(
      const write::Caller& caller) const {
    return [this, caller](const write::IntroductionView& view) {
      Response response;
      *response.mutable_introduction() = ToApi(view, caller);
      return response.SerializeAsString();
    };
  }

  template <typename Response>
  write::CreateIntroduction CreateOf(const std::string& person_id, const std::string& vacancy,
                                     const write::Caller& caller) const {
    // One per person and vacancy, under an id that tells neither.
    const std::string id =
        backend_.candidates.Seal("introduction", absl::StrCat(person_id, "/", vacancy))
            .substr(0, kIdBytes);
    const int days = backend_.config.disclosure().introduction_answer_days();
    write::CreateIntroduction create;
    create.id = absl::StrCat("i-", absl::BytesToHexString(id));
    create.person_id = person_id;
    create.vacancy_id = *ParseName(kVacancies, vacancy);
    create.answer_days = days == 0 ? kUsualAnswerDays : days;
    create.render = Renderer<Response>(caller);
    return create;
  }

  // Checks what all moves have in common, too.
  template <typename Response, typename Request>
  absl::StatusOr<write::MoveIntroduction> MoveOf(const Request& request,
                                                 store::v1::IntroductionState to,
                                                 const write::Caller& caller,
                                                 FieldChecker& check) const {
    check.Name("name", request.name(), kIntroductions, Presence::kRequired);
    check.Uuid("request_id", request.request_id());
    if (!check.ok()) return check.status();
    write::MoveIntroduction move;
    move.id = *ParseName(kIntroductions, request.name());
    move.etag = request.etag();
    move.to = to;
    move.render = Renderer<Response>(caller);
    move.may = [this, caller](const write::IntroductionView& view,
                              const store::v1::JobSeeker* person) {
      if (!access::Sees(caller, view.introduction, person, backend_.Today())) {
        return NoSuchIntroduction(view.head.id());
      }
      if (access::RoleIn(caller) == v1::ROLE_EMPLOYER ||
          (person != nullptr && access::Keeps(caller, *person))) {
        return absl::OkStatus();
      }
      return write::WithReason(
          absl::PermissionDeniedError("only the organisation that keeps the person answers"),
          "NOT_THE_KEEPER");
    };
    return move;
  }

  void CheckConsentDate(const v1::AcceptIntroductionRequest& request, FieldChecker& check) const {
    if (!check.Required("consent_date", request.has_consent_date()) ||
        !check.Date("consent_date", request.consent_date())) {
      return;
    }
    if (*convert::ToDate(request.consent_date()) > backend_.Today()) {
      check.Fail("consent_date", "after today");
    }
  }

  template <typename Request>
  static Mutation MutationOf(const Request& request, write::CreateIntroduction create) {
    return {request.request_id(), HashWithout(request, {"request_id"}),
            [create = std::move(create)](write::DecisionContext& decision) {
              return write::DecideCreateIntroduction(create, decision);
            }};
  }
  template <typename Request>
  static Mutation MutationOf(const Request& request, write::MoveIntroduction move) {
    return {request.request_id(), HashWithout(request, {"request_id"}),
            [move = std::move(move)](write::DecisionContext& decision) {
              return write::DecideMoveIntroduction(move, decision);
            }};
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeIntroductionService(const Backend& backend) {
  return std::make_unique<IntroductionService>(backend);
}

}  // namespace overstap::api
