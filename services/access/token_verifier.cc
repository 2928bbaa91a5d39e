#include "services/access/token_verifier.h"

#include "services/access/openssl_handles.h"

namespace overstap::access {

TokenVerifier::TokenVerifier(std::unique_ptr<IssuerKeys> keys, TokenRules rules,
                             size_t most_remembered)
    : keys_(std::move(keys)), rules_(std::move(rules)), most_remembered_(most_remembered) {}

absl::StatusOr<Identity> TokenVerifier::Verify(std::string_view token, absl::Time now) const {
  // Before it is hashed: that costs by the byte.
  if (token.size() > kMostTokenBytes) return SplitToken(token).status();
  const absl::StatusOr<uint64_t> generation = keys_->generation();
  std::string digest = Sha256(token);
  if (generation.ok()) {
    if (auto known = Recall(digest, *generation); known.ok()) {
      if (absl::Status times = CheckTimes(*known, rules_.clock_skew, now); !times.ok()) {
        return times;
      }
      return std::move(known->identity);
    }
  }
  const absl::StatusOr<TokenParts> parts = SplitToken(token);
  if (!parts.ok()) return parts.status();
  const auto found = keys_->Find(parts->key_id, parts->algorithm);
  if (!found.ok()) return found.status();
  if (!found->key->Verifies(parts->signed_bytes, parts->signature)) {
    return absl::UnauthenticatedError("the token's signature does not hold");
  }
  absl::StatusOr<Claims> claims = ReadClaims(parts->claims, rules_);
  if (!claims.ok()) return claims.status();
  if (absl::Status times = CheckTimes(*claims, rules_.clock_skew, now); !times.ok()) return times;
  if (!digest.empty()) Remember({std::move(digest), *claims, found->generation});
  return std::move(claims->identity);
}

absl::StatusOr<Claims> TokenVerifier::Recall(const std::string& digest, uint64_t generation) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_digest_.find(digest);
  if (found == by_digest_.end() || found->second->generation != generation) {
    return absl::NotFoundError("not remembered");
  }
  tokens_.splice(tokens_.begin(), tokens_, found->second);
  return found->second->claims;
}

void TokenVerifier::Remember(Remembered remembered) const {
  if (most_remembered_ == 0) return;
  const std::lock_guard lock(mutex_);
  if (const auto old = by_digest_.find(remembered.digest); old != by_digest_.end()) {
    tokens_.erase(old->second);
    by_digest_.erase(old);
  }
  if (!tokens_.empty() && tokens_.size() >= most_remembered_) {
    by_digest_.erase(tokens_.back().digest);
    tokens_.pop_back();
  }
  tokens_.push_front(std::move(remembered));
  by_digest_.emplace(tokens_.front().digest, tokens_.begin());
}

size_t TokenVerifier::remembered() const {
  const std::lock_guard lock(mutex_);
  return tokens_.size();
}

}  // namespace overstap::access
