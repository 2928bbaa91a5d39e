#include "services/audit/file_audit_log.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/audit/entry_walk.h"
#include "services/audit/log_verifier.h"
#include "services/audit/statement.h"
#include "spdlog/spdlog.h"

namespace overstap::audit {
namespace {

using store::v1::AuditStatement;

constexpr char kLockFile[] = "LOCK";
// Sequence number and time, which are serialised behind the rest of a record.
constexpr size_t kStampSize = 64;
constexpr absl::Duration kIdleWake = absl::Seconds(1);
constexpr absl::Duration kSweepInterval = absl::Hours(24);
// A segment's head is far below this.
constexpr size_t kHeadBytes = size_t{64} << 10;

// Closed when the last who writes or syncs it is done.
std::shared_ptr<rocksdb::WritableFile> Share(std::unique_ptr<rocksdb::WritableFile> file) {
  return {file.release(), [](rocksdb::WritableFile* last) {
            last->Close().PermitUncheckedError();  // it was synced
            delete last;
          }};
}

absl::Status CheckKeyPlace(const std::string& dir, const std::string& key_file) {
  const auto folder = std::filesystem::absolute(dir + "/").lexically_normal().parent_path();
  const auto key_folder = std::filesystem::absolute(key_file).lexically_normal().parent_path();
  if (folder != key_folder) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the audit log's private key ", key_file,
                   " must not lie beside the log: whoever writes there could sign too"));
}

PurgedRange RangeOf(const AuditStatement& purge) {
  return {purge.first_sequence(), purge.sequence(), ToTime(purge.time())};
}

}  // namespace

FileAuditLog::FolderLock::~FolderLock() {
  if (lock != nullptr) env->UnlockFile(lock).PermitUncheckedError();
}

FileAuditLog::FileAuditLog(AuditFolder folder, SigningKey key, AuditOptions options)
    : folder_(std::move(folder)), key_(std::move(key)), options_(std::move(options)) {}

absl::StatusOr<std::unique_ptr<FileAuditLog>> FileAuditLog::Open(const std::string& dir,
                                                                 const std::string& anchor_key_file,
                                                                 AuditOptions options) {
  if (absl::Status placed = CheckKeyPlace(dir, anchor_key_file); !placed.ok()) return placed;
  AuditFolder folder(dir, options.env);
  if (absl::Status made = folder.Make(); !made.ok()) return made;
  const absl::StatusOr<std::vector<SegmentFile>> segments = folder.Segments();
  if (!segments.ok()) return segments.status();
  const bool is_new =
      segments->empty() && folder.env().FileExists(folder.Path(kAnchorsFile)).IsNotFound();
  absl::StatusOr<SigningKey> key =
      SigningKey::Open(anchor_key_file, is_new ? MissingKey::kMake : MissingKey::kRefuse);
  if (!key.ok()) return key.status();
  std::unique_ptr<FileAuditLog> log(
      new FileAuditLog(std::move(folder), *std::move(key), std::move(options)));
  if (absl::Status locked = log->LockFolder(); !locked.ok()) return locked;
  if (absl::Status started = log->Start(); !started.ok()) return started;
  return log;
}

FileAuditLog::~FileAuditLog() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  work_.notify_all();
  thread_.join();
  if (const absl::Status anchored = Anchor(); !anchored.ok()) {
    spdlog::error("the audit log closes without an anchor: {}", anchored.ToString());
  }
}

absl::Status FileAuditLog::LockFolder() {
  folder_lock_.env = &folder_.env();
  const rocksdb::Status locked =
      folder_.env().LockFile(folder_.Path(kLockFile), &folder_lock_.lock);
  if (locked.ok()) return absl::OkStatus();
  folder_lock_.lock = nullptr;
  return absl::FailedPreconditionError(
      absl::StrCat("another server uses ", folder_.dir(), " (audit log): ", locked.ToString()));
}

absl::Status FileAuditLog::Start() {
  absl::StatusOr<RecoveredLog> found = RecoverLog(folder_, key_.public_key());
  if (!found.ok()) return found.status();
  if (absl::Status finished = FinishPurge(found->purged_sequence); !finished.ok()) return finished;
  if (absl::Status opened = OpenAnchors(); !opened.ok()) return opened;
  if (found->is_unpublished) {
    const std::lock_guard publishing(publishing_);
    if (absl::Status published = Publish(*found->last_statement); !published.ok()) return published;
  }
  {
    Lock lock(mutex_);
    log_id_ = found->log_id;
    last_sequence_ = written_ = durable_ = found->last_sequence;
    chain_ = found->chain;
    last_time_ = found->last_time;
    if (found->last_statement) last_statement_ = *found->last_statement;
    BeginSegment(NextTime());
    for (store::v1::AuditCut& cut : found->cuts) {
      const absl::Time time = NextTime();
      *cut.mutable_time() = ToTimestamp(time);
      Stamp(EntryKind::kCut, time, cut.SerializeAsString());
      spdlog::warn("audit log: {} bytes at offset {} of {} were cut off: a torn end",
                   cut.cut_size(), cut.cut_position(), cut.file());
    }
    if (absl::Status written = AwaitWritten(lock, last_sequence_); !written.ok()) return written;
  }
  if (absl::Status anchored = Anchor(); !anchored.ok()) return anchored;
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

absl::Status FileAuditLog::OpenAnchors() {
  const std::lock_guard publishing(publishing_);
  const std::string path = folder_.Path(kAnchorsFile);
  const rocksdb::Status opened =
      folder_.env().ReopenWritableFile(path, &anchors_, rocksdb::EnvOptions());
  return opened.ok() ? folder_.Sync() : folder_.ToStatus(opened);
}

// Removes segments that were purged; oldest first, so that what stays is contiguous.
absl::Status FileAuditLog::FinishPurge(uint64_t purged_sequence) {
  if (purged_sequence == 0) return absl::OkStatus();
  const absl::StatusOr<std::vector<SegmentFile>> segments = folder_.Segments();
  if (!segments.ok()) return segments.status();
  for (size_t i = 0; i + 1 < segments->size(); ++i) {
    if ((*segments)[i + 1].first_sequence > purged_sequence + 1) break;
    if (absl::Status removed = folder_.Remove((*segments)[i].name); !removed.ok()) return removed;
    // One by one: else a power loss could leave a hole.
    if (absl::Status synced = folder_.Sync(); !synced.ok()) return synced;
  }
  return absl::OkStatus();
}

absl::Status FileAuditLog::health() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

absl::Status FileAuditLog::Fail(absl::Status failure) {
  if (failure_.ok()) {
    failure_ = std::move(failure);
    spdlog::error("the audit log takes no more records: {}", failure_.ToString());
  }
  written_or_failed_.notify_all();
  return failure_;
}

absl::Status FileAuditLog::Append(store::v1::AuditRecord record) {
  record.clear_sequence();
  record.clear_time();
  const size_t size = record.ByteSizeLong();
  if (size > kMaxPayloadSize - kStampSize) {
    return absl::InvalidArgumentError(absl::StrCat("an audit record of ", size, " bytes; at most ",
                                                   kMaxPayloadSize - kStampSize));
  }
  std::string payload;
  payload.reserve(size + kStampSize);
  record.AppendToString(&payload);
  store::v1::AuditRecord stamp;
  Lock lock(mutex_);
  if (!failure_.ok()) return failure_;
  const absl::Time time = NextTime();
  RotateIfDue(time, size);
  stamp.set_sequence(last_sequence_ + 1);
  *stamp.mutable_time() = ToTimestamp(time);
  // Fields of a message may follow each other in any order and number of parts.
  stamp.AppendToString(&payload);
  Stamp(EntryKind::kRecord, time, payload);
  return AwaitWritten(lock, last_sequence_);
}

absl::Time FileAuditLog::NextTime() {
  const absl::Time now = options_.now ? options_.now() : absl::Now();
  return std::max(now, last_time_);
}

void FileAuditLog::Stamp(EntryKind kind, absl::Time time, std::string_view payload) {
  EntryHeader header;
  header.kind = kind;
  header.sequence = last_sequence_ + 1;
  header.durable_sequence = durable_;
  header.chain = hasher_.Next(chain_, header, payload);
  if (pending_.empty()) pending_.emplace_back();
  AppendFrame(header, payload, &pending_.back().bytes);
  segment_bytes_ += kFrameHeaderSize + payload.size();
  last_sequence_ = header.sequence;
  chain_ = header.chain;
  last_time_ = time;
}

void FileAuditLog::RotateIfDue(absl::Time time, size_t payload_size) {
  const size_t after = segment_bytes_ + kFrameHeaderSize + kStampSize + payload_size;
  const bool is_full = after > options_.max_segment_bytes;
  if (is_full || time - segment_time_ >= options_.max_segment_age) BeginSegment(time);
}

void FileAuditLog::BeginSegment(absl::Time time) {
  store::v1::AuditSegmentHead head;
  head.set_log_id(log_id_);
  *head.mutable_time() = ToTimestamp(time);
  head.set_continued_sequence(last_sequence_);
  head.set_continued_chain(std::string(AsBytes(chain_)));
  if (last_statement_.number() > 0) *head.mutable_last_statement() = last_statement_;
  pending_.emplace_back().begins_segment = last_sequence_ + 1;
  segment_bytes_ = 0;
  segment_time_ = time;
  is_segment_unanchored_ = true;
  Stamp(EntryKind::kHead, time, head.SerializeAsString());
}

absl::Status FileAuditLog::AwaitWritten(Lock& lock, uint64_t sequence) {
  while (written_ < sequence && failure_.ok()) {
    if (is_writing_) {
      written_or_failed_.wait(lock);
    } else {
      WritePending(lock);
    }
  }
  return written_ >= sequence ? absl::OkStatus() : failure_;
}

void FileAuditLog::WritePending(Lock& lock) {
  is_writing_ = true;
  std::vector<Chunk> chunks;
  chunks.swap(pending_);
  const uint64_t last = last_sequence_;
  lock.unlock();
  absl::Status written;
  for (const Chunk& chunk : chunks) {
    written = WriteChunk(chunk);
    if (!written.ok()) break;
  }
  lock.lock();
  is_writing_ = false;
  if (!written.ok()) {
    Fail(std::move(written)).IgnoreError();
    return;
  }
  const bool was_clean = written_ == durable_;
  written_ = last;
  written_or_failed_.notify_all();
  if (was_clean) work_.notify_all();
}

absl::Status FileAuditLog::WriteChunk(const Chunk& chunk) {
  if (chunk.begins_segment > 0) {
    if (absl::Status begun = SwitchSegment(chunk.begins_segment); !begun.ok()) return begun;
  }
  // Only the one who writes changes segment_.
  return folder_.ToStatus(segment_->Append(chunk.bytes));
}

// The segment before is whole and durable before the next one begins: only the last can be torn.
absl::Status FileAuditLog::SwitchSegment(uint64_t first_sequence) {
  if (segment_ != nullptr) {
    if (absl::Status synced = folder_.ToStatus(segment_->Sync()); !synced.ok()) return synced;
  }
  std::unique_ptr<rocksdb::WritableFile> next;
  const rocksdb::Status made = folder_.env().NewWritableFile(
      folder_.Path(AuditFolder::SegmentName(first_sequence)), &next, rocksdb::EnvOptions());
  if (!made.ok()) return folder_.ToStatus(made);
  if (absl::Status synced = folder_.Sync(); !synced.ok()) return synced;
  const std::lock_guard lock(mutex_);
  segment_ = Share(std::move(next));
  return absl::OkStatus();
}

absl::Status FileAuditLog::SyncWritten(Lock& lock) {
  while (is_writing_ && !segment_->IsSyncThreadSafe()) written_or_failed_.wait(lock);
  if (!failure_.ok()) return failure_;
  const uint64_t written = written_;
  const std::shared_ptr<rocksdb::WritableFile> segment = segment_;
  const bool takes_turn = !segment->IsSyncThreadSafe();
  if (takes_turn) is_writing_ = true;
  lock.unlock();
  absl::Status synced = folder_.ToStatus(segment->Sync());
  lock.lock();
  if (takes_turn) {
    is_writing_ = false;
    written_or_failed_.notify_all();
  }
  // After a failed sync nobody knows what is on the disk, and a second one would not tell.
  if (!synced.ok()) return Fail(std::move(synced));
  durable_ = std::max(durable_, written);
  return absl::OkStatus();
}

absl::Status FileAuditLog::AwaitDurable(Lock& lock, uint64_t sequence) {
  if (absl::Status written = AwaitWritten(lock, sequence); !written.ok()) return written;
  return durable_ >= sequence ? absl::OkStatus() : SyncWritten(lock);
}

absl::Status FileAuditLog::StampStatement(AuditStatement* statement) {
  const absl::Time time = NextTime();
  RotateIfDue(time, kHeadBytes);
  statement->set_number(last_statement_.number() + 1);
  statement->set_log_id(log_id_);
  *statement->mutable_time() = ToTimestamp(time);
  if (statement->kind() == AuditStatement::KIND_ANCHOR) {
    statement->set_sequence(last_sequence_);
    statement->set_chain(std::string(AsBytes(chain_)));
  }
  if (absl::Status signed_now = SignStatement(key_, statement); !signed_now.ok()) {
    return Fail(std::move(signed_now));
  }
  Stamp(EntryKind::kStatement, time, statement->SerializeAsString());
  last_statement_ = *statement;
  if (statement->kind() == AuditStatement::KIND_ANCHOR) {
    last_anchor_entry_ = last_sequence_;
    last_anchor_time_ = absl::Now();
    is_segment_unanchored_ = false;
  }
  return absl::OkStatus();
}

// In the log and durable first: what is published is never taken back.
absl::Status FileAuditLog::State(AuditStatement* statement) {
  {
    Lock lock(mutex_);
    if (!failure_.ok()) return failure_;
    if (absl::Status stamped = StampStatement(statement); !stamped.ok()) return stamped;
    if (absl::Status durable = AwaitDurable(lock, last_sequence_); !durable.ok()) return durable;
  }
  absl::Status published = Publish(*statement);
  if (published.ok()) return published;
  const std::lock_guard lock(mutex_);
  return Fail(published);
}

absl::Status FileAuditLog::Publish(const AuditStatement& statement) {
  rocksdb::Status status = anchors_->Append(StatementLine(statement) + "\n");
  if (status.ok()) status = anchors_->Sync();
  return folder_.ToStatus(status);
}

absl::Status FileAuditLog::Anchor() {
  const std::lock_guard publishing(publishing_);
  {
    const std::lock_guard lock(mutex_);
    if (!failure_.ok()) return failure_;
    if (last_sequence_ == last_anchor_entry_) return absl::OkStatus();
  }
  AuditStatement anchor;
  anchor.set_kind(AuditStatement::KIND_ANCHOR);
  return State(&anchor);
}

absl::StatusOr<std::vector<PurgedRange>> FileAuditLog::Purge(absl::Time before) {
  const std::lock_guard publishing(publishing_);
  const absl::StatusOr<std::vector<SegmentFile>> segments = folder_.Segments();
  if (!segments.ok()) return segments.status();
  size_t count = 0;
  AuditStatement purge;
  // A segment holds nothing younger than the head of the next.
  for (; count + 1 < segments->size(); ++count) {
    const absl::StatusOr<std::string> start =
        folder_.ReadStart((*segments)[count + 1].name, kHeadBytes);
    if (!start.ok()) return start.status();
    Frame frame;
    const absl::StatusOr<store::v1::AuditSegmentHead> head = ParseHead(*start, &frame);
    if (!head.ok()) {
      return absl::DataLossError(
          absl::StrCat((*segments)[count + 1].name, ": ", head.status().message()));
    }
    if (ToTime(head->time()) >= before) break;
    purge.set_sequence(head->continued_sequence());
    purge.set_chain(head->continued_chain());
  }
  if (count == 0) return std::vector<PurgedRange>();
  // A purge vouches for what it removes; it must not wash a change away.
  LogVerifier verifier(folder_, key_.public_key());
  if (absl::Status loaded = verifier.LoadStatements(""); !loaded.ok()) return loaded;
  const std::span<const SegmentFile> going(segments->data(), count);
  if (absl::Status walked = verifier.Walk(going); !walked.ok()) return walked;
  if (purge.sequence() != verifier.walk().last_sequence() ||
      purge.chain() != AsBytes(verifier.walk().chain())) {
    return absl::DataLossError(absl::StrCat(
        verifier.walk().Place(), ": changed: ", (*segments)[count].name, " continues another log"));
  }
  purge.set_kind(AuditStatement::KIND_PURGE);
  purge.set_first_sequence(segments->front().first_sequence);
  if (absl::Status stated = State(&purge); !stated.ok()) return stated;
  if (absl::Status finished = FinishPurge(purge.sequence()); !finished.ok()) return finished;
  return std::vector<PurgedRange>{RangeOf(purge)};
}

bool FileAuditLog::IsAnchorDue() const {
  if (!failure_.ok() || last_sequence_ == last_anchor_entry_) return false;
  return is_segment_unanchored_ || last_sequence_ - last_anchor_entry_ >= options_.anchor_records ||
         absl::Now() - last_anchor_time_ >= options_.anchor_interval;
}

void FileAuditLog::Run() {
  const auto idle = absl::ToChronoMilliseconds(std::min(kIdleWake, options_.anchor_interval));
  // Half: the sync itself takes time too.
  const auto delay = absl::ToChronoMicroseconds(options_.sync_interval / 2);
  Lock lock(mutex_);
  while (!is_stopping_) {
    work_.wait_for(lock, idle,
                   [this] { return is_stopping_ || (durable_ < written_ && failure_.ok()); });
    if (durable_ < written_ && failure_.ok()) {
      work_.wait_for(lock, delay, [this] { return is_stopping_; });
      SyncWritten(lock).IgnoreError();  // kept as the failure
    }
    const bool is_anchor_due = IsAnchorDue();
    const bool is_sweep_due =
        options_.retention != absl::InfiniteDuration() && NextTime() >= next_sweep_;
    lock.unlock();
    if (is_anchor_due) Anchor().IgnoreError();  // kept as the failure
    if (is_sweep_due) Sweep();
    lock.lock();
  }
}

void FileAuditLog::Sweep() {
  absl::Time now;
  {
    const std::lock_guard lock(mutex_);
    now = NextTime();
    next_sweep_ = now + kSweepInterval;
  }
  const absl::StatusOr<std::vector<PurgedRange>> purged = Purge(now - options_.retention);
  if (!purged.ok()) {
    spdlog::error("audit log: retention removes nothing: {}", purged.status().ToString());
    return;
  }
  for (const PurgedRange& range : *purged) {
    spdlog::info("audit log: retention removed entries {} to {}", range.first_sequence,
                 range.last_sequence);
  }
}

absl::StatusOr<std::unique_ptr<AuditLog>> OpenAuditLog(const std::string& dir,
                                                       const std::string& anchor_key_file,
                                                       AuditOptions options) {
  return FileAuditLog::Open(dir, anchor_key_file, std::move(options));
}

absl::StatusOr<std::vector<PurgedRange>> PurgeAudit(const std::string& dir,
                                                    const std::string& anchor_key_file,
                                                    absl::Time before, AuditOptions options) {
  // Opening must not make a log where there is none.
  const absl::StatusOr<std::vector<SegmentFile>> segments =
      AuditFolder(dir, options.env).Segments();
  if (!segments.ok()) return segments.status();
  if (segments->empty()) {
    return absl::NotFoundError(absl::StrCat("there is no audit log in ", dir));
  }
  const absl::StatusOr<std::unique_ptr<FileAuditLog>> log =
      FileAuditLog::Open(dir, anchor_key_file, std::move(options));
  if (!log.ok()) return log.status();
  return (*log)->Purge(before);
}

}  // namespace overstap::audit
