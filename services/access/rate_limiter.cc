#include "services/access/rate_limiter.h"

#include <algorithm>

#include "absl/strings/string_view.h"

namespace overstap::access {
namespace {

// Principals that are remembered before the first look at who may be forgotten.
constexpr size_t kFirstLook = 10'000;

}  // namespace

RateLimiter::RateLimiter(RateLimits limits) : limits_(limits), next_look_(kFirstLook) {}

absl::Duration RateLimiter::Take(std::string_view principal, absl::Time now) {
  if (limits_.per_second <= 0) return absl::ZeroDuration();
  const double burst = std::max(1.0, limits_.burst);
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= next_look_) Forget(now);
  const auto [found, is_new] = buckets_.try_emplace(
      absl::string_view(principal.data(), principal.size()), Bucket{burst, now});
  Bucket& bucket = found->second;
  const double rested = absl::ToDoubleSeconds(std::max(now - bucket.at, absl::ZeroDuration()));
  bucket.tokens = std::min(burst, bucket.tokens + rested * limits_.per_second);
  bucket.at = now;
  if (bucket.tokens < 1) return absl::Seconds((1 - bucket.tokens) / limits_.per_second);
  bucket.tokens -= 1;
  return absl::ZeroDuration();
}

void RateLimiter::Forget(absl::Time now) {
  const absl::Duration full = absl::Seconds(std::max(1.0, limits_.burst) / limits_.per_second);
  absl::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.at > full; });
  // So that a look is paid by as many principals as it goes over.
  next_look_ = std::max(kFirstLook, 2 * buckets_.size());
}

}  // namespace overstap::access
