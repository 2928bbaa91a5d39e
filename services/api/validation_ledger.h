// Validators of what reports have in common.
//
//   CheckEvidence(report.evidence(), check);   // inside check.In("evidence", …)
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_VALIDATION_LEDGER_H_
#define OVERSTAP_SERVICES_API_VALIDATION_LEDGER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "overstap/v1/report.pb.h"
#include "services/api/field_checker.h"
#include "services/api/validation.h"

namespace overstap::api {

inline constexpr size_t kMaxLinkageKeyBytes = 128;

void CheckEvidence(const v1::Evidence& evidence, FieldChecker& check);
// A sector of the region's list, `other`, or empty: not in work.
void CheckSectorDayBefore(std::string_view field, const std::string& sector,
                          const References& references, FieldChecker& check);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_VALIDATION_LEDGER_H_
