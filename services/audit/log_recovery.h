// What a server finds when it opens an audit log, after what may have been a kill or a power loss.
//
//   absl::StatusOr<RecoveredLog> found = RecoverLog(folder, key.public_key());
//   // continue at found->last_sequence + 1 with found->chain, in a new segment
//
// Reads the last segment only; VerifyAudit reads all. Called once, before anything else writes.
#ifndef OVERSTAP_SERVICES_AUDIT_LOG_RECOVERY_H_
#define OVERSTAP_SERVICES_AUDIT_LOG_RECOVERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/store/v1/audit.pb.h"
#include "services/audit/anchor_key.h"
#include "services/audit/audit_folder.h"
#include "services/audit/entry_frame.h"

namespace overstap::audit {

struct RecoveredLog {
  // Drawn anew where there is no log yet.
  std::string log_id;
  uint64_t last_sequence = 0;
  Chain chain = {};
  absl::Time last_time = absl::InfinitePast();
  // The last one in the log, published by now or not.
  std::optional<store::v1::AuditStatement> last_statement;
  // Whether anchors.log still lacks it.
  bool is_unpublished = false;
  // Entries up to this were purged; 0: none. Their segments may still be there in part.
  uint64_t purged_sequence = 0;
  // What was cut off now, to be put on record.
  std::vector<store::v1::AuditCut> cuts;
};

// Cuts an end that was left by half, of the log and of anchors.log. Status codes as OpenAuditLog
// says.
absl::StatusOr<RecoveredLog> RecoverLog(const AuditFolder& folder, const PublicKey& key);

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_LOG_RECOVERY_H_
