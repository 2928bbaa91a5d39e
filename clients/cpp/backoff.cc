#include "clients/cpp/backoff.h"

#include <algorithm>

namespace overstap::client {

Backoff::Backoff(const BackoffOptions& options, uint64_t seed)
    : options_(options), length_(options.first), random_(seed) {}

absl::Duration Backoff::Next(absl::Duration at_least) {
  std::uniform_real_distribution<double> factor(1 - options_.jitter, 1 + options_.jitter);
  const absl::Duration wait = length_ * factor(random_);
  length_ = std::min(length_ * options_.growth, options_.longest);
  return std::max(wait, at_least);
}

}  // namespace overstap::client
