// The key pair that signs statements about the audit log: Ed25519, in PEM files.
//
//   absl::StatusOr<SigningKey> key = SigningKey::Open(keys + "/audit_anchor", MissingKey::kMake);
//   absl::StatusOr<std::string> signature = key->Sign(text);
//   bool holds = key->public_key().Verifies(text, *signature);
//
// The private key stands beside the other keys, readable by its owner alone; the public key beside
// it, with ".pub", is for whoever verifies. Safe from any thread.
#ifndef OVERSTAP_SERVICES_AUDIT_ANCHOR_KEY_H_
#define OVERSTAP_SERVICES_AUDIT_ANCHOR_KEY_H_

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace overstap::audit {

inline constexpr char kPublicKeySuffix[] = ".pub";

class PublicKey {
 public:
  // INVALID_ARGUMENT: not readable, or not an Ed25519 public key in PEM.
  static absl::StatusOr<PublicKey> Load(const std::string& path);

  bool Verifies(std::string_view text, std::string_view signature) const;

 private:
  friend class SigningKey;
  explicit PublicKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

enum class MissingKey { kMake, kRefuse };

class SigningKey {
 public:
  // Makes the pair where there is none and `missing` says so. FAILED_PRECONDITION: there is none
  // and none may be made, others than the owner (and readers of its group) may use the file, it is
  // no Ed25519 key, or the public key beside it is another one's. UNAVAILABLE: it cannot be made.
  static absl::StatusOr<SigningKey> Open(const std::string& path, MissingKey missing);

  // 64 bytes.
  absl::StatusOr<std::string> Sign(std::string_view text) const;
  PublicKey public_key() const { return PublicKey(key_); }

 private:
  explicit SigningKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_ANCHOR_KEY_H_
