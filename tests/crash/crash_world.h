// What a server has behind its API, on a file system of the test's: log, keys, store, pool and
// sequencer, opened and closed as the server does it, with a clock that the test turns.
//
//   CrashWorld world(files, {});
//   absl::Status opened = world.Open();
//   world.sequencer().Submit(...);
//   world.Close();
//
// Belongs to one thread; what it hands out is as safe as it says itself.
#ifndef OVERSTAP_TESTS_CRASH_CRASH_WORLD_H_
#define OVERSTAP_TESTS_CRASH_CRASH_WORLD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/pool/pool.h"
#include "services/store/open_store.h"
#include "services/write/sequencer.h"

namespace overstap::crash {

inline constexpr char kTargetId[] = "activation";
inline constexpr char kWorkTable[] = "workTables/activering";

class CrashWorld {
 public:
  struct Options {
    std::string data_dir = "/data";
    size_t log_buffer_bytes = size_t{64} << 10;
    size_t store_buffer_bytes = size_t{256} << 10;
  };

  CrashWorld(std::shared_ptr<rocksdb::FileSystem> files, Options options);
  ~CrashWorld();
  CrashWorld(const CrashWorld&) = delete;
  CrashWorld& operator=(const CrashWorld&) = delete;

  // Opens everything, or nothing and says why.
  absl::Status Open();
  void Close();
  bool is_open() const { return sequencer_ != nullptr; }

  log::EventLog& log() { return *log_; }
  keys::KeyRing& keys() { return *keys_; }
  store::Store& store() { return *store_; }
  const store::StoreReport& store_report() const { return store_report_; }
  pool::Pool& pool() { return *pool_; }
  write::Sequencer& sequencer() { return *sequencer_; }

  absl::Time now() const { return absl::FromUnixMicros(now_micros_); }
  void Advance(absl::Duration duration) { now_micros_ += absl::ToInt64Microseconds(duration); }

 private:
  absl::Status OpenAll();

  const std::shared_ptr<rocksdb::FileSystem> files_;
  const std::unique_ptr<rocksdb::Env> env_;
  const Options options_;
  std::atomic<int64_t> now_micros_;
  std::shared_ptr<const matcher::Region> region_;
  std::shared_ptr<const matcher::TravelModel> travel_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<keys::KeyRing> keys_;
  std::unique_ptr<store::Store> store_;
  store::StoreReport store_report_;
  std::unique_ptr<pool::Pool> pool_;
  std::unique_ptr<write::Sequencer> sequencer_;
};

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_CRASH_WORLD_H_
