#include "services/log/rocksdb_log.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/listener.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/checkpoint.h"
#include "services/log/big_endian.h"
#include "services/log/damage.h"
#include "services/log/high_water.h"
#include "services/log/log_frame.h"
#include "services/log/rocksdb_database.h"
#include "spdlog/spdlog.h"

namespace overstap::log {
namespace {

// Entries by position, 8 bytes big-endian. Never renamed.
constexpr char kEntriesFamily[] = "entries";
enum Family : size_t { kDefault, kEntries };

constexpr char kWhat[] = "event log";
// Entries that are worth a thread, and what a long walk over them reads at once.
constexpr Position kLeastHalf = 10'000;
constexpr size_t kWalkReadahead = size_t{2} << 20;
// Larger than RocksDB's own: entries are read one after the other, most of them at every start.
constexpr size_t kBlockBytes = size_t{32} << 10;
constexpr char kRestore[] = "restore the whole log from a backup";

// The first failure of a log: of a write, or of RocksDB's own work in the background (flushes and
// compactions), of which no write need ever hear.
class Failure final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    if (error->IsShutdownInProgress() || error->IsColumnFamilyDropped()) return;
    Set(ToStatus(*error, kWhat));
  }

  void Set(absl::Status failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_.ok()) return;
    failure_ = std::move(failure);
    failed_ = true;
  }
  absl::Status Get() const {
    if (!failed_) return absl::OkStatus();
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  std::atomic<bool> failed_ = false;
  mutable std::mutex mutex_;
  absl::Status failure_;  // guarded by mutex_
};

// The damage with the file and the place in it.
absl::Status WithPlace(const absl::Status& damage, const std::string& dir, rocksdb::Env* env) {
  std::string where = FindDamage(dir, env);
  if (where.empty()) {
    where = absl::StrCat("each file in ", dir,
                         " is whole, but they do not fit together: one is missing or older");
  }
  return absl::DataLossError(absl::StrCat(damage.message(), " (", where, "); ", kRestore));
}

absl::Status Missing(Position position) {
  return absl::DataLossError(absl::StrCat("log entry ", position, " is missing"));
}

class RocksdbLog final : public EventLog {
 public:
  RocksdbLog(std::unique_ptr<Database> database, std::shared_ptr<Failure> failure,
             HighWater high_water)
      : database_(std::move(database)),
        failure_(std::move(failure)),
        high_water_(std::move(high_water)) {}
  ~RocksdbLog() override {
    if (beside_.joinable()) {
      stop_verifying_ = true;
      beside_.join();
    }
    // It may lag behind. Of what was not verified nothing is said.
    if (is_verified_ && health().ok()) high_water_.Sync().IgnoreError();
  }

  // As Verify, on a thread of its own; until then the log ends where it seems to.
  void VerifyBeside(const std::optional<Mark>& mark) {
    last_position_ = LastKey();
    beside_ = std::thread([this, mark, seeming = last_position_.load()] {
      beside_status_ = Verify(mark);
      if (beside_status_.ok() && last_position_ != seeming) {
        beside_status_ = Located(Missing(std::min<Position>(last_position_, seeming) + 1));
      }
    });
  }

  absl::Status AwaitVerified() override {
    if (is_verified_) return absl::OkStatus();
    if (beside_.joinable()) {
      beside_.join();
      if (beside_status_.ok()) beside_status_ = StartMark();
    }
    is_verified_ = beside_status_.ok();
    return beside_status_;
  }

  // Verified, and its mark follows what is appended, if anything is.
  void SetVerified() { is_verified_ = true; }

  // Reads all that is there and takes up position and chain from it. `mark`: up to which entry the
  // log was durable once.
  absl::Status Verify(const std::optional<Mark>& mark) {
    // Two threads take a half each. The second half goes on from what the middle entry says its
    // chain is, which the first half finds to be so or not.
    const Position middle = LastKey() / 2;
    Half first{.first = 1, .last = middle};
    Half second{.first = middle + 1, .last = UINT64_MAX};
    if (middle < kLeastHalf) {
      first = {.first = 1, .last = 0};
      second.first = 1;
    } else {
      const absl::StatusOr<Chain> chain = ChainAt(middle);
      if (chain.ok()) second.chain = *chain;
      second.status = chain.status();
    }
    std::thread other;
    if (first.first <= first.last) other = std::thread([&] { VerifyHalf(mark, &first); });
    if (second.status.ok()) VerifyHalf(mark, &second);
    if (other.joinable()) other.join();
    for (const Half* half : {&first, &second}) {
      if (!half->status.ok()) return Located(half->status);
    }
    const bool mark_holds = first.mark_holds && second.mark_holds;
    const Position last = second.last_seen;
    const Chain chain = second.chain;
    if (!mark_holds) {
      return absl::DataLossError(absl::StrCat(
          kWhat, ": entry ", mark->position, " is not the one that ", high_water_.path(),
          " was written for: files of two logs are mixed; ", kRestore));
    }
    chain_ = chain;
    last_position_ = last;
    return absl::OkStatus();
  }

  // After Verify: from now on the mark follows what is appended.
  absl::Status StartMark() { return high_water_.Start({last_position_, chain_}); }

  // With the file and the place in it, which RocksDB does not always say.
  absl::Status Located(const absl::Status& damage) const {
    if (!absl::IsDataLoss(damage)) return damage;
    const std::string& dir = database_->identity().dir;
    return WithPlace(damage, dir, database_->db().GetOptions().env);
  }

  Position last_position() const override { return last_position_; }

  absl::Status health() const override { return failure_->Get(); }

  absl::Status AppendGroup(std::span<const store::v1::LogEntry> entries) override {
    if (!is_verified_) return absl::FailedPreconditionError("the log is not verified yet");
    if (absl::Status failed = health(); !failed.ok()) return failed;
    rocksdb::WriteBatch batch;
    Position position = last_position_;
    Chain chain = chain_;
    for (const store::v1::LogEntry& entry : entries) {
      ++position;
      const std::string frame = EncodeFrame(chain, position, entry.SerializeAsString(), &chain);
      const rocksdb::Status put =
          batch.Put(database_->family(kEntries), EncodeBigEndian(position), frame);
      if (!put.ok()) return database_->StatusOf(put);
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    const rocksdb::Status written = database_->db().Write(synced, &batch);
    if (!written.ok()) {
      failure_->Set(database_->StatusOf(written));
      return health();
    }
    chain_ = chain;
    last_position_ = position;
    // The group is durable whatever becomes of its mark; a disk that fails here takes no other.
    if (absl::Status marked = high_water_.Write({position, chain}); !marked.ok()) {
      failure_->Set(std::move(marked));
    }
    return absl::OkStatus();
  }

  absl::Status Read(
      Position first,
      absl::FunctionRef<absl::Status(Position, const store::v1::LogEntry&)> visit) const override {
    const Position last = last_position_;
    first = std::max<Position>(first, 1);
    if (first > last) return absl::OkStatus();
    absl::StatusOr<Chain> before = ChainAt(first - 1);
    if (!before.ok()) return before.status();
    store::v1::LogEntry entry;
    Position expected = first;
    absl::Status walked =
        Walk(first, last, *before, [&](Position position, const Frame& frame) -> absl::Status {
          const auto size = static_cast<int>(frame.payload.size());
          if (!entry.ParseFromArray(frame.payload.data(), size)) {
            return absl::DataLossError(absl::StrCat("log entry ", position, " cannot be parsed"));
          }
          expected = position + 1;
          return visit(position, entry);
        });
    if (walked.ok() && expected != last + 1) return Missing(expected);
    return walked;
  }

  absl::StatusOr<uint64_t> ChainAt(Position position) const override {
    if (position == 0) return 0;
    std::string bytes;
    const rocksdb::Status got =
        database_->db().Get({}, database_->family(kEntries), EncodeBigEndian(position), &bytes);
    if (got.IsNotFound()) return Missing(position);
    if (!got.ok()) return database_->StatusOf(got);
    const absl::StatusOr<Frame> frame = ParseFrame(position, bytes);
    if (!frame.ok()) return frame.status();
    return frame->chain;
  }

  absl::Status CheckFiles() const override { return database_->CheckFiles(); }
  absl::Status Compact() override { return database_->Compact(); }
  absl::Status CopyTo(const std::string& dir) const override {
    rocksdb::Checkpoint* checkpoint = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(&database_->db(), &checkpoint);
    const std::unique_ptr<rocksdb::Checkpoint> owned(checkpoint);
    if (status.ok()) status = checkpoint->CreateCheckpoint(dir);
    return database_->StatusOf(status);
  }

 private:
  struct Half {
    Position first = 1;
    Position last = 0;
    Chain chain = 0;         // before it; then after what was seen
    Position last_seen = 0;  // 0: nothing
    bool mark_holds = true;
    absl::Status status = absl::OkStatus();
  };
  void VerifyHalf(const std::optional<Mark>& mark, Half* half) const {
    half->last_seen = half->first - 1;
    half->status =
        Walk(half->first, half->last, half->chain, [&](Position position, const Frame& frame) {
          if (stop_verifying_) return absl::CancelledError("the log is closed");
          half->last_seen = position;
          half->chain = frame.chain;
          if (mark.has_value() && position == mark->position) {
            half->mark_holds = frame.chain == mark->chain;
          }
          return absl::OkStatus();
        });
    if (half->status.ok() && half->last != UINT64_MAX && half->last_seen != half->last) {
      half->status = Missing(half->last_seen + 1);
    }
  }

  // 0: there is no entry, or none whose key can be read.
  Position LastKey() const {
    const std::unique_ptr<rocksdb::Iterator> row(
        database_->db().NewIterator({}, database_->family(kEntries)));
    row->SeekToLast();
    return row->Valid() && row->key().size() == kNumberSize
               ? DecodeBigEndian(row->key().ToStringView())
               : 0;
  }

  static absl::Status Missing(Position position) {
    return absl::DataLossError(absl::StrCat("log entry ", position, " is missing"));
  }

  // Verifies and visits the entries first..last, or up to the end.
  absl::Status Walk(Position first, Position last, Chain chain,
                    absl::FunctionRef<absl::Status(Position, const Frame&)> visit) const {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    if (last - first >= kLeastHalf) options.readahead_size = kWalkReadahead;
    const std::unique_ptr<rocksdb::Iterator> row(
        database_->db().NewIterator(options, database_->family(kEntries)));
    Position position = first;
    for (row->Seek(EncodeBigEndian(first)); row->Valid() && position <= last; row->Next()) {
      if (row->key().size() != kNumberSize ||
          DecodeBigEndian(row->key().ToStringView()) != position) {
        return Missing(position);
      }
      const absl::StatusOr<Frame> frame = DecodeFrame(chain, position, row->value().ToStringView());
      if (!frame.ok()) return frame.status();
      if (absl::Status visited = visit(position, *frame); !visited.ok()) return visited;
      chain = frame->chain;
      ++position;
    }
    if (row->status().IsCorruption()) {
      return absl::DataLossError(
          absl::StrCat("log entry ", position, " cannot be read: ", row->status().ToString()));
    }
    return database_->StatusOf(row->status());
  }

  const std::unique_ptr<Database> database_;
  std::atomic<Position> last_position_ = 0;
  const std::shared_ptr<Failure> failure_;
  // Of the appending thread; before anything is appended, of the one that verifies.
  HighWater high_water_;
  Chain chain_ = 0;
  bool is_verified_ = false;
  // Who verifies beside, and what came of it.
  std::thread beside_;
  absl::Status beside_status_;
  std::atomic<bool> stop_verifying_ = false;
};

// Position of the last entry, read without changing anything. DATA_LOSS: one before it is missing.
absl::StatusOr<Position> LastEntryOf(const std::string& dir, rocksdb::DBOptions options) {
  std::vector<std::string> present;
  if (rocksdb::DB::ListColumnFamilies(options, dir, &present).ok() &&
      std::find(present.begin(), present.end(), kEntriesFamily) == present.end()) {
    return 0;  // it was being made
  }
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
      options, dir, {{rocksdb::kDefaultColumnFamilyName, {}}, {kEntriesFamily, {}}}, &handles,
      &opened);
  if (!status.ok()) return ToStatus(status, kWhat);
  const std::unique_ptr<rocksdb::DB> db(opened);
  Position last = 0;
  bool gap = false;
  rocksdb::Status read;
  {
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}, handles[kEntries]));
    // Entries are written once and never removed: as many as the last one's number are all. RocksDB
    // counts them without reading them; where that says anything else, they are read.
    row->SeekToLast();
    uint64_t count = 0;
    if (row->Valid() && row->key().size() == kNumberSize &&
        db->GetIntProperty(handles[kEntries], rocksdb::DB::Properties::kEstimateNumKeys, &count) &&
        count == DecodeBigEndian(row->key().ToStringView())) {
      last = count;
    }
    const bool counted = last > 0;
    for (counted ? row->Seek(EncodeBigEndian(last + 1)) : row->SeekToFirst(); row->Valid() && !gap;
         row->Next()) {
      gap = row->key().size() != kNumberSize ||
            DecodeBigEndian(row->key().ToStringView()) != last + 1;
      if (!gap) ++last;
    }
    read = row->status();
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  if (!read.ok()) return ToStatus(read, kWhat);
  if (gap) return Missing(last + 1);
  return last;
}

absl::Status Damaged(const std::string& dir, absl::string_view how, absl::string_view otherwise) {
  return absl::DataLossError(
      absl::StrCat(kWhat, " in ", dir, " is damaged: ", how, "; ", kRestore, otherwise));
}

// DATA_LOSS: the log ends before its mark.
absl::Status CheckMark(const std::string& dir, const rocksdb::DBOptions& options,
                       const HighWater& high_water, Position marked, const WalState& wals) {
  if (wals.last_entry >= marked) return absl::OkStatus();
  // All may be in table files.
  const absl::StatusOr<Position> last = LastEntryOf(dir, options);
  if (!last.ok()) return last.status();
  if (*last >= marked) return absl::OkStatus();
  const std::string where = wals.cut_off.value_or(
      absl::StrCat("the last write-ahead log in ", dir, " is cut short or missing"));
  return Damaged(
      dir,
      absl::StrCat("it ends at entry ", *last, ", but entries up to ", marked,
                   " were durable: acknowledged writes are missing (", where, ")"),
      absl::StrCat(". Or, to go on without them, remove ", high_water.path(), " and the store"));
}

// Looks at what is on the disk before RocksDB changes it. Returns whether a write was cut off at
// the end, of which nobody was told. DATA_LOSS: synced entries cannot be read.
absl::StatusOr<bool> ExamineFolder(const std::string& dir, const rocksdb::DBOptions& options,
                                   const HighWater& high_water, const std::optional<Mark>& mark) {
  if (absl::Status whole = CheckNotHeadless(dir, options.env); !whole.ok()) {
    return Damaged(dir, whole.message(), "");
  }
  const absl::StatusOr<WalState> wals = ExamineWals(dir, options.env);
  if (absl::IsDataLoss(wals.status())) return Damaged(dir, wals.status().message(), "");
  if (!wals.ok()) return wals.status();
  const Position marked = mark.has_value() ? mark->position : 0;
  const auto dropped = DropCutOffEdit(dir, options.env);
  if (!dropped.ok()) return dropped.status();
  if (dropped->has_value()) {
    const absl::StatusOr<Position> last = LastEntryOf(dir, options);
    if (!last.ok() || *last < std::max(marked, wals->last_entry)) {
      const absl::Status put_back = PutBack(**dropped, dir, options.env);
      return put_back.ok() ? Damaged(dir, (*dropped)->told, "") : put_back;
    }
    spdlog::info("The log drops a change of its files that was cut off: {}", (*dropped)->told);
  }
  absl::Status checked = CheckMark(dir, options, high_water, marked, *wals);
  if (absl::IsDataLoss(checked) && !absl::StrContains(checked.message(), kRestore)) {
    return WithPlace(checked, dir, options.env);
  }
  if (!checked.ok()) return checked;
  if (wals->cut_off.has_value()) {
    spdlog::info("The log drops a write that was cut off: {}", *wals->cut_off);
  }
  return wals->cut_off.has_value();
}

// Makes the folder and looks at it, before RocksDB changes anything. Returns as ExamineFolder.
absl::StatusOr<bool> PrepareFolder(const std::string& dir, const rocksdb::DBOptions& options,
                                   const HighWater& high_water, const std::optional<Mark>& mark) {
  if (absl::Status made = MakeDurableFolder(dir, options.env, kWhat); !made.ok()) return made;
  auto lock = FolderLock::Take(dir, options.env, kWhat);
  if (!lock.ok()) return lock.status();
  return ExamineFolder(dir, options, high_water, mark);  // then RocksDB takes the lock
}

}  // namespace

absl::StatusOr<std::unique_ptr<EventLog>> OpenRocksdbLog(const std::string& dir,
                                                         RocksdbLogOptions options) {
  rocksdb::DBOptions db_options;
  if (options.env != nullptr) db_options.env = options.env;
  HighWater high_water(dir, db_options.env);
  const std::optional<Mark> mark = high_water.Read();
  // RocksDB's own modes guess: its default silently drops all that follows a damaged record, others
  // refuse what a power loss leaves. What was cut off is known once the folder was examined.
  db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  if (!options.read_only) {
    const absl::StatusOr<bool> cut_off = PrepareFolder(dir, db_options, high_water, mark);
    if (!cut_off.ok()) return cut_off.status();
    if (!*cut_off) db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kAbsoluteConsistency;
  }
  // All of it is read at a start, and hardly any later: in the system's cache it would only take
  // the place of what is asked for.
  db_options.use_direct_reads = ReadsDirectly(dir, db_options.env);
  const auto failure = std::make_shared<Failure>();
  db_options.listeners.push_back(failure);
  rocksdb::ColumnFamilyOptions family;
  family.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_size = kBlockBytes;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.write_buffer_size = options.write_buffer_bytes;
  absl::StatusOr<std::unique_ptr<Database>> database =
      Database::Open({.dir = dir,
                      .what = kWhat,
                      .schema_version = kLogSchemaVersion,
                      .oldest_schema_version = kOldestLogSchemaVersion,
                      .read_only = options.read_only},
                     db_options,
                     {{rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()},
                      {kEntriesFamily, family}});
  if (absl::IsDataLoss(database.status())) {
    return WithPlace(database.status(), dir, db_options.env);
  }
  if (!database.ok()) return database.status();
  auto log = std::make_unique<RocksdbLog>(*std::move(database), failure, std::move(high_water));
  if (options.verify_beside && !options.read_only) {
    log->VerifyBeside(mark);
    return log;
  }
  if (absl::Status verified = log->Verify(mark); !verified.ok()) return verified;
  log->SetVerified();
  if (options.read_only) {
    // Nobody has examined the folder: what was durable must be there.
    if (mark.has_value() && log->last_position() < mark->position) {
      return Damaged(dir,
                     absl::StrCat("it ends at entry ", log->last_position(), ", but entries up to ",
                                  mark->position, " were durable"),
                     "");
    }
    return log;
  }
  if (absl::Status marked = log->StartMark(); !marked.ok()) return marked;
  return log;
}

}  // namespace overstap::log
