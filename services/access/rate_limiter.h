// How often each principal may call: a token bucket each, so that one caller's flood is not
// everyone's.
//
//   RateLimiter limiter({.per_second = 100, .burst = 200});
//   absl::Duration wait = limiter.Take("uwv-1", absl::Now());   // zero: go on
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_RATE_LIMITER_H_
#define OVERSTAP_SERVICES_ACCESS_RATE_LIMITER_H_

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace overstap::access {

struct RateLimits {
  double per_second = 0;  // 0: no limit
  double burst = 1;       // calls that may come at once after a rest; at least 1
};

class RateLimiter {
 public:
  explicit RateLimiter(RateLimits limits);

  // Takes one call. Zero, or how long to wait before the next would be let through.
  absl::Duration Take(std::string_view principal, absl::Time now);

 private:
  struct Bucket {
    double tokens = 0;
    absl::Time at;
  };
  // Forgets principals whose bucket is full again.
  void Forget(absl::Time now);

  const RateLimits limits_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Bucket> buckets_;  // guarded by mutex_
  size_t next_look_;                                  // at so many; guarded by mutex_
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_RATE_LIMITER_H_
