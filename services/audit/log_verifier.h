// Holds the entries of an audit log against what was signed about them.
//
//   LogVerifier verifier(folder, public_key);
//   absl::Status whole = verifier.LoadStatements("");
//   if (whole.ok()) whole = verifier.Walk(segments);
//   if (whole.ok()) whole = verifier.CheckEnd();
//
// DATA_LOSS names the first entry that is not as it was written and the statement it contradicts.
// Not safe from several threads at once.
#ifndef OVERSTAP_SERVICES_AUDIT_LOG_VERIFIER_H_
#define OVERSTAP_SERVICES_AUDIT_LOG_VERIFIER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/audit/anchor_key.h"
#include "services/audit/audit_folder.h"
#include "services/audit/audit_log.h"
#include "services/audit/entry_walk.h"

namespace overstap::audit {

class LogVerifier {
 public:
  LogVerifier(const AuditFolder& folder, PublicKey key) : folder_(folder), key_(std::move(key)) {}

  // Reads anchors.log and, where there is one, the copy of it. INVALID_ARGUMENT: the copy cannot be
  // read or holds no statement.
  absl::Status LoadStatements(const std::string& anchors_copy_file);
  // The segments from the first that is there, or as many of them as matter.
  absl::Status Walk(std::span<const SegmentFile> segments);
  // That nothing is stated about entries beyond the end, and no statement is missing.
  absl::Status CheckEnd();

  const EntryWalk& walk() const { return walk_; }
  AuditReport report() const;

 private:
  absl::Status LoadCopy(const std::string& path);
  absl::Status CheckSigned(const store::v1::AuditStatement& statement, const std::string& place);
  absl::Status Visit(const Frame& frame, const Chain& before);
  absl::Status CheckStart();
  absl::Status CheckAgainstSigned(uint64_t sequence, const Chain& chain);
  absl::Status CheckStatement(const Frame& frame, const Chain& before);
  absl::Status Fault(absl::string_view what) const;
  // With the first statement about `sequence` or what follows it.
  absl::Status WithContradiction(const absl::Status& fault, uint64_t sequence) const;

  const AuditFolder& folder_;
  const PublicKey key_;
  std::vector<store::v1::AuditStatement> published_;
  // What is stated about the chain, by sequence.
  std::vector<store::v1::AuditStatement> stated_;
  size_t next_stated_ = 0;
  EntryWalk walk_;
  // Number of the last statement in the log; 0: none yet.
  uint64_t last_number_ = 0;
  // Statements in the log that anchors.log did not yet have.
  std::vector<store::v1::AuditStatement> unpublished_;
  AuditReport report_;
};

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_LOG_VERIFIER_H_
