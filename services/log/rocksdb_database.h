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

namespace overstap::log {

// RocksDB's errors end here. DATA_LOSS: damaged or missing files. RESOURCE_EXHAUSTED: no space.
// FAILED_PRECONDITION: another server uses the folder. UNAVAILABLE: other I/O errors.
absl::Status ToStatus(const rocksdb::Status& status, std::string_view what);

class Database {
 public:
  struct Identity {
    std::string dir;
    std::string what;  // as errors name it
    uint32_t schema_version = 1;
    // A folder of this version or a later one is taken over: it gets schema_version. 0: only
    // schema_version itself.
    uint32_t oldest_schema_version = 0;
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

 private:
  explicit Database(Identity identity) : identity_(std::move(identity)) {}
  absl::Status CheckSchema();
  absl::StatusOr<bool> IsEmpty();

  const Identity identity_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // owned; freed before db_
};

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_ROCKSDB_DATABASE_H_
