// Published figures: made from the raw log, restated, and counted again.
//
//   absl::StatusOr<store::v1::ClosingRecord> closing = MakeClosing(backend, *definition, day,
//   deadline); v1::Closing message = ToApi(head, *closing);
//
// Safe from any thread; making takes as long as reading the log.
#ifndef OVERSTAP_SERVICES_API_CLOSINGS_H_
#define OVERSTAP_SERVICES_API_CLOSINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "services/api/backend.h"
#include "services/api/deadline.h"

namespace overstap::api {

// As of the day, at the log's last durable entry. Where the target was closed as of that day
// before: a restatement of the last such closing. Without organisation. FAILED_PRECONDITION, reason
// NOTHING_CHANGED.
absl::StatusOr<store::v1::ClosingRecord> MakeClosing(const Backend& backend,
                                                     const region::v1::TargetDefinition& definition,
                                                     matcher::Date as_of,
                                                     const RequestDeadline& deadline);

v1::Closing ToApi(const store::v1::RecordHead& head, const store::v1::ClosingRecord& closing);

// Counts it again from the log's first entry up to the closing's position.
absl::Status VerifyClosing(const store::v1::ClosingRecord& closing, const Backend& backend,
                           const RequestDeadline& deadline, v1::VerifyClosingResponse* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_CLOSINGS_H_
