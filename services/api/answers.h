// What the matching services answer, apart from the call: for a replay, which asks the same of a
// backend over the records as they were.
//
//   v1::MatchVacanciesResponse reply;
//   absl::Status answered = AnswerAgain(past, request, call, &reply);
//
// The call says for whom is asked, and for how long. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_ANSWERS_H_
#define OVERSTAP_SERVICES_API_ANSWERS_H_

#include "absl/status/status.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/route_service.pb.h"
#include "services/api/backend.h"
#include "services/api/unary.h"

namespace overstap::api {

// Errors as of the rpc that takes the request.
absl::Status AnswerAgain(const Backend& backend, const v1::MatchVacanciesRequest& request,
                         const Call& call, v1::MatchVacanciesResponse* reply);
absl::Status AnswerAgain(const Backend& backend, const v1::MatchJobSeekersRequest& request,
                         const Call& call, v1::MatchJobSeekersResponse* reply);
absl::Status AnswerAgain(const Backend& backend, const v1::ExplainMatchRequest& request,
                         const Call& call, v1::ExplainMatchResponse* reply);
absl::Status AnswerAgain(const Backend& backend, const v1::RankRoutesRequest& request,
                         const Call& call, v1::RankRoutesResponse* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ANSWERS_H_
