// An issuer of tokens for one machine: a key in a folder, and tokens signed with it. For newcomers,
// tests and machines without an identity provider.
//
//   absl::Status made = CreateKeys("access");   // signing_key.pem and jwks.json
//   absl::StatusOr<std::string> token = CreateToken(
//       {.key_file = "access/signing_key.pem", .principal = "anna", .organisation = "uwv",
//        .roles = {v1::ROLE_CASEWORKER}, .issuer = "overstap-local", .audience = "overstap"},
//       absl::Now());
//
// No function repeats key material or tokens in an error. Safe from any thread; one process at a
// time per folder.
#ifndef OVERSTAP_SERVICES_ACCESS_LOCAL_ISSUER_H_
#define OVERSTAP_SERVICES_ACCESS_LOCAL_ISSUER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/v1/options.pb.h"

namespace overstap::access {

inline constexpr char kSigningKeyFile[] = "signing_key.pem";  // EC P-256, PKCS #8, mode 0600
inline constexpr char kKeySetFile[] = "jwks.json";            // public keys, the newest first

// Makes the folder (0700), a key and its key set; the kid is the key's thumbprint (RFC 7638).
// ALREADY_EXISTS: there is a key; UNAVAILABLE: the folder cannot be written.
absl::Status CreateKeys(const std::string& dir);

// Replaces the key; the key set keeps the public parts of the last `keep_old` keys, so that tokens
// signed with them hold until they expire. NOT_FOUND: there is no key yet.
absl::Status RotateKeys(const std::string& dir, int keep_old = 2);

struct TokenRequest {
  std::string key_file;  // PEM, of an EC key on P-256
  std::string principal;
  std::string organisation;
  std::vector<v1::Role> roles;
  std::string issuer;
  std::string audience;
  absl::Duration valid_for = absl::Hours(12);
};

// A token (ES256) of `now`. INVALID_ARGUMENT: a part is missing, or the key file holds no such key;
// NOT_FOUND: there is no such file.
absl::StatusOr<std::string> CreateToken(const TokenRequest& request, absl::Time now);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_LOCAL_ISSUER_H_
