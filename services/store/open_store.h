// Opens a server's store in step with its log: rebuilds it when it is damaged or missing, applies
// what it lacks, and refuses a log that ends before it.
//
//   absl::StatusOr<OpenedStore> opened = OpenStore(data_dir + "/store", *log, *keys);
//   if (opened->report.rebuilt) spdlog::warn(...)   // OpenStore has said so already
//
// Not for two threads on one folder at once.
#ifndef OVERSTAP_SERVICES_STORE_OPEN_STORE_H_
#define OVERSTAP_SERVICES_STORE_OPEN_STORE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/store/rocksdb_store.h"
#include "services/store/store.h"

namespace overstap::store {

// What had to be done.
struct StoreReport {
  bool rebuilt = false;  // from the whole log
  std::string reason;    // why it was rebuilt
  uint64_t applied_entries = 0;
};

struct OpenedStore {
  std::unique_ptr<Store> store;
  StoreReport report;
};

// FAILED_PRECONDITION: the log ends before the store's position (acknowledged writes are lost), a
// newer schema, or another server uses the folder. DATA_LOSS: the log is damaged. All say what to
// do. A log that is verified beside is waited for where the store is to change by it. Of a store
// that is not checked at once (StoreOptions::check_files) damage may show later; open it once more
// with the check then, and it is rebuilt. services/pool/open_pool.h does that.
absl::StatusOr<OpenedStore> OpenStore(const std::string& dir, log::EventLog& log,
                                      keys::KeyRing& keys, StoreOptions options = {});

// Applies the entries that the store lacks; returns how many. Keys that they destroy are destroyed
// again: a crash may have come in between.
absl::StatusOr<uint64_t> CatchUp(const log::EventLog& log, keys::KeyRing& keys, Store& store);

}  // namespace overstap::store

#endif  // OVERSTAP_SERVICES_STORE_OPEN_STORE_H_
