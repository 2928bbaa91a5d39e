#include "services/access/evidence_authenticator.h"

#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "spdlog/spdlog.h"

namespace overstap::access {
namespace {

// Between two looks at whether the principals' file has changed.
constexpr absl::Duration kLook = absl::Seconds(1);

// The token of `Bearer TOKEN` (RFC 6750; the scheme in any case); empty: it is something else.
std::string_view TokenOf(std::string_view authorization) {
  constexpr absl::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size() ||
      !absl::EqualsIgnoreCase(absl::string_view(authorization.data(), kScheme.size()), kScheme)) {
    return "";
  }
  return authorization.substr(kScheme.size());
}

}  // namespace

absl::StatusOr<std::unique_ptr<EvidenceAuthenticator>> EvidenceAuthenticator::Open(
    const EvidenceOptions& options) {
  std::unique_ptr<EvidenceAuthenticator> opened(new EvidenceAuthenticator(options.principals_file));
  if (!options.jwks.empty()) {
    auto source = MakeKeySource(options.jwks);
    if (!source.ok()) return source.status();
    auto keys = IssuerKeys::Open(*std::move(source), options.keys);
    if (!keys.ok()) return keys.status();
    opened->tokens_ = std::make_unique<TokenVerifier>(*std::move(keys), options.rules);
  }
  if (!options.principals_file.empty()) {
    std::error_code ignored;
    opened->principals_time_ = std::filesystem::last_write_time(options.principals_file, ignored);
    auto principals = ReadPrincipals(options.principals_file);
    if (!principals.ok()) return principals.status();
    opened->principals_ = std::make_shared<const Principals>(*std::move(principals));
  }
  return opened;
}

absl::StatusOr<Identity> EvidenceAuthenticator::Authenticate(const Evidence& evidence,
                                                             absl::Time now) const {
  if (!evidence.authorization.empty()) {
    if (tokens_ == nullptr) {
      return absl::UnauthenticatedError("tokens are not taken here: use a client certificate");
    }
    const std::string_view token = TokenOf(evidence.authorization);
    if (token.empty()) {
      return absl::UnauthenticatedError("the metadata authorization is not \"Bearer TOKEN\"");
    }
    return tokens_->Verify(token, now);
  }
  if (!evidence.peer_certificate.empty() && !principals_file_.empty()) {
    return CurrentPrincipals(now)->Identify(evidence.peer_certificate, now);
  }
  return absl::UnauthenticatedError(
      tokens_ == nullptr ? "nothing says who calls: use a client certificate"
                         : "nothing says who calls: send the metadata authorization: Bearer TOKEN");
}

std::shared_ptr<const Principals> EvidenceAuthenticator::CurrentPrincipals(absl::Time now) const {
  const std::lock_guard lock(mutex_);
  if (absl::AbsDuration(now - looked_at_) < kLook) return principals_;
  looked_at_ = now;
  std::error_code error;
  const auto time = std::filesystem::last_write_time(principals_file_, error);
  if (!error && time == principals_time_) return principals_;
  absl::StatusOr<Principals> read = ReadPrincipals(principals_file_);
  const bool is_news = principals_status_.message() != read.status().message();
  principals_status_ = read.status();
  if (read.ok()) {
    principals_ = std::make_shared<const Principals>(*std::move(read));
    principals_time_ = time;
    spdlog::info("principals: {} taken from {}", principals_->size(), principals_file_);
  } else if (is_news) {
    spdlog::warn("principals: the old ones stay: {}", std::string(read.status().message()));
  }
  return principals_;
}

std::string EvidenceAuthenticator::Health() const {
  std::string text = tokens_ == nullptr ? "" : tokens_->Health();
  const std::lock_guard lock(mutex_);
  if (!principals_status_.ok()) {
    absl::StrAppend(&text, text.empty() ? "" : "\n",
                    "principals: the old ones stay: ", principals_status_.message());
  }
  return text;
}

}  // namespace overstap::access
