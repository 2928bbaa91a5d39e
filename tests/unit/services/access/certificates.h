// Certificates of tests, made on the spot.
//
//   const TestAuthority authority("Test CA");
//   const TestCertificate server = authority.Issue({.name = "localhost", .alternatives =
//   "DNS:localhost"});
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_CERTIFICATES_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_CERTIFICATES_H_

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/access/openssl_handles.h"

namespace overstap::access {

struct TestCertificate {
  std::string certificate;  // PEM
  std::string key;          // PEM
};

struct CertificateRequest {
  std::string name;          // common name
  std::string alternatives;  // as OpenSSL writes them, e.g. "DNS:localhost,IP:127.0.0.1"
  absl::Time from = absl::Now() - absl::Hours(1);
  absl::Time until = absl::Now() + absl::Hours(1);
};

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name);

  const std::string& certificate() const { return pem_; }
  TestCertificate Issue(const CertificateRequest& request) const;

 private:
  EvpPkey key_;
  Certificate certificate_;
  std::string pem_;
};

}  // namespace overstap::access

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_CERTIFICATES_H_
