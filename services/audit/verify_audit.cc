#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/audit/anchor_key.h"
#include "services/audit/audit_folder.h"
#include "services/audit/audit_log.h"
#include "services/audit/entry_walk.h"
#include "services/audit/log_verifier.h"
#include "services/audit/statement.h"

namespace overstap::audit {
namespace {

// A server that writes, or removes old segments, while we read makes us begin again.
constexpr int kAttempts = 5;
// In which a write that was seen by half goes on.
constexpr absl::Duration kWriteTime = absl::Milliseconds(2);

absl::StatusOr<AuditReport> VerifyOnce(const AuditFolder& folder, const PublicKey& key,
                                       const std::string& anchors_copy_file, bool* cut_off) {
  LogVerifier verifier(folder, key);
  // Before the segments: what is published stands in them already.
  if (absl::Status loaded = verifier.LoadStatements(anchors_copy_file); !loaded.ok()) {
    return loaded;
  }
  const absl::StatusOr<std::vector<SegmentFile>> segments = folder.Segments();
  if (!segments.ok()) return segments.status();
  absl::Status walked = verifier.Walk(*segments);
  *cut_off = verifier.walk().cut_off();
  if (!walked.ok()) return walked;
  if (absl::Status ended = verifier.CheckEnd(); !ended.ok()) return ended;
  return verifier.report();
}

absl::Status CheckThere(const AuditFolder& folder) {
  const absl::StatusOr<std::vector<SegmentFile>> segments = folder.Segments();
  if (!segments.ok()) return segments.status();
  if (!segments->empty()) return absl::OkStatus();
  const absl::StatusOr<StatementLines> anchors = folder.ReadStatements();
  if (!anchors.ok()) return anchors.status();
  if (anchors->statements.empty()) {
    return absl::NotFoundError(absl::StrCat("there is no audit log in ", folder.dir()));
  }
  return absl::DataLossError(absl::StrCat(PlaceOf(AuditFolder::SegmentName(1), 0, 1),
                                          ": removed: there is no segment, which contradicts ",
                                          Name(anchors->statements.back())));
}

bool Passes(const AuditFilter& filter, const store::v1::AuditRecord& record) {
  if (!filter.principal.empty() && record.principal() != filter.principal) return false;
  const absl::Time time = ToTime(record.time());
  if (time < filter.since || time >= filter.until) return false;
  if (filter.person.empty()) return true;
  for (const std::string& person : record.persons()) {
    if (person == filter.person) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<AuditReport> VerifyAudit(const std::string& dir,
                                        const std::string& anchor_public_key_file,
                                        const VerifyOptions& options) {
  const absl::StatusOr<PublicKey> key = PublicKey::Load(anchor_public_key_file);
  if (!key.ok()) return key.status();
  const AuditFolder folder(dir, options.env);
  if (absl::Status there = CheckThere(folder); !there.ok()) return there;
  absl::StatusOr<std::string> before = folder.Fingerprint();
  for (int attempt = 1;; ++attempt) {
    bool cut_off = false;
    absl::StatusOr<AuditReport> report =
        VerifyOnce(folder, *key, options.anchors_copy_file, &cut_off);
    if (report.ok() || attempt == kAttempts || !before.ok()) return report;
    if (cut_off) absl::SleepFor(kWriteTime);
    absl::StatusOr<std::string> after = folder.Fingerprint();
    if (after.ok() && *after == *before) return report;
    before = std::move(after);
  }
}

absl::Status ReadAudit(const std::string& dir, const AuditFilter& filter,
                       absl::FunctionRef<bool(const store::v1::AuditRecord&)> visit,
                       rocksdb::Env* env) {
  const AuditFolder folder(dir, env);
  if (absl::Status there = CheckThere(folder); !there.ok()) return there;
  const absl::StatusOr<std::vector<SegmentFile>> segments = folder.Segments();
  if (!segments.ok()) return segments.status();
  EntryWalk walk;
  store::v1::AuditRecord record;
  bool enough = false;
  const auto visit_record = [&](const Frame& frame, const Chain&) -> absl::Status {
    if (frame.header.kind != EntryKind::kRecord) return absl::OkStatus();
    if (!record.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size()))) {
      return absl::DataLossError(absl::StrCat(walk.Place(), ": its payload cannot be parsed"));
    }
    enough = Passes(filter, record) && !visit(record);
    return enough ? absl::CancelledError() : absl::OkStatus();
  };
  for (const SegmentFile& segment : *segments) {
    const absl::StatusOr<std::string> bytes = folder.Read(segment.name);
    if (!bytes.ok()) return bytes.status();
    if (bytes->empty() && segment.name == segments->back().name) continue;  // not yet begun
    absl::Status walked = walk.Segment(segment, *bytes, visit_record);
    if (enough) return absl::OkStatus();
    // The end of the last segment may be under way.
    if (walk.cut_off() && segment.name == segments->back().name) return absl::OkStatus();
    if (!walked.ok()) return walked;
  }
  return absl::OkStatus();
}

}  // namespace overstap::audit
