// Signed statements about the audit log, as lines of text that can be copied elsewhere.
//
//   absl::Status signed_now = SignStatement(key, &statement);
//   std::string line = StatementLine(statement);  // no line end
//   absl::StatusOr<store::v1::AuditStatement> read = ParseStatementLine(line);
//   bool holds = HoldsUnder(public_key, *read);
//
// A line: `overstap-audit-1 number=3 kind=anchor log=<hex> first=0 sequence=100 chain=<hex>
// time=2026-01-31T12:00:00.000000000Z signature=<hex>`; signed is all before ` signature=`. Never
// change. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_AUDIT_STATEMENT_H_
#define OVERSTAP_SERVICES_AUDIT_STATEMENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "overstap/store/v1/audit.pb.h"
#include "services/audit/anchor_key.h"

namespace overstap::audit {

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
// As in a line.
std::string TimeText(absl::Time time);

std::string StatementLine(const store::v1::AuditStatement& statement);
// INVALID_ARGUMENT: not a line that StatementLine makes.
absl::StatusOr<store::v1::AuditStatement> ParseStatementLine(std::string_view line);

absl::Status SignStatement(const SigningKey& key, store::v1::AuditStatement* statement);
bool HoldsUnder(const PublicKey& key, const store::v1::AuditStatement& statement);

// As messages to people name it: "anchor 3 (sequence 100, signed 2026-01-31T…)".
std::string Name(const store::v1::AuditStatement& statement);

// The lines of an anchors.log.
struct StatementLines {
  std::vector<store::v1::AuditStatement> statements;
  // Bytes of whole lines; what follows is a line whose write was cut off.
  size_t whole_size = 0;
};
// DATA_LOSS names the line of `file` that is no statement.
absl::StatusOr<StatementLines> ParseStatementLines(std::string_view text, std::string_view file);

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_STATEMENT_H_
