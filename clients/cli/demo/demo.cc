#include "clients/cli/demo/demo.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/request_id.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"

namespace overstap::cli {
namespace {

constexpr int kVacancies = 20;
constexpr int kExcluded = 2;
constexpr int kRoutes = 5;

// The target that moves, and who moves it, as the embedded region has them.
constexpr char kTarget[] = "targets/activation";
constexpr char kWorkTable[] = "workTables/activering";
constexpr char kReporter[] = "werkbedrijf-rijk-van-nijmegen";
constexpr const char* kCountedSectors[] = {"energy", "health", "hightech"};
constexpr v1::ContractKind kCountedContracts[] = {
    v1::CONTRACT_KIND_PERMANENT, v1::CONTRACT_KIND_FIXED_TERM, v1::CONTRACT_KIND_AGENCY,
    v1::CONTRACT_KIND_LEARN_WORK};
// A sector of the embedded region that the target does not count.
constexpr char kOtherSector[] = "other";

v1::MatchVacanciesRequest MatchRequest(const DemoOptions& options, int page_size) {
  v1::MatchVacanciesRequest request;
  request.set_job_seeker(options.job_seeker);
  request.set_language_code(options.language_code);
  request.set_page_size(page_size);
  return request;
}

absl::StatusOr<v1::RankRoutesResponse> RankRoutes(const client::Client& client,
                                                  const DemoOptions& options) {
  v1::RankRoutesRequest request;
  request.set_job_seeker(options.job_seeker);
  request.set_language_code(options.language_code);
  request.set_page_size(kRoutes);
  request.set_vacancy(options.destination);
  auto reply = client.Call<v1::RankRoutesResponse>(request);
  if (absl::IsNotFound(reply.status()) || (reply.ok() && reply->routes_size() == 0)) {
    request.clear_vacancy();
    return client.Call<v1::RankRoutesResponse>(request);
  }
  return reply;
}

absl::StatusOr<v1::Target> FindTarget(const client::Client& client, const DemoOptions& options) {
  v1::ListTargetsRequest request;
  request.set_language_code(options.language_code);
  const auto reply = client.Call<v1::ListTargetsResponse>(request);
  if (!reply.ok()) return reply.status();
  for (const v1::Target& target : reply->targets()) {
    if (target.name() == kTarget) return target;
  }
  return absl::NotFoundError(absl::StrCat(kTarget, " is not configured"));
}

absl::StatusOr<v1::Progress> CountTarget(const client::Client& client) {
  v1::GetProgressRequest request;
  request.set_name(kTarget);
  return client.Call<v1::Progress>(request);
}

// The best match in a job that the target counts.
absl::StatusOr<v1::VacancyMatch> BestCountedMatch(const client::Client& client,
                                                  const DemoOptions& options) {
  v1::MatchVacanciesRequest request = MatchRequest(options, 1);
  for (const char* sector : kCountedSectors) request.mutable_filter()->add_sectors(sector);
  for (const v1::ContractKind kind : kCountedContracts) {
    request.mutable_filter()->add_contract_kinds(kind);
  }
  const auto reply = client.Call<v1::MatchVacanciesResponse>(request);
  if (!reply.ok()) return reply.status();
  if (reply->matches_size() == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "no vacancy with openings left that ", kTarget, " counts fits ", options.job_seeker));
  }
  return reply->matches(0);
}

// Today, as the server has it, or the last day that the target counts.
google::type::Date StartDate(const DemoResult& result) {
  const google::type::Date& today = result.matches.versions().as_of_date();
  const google::type::Date& end = result.target.period().end_date();
  const auto key = [](const google::type::Date& date) {
    return std::tuple(date.year(), date.month(), date.day());
  };
  return end.year() != 0 && key(end) < key(today) ? end : today;
}

absl::StatusOr<v1::Placement> Place(const client::Client& caseworker, const DemoResult& result) {
  v1::CreatePlacementRequest create;
  create.mutable_placement()->set_job_seeker(result.job_seeker.name());
  create.mutable_placement()->set_vacancy(result.placed_match.vacancy());
  *create.mutable_placement()->mutable_start_date() = StartDate(result);
  const auto proposed = caseworker.Call<v1::Placement>(create);
  if (!proposed.ok()) return proposed.status();
  v1::TransitionPlacementRequest accept;
  accept.set_name(proposed->name());
  accept.set_state(v1::PLACEMENT_STATE_ACCEPTED);
  const auto accepted = caseworker.Call<v1::TransitionPlacementResponse>(accept);
  if (!accepted.ok()) return accepted.status();
  return accepted->placement();
}

absl::StatusOr<v1::ReportPlacementResponse> Report(const client::Client& caseworker,
                                                   const DemoResult& result) {
  v1::ReportPlacementRequest request;
  request.set_name(result.placement.name());
  request.set_work_table(kWorkTable);
  request.set_linkage_key(absl::StrCat("demo-", client::NewRequestId()));
  const bool in_work =
      result.job_seeker.has_hours_per_week_now() && result.job_seeker.hours_per_week_now() > 0;
  request.set_sector_day_before(in_work ? kOtherSector : "");
  request.mutable_evidence()->set_kind("contract");
  request.mutable_evidence()->set_holder(kReporter);
  request.mutable_evidence()->set_reference("demonstration");
  return caseworker.Call<v1::ReportPlacementResponse>(request);
}

absl::StatusOr<v1::Report> Acknowledge(const client::Client& member, const std::string& report) {
  v1::AcknowledgeReportRequest request;
  request.set_name(report);
  const auto reply = member.Call<v1::AcknowledgeReportResponse>(request);
  if (!reply.ok()) return reply.status();
  return reply->report();
}

// Fills in a part of the result; returns whether that went well, with the error in `status`.
template <typename Part>
bool Take(absl::StatusOr<Part> from, Part& into, absl::Status& status) {
  status = from.status();
  if (from.ok()) into = *std::move(from);
  return status.ok();
}

}  // namespace

absl::StatusOr<DemoResult> RunDemo(const client::Client& client, const DemoOptions& options) {
  const client::Client caseworker =
      client.As({.token_file = options.tokens_dir + "/caseworker.token",
                 .role = "caseworker",
                 .purpose = "job-matching"});
  const client::Client member =
      client.As({.token_file = options.tokens_dir + "/work_table_member.token",
                 .role = "work_table_member",
                 .purpose = "progress-reporting"});
  DemoResult result;
  absl::Status status;

  v1::GetJobSeekerRequest get;
  get.set_name(options.job_seeker);
  const v1::MatchVacanciesRequest match = MatchRequest(options, kVacancies);
  v1::MatchVacanciesRequest exclude = MatchRequest(options, kExcluded);
  exclude.set_view(v1::MATCH_VIEW_EXCLUDED);
  v1::ReportPlacementResponse reported;
  const bool done =
      Take(caseworker.Call<v1::JobSeeker>(get), result.job_seeker, status) &&
      Take(caseworker.Call<v1::MatchVacanciesResponse>(match), result.matches, status) &&
      Take(caseworker.Call<v1::MatchVacanciesResponse>(exclude), result.excluded, status) &&
      Take(RankRoutes(caseworker, options), result.routes, status) &&
      Take(FindTarget(caseworker, options), result.target, status) &&
      Take(CountTarget(caseworker), result.before, status) &&
      Take(BestCountedMatch(caseworker, options), result.placed_match, status) &&
      Take(Place(caseworker, result), result.placement, status) &&
      Take(Report(caseworker, result), reported, status) &&
      Take(Acknowledge(member, reported.report().name()), result.report, status) &&
      Take(CountTarget(caseworker), result.after, status);
  if (!done) return status;
  result.placement = reported.placement();
  return result;
}

}  // namespace overstap::cli
