#include "services/log/rocksdb_log.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "services/log/big_endian.h"
#include "services/log/log_frame.h"
#include "services/log/rocksdb_database.h"

namespace overstap::log {
namespace {

// Entries by position, 8 bytes big-endian. Never renamed.
constexpr char kEntriesFamily[] = "entries";
enum Family : size_t { kDefault, kEntries };

class RocksdbLog final : public EventLog {
 public:
  explicit RocksdbLog(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  // Reads all that is there and takes up position and chain from it.
  absl::Status Verify() {
    Position last = 0;
    Chain chain = 0;
    absl::Status walked =
        Walk(1, UINT64_MAX, 0, [&last, &chain](Position position, const Frame& frame) {
          last = position;
          chain = frame.chain;
          return absl::OkStatus();
        });
    chain_ = chain;
    last_position_ = last;
    return walked;
  }

  Position last_position() const override { return last_position_; }

  absl::Status AppendGroup(std::span<const store::v1::LogEntry> entries) override {
    if (failed_) {
      return absl::FailedPreconditionError(
          "the log refuses writes since one failed; restart the server");
    }
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
      failed_ = true;
      return database_->StatusOf(written);
    }
    chain_ = chain;
    last_position_ = position;
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

 private:
  static absl::Status Missing(Position position) {
    return absl::DataLossError(absl::StrCat("log entry ", position, " is missing"));
  }

  absl::StatusOr<Chain> ChainAt(Position position) const {
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

  // Verifies and visits the entries first..last, or up to the end.
  absl::Status Walk(Position first, Position last, Chain chain,
                    absl::FunctionRef<absl::Status(Position, const Frame&)> visit) const {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
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
  // Of the appending thread.
  Chain chain_ = 0;
  bool failed_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EventLog>> OpenRocksdbLog(const std::string& dir,
                                                         RocksdbLogOptions options) {
  rocksdb::DBOptions db_options;
  if (options.env != nullptr) db_options.env = options.env;
  // A kill leaves a torn record at the end; anything else that does not verify is damage. RocksDB's
  // default would silently drop all that follows a damaged record.
  db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  rocksdb::ColumnFamilyOptions family;
  family.compression = rocksdb::kLZ4Compression;
  absl::StatusOr<std::unique_ptr<Database>> database =
      Database::Open({.dir = dir,
                      .what = "event log",
                      .schema_version = kLogSchemaVersion,
                      .oldest_schema_version = kOldestLogSchemaVersion},
                     db_options,
                     {{rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()},
                      {kEntriesFamily, family}});
  if (!database.ok()) return database.status();
  auto log = std::make_unique<RocksdbLog>(*std::move(database));
  if (absl::Status verified = log->Verify(); !verified.ok()) return verified;
  return log;
}

}  // namespace overstap::log
