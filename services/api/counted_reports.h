// The reports behind a figure of a target.
//
//   return ListCountedReports(query, call, backend, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_COUNTED_REPORTS_H_
#define OVERSTAP_SERVICES_API_COUNTED_REPORTS_H_

#include <string>

#include "absl/status/status.h"
#include "overstap/v1/ledger_service.pb.h"
#include "services/api/backend.h"
#include "services/api/unary.h"

namespace overstap::api {

// `work_table`: as resolved for the caller; empty: all. Reports that the caller may not see are
// left out. INVALID_ARGUMENT names every wrong field.
absl::Status ListCountedReports(const v1::ListCountedReportsRequest& request,
                                const std::string& work_table, const Call& call,
                                const Backend& backend, v1::ListCountedReportsResponse* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_COUNTED_REPORTS_H_
