// The log's high-water mark: a small file beside the log's own that says up to which entry it was
// durable, so that a synced entry that has become unreadable is told from one whose write was cut
// off and that nobody was ever told of.
//
//   HighWater high_water(dir, env);
//   std::optional<Mark> before = high_water.Read();
//   absl::Status written = high_water.Write({position, chain});   // after each group's sync
//
// Written in place, within one sector, and without a sync of its own: it may lag behind the log
// (by what the system has not yet written back), and never runs ahead of it. One thread at a time.
#ifndef OVERSTAP_SERVICES_LOG_HIGH_WATER_H_
#define OVERSTAP_SERVICES_LOG_HIGH_WATER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"
#include "services/log/event_log.h"
#include "services/log/log_frame.h"

namespace overstap::log {

inline constexpr char kHighWaterName[] = "high_water";

// The last durable entry, and the running hash of the log up to it.
struct Mark {
  Position position = 0;
  Chain chain = 0;
};

// kMarkSize bytes; big-endian: "OVH1", position (8), chain (8), the first 8 bytes of SHA-256 over
// all of that. Never change.
inline constexpr size_t kMarkSize = 28;
std::string EncodeMark(const Mark& mark);
// nullopt: not a mark as it was written.
std::optional<Mark> DecodeMark(std::string_view bytes);

class HighWater {
 public:
  HighWater(const std::string& dir, rocksdb::Env* env);

  const std::string& path() const { return path_; }
  // nullopt: there is none, or it cannot be read (which is said in the server's log).
  std::optional<Mark> Read() const;
  // Writes and syncs, the file's entry too; creates what is missing.
  absl::Status Start(const Mark& mark);
  // Not synced. After Start.
  absl::Status Write(const Mark& mark);
  // Nothing before Start.
  absl::Status Sync();

 private:
  std::string dir_;
  std::string path_;
  rocksdb::Env* env_;
  std::unique_ptr<rocksdb::RandomRWFile> file_;
};

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_HIGH_WATER_H_
