// What is kept too long, or soon will be: the region's retention rules over the records as they
// are.
//
//   absl::StatusOr<std::vector<DueRecord>> due = PlanRetention(store, keys, config, today + 35);
//
// Pure but for reading the store; safe from any thread.
#ifndef OVERSTAP_SERVICES_RETENTION_RETENTION_PLAN_H_
#define OVERSTAP_SERVICES_RETENTION_RETENTION_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "matcher/model/date.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "services/keys/key_ring.h"
#include "services/store/store.h"

namespace overstap::retention {

struct DueRecord {
  v1::RetentionKind kind = v1::RETENTION_KIND_UNSPECIFIED;
  v1::RetentionAction action = v1::RETENTION_ACTION_UNSPECIFIED;
  std::string id;
  std::string name;    // with its collection
  std::string etag;    // of the version that is due
  std::string person;  // id of whom it concerns; empty: nobody, or forgotten
  matcher::Date since;
  matcher::Date act;
};

// Those on which a sweep acts on `until` or before, by that day and then by name. A person with a
// placement that is not ended, or whose record is restricted, is never due.
absl::StatusOr<std::vector<DueRecord>> PlanRetention(const store::Store& store,
                                                     const keys::KeyRing& keys,
                                                     const region::v1::RegionConfig& config,
                                                     matcher::Date until);

// `job-seeker` → RETENTION_KIND_JOB_SEEKER; UNSPECIFIED: no such kind.
v1::RetentionKind KindOf(std::string_view text);
// Records of the audit log older than this may go. Infinite: there is no rule. A month counts 31
// days, so that none goes too early.
absl::Duration AuditRetention(const region::v1::RegionConfig& config);

}  // namespace overstap::retention

#endif  // OVERSTAP_SERVICES_RETENTION_RETENTION_PLAN_H_
