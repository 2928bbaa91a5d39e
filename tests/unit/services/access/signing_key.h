// An issuer of tests: a key, its entry in a key set, and tokens with whatever header and claims.
//
//   const SigningKey key = SigningKey::P256("k1");
//   ParseJwks(KeySetOf({&key}));
//   const std::string token = key.Sign(CaseworkerClaims(now));
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_SIGNING_KEY_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_SIGNING_KEY_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/access/openssl_handles.h"

namespace overstap::access {

class SigningKey {
 public:
  static SigningKey P256(const std::string& key_id);
  static SigningKey Rsa(const std::string& key_id, int bits = 2'048);

  // Public: kty, kid, alg, use and the numbers.
  const nlohmann::json& jwk() const { return jwk_; }
  nlohmann::json header() const;
  // With the key's header, or another.
  std::string Sign(const nlohmann::json& claims) const { return Sign(header(), claims.dump()); }
  std::string Sign(const nlohmann::json& header, const std::string& claims) const;
  // The signature of any text, as JWS writes it.
  std::string Signature(const std::string& text) const;

 private:
  EvpPkey key_;
  nlohmann::json jwk_;
};

std::string KeySetOf(const std::vector<const SigningKey*>& keys);

// Of issuer `https://issuer.test`, audience `overstap`, for one hour from `now`.
nlohmann::json CaseworkerClaims(absl::Time now);

}  // namespace overstap::access

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_SIGNING_KEY_H_
