// API messages ↔ records at rest.
//
//   store::v1::Vacancy record = ToRecord(vacancy);
//   v1::Vacancy reply = ToApi(head, record, backend.pool);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_RECORDS_H_
#define OVERSTAP_SERVICES_API_RECORDS_H_

#include <string>
#include <string_view>

#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "services/pool/pool.h"
#include "services/write/commands.h"

namespace overstap::api {

// What is stored of a valid message: output-only fields are left out, postcodes cut to their area
// (`6811 AB` → `6811`), a vacancy without a status is open.
store::v1::JobSeeker ToRecord(const v1::JobSeeker& message);
store::v1::Vacancy ToRecord(const v1::Vacancy& message);
store::v1::TrainingOffer ToRecord(const v1::TrainingOffer& message);
store::v1::Placement ToRecord(const v1::Placement& message);
store::v1::Report ToRecord(const v1::Report& message);

// With name, etag, times and what is derived from placements.
v1::JobSeeker ToApi(const store::v1::RecordHead& head, const store::v1::JobSeeker& record,
                    const pool::Pool& pool);
v1::Vacancy ToApi(const store::v1::RecordHead& head, const store::v1::Vacancy& record,
                  const pool::Pool& pool);
v1::TrainingOffer ToApi(const store::v1::RecordHead& head, const store::v1::TrainingOffer& record,
                        const pool::Pool& pool);
v1::Placement ToApi(const write::PlacementView& view);
// As `organisation` may see it: person-level fields only for the one that reported.
v1::Report ToApi(const write::ReportView& view, const std::string& organisation);

// Id of the person whom a report names as it is shown; empty: nobody. Views the report.
std::string_view PersonIn(const v1::Report& report);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_RECORDS_H_
