#include "services/api/backend.h"

#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {

matcher::Date Backend::Today() const { return write::DayOf(now()); }

absl::Status RequireTaxonomy(const matcher::PoolSnapshot& snapshot) {
  if (snapshot.taxonomy().number() != 0) return absl::OkStatus();
  return write::WithReason(absl::FailedPreconditionError("no taxonomy is imported yet"),
                           "NO_TAXONOMY");
}

}  // namespace overstap::api
