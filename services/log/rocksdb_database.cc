#include "services/log/rocksdb_database.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "rocksdb/sst_file_reader.h"

namespace overstap::log {
namespace {

// Never change.
constexpr char kSchemaKey[] = "schema_version";
// Of a check of all files: few large reads.
constexpr size_t kCheckReadahead = size_t{2} << 20;

// RocksDB has no status code for a lock that is held.
bool IsLockHeld(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  return status.IsIOError() && (text.find("While lock file") != std::string::npos ||
                                text.find("lock hold by current process") != std::string::npos);
}

absl::Status InUse(const std::string& dir, std::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(
      "another server uses ", dir, " (", absl::string_view(what.data(), what.size()), ")"));
}

absl::Status SyncFolder(const std::string& path, rocksdb::Env* env, std::string_view what) {
  std::unique_ptr<rocksdb::Directory> folder;
  rocksdb::Status status = env->NewDirectory(path, &folder);
  if (status.ok()) status = folder->Fsync();
  return ToStatus(status, what);
}

}  // namespace

absl::Status ToStatus(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return absl::OkStatus();
  // Of a table file that is missing it names what it tried last: the name of long ago.
  const std::string text =
      absl::StrCat(absl::string_view(what.data(), what.size()), ": ",
                   absl::StrReplaceAll(status.ToString(), {{".ldb: No such", ".sst: No such"}}));
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(text);
  if (status.IsCorruption() || status.IsNotFound() || status.IsPathNotFound()) {
    return absl::DataLossError(text);
  }
  if (status.IsIOError()) return absl::UnavailableError(text);
  return absl::InternalError(text);
}

absl::Status MakeDurableFolder(const std::string& dir, rocksdb::Env* env, std::string_view what) {
  const std::filesystem::path path = (std::filesystem::absolute(dir) / "").lexically_normal();
  const std::filesystem::path folder = path.parent_path();
  const std::string parent = folder.parent_path().string();
  if (env->FileExists(folder.string()).ok()) {
    // Whoever made it may have been killed before its entry was durable. A parent that we may not
    // even open is not ours.
    std::unique_ptr<rocksdb::Directory> readable;
    return env->NewDirectory(parent, &readable).ok() ? ToStatus(readable->Fsync(), what)
                                                     : absl::OkStatus();
  }
  if (absl::Status made = MakeDurableFolder(parent, env, what); !made.ok()) return made;
  const rocksdb::Status made = env->CreateDirIfMissing(folder.string());
  return made.ok() ? SyncFolder(parent, env, what) : ToStatus(made, what);
}

bool ReadsDirectly(const std::string& dir, rocksdb::Env* env) {
  rocksdb::EnvOptions options;
  options.use_direct_reads = true;
  std::unique_ptr<rocksdb::RandomAccessFile> file;
  if (!env->NewRandomAccessFile(dir + "/CURRENT", &file, options).ok()) return false;
  if (!file->use_direct_io()) return false;
  // A few refuse no sooner than they read.
  const size_t size = file->GetRequiredBufferAlignment();
  const std::unique_ptr<char, decltype(&std::free)> buffer(
      static_cast<char*>(std::aligned_alloc(size, size)), &std::free);
  rocksdb::Slice bytes;
  return file->Read(0, size, &bytes, buffer.get()).ok() && !bytes.empty();
}

absl::StatusOr<std::unique_ptr<FolderLock>> FolderLock::Take(const std::string& dir,
                                                             rocksdb::Env* env,
                                                             std::string_view what) {
  std::unique_ptr<FolderLock> lock(new FolderLock(env));
  const rocksdb::Status taken = env->LockFile(dir + "/LOCK", &lock->lock_);
  if (IsLockHeld(taken)) return InUse(dir, what);
  if (!taken.ok()) return ToStatus(taken, what);
  return lock;
}

FolderLock::~FolderLock() {
  if (lock_ != nullptr) env_->UnlockFile(lock_).PermitUncheckedError();
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    Identity identity, rocksdb::DBOptions options,
    std::vector<rocksdb::ColumnFamilyDescriptor> families) {
  std::unique_ptr<Database> database(new Database(std::move(identity)));
  const std::string& dir = database->identity_.dir;
  const bool read_only = database->identity_.read_only;
  if (!read_only) {
    absl::Status made = MakeDurableFolder(dir, options.env, database->identity_.what);
    if (!made.ok()) return made;
  }
  options.create_if_missing = !read_only;
  options.create_missing_column_families = !read_only;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.keep_log_file_num = 2;
  options.max_background_jobs = 2;
  // What has failed in the background stays failed until a restart looks at what is on the disk.
  options.max_bgerror_resume_count = 0;
  // Families of a newer version are opened too, so that the schema version can be read and told.
  std::vector<std::string> present;
  if (rocksdb::DB::ListColumnFamilies(options, dir, &present).ok()) {
    for (const std::string& name : present) {
      const bool known = std::any_of(families.begin(), families.end(),
                                     [&name](const auto& family) { return family.name == name; });
      if (!known) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      read_only ? rocksdb::DB::OpenForReadOnly(options, dir, families, &database->handles_, &db)
                : rocksdb::DB::Open(options, dir, families, &database->handles_, &db);
  database->db_.reset(db);
  if (IsLockHeld(opened)) return InUse(dir, database->identity_.what);
  if (!opened.ok()) return database->StatusOf(opened);
  if (absl::Status schema = database->CheckSchema(); !schema.ok()) return schema;
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
}

absl::Status Database::CheckFiles() const {
  // What a compaction replaces meanwhile stays until it has been read.
  if (!identity_.read_only) {
    const rocksdb::Status kept = db_->DisableFileDeletions();
    if (!kept.ok()) return StatusOf(kept);
  }
  absl::Status checked = CheckTables();
  if (!identity_.read_only) db_->EnableFileDeletions(/*force=*/false).PermitUncheckedError();
  return checked;
}

absl::Status Database::CheckTables() const {
  // By readers of their own: past the system's cache, whose pages whoever asks for records needs.
  rocksdb::Options options;
  options.env = db_->GetEnv();
  options.use_direct_reads = ReadsDirectly(identity_.dir, options.env);
  rocksdb::ReadOptions whole;
  whole.readahead_size = kCheckReadahead;
  std::vector<rocksdb::LiveFileMetaData> tables;
  db_->GetLiveFilesMetaData(&tables);
  for (const rocksdb::LiveFileMetaData& table : tables) {
    rocksdb::SstFileReader reader(options);
    rocksdb::Status status = reader.Open(table.db_path + table.name);
    if (status.ok()) status = reader.VerifyChecksum(whole);
    if (!status.ok()) return StatusOf(status);
  }
  return absl::OkStatus();
}

absl::Status Database::Compact() {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    const rocksdb::Status compacted = db_->CompactRange(options, handle, nullptr, nullptr);
    if (!compacted.ok()) return StatusOf(compacted);
  }
  return absl::OkStatus();
}

absl::Status Database::CheckSchema() {
  std::string stored;
  const rocksdb::Status status = db_->Get({}, kSchemaKey, &stored);
  if (status.IsNotFound() && identity_.read_only) {
    return absl::DataLossError(
        absl::StrCat(identity_.what, " in ", identity_.dir, " has no schema version"));
  }
  if (status.IsNotFound()) {
    const absl::StatusOr<bool> empty = IsEmpty();
    if (!empty.ok()) return empty.status();
    if (!*empty) {
      return absl::DataLossError(absl::StrCat(identity_.what, " in ", identity_.dir,
                                              " has records but no schema version"));
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    return StatusOf(db_->Put(synced, kSchemaKey, absl::StrCat(identity_.schema_version)));
  }
  if (!status.ok()) return StatusOf(status);
  uint32_t version = 0;
  if (!absl::SimpleAtoi(stored, &version) || version == 0) {
    return absl::DataLossError(
        absl::StrCat(identity_.what, " in ", identity_.dir, " has an unreadable schema version"));
  }
  if (identity_.oldest_schema_version != 0 && version >= identity_.oldest_schema_version &&
      version < identity_.schema_version) {
    if (identity_.read_only) return absl::OkStatus();
    rocksdb::WriteOptions synced;
    synced.sync = true;
    return StatusOf(db_->Put(synced, kSchemaKey, absl::StrCat(identity_.schema_version)));
  }
  if (version != identity_.schema_version) {
    return absl::FailedPreconditionError(absl::StrCat(
        identity_.what, " in ", identity_.dir, " has schema version ", version,
        "; this server reads version ", identity_.schema_version, ": use the server that wrote it",
        version > identity_.schema_version ? ", or a newer one" : ""));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Database::IsEmpty() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator({}, handle));
    row->SeekToFirst();
    if (!row->status().ok()) return StatusOf(row->status());
    if (row->Valid()) return false;
  }
  return true;
}

}  // namespace overstap::log
