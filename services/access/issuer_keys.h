// An issuer's keys as they are now: fetched in the background, again when a token names a key that
// is not among them, and kept for a while when fetching fails.
//
//   absl::StatusOr<std::unique_ptr<IssuerKeys>> keys = IssuerKeys::Open(std::move(source), {});
//   absl::StatusOr<IssuerKeys::Found> found = (*keys)->Find(key_id, Algorithm::kEs256);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_ISSUER_KEYS_H_
#define OVERSTAP_SERVICES_ACCESS_ISSUER_KEYS_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/access/jwks.h"
#include "services/access/key_source.h"

namespace overstap::access {

struct IssuerKeysOptions {
  // Between fetches. A file is read as often as `file_refresh`: that is how a change is seen.
  absl::Duration refresh = absl::Minutes(5);
  absl::Duration file_refresh = absl::Seconds(1);
  // Between a fetch and the next that an unknown key asks for.
  absl::Duration least_wait = absl::Seconds(10);
  absl::Duration file_least_wait = absl::Milliseconds(100);
  // How long a set is used without having been fetched again.
  absl::Duration max_age = absl::Hours(24);
  // How long a call with an unknown key waits for the fetch that it asked for.
  absl::Duration patience = absl::Seconds(2);
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

class IssuerKeys {
 public:
  // Fetches once. A file must be there and good (else the error says why); a URL may fail: until
  // it answers no key is found.
  static absl::StatusOr<std::unique_ptr<IssuerKeys>> Open(std::unique_ptr<KeySource> source,
                                                          IssuerKeysOptions options);
  ~IssuerKeys();
  IssuerKeys(const IssuerKeys&) = delete;
  IssuerKeys& operator=(const IssuerKeys&) = delete;

  struct Found {
    std::shared_ptr<const KeySet> set;     // keeps `key` alive
    const VerificationKey* key = nullptr;  // never null
    uint64_t generation = 0;               // of the set
  };
  // May wait for a fetch when the key is unknown. UNAUTHENTICATED: the issuer does not publish such
  // a key, or publishes it for another algorithm. UNAVAILABLE: the keys were never fetched, or too
  // long ago.
  absl::StatusOr<Found> Find(std::string_view key_id, Algorithm algorithm);

  // Changes whenever the set does: what was verified with an older one must be verified again.
  // UNAVAILABLE: as above.
  absl::StatusOr<uint64_t> generation() const;

  // What an operator must know; empty: all is well.
  std::string Health() const;

 private:
  IssuerKeys(std::unique_ptr<KeySource> source, IssuerKeysOptions options);
  void Refresh();  // the thread's
  void FetchOnce();
  absl::Duration Interval() const;
  // With mutex_ held.
  absl::Status CheckAge() const;
  absl::StatusOr<Found> Look(std::string_view key_id, Algorithm algorithm) const;
  bool AskForFetch();

  const std::unique_ptr<KeySource> source_;
  const IssuerKeysOptions options_;

  mutable std::mutex mutex_;  // guards everything below but thread_
  std::condition_variable wake_;
  std::condition_variable fetched_;
  bool stopping_ = false;
  bool wanted_ = false;  // someone waits for a fetch that has not begun
  bool fetching_ = false;
  int waiting_ = 0;       // calls that wait
  uint64_t fetches_ = 0;  // that ended
  std::string text_;      // of the set
  std::shared_ptr<const KeySet> set_;
  uint64_t generation_ = 0;
  absl::Time fetched_at_ = absl::InfinitePast();  // the last that went well
  absl::Time tried_at_ = absl::InfinitePast();
  absl::Status last_;
  std::thread thread_;
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_ISSUER_KEYS_H_
