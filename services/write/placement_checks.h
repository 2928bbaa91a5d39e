// Checks whether people are still at work some weeks after their start: which are due, and what one
// that is made comes to.
//
//   const auto due = CheckDueOn(placement, config::PlacementCheckWeeks(region), today);
//   command.decide = [check, &pool](DecisionContext& context) {
//     return DecideRecordPlacementCheck(check, pool, context); };
//
// As in commands.h: Decide… runs inside Command::decide. The rest is pure, and safe from any
// thread.
#ifndef OVERSTAP_SERVICES_WRITE_PLACEMENT_CHECKS_H_
#define OVERSTAP_SERVICES_WRITE_PLACEMENT_CHECKS_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "google/type/date.pb.h"
#include "matcher/model/date.h"
#include "overstap/store/v1/records.pb.h"
#include "services/pool/pool.h"
#include "services/write/commands.h"
#include "services/write/sequencer.h"

namespace overstap::write {

struct DueCheck {
  int weeks = 0;
  matcher::Date day;  // since when it can be made
};

// The earliest of the configured checks (`weeks`, ascending) that waits to be made on `day`;
// nullopt: none does. Only work that has started and has not ended is checked. A later check that
// found the person at work says so of the earlier ones too.
std::optional<DueCheck> CheckDueOn(const store::v1::Placement& placement,
                                   absl::Span<const int> weeks, matcher::Date day);

// Weeks of the last check that found the person at work; 0: none did.
int WeeksAtWork(const store::v1::Placement& placement);

struct RecordPlacementCheck {
  std::string id;
  std::string etag;
  int weeks = 0;
  bool is_last = false;  // of those configured: who is at work then, stays
  bool at_work = false;
  std::optional<google::type::Date> check_date;  // nullopt: today
  // Where not at work.
  google::type::Date end_date;
  store::v1::PlacementEndReason end_reason = store::v1::PLACEMENT_END_REASON_UNSPECIFIED;
  std::string organisation;  // that checked
  std::function<std::string(const PlacementView&)> render;
};
// Not at work ends the placement; at work at the last check makes it SUSTAINED. Its report, unless
// it counts no more, is stored again with what was found, in the same log entry. Reasons
// ALREADY_CHECKED, ILLEGAL_TRANSITION, NOT_DUE_YET; INVALID_ARGUMENT names `end_date` where it is
// before the start, or before a day on which a check found the person at work.
absl::StatusOr<Decision> DecideRecordPlacementCheck(const RecordPlacementCheck& check,
                                                    const pool::Pool& pool,
                                                    DecisionContext& context);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_PLACEMENT_CHECKS_H_
