#include "services/store/rocksdb_store.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/wal_filter.h"
#include "services/log/rocksdb_database.h"
#include "services/store/layout.h"
#include "services/store/record_change.h"

namespace overstap::store {
namespace {

using log::Database;
using log::DecodeBigEndian;
using log::EncodeBigEndian;
using log::kNumberSize;

constexpr char kWhat[] = "store";
constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();
constexpr size_t kBlockCacheBytes = size_t{64} << 20;
constexpr double kBloomBitsPerKey = 10;
// Of a scan of everything: few large reads.
constexpr size_t kScanReadahead = size_t{2} << 20;

template <typename Message>
absl::Status Parse(const rocksdb::Slice& bytes, Message* message) {
  if (message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat("store: a ", message->GetTypeName(), " cannot be read"));
}

// At most `count` ranges that meet at some of `ends`, evenly.
std::vector<Store::IdRange> RangesBetween(std::vector<std::string> ends, size_t count) {
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  // The empty key is no id, and what follows the last end belongs to the last range.
  if (!ends.empty() && ends.front().empty()) ends.erase(ends.begin());
  if (!ends.empty()) ends.pop_back();
  const size_t cuts = std::min(ends.size(), std::max<size_t>(count, 1) - 1);
  std::vector<Store::IdRange> ranges(1);
  for (size_t cut = 0; cut < cuts; ++cut) {
    const std::string& end = ends[cut * ends.size() / cuts];
    ranges.back().last = end;
    ranges.push_back({.after = end, .last = std::nullopt});
  }
  return ranges;
}

// Up to which entry a family is applied.
absl::StatusOr<uint64_t> PositionOf(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle,
                                    size_t family) {
  std::string bytes;
  const rocksdb::Status got = db.Get({}, handle, PositionKeyOf(family), &bytes);
  if (got.IsNotFound()) return 0;
  if (!got.ok()) return log::ToStatus(got, kWhat);
  if (bytes.size() != kNumberSize) {
    return absl::DataLossError("store: the position cannot be read");
  }
  return DecodeBigEndian(bytes);
}

class RocksdbStore final : public Store {
 public:
  explicit RocksdbStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  absl::Status Load(bool check_files) {
    if (absl::Status loaded = LoadPosition(); !loaded.ok()) return loaded;
    if (absl::Status loaded = LoadKeyUse(); !loaded.ok()) return loaded;
    if (check_files) {
      if (absl::Status whole = CheckFiles(); !whole.ok()) return whole;
    }
    return LoadUncommitted();
  }

  uint64_t position() const override { return position_; }
  KeyUse key_use() const override { return key_use_; }

  absl::StatusOr<std::optional<std::string>> Get(RecordKind kind,
                                                 std::string_view id) const override {
    return GetBytes(FamilyOf(kind), id);
  }

  absl::Status Scan(
      RecordKind kind, std::string_view after_id,
      absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const override {
    const std::unique_ptr<rocksdb::Iterator> row = Rows(FamilyOf(kind));
    row->Seek(after_id);
    if (row->Valid() && row->key() == rocksdb::Slice(after_id)) row->Next();
    while (row->Valid() && visit(row->key().ToStringView(), row->value().ToStringView())) {
      row->Next();
    }
    return database_->StatusOf(row->status());
  }

  std::vector<IdRange> Ranges(RecordKind kind, size_t count) const override {
    rocksdb::ColumnFamilyMetaData family;
    database_->db().GetColumnFamilyMetaData(Handle(FamilyOf(kind)), &family);
    std::vector<std::string> ends;  // of its files, which are of about the same size
    for (const rocksdb::LevelMetaData& level : family.levels) {
      for (const rocksdb::SstFileMetaData& file : level.files) ends.push_back(file.largestkey);
    }
    return RangesBetween(std::move(ends), count);
  }

  absl::Status ScanRange(
      RecordKind kind, const IdRange& range,
      absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const override {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    options.readahead_size = kScanReadahead;
    const std::unique_ptr<rocksdb::Iterator> row(
        database_->db().NewIterator(options, Handle(FamilyOf(kind))));
    row->Seek(range.after);
    if (row->Valid() && row->key() == rocksdb::Slice(range.after)) row->Next();
    for (; row->Valid(); row->Next()) {
      const std::string_view id = row->key().ToStringView();
      if (range.last.has_value() && id > *range.last) break;
      if (!visit(id, row->value().ToStringView())) break;
    }
    return database_->StatusOf(row->status());
  }

  absl::StatusOr<std::optional<v1::StoredAnswer>> FindAnswer(
      std::string_view principal, std::string_view request_id) const override {
    auto bytes = GetBytes(Family::kAnswers, AnswerKey(principal, request_id));
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return std::nullopt;
    v1::StoredAnswer answer;
    if (absl::Status parsed = Parse(**bytes, &answer); !parsed.ok()) return parsed;
    return answer;
  }

  absl::StatusOr<std::vector<v1::TaxonomyCommitted>> Taxonomies() const override {
    std::vector<v1::TaxonomyCommitted> taxonomies;
    const std::unique_ptr<rocksdb::Iterator> row = Rows(Family::kTaxonomies);
    for (row->Seek(EncodeBigEndian(0)); row->Valid(); row->Next()) {
      absl::Status parsed = Parse(row->value(), &taxonomies.emplace_back());
      if (!parsed.ok()) return parsed;
    }
    if (!row->status().ok()) return database_->StatusOf(row->status());
    return taxonomies;
  }

  absl::Status ScanTaxonomy(
      uint64_t taxonomy_number,
      absl::FunctionRef<absl::Status(const v1::TaxonomyChunk&)> visit) const override {
    const std::string prefix = EncodeBigEndian(taxonomy_number);
    const std::unique_ptr<rocksdb::Iterator> row = Rows(Family::kTaxonomyChunks);
    v1::TaxonomyChunk chunk;
    for (row->Seek(prefix); row->Valid() && row->key().starts_with(prefix); row->Next()) {
      if (absl::Status parsed = Parse(row->value(), &chunk); !parsed.ok()) return parsed;
      if (absl::Status visited = visit(chunk); !visited.ok()) return visited;
    }
    return database_->StatusOf(row->status());
  }

  absl::Status Apply(uint64_t first_position, std::span<const v1::LogEntry> entries) override {
    if (first_position != position_ + 1) {
      return absl::InternalError(absl::StrCat("store: entry ", first_position,
                                              " does not follow position ", position_.load()));
    }
    if (entries.empty()) return absl::OkStatus();
    rocksdb::WriteBatch batch;
    uint64_t position = position_;
    uint64_t oldest_answer = oldest_answer_;
    KeyUse key_use = key_use_;
    // First, so that what the entries add stands after what is removed.
    rocksdb::Status put = SweepAnswers(entries.back().envelope().time(), &batch, &oldest_answer);
    for (const v1::LogEntry& entry : entries) {
      ++position;
      AddKeyUse(entry, &key_use);
      for (const v1::Event& event : entry.events()) {
        if (put.ok()) put = AddEvent(event, position, &batch);
      }
      if (put.ok() && entry.has_answer()) put = AddAnswer(entry, position, &batch, &oldest_answer);
    }
    for (size_t family = 0; family < kFamilyCount && put.ok(); ++family) {
      put = batch.Put(database_->family(family), PositionKeyOf(family), EncodeBigEndian(position));
    }
    if (put.ok()) put = batch.Put(kAppliedAfterKey, EncodeBigEndian(position_));
    if (put.ok()) put = batch.Put(kKeyUseKey, PairKey(key_use.last_id, key_use.destroyed_keys));
    if (put.ok()) put = database_->db().Write({}, &batch);
    if (!put.ok()) return database_->StatusOf(put);
    oldest_answer_ = oldest_answer;
    key_use_ = key_use;
    position_ = position;
    return absl::OkStatus();
  }

  absl::Status CheckFiles() const override { return database_->CheckFiles(); }
  absl::Status Compact() override { return database_->Compact(); }

 private:
  rocksdb::ColumnFamilyHandle* Handle(Family family) const {
    return database_->family(static_cast<size_t>(family));
  }
  std::unique_ptr<rocksdb::Iterator> Rows(Family family) const {
    return std::unique_ptr<rocksdb::Iterator>(database_->db().NewIterator({}, Handle(family)));
  }
  absl::StatusOr<std::optional<std::string>> GetBytes(Family family, std::string_view key) const {
    std::string bytes;
    const rocksdb::Status got = database_->db().Get({}, Handle(family), key, &bytes);
    if (got.IsNotFound()) return std::nullopt;
    if (!got.ok()) return database_->StatusOf(got);
    return bytes;
  }

  absl::Status LoadPosition() {
    std::optional<uint64_t> agreed;
    for (size_t family = 0; family < kFamilyCount; ++family) {
      const absl::StatusOr<uint64_t> position =
          PositionOf(database_->db(), database_->family(family), family);
      if (!position.ok()) return position.status();
      if (agreed.value_or(*position) != *position) {
        return absl::DataLossError(absl::StrCat("store: family ", kFamilyNames[family],
                                                " is at entry ", *position, ", others at entry ",
                                                *agreed, ": a table file is missing"));
      }
      agreed = *position;
    }
    position_ = *agreed;
    return absl::OkStatus();
  }

  absl::Status LoadKeyUse() {
    std::string bytes;
    const rocksdb::Status got = database_->db().Get({}, kKeyUseKey, &bytes);
    if (got.IsNotFound() && position_ == 0) return absl::OkStatus();
    if (!got.ok() && !got.IsNotFound()) return database_->StatusOf(got);
    if (bytes.size() != 2 * kNumberSize) {
      return absl::DataLossError("store: it does not say which keys are used");
    }
    key_use_ = {DecodeBigEndian(bytes),
                DecodeBigEndian(std::string_view(bytes).substr(kNumberSize))};
    return absl::OkStatus();
  }

  absl::Status LoadUncommitted() {
    const std::unique_ptr<rocksdb::Iterator> row = Rows(Family::kTaxonomyChunks);
    row->Seek(EncodeBigEndian(0));
    while (row->Valid()) {
      const uint64_t number = DecodeBigEndian(row->key().ToStringView());
      uncommitted_.insert(number);
      row->Seek(EncodeBigEndian(number + 1));
    }
    if (!row->status().ok()) return database_->StatusOf(row->status());
    absl::StatusOr<std::vector<v1::TaxonomyCommitted>> committed = Taxonomies();
    if (!committed.ok()) return committed.status();
    for (const v1::TaxonomyCommitted& taxonomy : *committed) {
      uncommitted_.erase(taxonomy.taxonomy_number());
    }
    return absl::OkStatus();
  }

  rocksdb::Status AddEvent(const v1::Event& event, uint64_t position, rocksdb::WriteBatch* batch) {
    if (const std::optional<RecordChange> change = ChangeOf(event, position)) {
      rocksdb::ColumnFamilyHandle* family = Handle(FamilyOf(change->kind));
      return change->bytes.has_value() ? batch->Put(family, change->id, *change->bytes)
                                       : batch->Delete(family, change->id);
    }
    if (event.has_taxonomy_chunk()) {
      const v1::TaxonomyChunk& chunk = event.taxonomy_chunk();
      uncommitted_.insert(chunk.taxonomy_number());
      return batch->Put(Handle(Family::kTaxonomyChunks),
                        PairKey(chunk.taxonomy_number(), chunk.chunk_index()),
                        chunk.SerializeAsString());
    }
    if (event.has_taxonomy_committed()) {
      const v1::TaxonomyCommitted& committed = event.taxonomy_committed();
      const rocksdb::Status put =
          batch->Put(Handle(Family::kTaxonomies), EncodeBigEndian(committed.taxonomy_number()),
                     committed.SerializeAsString());
      return put.ok() ? DropOrphans(committed.taxonomy_number(), batch) : put;
    }
    return rocksdb::Status::OK();
  }

  // Chunks of versions before `committed` that never got their commit.
  rocksdb::Status DropOrphans(uint64_t committed, rocksdb::WriteBatch* batch) {
    uncommitted_.erase(committed);
    while (!uncommitted_.empty() && *uncommitted_.begin() < committed) {
      const uint64_t orphan = *uncommitted_.begin();
      rocksdb::Status dropped = batch->DeleteRange(
          Handle(Family::kTaxonomyChunks), EncodeBigEndian(orphan), EncodeBigEndian(orphan + 1));
      if (!dropped.ok()) return dropped;
      uncommitted_.erase(uncommitted_.begin());
    }
    return rocksdb::Status::OK();
  }

  rocksdb::Status AddAnswer(const v1::LogEntry& entry, uint64_t position,
                            rocksdb::WriteBatch* batch, uint64_t* oldest_answer) {
    v1::StoredAnswer stored;
    *stored.mutable_answer() = entry.answer();
    *stored.mutable_time() = entry.envelope().time();
    stored.set_principal(entry.envelope().principal());
    stored.set_person(entry.envelope().person());
    const std::string key = AnswerKey(stored.principal(), entry.answer().request_id());
    const uint64_t micros = Micros(stored.time());
    *oldest_answer = std::min(*oldest_answer, micros);
    const rocksdb::Status put =
        batch->Put(Handle(Family::kAnswers), key, stored.SerializeAsString());
    return put.ok() ? batch->Put(Handle(Family::kAnswerTimes), PairKey(micros, position), key)
                    : put;
  }

  // Costs nothing while the oldest answer is young enough.
  rocksdb::Status SweepAnswers(const google::protobuf::Timestamp& now, rocksdb::WriteBatch* batch,
                               uint64_t* oldest_answer) {
    const uint64_t now_micros = Micros(now);
    if (now_micros < kAnswerLifeMicros || *oldest_answer >= now_micros - kAnswerLifeMicros) {
      return rocksdb::Status::OK();
    }
    const uint64_t keep_from = now_micros - kAnswerLifeMicros;
    const std::unique_ptr<rocksdb::Iterator> row = Rows(Family::kAnswerTimes);
    // Rows before the oldest answer are gone, but their tombstones would be walked over.
    for (row->Seek(EncodeBigEndian(*oldest_answer)); row->Valid(); row->Next()) {
      const uint64_t time = DecodeBigEndian(row->key().ToStringView());
      if (time >= keep_from) {
        *oldest_answer = time;
        return rocksdb::Status::OK();
      }
      rocksdb::Status swept = SweepAnswer(row->value(), time, batch);
      if (swept.ok()) swept = batch->Delete(Handle(Family::kAnswerTimes), row->key());
      if (!swept.ok()) return swept;
    }
    *oldest_answer = kNever;
    return row->status();
  }

  // The same request id may have got a newer answer since.
  rocksdb::Status SweepAnswer(const rocksdb::Slice& key, uint64_t time,
                              rocksdb::WriteBatch* batch) {
    std::string bytes;
    rocksdb::Status got = database_->db().Get({}, Handle(Family::kAnswers), key, &bytes);
    if (got.IsNotFound()) return rocksdb::Status::OK();
    if (!got.ok()) return got;
    v1::StoredAnswer answer;
    if (answer.ParseFromString(bytes) && Micros(answer.time()) != time) {
      return rocksdb::Status::OK();
    }
    return batch->Delete(Handle(Family::kAnswers), key);
  }

  const std::unique_ptr<Database> database_;
  std::atomic<uint64_t> position_ = 0;
  KeyUse key_use_;  // of the applying thread
  // No answer is older: microseconds since 1970. Of the applying thread.
  uint64_t oldest_answer_ = 0;
  // Taxonomy versions with chunks and no commit. Of the applying thread.
  absl::btree_set<uint64_t> uncommitted_;
};

// Reads what the first write in the write-ahead logs was applied after, and replays none.
class FirstWrite final : public rocksdb::WalFilter {
 public:
  WalProcessingOption LogRecordFound(unsigned long long, const std::string&,
                                     const rocksdb::WriteBatch& batch, rocksdb::WriteBatch*,
                                     bool*) override {
    Rows rows;
    if (!applied_after_.has_value() && batch.Iterate(&rows).ok()) {
      applied_after_ = rows.applied_after;
    }
    return WalProcessingOption::kIgnoreCurrentRecord;
  }
  const char* Name() const override { return "FirstWrite"; }
  // nullopt: there is none.
  std::optional<uint64_t> applied_after() const { return applied_after_; }

 private:
  struct Rows final : public rocksdb::WriteBatch::Handler {
    rocksdb::Status PutCF(uint32_t family, const rocksdb::Slice& key,
                          const rocksdb::Slice& value) override {
      if (family == 0 && key == kAppliedAfterKey && value.size() == kNumberSize) {
        applied_after = DecodeBigEndian(value.ToStringView());
      }
      return rocksdb::Status::OK();
    }
    rocksdb::Status DeleteCF(uint32_t, const rocksdb::Slice&) override {
      return rocksdb::Status::OK();
    }
    rocksdb::Status DeleteRangeCF(uint32_t, const rocksdb::Slice&, const rocksdb::Slice&) override {
      return rocksdb::Status::OK();
    }
    std::optional<uint64_t> applied_after;
  };
  std::optional<uint64_t> applied_after_;
};

// DATA_LOSS: the write-ahead logs go on from another position than that of the table files. A
// manifest that has lost its end names older tables; RocksDB would replay onto them.
absl::Status CheckFilesFit(const std::string& dir, rocksdb::DBOptions options) {
  std::vector<std::string> present;
  if (!rocksdb::DB::ListColumnFamilies(options, dir, &present).ok()) return absl::OkStatus();
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  std::vector<size_t> opened_families;
  for (size_t family = 0; family < kFamilyCount; ++family) {
    if (std::find(present.begin(), present.end(), kFamilyNames[family]) == present.end()) continue;
    families.emplace_back(kFamilyNames[family], rocksdb::ColumnFamilyOptions());
    opened_families.push_back(family);
  }
  FirstWrite first;
  options.wal_filter = &first;
  options.info_log_level = rocksdb::WARN_LEVEL;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(options, dir, families, &handles, &opened);
  if (!status.ok()) return log::ToStatus(status, kWhat);
  const std::unique_ptr<rocksdb::DB> db(opened);
  absl::Status fits;
  for (size_t i = 0; i < handles.size() && first.applied_after().has_value() && fits.ok(); ++i) {
    const absl::StatusOr<uint64_t> position = PositionOf(*db, handles[i], opened_families[i]);
    if (!position.ok()) {
      fits = position.status();
    } else if (*position < *first.applied_after()) {
      fits = absl::DataLossError(absl::StrCat(
          "store: the tables of ", kFamilyNames[opened_families[i]], " in ", dir, " end at entry ",
          *position, ", the write-ahead log begins after ", *first.applied_after()));
    }
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  return fits;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksdbStore(const std::string& dir,
                                                        StoreOptions store_options) {
  rocksdb::DBOptions options;
  if (store_options.env != nullptr) options.env = store_options.env;
  // Whatever is lost, what is left was the store at one position: families are flushed together,
  // and a WAL that is damaged or cut off ends there. The log fills up what follows.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.atomic_flush = true;
  options.db_write_buffer_size = store_options.write_buffer_bytes;
  if (absl::Status fit = CheckFilesFit(dir, options); !fit.ok()) return fit;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  // Most request ids and new record ids are looked up in vain.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  rocksdb::ColumnFamilyOptions family;
  family.compression = rocksdb::kLZ4Compression;
  family.write_buffer_size = store_options.write_buffer_bytes;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kFamilyNames) families.emplace_back(name, family);
  absl::StatusOr<std::unique_ptr<Database>> database =
      Database::Open({.dir = dir,
                      .what = kWhat,
                      .schema_version = kStoreSchemaVersion,
                      .oldest_schema_version = kOldestStoreSchemaVersion,
                      .read_only = store_options.read_only},
                     options, families);
  if (!database.ok()) return database.status();
  auto store = std::make_unique<RocksdbStore>(*std::move(database));
  if (absl::Status loaded = store->Load(store_options.check_files); !loaded.ok()) return loaded;
  return store;
}

}  // namespace overstap::store
