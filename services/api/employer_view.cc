#include "services/api/employer_view.h"

#include <cmath>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"
#include "services/api/request_hash.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr double kDistanceStepKm = 5;

}  // namespace

absl::Status CheckEmployersQuery(const v1::MatchJobSeekersRequest& request) {
  google::rpc::BadRequest wrong;
  const auto refuse = [&wrong](const char* field) {
    auto* violation = wrong.add_field_violations();
    violation->set_field(field);
    violation->set_description("would tell an employer more of a candidate than the fit");
  };
  if (request.has_filter() && request.filter().ByteSizeLong() > 0) refuse("filter");
  if (request.view() == v1::MATCH_VIEW_EXCLUDED) refuse("view");
  if (request.certain_only()) refuse("certain_only");
  if (wrong.field_violations().empty()) return absl::OkStatus();
  absl::Status status =
      write::WithReason(absl::PermissionDeniedError(absl::StrCat(
                            absl::StrJoin(wrong.field_violations(), ", ",
                                          [](std::string* out, const auto& violation) {
                                            absl::StrAppend(out, violation.field());
                                          }),
                            ": would tell an employer more of a candidate than the fit")),
                        "NOT_DISCLOSED");
  status.SetPayload(write::kBadRequestType, absl::Cord(wrong.SerializeAsString()));
  return status;
}

std::string DemandNameOf(const v1::MatchJobSeekersRequest& request) {
  if (!request.has_inline_vacancy()) return request.vacancy();
  return absl::StrCat("inline/", absl::BytesToHexString(HashWithout(request.inline_vacancy(), {})));
}

void ShowCandidates(const write::Caller& caller, const std::string& demand,
                    const access::CandidateNames& names, v1::MatchJobSeekersResponse* reply) {
  for (v1::JobSeekerMatch& match : *reply->mutable_matches()) {
    match.set_candidate(
        names.NameFor(caller.organisation, demand, write::IdOf(match.job_seeker())));
    match.clear_job_seeker();
    if (match.has_distance_km()) {
      match.set_distance_km(std::round(match.distance_km() / kDistanceStepKm) * kDistanceStepKm);
    }
  }
}

}  // namespace overstap::api
