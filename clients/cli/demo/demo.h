// The demonstration: what the service does for one person of the embedded sample, end to end.
//
//   absl::StatusOr<DemoResult> result = RunDemo(client, {.tokens_dir = "tokens"});
//
// It asks for matches, exclusions and routes; then it places the person in the best vacancy that
// the target counts, reports that as a caseworker, acknowledges it as a member of the work table
// from another organisation, and counts the target before and after. The placement is real: it
// takes an opening and stays. The linkage key is new each time, so each run counts as one more.
#ifndef OVERSTAP_CLIENTS_CLI_DEMO_DEMO_H_
#define OVERSTAP_CLIENTS_CLI_DEMO_DEMO_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/route_service.pb.h"
#include "overstap/v1/target.pb.h"

namespace overstap::cli {

struct DemoOptions {
  // With `caseworker.token`, of the organisation that reports (werkbedrijf-rijk-van-nijmegen in the
  // sample), and `work_table_member.token`, of another one at the work table (gemeente-arnhem).
  std::string tokens_dir;
  std::string language_code = "nl";
  std::string job_seeker = "jobSeekers/p-demo";
  std::string destination = "vacancies/v-demo-target";  // of the routes, where it is stored
};

struct DemoResult {
  v1::JobSeeker job_seeker;
  v1::MatchVacanciesResponse matches;   // the best 20
  v1::MatchVacanciesResponse excluded;  // the best two that fail a rule
  v1::RankRoutesResponse routes;
  v1::VacancyMatch placed_match;  // the match that the placement is of
  v1::Placement placement;
  v1::Report report;  // acknowledged
  v1::Target target;
  v1::Progress before;
  v1::Progress after;
};

absl::StatusOr<DemoResult> RunDemo(const client::Client& client, const DemoOptions& options);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_DEMO_DEMO_H_
