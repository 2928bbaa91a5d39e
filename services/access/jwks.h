// The public keys of an issuer of tokens: a JSON Web Key Set (RFC 7517).
//
//   absl::StatusOr<KeySet> keys = ParseJwks(text);
//   const VerificationKey* key = keys->Find("2026-11", Algorithm::kEs256);
//
// Taken are RSA keys for RS256 and EC keys on P-256 for ES256, with a `kid`. Others are left out,
// and the set says why. Immutable; safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_JWKS_H_
#define OVERSTAP_SERVICES_ACCESS_JWKS_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/access/verification_key.h"

namespace overstap::access {

class KeySet {
 public:
  // Null: no key of this id and algorithm. Lives as long as the set.
  const VerificationKey* Find(std::string_view key_id, Algorithm algorithm) const;
  // Whether there is a key of this id, for whichever algorithm.
  bool Has(std::string_view key_id) const;
  size_t size() const { return keys_.size(); }
  // Why keys were left out, one each.
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  friend absl::StatusOr<KeySet> ParseJwks(std::string_view text);
  std::map<std::pair<std::string, Algorithm>, VerificationKey> keys_;
  std::vector<std::string> left_out_;
};

// INVALID_ARGUMENT: not a key set, none of its keys can be used, two keys of one id and algorithm,
// or it contains a private key, which has no business there. The message never repeats
// key material.
absl::StatusOr<KeySet> ParseJwks(std::string_view text);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_JWKS_H_
