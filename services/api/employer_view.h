// What an employer gets of a match of people: candidates under pseudonyms that hold for its own
// vacancy, and how far away, roughly. Which fields it gets at all is the disclosure list's.
//
//   ShowCandidates(caller, DemandNameOf(request), candidates, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_EMPLOYER_VIEW_H_
#define OVERSTAP_SERVICES_API_EMPLOYER_VIEW_H_

#include <string>

#include "absl/status/status.h"
#include "overstap/v1/match_service.pb.h"
#include "services/access/candidate_names.h"
#include "services/write/sequencer.h"

namespace overstap::api {

// PERMISSION_DENIED naming the fields, reason NOT_DISCLOSED, of a query that would tell more of a
// candidate than how well it fits: conditions on people, the excluded, who has unknowns.
absl::Status CheckEmployersQuery(const v1::MatchJobSeekersRequest& request);

// What the candidates' names are bound to: the vacancy, or the very vacancy that is given inline.
std::string DemandNameOf(const v1::MatchJobSeekersRequest& request);

// Puts candidates in the place of people, and rounds distances to 5 km.
void ShowCandidates(const write::Caller& caller, const std::string& demand,
                    const access::CandidateNames& names, v1::MatchJobSeekersResponse* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_EMPLOYER_VIEW_H_
