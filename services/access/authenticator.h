// Who calls: what an authenticator makes of the evidence that a call brings.
//
//   absl::StatusOr<Identity> caller = authenticator.Authenticate(
//       {.authorization = "Bearer eyJhbGciOi...", .peer_certificate = ""}, absl::Now());
//   // caller->principal, caller->roles
//
// Authenticators are safe to call from many threads at once.
#ifndef OVERSTAP_SERVICES_ACCESS_AUTHENTICATOR_H_
#define OVERSTAP_SERVICES_ACCESS_AUTHENTICATOR_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/v1/options.pb.h"

namespace overstap::access {

// Who a caller is proved to be.
struct Identity {
  std::string principal;     // claim `sub`, or the mapping's
  std::string organisation;  // id as in the region's configuration, claim `organisation`
  std::vector<overstap::v1::Role> roles;  // claim `roles`, e.g. ["caseworker"]; a call uses one
};

// What a call brings to prove who it comes from; the views live as long as the call.
struct Evidence {
  std::string_view authorization;     // value of the metadata `authorization`; empty: none
  std::string_view peer_certificate;  // PEM of a verified client certificate; empty: none
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // UNAUTHENTICATED: no evidence, or it does not hold (expired, not yet valid, other issuer or
  // audience, unknown key, signature, algorithm); the message says which without echoing the token.
  virtual absl::StatusOr<Identity> Authenticate(const Evidence& evidence, absl::Time now) const = 0;
  // What an operator must know, e.g. that the issuer's keys cannot be had; empty: all is well.
  virtual std::string Health() const { return ""; }
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_AUTHENTICATOR_H_
