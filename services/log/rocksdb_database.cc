#include "services/log/rocksdb_database.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace overstap::log {
namespace {

// Never change.
constexpr char kSchemaKey[] = "schema_version";

// RocksDB has no status code for a lock that is held.
bool IsLockHeld(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  return status.IsIOError() && (text.find("While lock file") != std::string::npos ||
                                text.find("lock hold by current process") != std::string::npos);
}

// Makes the folder and its entry in its parent durable.
absl::Status MakeFolder(const std::string& dir, rocksdb::Env* env, std::string_view what) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat(absl::string_view(what.data(), what.size()),
                                               ": cannot make ", dir, ": ", error.message()));
  }
  std::unique_ptr<rocksdb::Directory> parent;
  const std::string path = std::filesystem::absolute(dir).lexically_normal().parent_path().string();
  rocksdb::Status status = env->NewDirectory(path, &parent);
  if (status.ok()) status = parent->Fsync();
  return ToStatus(status, what);
}

}  // namespace

absl::Status ToStatus(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return absl::OkStatus();
  const std::string text =
      absl::StrCat(absl::string_view(what.data(), what.size()), ": ", status.ToString());
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(text);
  if (status.IsCorruption() || status.IsNotFound() || status.IsPathNotFound()) {
    return absl::DataLossError(text);
  }
  if (status.IsIOError()) return absl::UnavailableError(text);
  return absl::InternalError(text);
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    Identity identity, rocksdb::DBOptions options,
    std::vector<rocksdb::ColumnFamilyDescriptor> families) {
  std::unique_ptr<Database> database(new Database(std::move(identity)));
  const std::string& dir = database->identity_.dir;
  if (absl::Status made = MakeFolder(dir, options.env, database->identity_.what); !made.ok()) {
    return made;
  }
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.keep_log_file_num = 2;
  options.max_background_jobs = 2;
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
      rocksdb::DB::Open(options, dir, families, &database->handles_, &db);
  database->db_.reset(db);
  if (IsLockHeld(opened)) {
    return absl::FailedPreconditionError(
        absl::StrCat("another server uses ", dir, " (", database->identity_.what, ")"));
  }
  if (!opened.ok()) return database->StatusOf(opened);
  if (absl::Status schema = database->CheckSchema(); !schema.ok()) return schema;
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
}

absl::Status Database::CheckSchema() {
  std::string stored;
  const rocksdb::Status status = db_->Get({}, kSchemaKey, &stored);
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
