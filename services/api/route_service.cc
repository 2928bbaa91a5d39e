#include <algorithm>
#include <string>

#include "overstap/v1/route_service.grpc.pb.h"
#include "services/api/answer_hash.h"
#include "services/api/answers.h"
#include "services/api/arena_messages.h"
#include "services/api/match_query.h"
#include "services/api/paging.h"
#include "services/api/route_render.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

constexpr int kUsualPageSize = 10;
constexpr int kMostPageSize = 100;
constexpr int kMostSteps = 2;

matcher::RouteOrder OrderOf(v1::RouteOrder order) {
  switch (order) {
    case v1::ROUTE_ORDER_LEAST_COST:
      return matcher::RouteOrder::kLeastCost;
    case v1::ROUTE_ORDER_BEST_FIT:
      return matcher::RouteOrder::kBestFit;
    default:
      return matcher::RouteOrder::kSoonestWork;
  }
}

class RouteService final : public v1::RouteService::CallbackService {
 public:
  explicit RouteService(const Backend& backend) : backend_(backend) {
    SetMessageAllocatorFor_RankRoutes(&messages_);
  }

  grpc::ServerUnaryReactor* RankRoutes(grpc::CallbackServerContext* context,
                                       const v1::RankRoutesRequest* request,
                                       v1::RankRoutesResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return AnswerRoutes(request, call, reply);
    });
  }

  // What the rpc answers, whoever calls it.
  absl::Status AnswerRoutes(const v1::RankRoutesRequest* request, const Call& call,
                            v1::RankRoutesResponse* reply) const {
    const auto scope = OpenScope(*request, request->page_token(),
                                 request->has_as_of_date() ? &request->as_of_date() : nullptr,
                                 call.caller, backend_);
    if (!scope.ok()) return scope.status();
    FieldChecker check;
    const auto person = PersonOf(*request, *scope->snapshot, call, backend_, check);
    matcher::RouteQuery query = QueryOf(*request, *scope, check);
    const matcher::Language language = CheckLanguage(request->language_code(), check);
    const int page_size = PageSize(request->page_size(), kUsualPageSize, kMostPageSize, check);
    if (!check.ok()) return check.status();
    if (!person.ok()) return person.status();
    if (request->has_vacancy()) {
      const auto vacancy = FindVacancy(request->vacancy(), *scope->snapshot, call.caller, backend_);
      if (!vacancy.ok()) return vacancy.status();
    }
    query.interruption = &call.deadline;
    const matcher::RoutePlan plan = matcher::PlanRoutes(*scope->snapshot, person->get(), query);
    if (plan.interrupted) return call.deadline.status();
    const Words words(language, scope->snapshot->taxonomy(), backend_.config);
    const MatchRenderer renderer(*scope->snapshot, words, /*labels=*/true);
    Reply(plan, query.order, *scope, static_cast<size_t>(page_size), call, renderer, reply);
    call.admission.DrawnFrom(SourceOf(reply->versions()));
    return absl::OkStatus();
  }

 private:
  matcher::RouteQuery QueryOf(const v1::RankRoutesRequest& request, const QueryScope& scope,
                              FieldChecker& check) const {
    const References references = backend_.ReferencesOf(*scope.snapshot);
    matcher::RouteQuery query;
    if (request.has_vacancy() &&
        check.Name("vacancy", request.vacancy(), kVacancies, Presence::kRequired)) {
      query.vacancy_id = ParseName(kVacancies, request.vacancy());
    }
    if (request.has_occupation()) {
      check.In("occupation", [&] { CheckOccupationCode(request.occupation(), references, check); });
      query.occupation = references.taxonomy.FindOccupation(request.occupation().code());
    }
    query.min_score_after = ScoreOf("min_score_after", request.min_score_after(), check);
    check.InRange("max_steps", request.max_steps(), 0, kMostSteps);
    query.max_steps = request.max_steps() == 0 ? kMostSteps : request.max_steps();
    query.min_score_gain =
        std::max(matcher::Score{1}, ScoreOf("min_score_gain", request.min_score_gain(), check));
    if (request.has_max_cost_person_eur_cents()) {
      check.NotNegative("max_cost_person_eur_cents", request.max_cost_person_eur_cents());
      query.max_cost_person = request.max_cost_person_eur_cents();
    }
    if (!request.funding_scheme().empty()) {
      CheckScheme("funding_scheme", request.funding_scheme(), references, check);
      query.funding_scheme = references.region.FindScheme(request.funding_scheme());
    }
    check.EnumValue("order", request.order(), Presence::kOptional);
    query.order = OrderOf(request.order());
    query.today = scope.as_of;
    return query;
  }

  void Reply(const matcher::RoutePlan& plan, matcher::RouteOrder order, const QueryScope& scope,
             size_t page_size, const Call& call, const MatchRenderer& renderer,
             v1::RankRoutesResponse* reply) const {
    const size_t begin =
        scope.resume.has_value() ? std::min<size_t>(scope.resume->count, plan.routes.size()) : 0;
    const size_t end = std::min(plan.routes.size(), begin + page_size);
    for (size_t i = begin; i < end; ++i) {
      const matcher::Route* previous = i > 0 ? &plan.routes[i - 1] : nullptr;
      RenderRoute(plan.routes[i], previous, order, scope.as_of, renderer, reply->add_routes());
    }
    if (end < plan.routes.size()) {
      reply->set_next_page_token(
          NextPageToken(scope, {.count = static_cast<uint32_t>(end)}, call.caller, backend_));
    }
    reply->set_no_route_needed(plan.no_route_needed);
    for (const matcher::BlockedOption& option : plan.blocked) {
      RenderBlocked(option, renderer, reply->add_blocked_options());
    }
    renderer.AddReasons(plan.destination_reasons, reply->mutable_destination_reasons());
    *reply->mutable_versions() = VersionsOf(*scope.snapshot, scope.as_of);
    CompleteAnswer(backend_, reply);
  }

  const Backend& backend_;
  ArenaMessages<v1::RankRoutesRequest, v1::RankRoutesResponse> messages_;
};

}  // namespace

absl::Status AnswerAgain(const Backend& backend, const v1::RankRoutesRequest& request,
                         const Call& call, v1::RankRoutesResponse* reply) {
  return RouteService(backend).AnswerRoutes(&request, call, reply);
}

std::unique_ptr<grpc::Service> MakeRouteService(const Backend& backend) {
  return std::make_unique<RouteService>(backend);
}

}  // namespace overstap::api
