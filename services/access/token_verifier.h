// Bearer tokens made into identities: whether a token is signed by the issuer, meant for this
// service, and of now.
//
//   TokenVerifier verifier(std::move(keys), {.issuer = "https://…", .audience = "overstap"});
//   absl::StatusOr<Identity> caller = verifier.Verify(token, absl::Now());
//
// A token that held is remembered, by its SHA-256 alone, so that the calls that follow with it cost
// microseconds; its times are checked at every call, and after a change of the issuer's keys its
// signature is too. Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_TOKEN_VERIFIER_H_
#define OVERSTAP_SERVICES_ACCESS_TOKEN_VERIFIER_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/access/authenticator.h"
#include "services/access/issuer_keys.h"
#include "services/access/token.h"

namespace overstap::access {

class TokenVerifier {
 public:
  // Tokens remembered by default: more callers than a region has, at some 500 bytes each.
  static constexpr size_t kMostRemembered = 10'000;

  // `most_remembered` 0: none are.
  TokenVerifier(std::unique_ptr<IssuerKeys> keys, TokenRules rules,
                size_t most_remembered = kMostRemembered);

  // Errors as Authenticator::Authenticate's.
  absl::StatusOr<Identity> Verify(std::string_view token, absl::Time now) const;

  // As IssuerKeys::Health.
  std::string Health() const { return keys_->Health(); }
  // For tests and benchmarks: how many tokens are remembered now.
  size_t remembered() const;

 private:
  struct Remembered {
    std::string digest;
    Claims claims;
    uint64_t generation = 0;  // of the keys
  };
  // The most recently used first.
  using Tokens = std::list<Remembered>;

  // Nothing remembered: NOT_FOUND.
  absl::StatusOr<Claims> Recall(const std::string& digest, uint64_t generation) const;
  void Remember(Remembered remembered) const;

  const std::unique_ptr<IssuerKeys> keys_;
  const TokenRules rules_;
  const size_t most_remembered_;

  mutable std::mutex mutex_;  // guards what follows
  mutable Tokens tokens_;
  mutable absl::flat_hash_map<std::string, Tokens::iterator> by_digest_;
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_TOKEN_VERIFIER_H_
