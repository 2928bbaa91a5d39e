#include <algorithm>
#include <string>
#include <utility>

#include "google/protobuf/arena.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "overstap/v1/match_service.grpc.pb.h"
#include "services/access/row_rules.h"
#include "services/api/answer_hash.h"
#include "services/api/answers.h"
#include "services/api/employer_view.h"
#include "services/api/match_encoder.h"
#include "services/api/match_query.h"
#include "services/api/match_render.h"
#include "services/api/match_reply.h"
#include "services/api/paging.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/api/wire_writer.h"

namespace overstap::api {
namespace {

constexpr int kUsualPageSize = 20;
constexpr int kMostPageSize = 1'000;

absl::Status Unreadable() { return absl::InternalError("the answer cannot be read"); }

// Their replies are encoded as they are made.
template <typename Base>
using EncodesMatches = v1::MatchService::WithRawCallbackMethod_MatchVacancies<
    v1::MatchService::WithRawCallbackMethod_MatchJobSeekers<Base>>;

class MatchService final
    : public EncodesMatches<
          v1::MatchService::WithCallbackMethod_ExplainMatch<v1::MatchService::Service>> {
 public:
  explicit MatchService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* MatchVacancies(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override {
    return AnswerEncoded(
        context, backend_, v1::MatchVacanciesResponse::default_instance(), reply,
        [this, request](const Call& call, WireWriter* bytes) {
          return Parsed<v1::MatchVacanciesRequest>(
              *request, [&](const auto& asked) { return AnswerVacancies(asked, call, bytes); });
        });
  }

  grpc::ServerUnaryReactor* MatchJobSeekers(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* reply) override {
    return AnswerEncoded(
        context, backend_, v1::MatchJobSeekersResponse::default_instance(), reply,
        [this, request](const Call& call, WireWriter* bytes) {
          return Parsed<v1::MatchJobSeekersRequest>(
              *request, [&](const auto& asked) { return AnswerJobSeekers(asked, call, bytes); });
        });
  }

  grpc::ServerUnaryReactor* ExplainMatch(grpc::CallbackServerContext* context,
                                         const v1::ExplainMatchRequest* request,
                                         v1::ExplainMatchResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return AnswerPair(*request, call, reply);
    });
  }

  // What the rpcs answer, whoever calls them; `reply` is the message, encoded.
  absl::Status AnswerVacancies(const v1::MatchVacanciesRequest& request, const Call& call,
                               WireWriter* reply) const {
    const auto scope = ScopeOf(request, call);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto person = PersonOf(request, *scope->snapshot, call, backend_, check);
    matcher::VacancyFilter filter;
    check.In("filter", [&] {
      filter = ToModel(request.filter(), backend_.ReferencesOf(*scope->snapshot), check);
    });
    const Query query = QueryOf(request, *scope, call, check);
    if (!check.ok()) return check.status();
    if (!person.ok()) return person.status();
    const auto ranking =
        matcher::RankVacancies(*scope->snapshot, person->get(), filter, query.options);
    return Reply(request, *scope, query, call, ranking, reply);
  }

  absl::Status AnswerJobSeekers(const v1::MatchJobSeekersRequest& request, const Call& call,
                                WireWriter* reply) const {
    const auto scope = ScopeOf(request, call);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto vacancy = DemandOf(request, *scope->snapshot, call, check);
    matcher::JobSeekerFilter filter;
    check.In("filter", [&] {
      filter = ToModel(request.filter(), backend_.ReferencesOf(*scope->snapshot), check);
    });
    const Query query = QueryOf(request, *scope, call, check);
    if (!check.ok()) return check.status();
    if (!vacancy.ok()) return vacancy.status();
    const bool for_employer = access::RoleIn(call.caller) == v1::ROLE_EMPLOYER;
    if (for_employer) {
      if (absl::Status may = CheckEmployersQuery(request); !may.ok()) return may;
    } else {
      filter.seen_from = ViewpointOf(call.caller, backend_);
    }
    const auto ranking =
        matcher::RankJobSeekers(*scope->snapshot, vacancy->get(), filter, query.options);
    for (const auto& match : ranking.matches) call.admission.Concerns(match.entry->record.id);
    absl::Status replied = Reply(request, *scope, query, call, ranking, reply);
    if (!replied.ok() || !for_employer) return replied;
    v1::MatchJobSeekersResponse message;
    if (!reply->ParseInto(&message)) return Unreadable();
    ShowCandidates(call.caller, DemandNameOf(request), backend_.candidates, &message);
    CompleteAnswer(backend_, &message);
    reply->Clear();
    reply->Append(Serialized(message));
    return absl::OkStatus();
  }

  absl::Status AnswerPair(const v1::ExplainMatchRequest& request, const Call& call,
                          v1::ExplainMatchResponse* reply) const {
    const auto scope =
        OpenScope(request, "", request.has_as_of_date() ? &request.as_of_date() : nullptr,
                  call.caller, backend_);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto person = PersonOf(request, *scope->snapshot, call, backend_, check);
    check.Name("vacancy", request.vacancy(), kVacancies, Presence::kRequired);
    const matcher::Language language = CheckLanguage(request.language_code(), check);
    if (!check.ok()) return check.status();
    if (!person.ok()) return person.status();
    const auto vacancy = FindVacancy(request.vacancy(), *scope->snapshot, call.caller, backend_);
    if (!vacancy.ok()) return vacancy.status();
    const auto match =
        matcher::ExplainPair(*scope->snapshot, person->get(), **vacancy, scope->as_of);
    const Words words(language, scope->snapshot->taxonomy(), backend_.config);
    const MatchRenderer renderer(*scope->snapshot, words, /*labels=*/true);
    renderer.Render(match, **vacancy, reply->mutable_match());
    reply->set_eligible(match.eligibility.eligible());
    *reply->mutable_versions() = VersionsOf(*scope->snapshot, scope->as_of);
    CompleteAnswer(backend_, reply);
    call.admission.DrawnFrom(SourceOf(reply->versions()));
    return absl::OkStatus();
  }

 private:
  struct Query {
    matcher::MatchOptions options;
    matcher::Language language = matcher::Language::kNl;
    size_t count_before = 0;  // results on earlier pages
  };

  template <typename Request, typename Answer>
  static absl::Status Parsed(const grpc::ByteBuffer& bytes, const Answer& answer) {
    google::protobuf::Arena arena;
    auto* request = google::protobuf::Arena::CreateMessage<Request>(&arena);
    // A buffer that was read is let go.
    grpc::ByteBuffer copy = bytes;
    if (!grpc::SerializationTraits<Request>::Deserialize(&copy, request).ok()) {
      return absl::InvalidArgumentError("the request cannot be read");
    }
    return answer(*request);
  }

  template <typename Request>
  absl::StatusOr<QueryScope> ScopeOf(const Request& request, const Call& call) const {
    return OpenScope(request, request.page_token(),
                     request.has_as_of_date() ? &request.as_of_date() : nullptr, call.caller,
                     backend_);
  }

  absl::StatusOr<Subject<matcher::Vacancy>> DemandOf(const v1::MatchJobSeekersRequest& request,
                                                     const matcher::PoolSnapshot& snapshot,
                                                     const Call& call, FieldChecker& check) const {
    if (request.has_inline_vacancy()) {
      std::optional<matcher::Vacancy> vacancy;
      check.In("inline_vacancy", [&] {
        vacancy = ConvertInline(request.inline_vacancy(), snapshot, backend_, check);
      });
      return Subject<matcher::Vacancy>(std::move(vacancy).value_or(matcher::Vacancy()));
    }
    if (!check.Name("vacancy", request.vacancy(), kVacancies, Presence::kRequired)) {
      return Subject<matcher::Vacancy>(matcher::Vacancy());
    }
    const absl::StatusOr<const matcher::Vacancy*> stored =
        FindVacancy(request.vacancy(), snapshot, call.caller, backend_);
    if (!stored.ok()) return stored.status();
    return Subject<matcher::Vacancy>(*stored);
  }

  template <typename Request>
  static Query QueryOf(const Request& request, const QueryScope& scope, const Call& call,
                       FieldChecker& check) {
    Query query;
    query.options.min_score = ScoreOf("min_score", request.min_score(), check);
    check.EnumValue("view", request.view(), Presence::kOptional);
    if (request.view() == v1::MATCH_VIEW_EXCLUDED) {
      query.options.view = matcher::MatchView::kExcluded;
    }
    query.options.certain_only = request.certain_only();
    query.language = CheckLanguage(request.language_code(), check);
    query.options.page_size =
        static_cast<size_t>(PageSize(request.page_size(), kUsualPageSize, kMostPageSize, check));
    if (scope.resume.has_value()) {
      query.count_before = std::min<size_t>(scope.resume->count, matcher::kMaxResults - 1);
      query.options.after =
          matcher::Cursor{scope.resume->score, matcher::CreationNumber(scope.resume->creation)};
    }
    query.options.page_size =
        std::min(query.options.page_size, matcher::kMaxResults - query.count_before);
    query.options.today = scope.as_of;
    query.options.interruption = &call.deadline;
    return query;
  }

  template <typename Request, typename Ranking>
  absl::Status Reply(const Request& request, const QueryScope& scope, const Query& query,
                     const Call& call, const Ranking& ranking, WireWriter* reply) const {
    if (ranking.interrupted) return call.deadline.status();
    const Words words(query.language, scope.snapshot->taxonomy(), backend_.config);
    const MatchEncoder encoder(*scope.snapshot, words, !request.language_code().empty());
    MatchReply encoded(encoder, reply);
    for (const auto& match : ranking.matches) encoded.Add(match, match.entry->record);
    v1::AnswerVersions versions = VersionsOf(*scope.snapshot, scope.as_of);
    CompleteVersions(backend_, &versions);
    call.admission.DrawnFrom(SourceOf(versions));
    std::string next_page_token;
    const size_t count = query.count_before + ranking.matches.size();
    if (ranking.next.has_value() && count < matcher::kMaxResults) {
      next_page_token = NextPageToken(scope,
                                      {.creation = ranking.next->creation.value(),
                                       .score = ranking.next->score,
                                       .count = static_cast<uint32_t>(count)},
                                      call.caller, backend_);
    }
    encoded.Finish(versions, next_page_token);
    return absl::OkStatus();
  }

  const Backend& backend_;
};

// What the rpc would send, as a message.
template <typename Answer, typename Reply>
absl::Status AsMessage(const Answer& answer, Reply* reply) {
  WireWriter bytes;
  if (absl::Status answered = answer(&bytes); !answered.ok()) return answered;
  return bytes.ParseInto(reply) ? absl::OkStatus() : Unreadable();
}

}  // namespace

absl::Status AnswerAgain(const Backend& backend, const v1::MatchVacanciesRequest& request,
                         const Call& call, v1::MatchVacanciesResponse* reply) {
  const MatchService service(backend);
  return AsMessage([&](WireWriter* bytes) { return service.AnswerVacancies(request, call, bytes); },
                   reply);
}

absl::Status AnswerAgain(const Backend& backend, const v1::MatchJobSeekersRequest& request,
                         const Call& call, v1::MatchJobSeekersResponse* reply) {
  const MatchService service(backend);
  return AsMessage(
      [&](WireWriter* bytes) { return service.AnswerJobSeekers(request, call, bytes); }, reply);
}

absl::Status AnswerAgain(const Backend& backend, const v1::ExplainMatchRequest& request,
                         const Call& call, v1::ExplainMatchResponse* reply) {
  return MatchService(backend).AnswerPair(request, call, reply);
}

std::unique_ptr<grpc::Service> MakeMatchService(const Backend& backend) {
  return std::make_unique<MatchService>(backend);
}

}  // namespace overstap::api
