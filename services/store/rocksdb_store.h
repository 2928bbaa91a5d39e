// The store in a RocksDB database of its own. Its writes are not synced: the log is the truth, and
// what a power loss takes from the store is applied again.
//
//   absl::StatusOr<std::unique_ptr<Store>> store = OpenRocksdbStore(data_dir + "/store");
//
// Servers open it with OpenStore (open_store.h), which also rebuilds it and catches up with the
// log. Thread safety as Store says.
#ifndef OVERSTAP_SERVICES_STORE_ROCKSDB_STORE_H_
#define OVERSTAP_SERVICES_STORE_ROCKSDB_STORE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/store/store.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace overstap::store {

struct StoreOptions {
  // What does the I/O; nullptr: the operating system. Outlives the store.
  rocksdb::Env* env = nullptr;
  // Records of all families that are kept in memory before they go to table files.
  size_t write_buffer_bytes = size_t{64} << 20;
  // For tools: nothing on disk changes, and applying fails. DATA_LOSS where there is no store.
  bool read_only = false;
  // Reads all files at once; damage in any is an error of opening. Else only what is read is
  // checked, and whoever opens it asks for the rest (Store::CheckFiles).
  bool check_files = true;
};

// Opens the store or creates an empty one; all of its files are read and verified, unless the
// options say later. DATA_LOSS: damaged or missing files. FAILED_PRECONDITION: a newer schema, or
// another server uses the folder.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksdbStore(const std::string& dir,
                                                        StoreOptions options = {});

}  // namespace overstap::store

#endif  // OVERSTAP_SERVICES_STORE_ROCKSDB_STORE_H_
