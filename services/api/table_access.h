// Which work table a caller's figures are of.
//
//   absl::StatusOr<std::string> table = CountedTable(backend, request.work_table(), caller, check);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TABLE_ACCESS_H_
#define OVERSTAP_SERVICES_API_TABLE_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/api/backend.h"
#include "services/api/field_checker.h"
#include "services/write/sequencer.h"

namespace overstap::api {

// The work table whose reports are counted for the caller; empty: all. A member gets the own tables
// alone: PERMISSION_DENIED, reason NOT_AT_TABLE. Fails `work_table` where there is no such table,
// or a member of several has to name one.
absl::StatusOr<std::string> CountedTable(const Backend& backend, const std::string& asked,
                                         const write::Caller& caller, FieldChecker& check);
// PERMISSION_DENIED, reason NOT_AT_TABLE, for a member who does not sit at the table.
absl::Status RequireSeat(const Backend& backend, const std::string& work_table,
                         const write::Caller& caller);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TABLE_ACCESS_H_
