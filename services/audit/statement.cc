#include "services/audit/statement.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

namespace overstap::audit {
namespace {

using store::v1::AuditStatement;

constexpr char kFormat[] = "overstap-audit-1";
constexpr char kSignature[] = " signature=";
constexpr char kTimeFormat[] = "%Y-%m-%dT%H:%M:%E9SZ";
constexpr char kAnchor[] = "anchor";
constexpr char kPurge[] = "purge";

std::string SignedText(const AuditStatement& statement) {
  return absl::StrCat(kFormat, " number=", statement.number(),
                      " kind=", statement.kind() == AuditStatement::KIND_PURGE ? kPurge : kAnchor,
                      " log=", absl::BytesToHexString(statement.log_id()),
                      " first=", statement.first_sequence(), " sequence=", statement.sequence(),
                      " chain=", absl::BytesToHexString(statement.chain()),
                      " time=", TimeText(ToTime(statement.time())));
}

// Reads `key=value` fields in the order in which they are asked for.
class Fields {
 public:
  explicit Fields(absl::string_view text) : fields_(absl::StrSplit(text, ' ')) {}

  absl::string_view Text(absl::string_view key) {
    absl::string_view field = next_ < fields_.size() ? fields_[next_++] : absl::string_view();
    ok_ = ok_ && absl::ConsumePrefix(&field, key) && absl::ConsumePrefix(&field, "=");
    return field;
  }
  uint64_t Number(absl::string_view key) {
    uint64_t number = 0;
    const bool read = absl::SimpleAtoi(Text(key), &number);
    ok_ = ok_ && read;
    return number;
  }
  std::string Hex(absl::string_view key) {
    const absl::string_view text = Text(key);
    for (const char c : text) ok_ = ok_ && absl::ascii_isxdigit(static_cast<unsigned char>(c));
    ok_ = ok_ && text.size() % 2 == 0;
    return ok_ ? absl::HexStringToBytes(text) : std::string();
  }
  bool ok() const { return ok_; }

 private:
  std::vector<absl::string_view> fields_;
  size_t next_ = 1;  // after the format
  bool ok_ = true;
};

}  // namespace

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime(kTimeFormat, time, absl::UTCTimeZone());
}

std::string StatementLine(const AuditStatement& statement) {
  return absl::StrCat(SignedText(statement), kSignature,
                      absl::BytesToHexString(statement.signature()));
}

absl::StatusOr<AuditStatement> ParseStatementLine(std::string_view line) {
  const absl::string_view text(line.data(), line.size());
  Fields fields(text);
  AuditStatement statement;
  statement.set_number(fields.Number("number"));
  statement.set_kind(fields.Text("kind") == kPurge ? AuditStatement::KIND_PURGE
                                                   : AuditStatement::KIND_ANCHOR);
  statement.set_log_id(fields.Hex("log"));
  statement.set_first_sequence(fields.Number("first"));
  statement.set_sequence(fields.Number("sequence"));
  statement.set_chain(fields.Hex("chain"));
  absl::Time time;
  const bool timed = absl::ParseTime(kTimeFormat, fields.Text("time"), &time, nullptr);
  if (timed) *statement.mutable_time() = ToTimestamp(time);
  statement.set_signature(fields.Hex("signature"));
  // One statement has one line.
  if (!timed || !fields.ok() || StatementLine(statement) != text) {
    return absl::InvalidArgumentError("not a statement about an audit log");
  }
  return statement;
}

absl::Status SignStatement(const SigningKey& key, AuditStatement* statement) {
  absl::StatusOr<std::string> signature = key.Sign(SignedText(*statement));
  if (!signature.ok()) return signature.status();
  statement->set_signature(*std::move(signature));
  return absl::OkStatus();
}

bool HoldsUnder(const PublicKey& key, const AuditStatement& statement) {
  return key.Verifies(SignedText(statement), statement.signature());
}

std::string Name(const AuditStatement& statement) {
  return absl::StrCat(statement.kind() == AuditStatement::KIND_PURGE ? kPurge : kAnchor, " ",
                      statement.number(), " (sequence ", statement.sequence(), ", signed ",
                      TimeText(ToTime(statement.time())), ")");
}

absl::StatusOr<StatementLines> ParseStatementLines(std::string_view text, std::string_view file) {
  StatementLines lines;
  while (true) {
    const size_t end = text.find('\n', lines.whole_size);
    if (end == std::string_view::npos) return lines;
    absl::StatusOr<AuditStatement> statement =
        ParseStatementLine(text.substr(lines.whole_size, end - lines.whole_size));
    if (!statement.ok()) {
      return absl::DataLossError(absl::StrCat(
          absl::string_view(file.data(), file.size()), ", offset ", lines.whole_size, ", line ",
          lines.statements.size() + 1, ": changed: ", statement.status().message()));
    }
    lines.statements.push_back(*std::move(statement));
    lines.whole_size = end + 1;
  }
}

}  // namespace overstap::audit
