// The sweep: acts on what retention says is due, through the sequencer, one command a record, each
// decided again on the record as it then is.
//
//   absl::StatusOr<SweepResult> swept = sweeper.Sweep(today, /*dry_run=*/false);
//
// In the log the sweep is the principal `retention`, with the purpose `retention`. Safe from any
// thread but the sequencer's; two sweeps at once do no harm.
#ifndef OVERSTAP_SERVICES_RETENTION_RETENTION_SWEEPER_H_
#define OVERSTAP_SERVICES_RETENTION_RETENTION_SWEEPER_H_

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "services/keys/key_ring.h"
#include "services/pool/pool.h"
#include "services/retention/retention_plan.h"
#include "services/store/store.h"
#include "services/write/sequencer.h"

namespace overstap::retention {

inline constexpr char kPrincipal[] = "retention";
inline constexpr char kPurpose[] = "retention";

struct SweepResult {
  std::vector<DueRecord> acted;  // in a dry run: would have been
  std::vector<DueRecord> kept;   // due, and something stood in the way
};

class RetentionSweeper {
 public:
  // All outlive the sweeper.
  RetentionSweeper(const store::Store& store, const keys::KeyRing& keys, const pool::Pool& pool,
                   write::Sequencer& sequencer, const region::v1::RegionConfig& config)
      : store_(store), keys_(keys), pool_(pool), sequencer_(sequencer), config_(config) {}

  // See PlanRetention.
  absl::StatusOr<std::vector<DueRecord>> Plan(matcher::Date until) const;
  // Acts on what is due on `today` or before. UNAVAILABLE, with all that was done before: writes
  // are refused.
  absl::StatusOr<SweepResult> Sweep(matcher::Date today, bool dry_run) const;
  // Lets a running sweep end after the records that it has begun with.
  void Stop() { stopping_ = true; }

 private:
  const store::Store& store_;
  const keys::KeyRing& keys_;
  const pool::Pool& pool_;
  write::Sequencer& sequencer_;
  const region::v1::RegionConfig& config_;
  std::atomic<bool> stopping_ = false;
};

// FAILED_PRECONDITION or ABORTED: the record is not as it was when it was found due.
absl::StatusOr<write::Decision> DecideRetention(const DueRecord& due, const pool::Pool& pool,
                                                write::DecisionContext& context);

}  // namespace overstap::retention

#endif  // OVERSTAP_SERVICES_RETENTION_RETENTION_SWEEPER_H_
