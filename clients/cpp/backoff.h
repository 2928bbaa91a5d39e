// How long to wait before trying a call again: exponential, with jitter, so that many clients do
// not come back at once.
//
//   Backoff backoff(BackoffOptions{}, seed);
//   absl::SleepFor(backoff.Next());
//
// One per call; not shared between threads.
#ifndef OVERSTAP_CLIENTS_CPP_BACKOFF_H_
#define OVERSTAP_CLIENTS_CPP_BACKOFF_H_

#include <cstdint>
#include <random>

#include "absl/time/time.h"

namespace overstap::client {

struct BackoffOptions {
  absl::Duration first = absl::Milliseconds(100);
  absl::Duration longest = absl::Seconds(2);
  double growth = 2;
  // Each wait is drawn from [1 - jitter, 1 + jitter] times its length.
  double jitter = 0.2;
};

class Backoff {
 public:
  Backoff(const BackoffOptions& options, uint64_t seed);

  // The wait before the next try; never below `at_least`, which a server may have asked for.
  absl::Duration Next(absl::Duration at_least = absl::ZeroDuration());

 private:
  BackoffOptions options_;
  absl::Duration length_;
  std::mt19937_64 random_;
};

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_BACKOFF_H_
