#include "services/api/table_access.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/access/row_rules.h"
#include "services/api/validation_common.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

absl::Status NotAtTable(const write::Caller& caller, const std::string& work_table) {
  return write::WithReason(
      absl::PermissionDeniedError(absl::StrCat(caller.organisation, " does not sit at ",
                                               work_table.empty() ? "a work table" : work_table)),
      "NOT_AT_TABLE", {{"work_table", work_table}});
}

}  // namespace

absl::Status RequireSeat(const Backend& backend, const std::string& work_table,
                         const write::Caller& caller) {
  if (access::RoleIn(caller) != v1::ROLE_WORK_TABLE_MEMBER ||
      access::SitsAt(caller.organisation, work_table, backend.config)) {
    return absl::OkStatus();
  }
  return NotAtTable(caller, work_table);
}

absl::StatusOr<std::string> CountedTable(const Backend& backend, const std::string& asked,
                                         const write::Caller& caller, FieldChecker& check) {
  if (!asked.empty()) {
    const auto snapshot = backend.pool.Current();
    CheckWorkTable("work_table", asked, backend.ReferencesOf(*snapshot), check);
    if (!check.ok()) return check.status();
    if (absl::Status seat = RequireSeat(backend, asked, caller); !seat.ok()) return seat;
    return asked;
  }
  if (access::RoleIn(caller) != v1::ROLE_WORK_TABLE_MEMBER) return asked;
  const std::vector<std::string> own = access::WorkTablesOf(caller.organisation, backend.config);
  if (own.empty()) return NotAtTable(caller, asked);
  if (own.size() == 1) return own.front();
  check.Fail("work_table", absl::StrCat("required, one of ", absl::StrJoin(own, ", ")));
  return check.status();
}

}  // namespace overstap::api
