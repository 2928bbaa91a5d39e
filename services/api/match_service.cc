#include <algorithm>
#include <string>
#include <utility>

#include "overstap/v1/match_service.grpc.pb.h"
#include "services/access/row_rules.h"
#include "services/api/answer_hash.h"
#include "services/api/answers.h"
#include "services/api/arena_messages.h"
#include "services/api/employer_view.h"
#include "services/api/match_query.h"
#include "services/api/match_render.h"
#include "services/api/paging.h"
#include "services/api/services.h"
#include "services/api/unary.h"

namespace overstap::api {
namespace {

constexpr int kUsualPageSize = 20;
constexpr int kMostPageSize = 1'000;

class MatchService final : public v1::MatchService::CallbackService {
 public:
  explicit MatchService(const Backend& backend) : backend_(backend) {
    SetMessageAllocatorFor_MatchVacancies(&vacancy_messages_);
    SetMessageAllocatorFor_MatchJobSeekers(&job_seeker_messages_);
  }

  grpc::ServerUnaryReactor* MatchVacancies(grpc::CallbackServerContext* context,
                                           const v1::MatchVacanciesRequest* request,
                                           v1::MatchVacanciesResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return AnswerVacancies(request, call, reply);
    });
  }

  grpc::ServerUnaryReactor* MatchJobSeekers(grpc::CallbackServerContext* context,
                                            const v1::MatchJobSeekersRequest* request,
                                            v1::MatchJobSeekersResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return AnswerJobSeekers(request, call, reply);
    });
  }

  grpc::ServerUnaryReactor* ExplainMatch(grpc::CallbackServerContext* context,
                                         const v1::ExplainMatchRequest* request,
                                         v1::ExplainMatchResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return AnswerPair(request, call, reply);
    });
  }

  // What the rpcs answer, whoever calls them.
  absl::Status AnswerVacancies(const v1::MatchVacanciesRequest* request, const Call& call,
                               v1::MatchVacanciesResponse* reply) const {
    const auto scope = ScopeOf(*request, call);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto person = PersonOf(*request, *scope->snapshot, call, backend_, check);
    matcher::VacancyFilter filter;
    check.In("filter", [&] {
      filter = ToModel(request->filter(), backend_.ReferencesOf(*scope->snapshot), check);
    });
    const Query query = QueryOf(*request, *scope, call, check);
    if (!check.ok()) return check.status();
    if (!person.ok()) return person.status();
    const auto ranking =
        matcher::RankVacancies(*scope->snapshot, person->get(), filter, query.options);
    return Reply(*request, *scope, query, call, ranking, reply);
  }

  absl::Status AnswerJobSeekers(const v1::MatchJobSeekersRequest* request, const Call& call,
                                v1::MatchJobSeekersResponse* reply) const {
    const auto scope = ScopeOf(*request, call);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto vacancy = DemandOf(*request, *scope->snapshot, call, check);
    matcher::JobSeekerFilter filter;
    check.In("filter", [&] {
      filter = ToModel(request->filter(), backend_.ReferencesOf(*scope->snapshot), check);
    });
    const Query query = QueryOf(*request, *scope, call, check);
    if (!check.ok()) return check.status();
    if (!vacancy.ok()) return vacancy.status();
    const bool for_employer = access::RoleIn(call.caller) == v1::ROLE_EMPLOYER;
    if (for_employer) {
      if (absl::Status may = CheckEmployersQuery(*request); !may.ok()) return may;
    } else {
      filter.seen_from = ViewpointOf(call.caller, backend_);
    }
    const auto ranking =
        matcher::RankJobSeekers(*scope->snapshot, vacancy->get(), filter, query.options);
    for (const auto& match : ranking.matches) call.admission.Concerns(match.entry->record.id);
    absl::Status replied = Reply(*request, *scope, query, call, ranking, reply);
    if (replied.ok() && for_employer) {
      ShowCandidates(call.caller, DemandNameOf(*request), backend_.candidates, reply);
      CompleteAnswer(backend_, reply);
    }
    return replied;
  }

  absl::Status AnswerPair(const v1::ExplainMatchRequest* request, const Call& call,
                          v1::ExplainMatchResponse* reply) const {
    const auto scope =
        OpenScope(*request, "", request->has_as_of_date() ? &request->as_of_date() : nullptr,
                  call.caller, backend_);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto person = PersonOf(*request, *scope->snapshot, call, backend_, check);
    check.Name("vacancy", request->vacancy(), kVacancies, Presence::kRequired);
    const matcher::Language language = CheckLanguage(request->language_code(), check);
    if (!check.ok()) return check.status();
    if (!person.ok()) return person.status();
    const auto vacancy = FindVacancy(request->vacancy(), *scope->snapshot, call.caller, backend_);
    if (!vacancy.ok()) return vacancy.status();
    const auto match =
        matcher::ExplainPair(*scope->snapshot, person->get(), **vacancy, scope->as_of);
    const Words words(language, scope->snapshot->taxonomy(), backend_.config);
    const MatchRenderer renderer(*scope->snapshot, words, /*labels=*/true);
    renderer.Render(match, **vacancy, reply->mutable_match());
    reply->set_eligible(match.eligibility.eligible());
    *reply->mutable_versions() = renderer.Versions(scope->as_of);
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

  template <typename Request, typename Ranking, typename Response>
  absl::Status Reply(const Request& request, const QueryScope& scope, const Query& query,
                     const Call& call, const Ranking& ranking, Response* reply) const {
    if (ranking.interrupted) return call.deadline.status();
    const Words words(query.language, scope.snapshot->taxonomy(), backend_.config);
    const MatchRenderer renderer(*scope.snapshot, words, !request.language_code().empty());
    MissingFields missing;
    for (const auto& match : ranking.matches) {
      renderer.Render(match, match.entry->record, reply->add_matches());
      missing.Add(match.eligibility);
    }
    missing.AddTo(reply->mutable_missing_fields());
    *reply->mutable_versions() = renderer.Versions(scope.as_of);
    call.admission.DrawnFrom(SourceOf(reply->versions()));
    const size_t count = query.count_before + ranking.matches.size();
    if (ranking.next.has_value() && count < matcher::kMaxResults) {
      reply->set_next_page_token(NextPageToken(scope,
                                               {.creation = ranking.next->creation.value(),
                                                .score = ranking.next->score,
                                                .count = static_cast<uint32_t>(count)},
                                               call.caller, backend_));
    }
    CompleteAnswer(backend_, reply);
    return absl::OkStatus();
  }

  const Backend& backend_;
  ArenaMessages<v1::MatchVacanciesRequest, v1::MatchVacanciesResponse> vacancy_messages_;
  ArenaMessages<v1::MatchJobSeekersRequest, v1::MatchJobSeekersResponse> job_seeker_messages_;
};

}  // namespace

absl::Status AnswerAgain(const Backend& backend, const v1::MatchVacanciesRequest& request,
                         const Call& call, v1::MatchVacanciesResponse* reply) {
  return MatchService(backend).AnswerVacancies(&request, call, reply);
}

absl::Status AnswerAgain(const Backend& backend, const v1::MatchJobSeekersRequest& request,
                         const Call& call, v1::MatchJobSeekersResponse* reply) {
  return MatchService(backend).AnswerJobSeekers(&request, call, reply);
}

absl::Status AnswerAgain(const Backend& backend, const v1::ExplainMatchRequest& request,
                         const Call& call, v1::ExplainMatchResponse* reply) {
  return MatchService(backend).AnswerPair(&request, call, reply);
}

std::unique_ptr<grpc::Service> MakeMatchService(const Backend& backend) {
  return std::make_unique<MatchService>(backend);
}

}  // namespace overstap::api
