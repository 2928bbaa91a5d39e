// Keeps a pool's image (pool_image.h) near enough to the pool, on a thread of its own: written
// anew when so much has changed that a start would feel it.
//
//   ImageKeeper keeper(options, keys, {.snapshot = ..., .organisations = ...}, unsaved);
//   keeper.NoteChanges(12);       // after each group
//
// Safe to share between threads.
#ifndef OVERSTAP_SERVICES_POOL_IMAGE_KEEPER_H_
#define OVERSTAP_SERVICES_POOL_IMAGE_KEEPER_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "matcher/pool_snapshot.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"

namespace overstap::pool {

// Where a pool's image is kept, and what it is true of.
struct ImageOptions {
  std::string folder;                  // empty: no image is read or written
  const log::EventLog* log = nullptr;  // whose positions the pool's versions are; outlives the pool
  std::string basis;                   // as in ImageFacts
  // Fewer people and vacancies are read from the store as fast.
  size_t least_records = 20'000;
  // Before the first, and between one and the next.
  absl::Duration settling = absl::Seconds(10);
  absl::Duration pause = absl::Minutes(5);
};

class ImageKeeper {
 public:
  // What an image is made of.
  struct Source {
    std::function<std::shared_ptr<const matcher::PoolSnapshot>()> snapshot;
    std::function<std::vector<std::string>()> organisations;  // by OrganisationNumber
    std::function<int64_t()> unknown_codes;
  };
  static constexpr size_t kEverything = SIZE_MAX;

  // `unsaved`: records that differ from those in the image; kEverything: there is none. `keys` and
  // what the source refers to outlive the keeper.
  ImageKeeper(ImageOptions options, const keys::KeyRing& keys, Source source, size_t unsaved);
  // An image that is being written comes to nothing.
  ~ImageKeeper();
  ImageKeeper(const ImageKeeper&) = delete;
  ImageKeeper& operator=(const ImageKeeper&) = delete;

  // So many records have changed, and a snapshot shows it; kEverything: all may be others.
  void NoteChanges(size_t records);
  // A snapshot lacks changes that the log has: no image may be made of it or a later one.
  void GiveUp();

  // Images written so far.
  size_t written() const;
  // Returns once nothing waits to be written, as long as nothing changes.
  void WaitUntilKept() const;

 private:
  void Loop();
  // Whether so much has changed. Under mutex_.
  bool IsDue() const;
  absl::Status Write();

  const ImageOptions options_;
  const keys::KeyRing& keys_;
  const Source source_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  mutable std::condition_variable kept_;
  size_t unsaved_;         // guarded by mutex_
  size_t written_ = 0;     // guarded by mutex_
  bool writing_ = false;   // guarded by mutex_
  bool given_up_ = false;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;

  std::thread thread_;  // last: it uses all the others
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_IMAGE_KEEPER_H_
