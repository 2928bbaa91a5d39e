// A target's progress as the API gives it: counted, expected, forecast, broken down, and with small
// counts of people hidden.
//
//   absl::StatusOr<v1::Progress> progress =
//       ProgressReply(backend, {.target = "activation", .as_of = backend.Today()});
//
// What is hidden, and what it is safe against: matcher/target/README.md. Hidden are cells, shares,
// cohorts and figures beside; a target's own totals are not, for whoever may ask has the list of
// reports behind them too. Only counts of people fall under it: not hours, organisations or tables.
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_PROGRESS_H_
#define OVERSTAP_SERVICES_API_PROGRESS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "matcher/target/target.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/target.pb.h"
#include "services/api/backend.h"

namespace overstap::api {

struct ProgressQuery {
  std::string target;  // its id
  matcher::Date as_of{};
  std::string work_table = {};  // count only what was reported to `workTables/{id}`; empty: all
  matcher::Language language = matcher::Language::kNl;
  bool unsuppressed = false;  // nothing hidden
};

// NOT_FOUND; UNIMPLEMENTED (reason NOT_COUNTED_HERE) for a target whose figure comes from outside.
absl::StatusOr<v1::Progress> ProgressReply(const Backend& backend, const ProgressQuery& query);

absl::Status NotCountedHere(const std::string& name);

// The target's definition; nullptr: there is none of that id.
const region::v1::TargetDefinition* FindTarget(const region::v1::RegionConfig& config,
                                               const std::string& id);

v1::BreakdownDimension ToApi(matcher::Dimension dimension);
// nullopt: not said. For values that the enum has.
std::optional<matcher::Dimension> DimensionOf(v1::BreakdownDimension dimension);

// What is counted of a target on a day, nothing hidden; without position and time of computing.
// `counted`: by that counter, on that day.
v1::Progress ExactProgress(const region::v1::TargetDefinition& definition,
                           const matcher::TargetCounter& counter, const matcher::Progress& counted,
                           matcher::Date as_of, matcher::Language language);

// Hides what would tell of less than five people. `counted`: what the message was made of.
void HideSmallCounts(const matcher::Progress& counted, matcher::CountedUnit unit,
                     v1::Progress* progress);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_PROGRESS_H_
