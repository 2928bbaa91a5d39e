#include "services/audit/log_recovery.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/audit/entry_walk.h"
#include "services/audit/statement.h"

namespace overstap::audit {
namespace {

using store::v1::AuditStatement;

constexpr size_t kLogIdSize = 16;
constexpr char kAdvice[] =
    "; verify the log, keep the folder for the auditor, and begin with a new one";

absl::Status Lost(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("audit log: ", what, kAdvice));
}

class Recovery {
 public:
  Recovery(const AuditFolder& folder, const PublicKey& key) : folder_(folder), key_(key) {}

  absl::StatusOr<RecoveredLog> Run() {
    if (absl::Status taken = TakePublished(); !taken.ok()) return taken;
    absl::StatusOr<std::vector<SegmentFile>> segments = folder_.Segments();
    if (!segments.ok()) return segments.status();
    absl::StatusOr<bool> found = TakeTail(&*segments, false);
    // The segment before one that had not even begun was closed, and so is whole.
    if (found.ok() && !*found) found = TakeTail(&*segments, true);
    if (!found.ok()) return found.status();
    if (!*found) return BeginNew();
    if (absl::Status compared = CompareStatements(); !compared.ok()) return compared;
    return std::move(log_);
  }

 private:
  absl::Status TakePublished() {
    absl::StatusOr<StatementLines> lines = folder_.ReadStatements();
    if (!lines.ok()) return lines.status();
    published_ = std::move(lines->statements);
    for (size_t i = 0; i < published_.size(); ++i) {
      const AuditStatement& statement = published_[i];
      if (statement.number() != i + 1) {
        return Lost(absl::StrCat(kAnchorsFile, ", line ", i + 1, " is not statement ", i + 1));
      }
      const bool purge = statement.kind() == AuditStatement::KIND_PURGE;
      // An anchor is published after its entry, the next one, was synced.
      durable_ = std::max(durable_, statement.sequence() + (purge ? 0 : 1));
      if (!purge) {
        anchor_at_[statement.sequence()] = i;
        continue;
      }
      // Segments are removed for it.
      if (!HoldsUnder(key_, statement)) return WrongKey(statement);
      log_.purged_sequence = std::max(log_.purged_sequence, statement.sequence());
    }
    return CutPublished(lines->whole_size);
  }

  // A line whose write was cut off stands in the log, and is published again.
  absl::Status CutPublished(size_t whole_size) {
    if (folder_.env().FileExists(folder_.Path(kAnchorsFile)).IsNotFound()) return absl::OkStatus();
    const absl::StatusOr<std::string> text = folder_.Read(kAnchorsFile);
    if (!text.ok()) return text.status();
    if (text->size() == whole_size) return absl::OkStatus();
    return folder_.Replace(kAnchorsFile, std::string_view(*text).substr(0, whole_size));
  }

  static absl::Status WrongKey(const AuditStatement& statement) {
    return absl::FailedPreconditionError(
        absl::StrCat("the signature of ", Name(statement),
                     " does not hold under the audit log's key: restore the key that it was "
                     "signed with",
                     kAdvice));
  }

  absl::StatusOr<RecoveredLog> BeginNew() {
    if (!published_.empty()) {
      return Lost(absl::StrCat("no segment is there, but ", Name(published_.back()), " is"));
    }
    log_.log_id.resize(kLogIdSize);
    if (RAND_bytes(reinterpret_cast<unsigned char*>(log_.log_id.data()), kLogIdSize) != 1) {
      return absl::UnavailableError("OpenSSL has no random bytes");
    }
    return std::move(log_);
  }

  // Takes up where the last segment ends. False: none is left, or it had not begun and is removed.
  absl::StatusOr<bool> TakeTail(std::vector<SegmentFile>* segments, bool must_be_whole) {
    if (segments->empty()) return false;
    const SegmentFile segment = segments->back();
    const absl::StatusOr<std::string> bytes = folder_.Read(segment.name);
    if (!bytes.ok()) return bytes.status();
    EntryWalk walk;
    Frame last;
    absl::Status walked =
        walk.Segment(segment, *bytes, [this, &last](const Frame& frame, const Chain&) {
          last = frame;
          return TakeEntry(frame);
        });
    if (absl::IsFailedPrecondition(walked)) return walked;
    if (!walked.ok()) {
      const uint64_t durable = std::max(durable_, DurableSequenceIn(*bytes));
      if (must_be_whole || walk.last_sequence() < durable) {
        return Lost(absl::StrCat(walked.message(), "; it was durable: no torn end"));
      }
      if (absl::Status cut = Cut(segment, *bytes, walk.offset()); !cut.ok()) return cut;
      if (walk.offset() == 0) {
        segments->pop_back();
        return false;
      }
    }
    log_.log_id = walk.log_id();
    log_.last_sequence = walk.last_sequence();
    log_.chain = walk.chain();
    const absl::StatusOr<absl::Time> time = TimeOf(last);
    if (!time.ok()) return Lost(absl::StrCat(segment.name, ": ", time.status().message()));
    log_.last_time = *time;
    return true;
  }

  absl::Status TakeEntry(const Frame& frame) {
    const auto size = static_cast<int>(frame.payload.size());
    if (frame.header.kind == EntryKind::kHead) {
      store::v1::AuditSegmentHead head;
      if (!head.ParseFromArray(frame.payload.data(), size)) {
        return Lost("a segment's head cannot be parsed");
      }
      if (head.has_last_statement()) log_.last_statement = head.last_statement();
    }
    if (frame.header.kind == EntryKind::kStatement &&
        !log_.last_statement.emplace().ParseFromArray(frame.payload.data(), size)) {
      return Lost("a statement cannot be parsed");
    }
    const auto stated = anchor_at_.find(frame.header.sequence);
    if (stated == anchor_at_.end()) return absl::OkStatus();
    const AuditStatement& anchor = published_[stated->second];
    if (anchor.chain() == AsBytes(frame.header.chain)) return absl::OkStatus();
    return Lost(absl::StrCat("entry ", frame.header.sequence,
                             ", or one before it, was changed: it contradicts ", Name(anchor)));
  }

  // What is cut off was neither acknowledged nor durable; its size and hash go on record.
  absl::Status Cut(const SegmentFile& segment, std::string_view bytes, size_t offset) {
    const std::string_view cut_off = bytes.substr(offset);
    store::v1::AuditCut& cut = log_.cuts.emplace_back();
    cut.set_file(segment.name);
    cut.set_cut_position(offset);
    cut.set_cut_size(cut_off.size());
    cut.set_cut_hash(Sha256(cut_off));
    if (offset > 0) return folder_.Replace(segment.name, bytes.substr(0, offset));
    if (absl::Status removed = folder_.Remove(segment.name); !removed.ok()) return removed;
    return folder_.Sync();
  }

  absl::Status CompareStatements() {
    const uint64_t in_log = log_.last_statement ? log_.last_statement->number() : 0;
    const uint64_t published = published_.size();
    if (log_.last_statement && !HoldsUnder(key_, *log_.last_statement)) {
      return WrongKey(*log_.last_statement);
    }
    if (log_.last_sequence < durable_ || published > in_log) {
      return Lost(absl::StrCat("it ends at entry ", log_.last_sequence, ", and contradicts ",
                               Name(published_.back()),
                               ", which lies beyond the end or stood in it"));
    }
    if (in_log > published + 1) {
      return Lost(
          absl::StrCat(kAnchorsFile, " ends with statement ", published, ", the log has ", in_log));
    }
    log_.is_unpublished = in_log == published + 1;
    if (published > 0 && in_log == published &&
        StatementLine(published_.back()) != StatementLine(*log_.last_statement)) {
      return Lost(
          absl::StrCat(kAnchorsFile, " has another ", Name(published_.back()), " than the log"));
    }
    return absl::OkStatus();
  }

  const AuditFolder& folder_;
  const PublicKey& key_;
  std::vector<AuditStatement> published_;
  // Places in published_ of the anchors, by what they cover.
  absl::flat_hash_map<uint64_t, size_t> anchor_at_;
  // Entries up to this were synced, by what is published.
  uint64_t durable_ = 0;
  RecoveredLog log_;
};

}  // namespace

absl::StatusOr<RecoveredLog> RecoverLog(const AuditFolder& folder, const PublicKey& key) {
  return Recovery(folder, key).Run();
}

}  // namespace overstap::audit
