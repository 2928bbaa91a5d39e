// Believes what a call says of itself: `authorization: Said PRINCIPAL|ORGANISATION|ROLE,ROLE`. Only
// in tests, where who calls is what is being tried.
//
//   parts.authenticator = std::make_unique<SaidAuthenticator>();
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_CONTRACT_SERVICES_API_SAID_AUTHENTICATOR_H_
#define OVERSTAP_TESTS_CONTRACT_SERVICES_API_SAID_AUTHENTICATOR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/access/authenticator.h"
#include "services/access/role_names.h"

namespace overstap {

class SaidAuthenticator final : public access::Authenticator {
 public:
  explicit SaidAuthenticator(std::string health = "") : health_(std::move(health)) {}
  std::string Health() const override { return health_; }
  absl::StatusOr<access::Identity> Authenticate(const access::Evidence& evidence,
                                                absl::Time /*now*/) const override {
    absl::string_view said(evidence.authorization.data(), evidence.authorization.size());
    if (!absl::ConsumePrefix(&said, "Said ")) {
      return absl::UnauthenticatedError("no evidence of who calls");
    }
    const std::vector<std::string> parts = absl::StrSplit(said, '|');
    if (parts.size() != 3) return absl::UnauthenticatedError("three parts expected");
    access::Identity identity{.principal = parts[0], .organisation = parts[1], .roles = {}};
    for (const absl::string_view role : absl::StrSplit(parts[2], ',', absl::SkipEmpty())) {
      identity.roles.push_back(access::RoleOf({role.data(), role.size()}));
    }
    return identity;
  }

 private:
  const std::string health_;
};

}  // namespace overstap

#endif  // OVERSTAP_TESTS_CONTRACT_SERVICES_API_SAID_AUTHENTICATOR_H_
