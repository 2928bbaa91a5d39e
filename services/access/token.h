// The steps in which a bearer token (a JWT in JWS's compact form, RFC 7515 and 7519) is read. They
// are apart so that nothing of the claims is parsed before the signature holds.
//
//   absl::StatusOr<TokenParts> parts = SplitToken(token);
//   if (key->Verifies(parts->signed_bytes, parts->signature)) {
//     absl::StatusOr<Claims> claims = ReadClaims(parts->claims, rules);
//     absl::Status in_time = CheckTimes(*claims, rules.clock_skew, now);
//
// Errors are UNAUTHENTICATED and repeat nothing of the token. Safe on any bytes. Pure functions;
// safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_TOKEN_H_
#define OVERSTAP_SERVICES_ACCESS_TOKEN_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/access/authenticator.h"
#include "services/access/verification_key.h"

namespace overstap::access {

// Larger tokens are refused before anything of them is read.
inline constexpr size_t kMostTokenBytes = 8 << 10;

// What a token must be to be taken here.
struct TokenRules {
  std::string issuer;                            // claim `iss`, exactly
  std::string audience;                          // is, or is among, claim `aud`
  absl::Duration clock_skew = absl::Minutes(1);  // that the issuer's clock and ours may be apart
};

// A token taken apart; none of it is believed yet.
struct TokenParts {
  Algorithm algorithm = Algorithm::kEs256;
  std::string key_id;
  std::string_view signed_bytes;  // views the token
  std::string_view claims;        // in base64url; views the token
  std::string signature;
};

struct Claims {
  Identity identity;
  absl::Time expires;                            // claim `exp`
  absl::Time not_before = absl::InfinitePast();  // the later of claims `nbf` and `iat`
};

// Refused: too large, not three parts of base64url, a header that is no JSON, `alg` other than
// RS256 and ES256 (`none` and HS256 too), no `kid`, any `crit`, a `typ` of something else.
absl::StatusOr<TokenParts> SplitToken(std::string_view token);

// `claims`: in base64url. Refused: not JSON, another issuer or audience, claims of the wrong type,
// no `exp`, `sub` or `organisation`, no role or an unknown one.
absl::StatusOr<Claims> ReadClaims(std::string_view claims, const TokenRules& rules);

// Whether the token is of now: neither expired nor not yet valid.
absl::Status CheckTimes(const Claims& claims, absl::Duration clock_skew, absl::Time now);

// Whether a text can be a principal's or an organisation's: 1 to 128 bytes, none of them a control
// character.
bool IsName(std::string_view text);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_TOKEN_H_
