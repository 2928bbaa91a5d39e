// The audit log: one record of every call that concerned a person, appended in order, chained by
// SHA-256 and anchored by signatures, so that an auditor can tell whether it is as it was written.
//
//   absl::StatusOr<std::unique_ptr<AuditLog>> log = OpenAuditLog(dir, keys + "/audit_anchor", {});
//   absl::Status traced = (*log)->Append(record);  // before the answer is given; else no answer
//   absl::StatusOr<AuditReport> report = VerifyAudit(dir, keys + "/audit_anchor.pub");
//
// Safe from any thread. The folder holds segment files `audit-<first sequence>.log` and
// `anchors.log`, one signed line each: copy that one elsewhere (see README, "Audit").
//
// What is found, and what is not: every entry up to the last anchor is covered by a signature, so
// that any change, removal, insertion or exchange of it contradicts a statement that cannot be made
// without the private key. Not covered: entries after the last anchor, which whoever can write the
// folder can change and chain anew; and a log and an anchors.log that are both put back to an
// earlier state, which only a copy of anchors.log kept elsewhere reveals (VerifyOptions).
#ifndef OVERSTAP_SERVICES_AUDIT_AUDIT_LOG_H_
#define OVERSTAP_SERVICES_AUDIT_AUDIT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/store/v1/audit.pb.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace overstap::audit {

// Entries removed by retention, both ends included.
struct PurgedRange {
  uint64_t first_sequence = 0;
  uint64_t last_sequence = 0;
  absl::Time time;
};

class AuditLog {
 public:
  // Ends with an anchor over all that was appended.
  virtual ~AuditLog() = default;

  // Appends the record (its sequence number, time and chain are set here) and hands it to the
  // operating system before it returns: a kill of the process loses nothing, a power loss at most
  // `sync_interval`. After a failure every further append is refused with the same error; the
  // caller then refuses calls that touch a person: no access without a trace. INVALID_ARGUMENT: the
  // record is above 16 MiB; nothing is appended and the log goes on.
  virtual absl::Status Append(store::v1::AuditRecord record) = 0;

  // OK, or the failure that every append is refused with.
  virtual absl::Status health() const = 0;

  // Signs and publishes an anchor over all that was appended; a no-op when one covers it already.
  virtual absl::Status Anchor() = 0;

  // Removes the oldest whole segments of which every entry was written before `before`, after it
  // has verified them and signed and published what goes; none: empty. DATA_LOSS: what would go is
  // not as it was written; nothing is removed.
  virtual absl::StatusOr<std::vector<PurgedRange>> Purge(absl::Time before) = 0;
};

struct AuditOptions {
  // What a power loss can cost; a sync that takes longer than half of it costs its time besides.
  absl::Duration sync_interval = absl::Milliseconds(100);
  // A segment is closed when it reaches this size or age. Retention removes whole segments.
  size_t max_segment_bytes = size_t{64} << 20;
  absl::Duration max_segment_age = absl::Hours(24);
  // An anchor is due after this time or this many entries, whatever comes first.
  absl::Duration anchor_interval = absl::Hours(1);
  uint64_t anchor_records = 10'000;
  // Segments are removed when all their entries are older than this; looked at when the log opens
  // and then daily. Infinite: never.
  absl::Duration retention = absl::InfiniteDuration();
  // The clock; empty: the system's.
  std::function<absl::Time()> now;
  // What does the I/O of the folder (not of the key); nullptr: the operating system. Outlives the
  // log.
  rocksdb::Env* env = nullptr;
};

// Opens the log or creates an empty one. At the first start makes the key pair: the private key at
// `anchor_key_file` (readable by its owner alone), the public key at `anchor_key_file` + ".pub".
// The key belongs beside the other keys: INVALID_ARGUMENT when it lies in `dir`. An end that a kill
// or a power loss left by half is cut at the last whole entry, and an entry says so. DATA_LOSS: the
// end is missing or damaged where it was durable; keep the folder for the auditor and begin a new
// one. FAILED_PRECONDITION: another server uses the folder, the key is not the log's own or is open
// to others, or a newer format.
absl::StatusOr<std::unique_ptr<AuditLog>> OpenAuditLog(const std::string& dir,
                                                       const std::string& anchor_key_file,
                                                       AuditOptions options);

struct AuditReport {
  uint64_t records = 0;
  // Of all kinds, records among them.
  uint64_t entries = 0;
  uint64_t segments = 0;
  uint64_t anchors = 0;
  uint64_t purges = 0;
  // Of the entries that are there; 0: none.
  uint64_t first_sequence = 0;
  uint64_t last_sequence = 0;
  // The last entry that a signature covers; those after it could be changed unnoticed.
  uint64_t last_anchored_sequence = 0;
  absl::Time last_anchor_time = absl::InfinitePast();
  std::vector<PurgedRange> purged;
  // Starts after a kill or a power loss that cut a torn end off.
  std::vector<store::v1::AuditCut> cuts;
};

struct VerifyOptions {
  // A copy of anchors.log that was kept elsewhere, whole or some lines of it; empty: none.
  std::string anchors_copy_file;
  rocksdb::Env* env = nullptr;
};

// Reads all; may run beside the server. DATA_LOSS names file, offset and sequence number of the
// first entry that is changed, removed, inserted or reordered, and the signed anchor that it
// contradicts. NOT_FOUND: no audit log there. INVALID_ARGUMENT: no public key there.
absl::StatusOr<AuditReport> VerifyAudit(const std::string& dir,
                                        const std::string& anchor_public_key_file,
                                        const VerifyOptions& options = {});

// Which records are visited; a field left as it is lets all pass.
struct AuditFilter {
  std::string person;
  std::string principal;
  absl::Time since = absl::InfinitePast();
  // Not included.
  absl::Time until = absl::InfiniteFuture();
};

// Visits the records that pass, in order, until `visit` returns false. May run beside the server.
// DATA_LOSS at the first entry that is damaged; signatures are VerifyAudit's affair.
absl::Status ReadAudit(const std::string& dir, const AuditFilter& filter,
                       absl::FunctionRef<bool(const store::v1::AuditRecord&)> visit,
                       rocksdb::Env* env = nullptr);

// AuditLog::Purge while no server uses the folder (FAILED_PRECONDITION otherwise).
absl::StatusOr<std::vector<PurgedRange>> PurgeAudit(const std::string& dir,
                                                    const std::string& anchor_key_file,
                                                    absl::Time before, AuditOptions options = {});

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_AUDIT_LOG_H_
