// Client certificates mapped to those they stand for, from a text file (overstap.access.v1).
//
//   absl::StatusOr<Principals> principals = ReadPrincipals("principals.textproto");
//   absl::StatusOr<Identity> caller = principals->Identify(pem, absl::Now());
//
// Immutable; safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_PRINCIPALS_H_
#define OVERSTAP_SERVICES_ACCESS_PRINCIPALS_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/access/authenticator.h"

namespace overstap::access {

class Principals {
 public:
  // Whom a certificate that TLS has verified stands for: by its SHA-256, else by its subject
  // alternative names. UNAUTHENTICATED: it cannot be read, is out of date (connections may outlive
  // it), is mapped to nobody, or its names to several.
  absl::StatusOr<Identity> Identify(std::string_view pem, absl::Time now) const;
  size_t size() const { return by_sha256_.size() + by_name_.size(); }

 private:
  friend absl::StatusOr<Principals> ReadPrincipals(const std::string& path);
  std::map<std::string, Identity> by_sha256_;  // 32 bytes
  std::map<std::string, Identity> by_name_;    // `URI:…`, `DNS:…`
};

// INVALID_ARGUMENT names file, line and key of everything that is wrong, at once; NOT_FOUND: the
// file cannot be read.
absl::StatusOr<Principals> ReadPrincipals(const std::string& path);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_PRINCIPALS_H_
