// All that is kept about one person, as one JSON document for the person to take along.
//
//   absl::StatusOr<std::string> json = ExportRecords("p-1", call, backend);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_EXPORT_JOB_SEEKER_H_
#define OVERSTAP_SERVICES_API_EXPORT_JOB_SEEKER_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/api/backend.h"
#include "services/api/unary.h"

namespace overstap::api {

// The record; placements, reports and decisions that are of the person; when and by whom something
// of it was written (the versions of then are history, not kept data); who looked at it, when and
// why. Not the participation facts, nor whether there are any. NOT_FOUND.
absl::StatusOr<std::string> ExportRecords(const std::string& id, const Call& call,
                                          const Backend& backend);
// The participation facts, who looked at them, and nothing else: for those who may see them.
// NOT_FOUND when there is no such person.
absl::StatusOr<std::string> ExportParticipationFacts(const std::string& id, const Backend& backend);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_EXPORT_JOB_SEEKER_H_
