#include "services/audit/log_verifier.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/audit/statement.h"

namespace overstap::audit {
namespace {

using store::v1::AuditStatement;

// A server writes a statement to the log first and publishes it then.
constexpr size_t kMaxUnpublished = 1;

bool IsSame(const AuditStatement& one, const AuditStatement& other) {
  return StatementLine(one) == StatementLine(other);
}

}  // namespace

absl::Status LogVerifier::Fault(absl::string_view what) const {
  return absl::DataLossError(absl::StrCat(walk_.Place(), ": ", what));
}

absl::Status LogVerifier::CheckSigned(const AuditStatement& statement, const std::string& place) {
  if (HoldsUnder(key_, statement)) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(place, ": changed, or signed with another key: the signature of ",
                   Name(statement), " does not hold"));
}

absl::Status LogVerifier::LoadStatements(const std::string& anchors_copy_file) {
  absl::StatusOr<StatementLines> lines = folder_.ReadStatements();
  if (!lines.ok()) return lines.status();
  published_ = std::move(lines->statements);
  for (size_t i = 0; i < published_.size(); ++i) {
    const std::string place = absl::StrCat(kAnchorsFile, ", line ", i + 1);
    if (absl::Status checked = CheckSigned(published_[i], place); !checked.ok()) return checked;
    if (published_[i].number() != i + 1) {
      return absl::DataLossError(absl::StrCat(place, ": removed, inserted or reordered: statement ",
                                              published_[i].number(), " stands in the place of ",
                                              i + 1));
    }
  }
  stated_ = published_;
  if (!anchors_copy_file.empty()) {
    if (absl::Status loaded = LoadCopy(anchors_copy_file); !loaded.ok()) return loaded;
  }
  std::stable_sort(stated_.begin(), stated_.end(),
                   [](const AuditStatement& one, const AuditStatement& other) {
                     return one.sequence() < other.sequence();
                   });
  return absl::OkStatus();
}

absl::Status LogVerifier::LoadCopy(const std::string& path) {
  std::string text;
  const rocksdb::Status read = rocksdb::ReadFileToString(rocksdb::Env::Default(), path, &text);
  if (!read.ok() || text.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no copy of the anchors in ", path, read.ok() ? "" : ": ", read.ToString()));
  }
  if (!absl::EndsWith(text, "\n")) text += '\n';
  const absl::StatusOr<StatementLines> lines = ParseStatementLines(text, path);
  if (!lines.ok()) return lines.status();
  for (size_t i = 0; i < lines->statements.size(); ++i) {
    const AuditStatement& kept = lines->statements[i];
    const std::string place = absl::StrCat(path, ", line ", i + 1);
    if (absl::Status checked = CheckSigned(kept, place); !checked.ok()) return checked;
    const bool here = kept.number() >= 1 && kept.number() <= published_.size();
    if (!here || !IsSame(kept, published_[kept.number() - 1])) {
      return absl::DataLossError(absl::StrCat(
          kAnchorsFile, ": removed or changed: it does not hold ", Name(kept), " of ", place,
          here ? absl::StrCat(" but ", Name(published_[kept.number() - 1])) : "",
          "; the log was put back to an earlier state, or made anew"));
    }
    stated_.push_back(kept);
  }
  return absl::OkStatus();
}

absl::Status LogVerifier::WithContradiction(const absl::Status& fault, uint64_t sequence) const {
  const auto contradicted = std::find_if(
      stated_.begin(), stated_.end(),
      [sequence](const AuditStatement& statement) { return statement.sequence() >= sequence; });
  return {fault.code(),
          absl::StrCat(fault.message(), contradicted == stated_.end()
                                            ? "; no anchor covers it yet"
                                            : "; it contradicts " + Name(*contradicted))};
}

absl::Status LogVerifier::Walk(std::span<const SegmentFile> segments) {
  for (const SegmentFile& segment : segments) {
    const absl::StatusOr<std::string> bytes = folder_.Read(segment.name);
    if (!bytes.ok()) return bytes.status();
    // Made by a server that has not yet begun it. Had there been more, an anchor would say so.
    if (bytes->empty() && segment.name == segments.back().name) continue;
    ++report_.segments;
    bool is_ours = false;
    absl::Status walked =
        walk_.Segment(segment, *bytes, [this, &is_ours](const Frame& frame, const Chain& before) {
          absl::Status visited = Visit(frame, before);
          is_ours = !visited.ok();
          return visited;
        });
    if (absl::IsDataLoss(walked) && !is_ours) {
      walked = WithContradiction(walked, walk_.last_sequence() + 1);
    }
    if (!walked.ok()) return walked;
  }
  return absl::OkStatus();
}

absl::Status LogVerifier::CheckStart() {
  const uint64_t before = walk_.start_sequence();
  for (const AuditStatement& statement : stated_) {
    if (statement.log_id() == walk_.log_id()) continue;
    return Fault(absl::StrCat("inserted: it belongs to another log than that of ", Name(statement),
                              ", which it contradicts"));
  }
  const bool purged =
      std::any_of(published_.begin(), published_.end(), [before](const AuditStatement& statement) {
        return statement.kind() == AuditStatement::KIND_PURGE && statement.sequence() >= before;
      });
  if (before > 0 && !purged) {
    return WithContradiction(absl::DataLossError(absl::StrCat(
                                 AuditFolder::SegmentName(1),
                                 ", offset 0, sequence 1: "
                                 "removed: the entries 1 to ",
                                 before, " are missing, and no signed purge accounts for them")),
                             1);
  }
  while (next_stated_ < stated_.size() && stated_[next_stated_].sequence() < before) {
    ++next_stated_;
  }
  return CheckAgainstSigned(before, walk_.start_chain());
}

absl::Status LogVerifier::CheckAgainstSigned(uint64_t sequence, const Chain& chain) {
  for (; next_stated_ < stated_.size() && stated_[next_stated_].sequence() == sequence;
       ++next_stated_) {
    const AuditStatement& statement = stated_[next_stated_];
    if (statement.chain() == AsBytes(chain)) continue;
    const uint64_t from = next_stated_ == 0 ? 1 : stated_[next_stated_ - 1].sequence() + 1;
    return Fault(absl::StrCat("changed, removed, inserted or reordered, here or at an entry from ",
                              from, " on, and chained anew: it contradicts ", Name(statement)));
  }
  return absl::OkStatus();
}

absl::Status LogVerifier::CheckStatement(const Frame& frame, const Chain& before) {
  AuditStatement statement;
  if (!statement.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size()))) {
    return Fault("changed: its payload is no statement");
  }
  const absl::StatusOr<AuditStatement> whole = ParseStatementLine(StatementLine(statement));
  if (!whole.ok() || whole->SerializeAsString() != frame.payload) {
    return Fault("changed: its payload is more or less than a statement");
  }
  if (absl::Status checked = CheckSigned(statement, walk_.Place()); !checked.ok()) return checked;
  if (last_number_ != 0 && statement.number() != last_number_ + 1) {
    return Fault(absl::StrCat("removed, inserted or reordered: ", Name(statement),
                              " follows statement ", last_number_));
  }
  last_number_ = statement.number();
  const bool anchor = statement.kind() == AuditStatement::KIND_ANCHOR;
  if (statement.log_id() != walk_.log_id() ||
      (anchor && (statement.sequence() + 1 != frame.header.sequence ||
                  statement.chain() != AsBytes(before)))) {
    return Fault(absl::StrCat(
        "changed, removed, inserted or reordered before here: it contradicts ", Name(statement)));
  }
  if (anchor) {
    report_.last_anchored_sequence = statement.sequence();
    report_.last_anchor_time = ToTime(statement.time());
  }
  if (statement.number() > published_.size()) {
    unpublished_.push_back(statement);
  } else if (!IsSame(statement, published_[statement.number() - 1])) {
    return Fault(absl::StrCat("it is ", Name(statement), ", and contradicts ",
                              Name(published_[statement.number() - 1]), " in ", kAnchorsFile));
  }
  return absl::OkStatus();
}

absl::Status LogVerifier::Visit(const Frame& frame, const Chain& before) {
  ++report_.entries;
  if (report_.first_sequence == 0) {
    if (absl::Status checked = CheckStart(); !checked.ok()) return checked;
    report_.first_sequence = frame.header.sequence;
  }
  report_.last_sequence = frame.header.sequence;
  if (absl::Status checked = CheckAgainstSigned(frame.header.sequence, frame.header.chain);
      !checked.ok()) {
    return checked;
  }
  switch (frame.header.kind) {
    case EntryKind::kRecord:
      ++report_.records;
      return absl::OkStatus();
    case EntryKind::kHead:
      return absl::OkStatus();
    case EntryKind::kStatement:
      return CheckStatement(frame, before);
    case EntryKind::kCut:
      report_.cuts.emplace_back();
      if (!report_.cuts.back().ParseFromArray(frame.payload.data(),
                                              static_cast<int>(frame.payload.size()))) {
        return Fault("changed: its payload cannot be parsed");
      }
      return absl::OkStatus();
  }
  return Fault("changed: its kind is unknown");
}

absl::Status LogVerifier::CheckEnd() {
  if (next_stated_ < stated_.size()) {
    return Fault(absl::StrCat("removed: the log ends here, and contradicts ",
                              Name(stated_[next_stated_]), ", which lies beyond the end"));
  }
  if (!published_.empty() && published_.back().number() > last_number_) {
    return Fault(absl::StrCat("removed: the log ends here, and contradicts ",
                              Name(published_.back()), ", which stood in it"));
  }
  if (unpublished_.size() <= kMaxUnpublished) return absl::OkStatus();
  // A server may have published them meanwhile.
  const absl::StatusOr<StatementLines> now = folder_.ReadStatements();
  if (!now.ok()) return now.status();
  for (size_t i = 0; i + kMaxUnpublished < unpublished_.size(); ++i) {
    const AuditStatement& statement = unpublished_[i];
    if (statement.number() > now->statements.size() ||
        !IsSame(statement, now->statements[statement.number() - 1])) {
      return absl::DataLossError(absl::StrCat(kAnchorsFile, ", line ", statement.number(),
                                              ": removed: ", Name(statement),
                                              " stands in the log but not there"));
    }
  }
  return absl::OkStatus();
}

AuditReport LogVerifier::report() const {
  AuditReport report = report_;
  for (const std::vector<AuditStatement>* statements : {&published_, &unpublished_}) {
    for (const AuditStatement& statement : *statements) {
      if (statement.kind() == AuditStatement::KIND_ANCHOR) {
        ++report.anchors;
        continue;
      }
      ++report.purges;
      report.purged.push_back(
          {statement.first_sequence(), statement.sequence(), ToTime(statement.time())});
    }
  }
  return report;
}

}  // namespace overstap::audit
