// Opens a server's store and makes the pool of it while the store's files are still being read for
// damage: a start needs few of their blocks, and each that it reads is checked in any case.
//
//   absl::StatusOr<OpenedPool> opened = OpenPool(data_dir + "/store", *log, *keys, {},
//       [&](const store::Store& store) { return Pool::Load(store, *keys, ...); });
//
// Not for two threads on one folder at once.
#ifndef OVERSTAP_SERVICES_POOL_OPEN_POOL_H_
#define OVERSTAP_SERVICES_POOL_OPEN_POOL_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/pool/pool.h"
#include "services/store/open_store.h"

namespace overstap::pool {

struct OpenedPool {
  std::unique_ptr<store::Store> store;
  store::StoreReport report;
  std::unique_ptr<Pool> pool;  // of that store, and gone before it
};

// Everything is verified when it returns OK, the log too. `load` is called again where the store
// turns out to be damaged: with one that is rebuilt from the log, when the first pool is gone.
// Errors: of store::OpenStore, of `load`, and of the log, which is told before what may follow.
absl::StatusOr<OpenedPool> OpenPool(
    const std::string& store_dir, log::EventLog& log, keys::KeyRing& keys,
    const store::StoreOptions& options,
    absl::FunctionRef<absl::StatusOr<std::unique_ptr<Pool>>(const store::Store&)> load);

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_OPEN_POOL_H_
