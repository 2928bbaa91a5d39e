// The authenticator of the server: bearer tokens, and client certificates mapped to principals.
//
//   absl::StatusOr<std::unique_ptr<EvidenceAuthenticator>> authenticator =
//       EvidenceAuthenticator::Open({.jwks = "jwks.json", .rules = {.issuer = …, .audience = …}});
//
// Where a call brings a token, the token alone decides: a bad one is refused although the
// certificate would do. Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_EVIDENCE_AUTHENTICATOR_H_
#define OVERSTAP_SERVICES_ACCESS_EVIDENCE_AUTHENTICATOR_H_

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/access/authenticator.h"
#include "services/access/issuer_keys.h"
#include "services/access/principals.h"
#include "services/access/token.h"
#include "services/access/token_verifier.h"

namespace overstap::access {

struct EvidenceOptions {
  std::string jwks;             // file or URL; empty: no tokens are taken
  TokenRules rules;             // of the tokens
  std::string principals_file;  // empty: client certificates say nothing
  IssuerKeysOptions keys;
};

class EvidenceAuthenticator final : public Authenticator {
 public:
  // INVALID_ARGUMENT, NOT_FOUND, UNAVAILABLE: the key set's or the principals' file, which it
  // names. A key set's URL need not answer yet.
  static absl::StatusOr<std::unique_ptr<EvidenceAuthenticator>> Open(
      const EvidenceOptions& options);

  // Besides: UNAVAILABLE while the issuer's keys cannot be had.
  absl::StatusOr<Identity> Authenticate(const Evidence& evidence, absl::Time now) const override;

  std::string Health() const override;

 private:
  explicit EvidenceAuthenticator(std::string principals_file)
      : principals_file_(std::move(principals_file)) {}
  // The mapping as it stands in the file now; the old one where the file has become bad.
  std::shared_ptr<const Principals> CurrentPrincipals(absl::Time now) const;

  std::unique_ptr<TokenVerifier> tokens_;  // null: none are taken
  const std::string principals_file_;

  mutable std::mutex mutex_;  // guards what follows
  mutable std::shared_ptr<const Principals> principals_;
  mutable absl::Status principals_status_;
  mutable std::filesystem::file_time_type principals_time_ = {};
  mutable absl::Time looked_at_ = absl::InfinitePast();
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_EVIDENCE_AUTHENTICATOR_H_
