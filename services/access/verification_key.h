// A public key that signatures of tokens are checked with. It knows its one algorithm, so that a
// token can never choose another.
//
//   absl::StatusOr<VerificationKey> key = VerificationKey::P256(x, y);
//   bool holds = key->Verifies(signed_bytes, signature);
//
// Immutable; safe from any thread. Copies share the key.
#ifndef OVERSTAP_SERVICES_ACCESS_VERIFICATION_KEY_H_
#define OVERSTAP_SERVICES_ACCESS_VERIFICATION_KEY_H_

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace overstap::access {

// Signature algorithms of tokens (RFC 7518, section 3.1).
enum class Algorithm {
  kRs256,  // RSASSA-PKCS1-v1_5 with SHA-256
  kEs256,  // ECDSA on P-256 with SHA-256
};

class VerificationKey {
 public:
  // Big-endian bytes. INVALID_ARGUMENT: a modulus of less than 2,048 or more than 8,192 bits, or
  // numbers that are no RSA key.
  static absl::StatusOr<VerificationKey> Rsa(std::string_view modulus, std::string_view exponent);
  // 32 bytes each, big-endian. INVALID_ARGUMENT: not a point of the curve.
  static absl::StatusOr<VerificationKey> P256(std::string_view x, std::string_view y);

  Algorithm algorithm() const { return algorithm_; }
  // Whether `signature`, as JWS writes it (for ES256: r and s, 32 bytes each), is this key's.
  bool Verifies(std::string_view signed_bytes, std::string_view signature) const;

 private:
  VerificationKey(Algorithm algorithm, std::shared_ptr<EVP_PKEY> key)
      : algorithm_(algorithm), key_(std::move(key)) {}

  Algorithm algorithm_;
  std::shared_ptr<EVP_PKEY> key_;
};

// r and s, 32 bytes each, as X9.62's DER and back; empty: not such a signature.
std::string DerOfP256Signature(std::string_view raw);
std::string RawOfP256Signature(std::string_view der);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_VERIFICATION_KEY_H_
