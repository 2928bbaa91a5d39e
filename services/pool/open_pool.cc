#include "services/pool/open_pool.h"

#include <future>
#include <utility>

#include "services/store/rocksdb_store.h"
#include "spdlog/spdlog.h"

namespace overstap::pool {
namespace {

using Load = absl::FunctionRef<absl::StatusOr<std::unique_ptr<Pool>>(const store::Store&)>;

absl::StatusOr<OpenedPool> Open(const std::string& store_dir, log::EventLog& log,
                                keys::KeyRing& keys, const store::StoreOptions& options,
                                Load load) {
  auto opened = store::OpenStore(store_dir, log, keys, options);
  if (!opened.ok()) return opened.status();
  OpenedPool made{.store = std::move(opened->store), .report = std::move(opened->report)};
  std::future<absl::Status> check;
  if (!options.check_files) {
    check = std::async(std::launch::async, [&store = *made.store] { return store.CheckFiles(); });
  }
  auto pool = load(*made.store);
  if (check.valid()) {
    if (absl::Status whole = check.get(); !whole.ok()) return whole;
  }
  if (!pool.ok()) return pool.status();
  made.pool = *std::move(pool);
  return made;
}

}  // namespace

absl::StatusOr<OpenedPool> OpenPool(const std::string& store_dir, log::EventLog& log,
                                    keys::KeyRing& keys, const store::StoreOptions& options,
                                    Load load) {
  store::StoreOptions beside = options;
  beside.check_files = false;
  auto opened = Open(store_dir, log, keys, beside, load);
  if (absl::Status verified = log.AwaitVerified(); !verified.ok()) return verified;
  if (!absl::IsDataLoss(opened.status())) return opened;
  // Once more in order: OpenStore finds the damage before anything rests on the store.
  spdlog::warn("Once more, with all of {} checked before it is read: {}", store_dir,
               opened.status().ToString());
  store::StoreOptions first = options;
  first.check_files = true;
  return Open(store_dir, log, keys, first, load);
}

}  // namespace overstap::pool
