// A RocksDB database as the log and the store open it: all column families, a schema version, and
// errors that say what to do.
//
//   absl::StatusOr<std::unique_ptr<Database>> database =
//       Database::Open({.dir = dir, .what = "event log", .schema_version = 1}, options, families);
//   (*database)->db().Get({}, (*database)->family(1), key, &value);
//
// As thread-safe as rocksdb::DB.
#ifndef OVERSTAP_SERVICES_LOG_ROCKSDB_DATABASE_H_
#define OVERSTAP_SERVICES_LOG_ROCKSDB_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace overstap::log {

// RocksDB's errors end here. DATA_LOSS: damaged or missing files. RESOURCE_EXHAUSTED: no space.
// FAILED_PRECONDITION: another server uses the folder. UNAVAILABLE: other I/O errors.
absl::Status ToStatus(const rocksdb::Status& status, std::string_view what);

// Makes the folder `dir`, and those above it that are missing, each with a durable entry in its
// parent.
absl::Status MakeDurableFolder(const std::string& dir, rocksdb::Env* env, std::string_view what);

// Whether the file system below `dir`, which holds a database, reads past the system's cache
// (O_DIRECT). False where there is no database yet.
bool ReadsDirectly(const std::string& dir, rocksdb::Env* env);

// A database's own lock, to look at its files before it is opened. Released with the object.
class FolderLock {
 public:
  // FAILED_PRECONDITION: another server uses the folder.
  static absl::StatusOr<std::unique_ptr<FolderLock>> Take(const std::string& dir, rocksdb::Env* env,
                                                          std::string_view what);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(rocksdb::Env* env) : env_(env) {}
  rocksdb::Env* const env_;
  rocksdb::FileLock* lock_ = nullptr;
};

class Database {
 public:
  struct Identity {
    std::string dir;
    std::string what;  // as errors name it
    uint32_t schema_version = 1;
    // A folder of this version or a later one is taken over: it gets schema_version. 0: only
    // schema_version itself.
    uint32_t oldest_schema_version = 0;
    // Nothing is created, recovered or locked on disk.
    bool read_only = false;
  };

  // Creates what is missing. `families` begins with the default one, which holds the schema version
  // beside what the caller puts there. FAILED_PRECONDITION: a newer schema, or another server uses
  // the folder.
  static absl::StatusOr<std::unique_ptr<Database>> Open(
      Identity identity, rocksdb::DBOptions options,
      std::vector<rocksdb::ColumnFamilyDescriptor> families);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() { return *db_; }
  const Identity& identity() const { return identity_; }
  // By position in `families`.
  rocksdb::ColumnFamilyHandle* family(size_t index) const { return handles_[index]; }
  absl::Status StatusOf(const rocksdb::Status& status) const {
    return ToStatus(status, identity_.what);
  }
  // Reads every block of every file. DATA_LOSS names the damaged one.
  absl::Status CheckFiles() const;
  // Rewrites every family, the last level too: what was overwritten or deleted leaves the disk.
  absl::Status Compact();

 private:
  explicit Database(Identity identity) : identity_(std::move(identity)) {}
  absl::Status CheckTables() const;
  absl::Status CheckSchema();
  absl::StatusOr<bool> IsEmpty();

  const Identity identity_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // owned; freed before db_
};

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_ROCKSDB_DATABASE_H_
