// How the server listens: with TLS from files that may be replaced while it runs, or in plain text.
//
//   auto credentials = MakeServerCredentials({.certificate = "server.pem", .key = "server.key"});
//   builder.AddListeningPort("0.0.0.0:7070", *credentials);
//
// Whether plain text is allowed is decided elsewhere (config::CheckServerConfig). Safe from any
// thread.
#ifndef OVERSTAP_SERVICES_ACCESS_SERVER_CREDENTIALS_H_
#define OVERSTAP_SERVICES_ACCESS_SERVER_CREDENTIALS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/security/server_credentials.h"

namespace overstap::access {

struct TlsFiles {
  std::string certificate;  // PEM, the server's first, then intermediates; empty: plain text
  std::string key;          // PEM, not readable by everyone
  std::string client_ca;    // PEM; empty: clients are not asked for certificates
  // How soon new files are taken for new connections.
  absl::Duration refresh = absl::Seconds(10);
};

// TLS 1.2 or later. A client may come without a certificate; one that it brings must be signed by
// `client_ca` and be in date, else there is no connection. INVALID_ARGUMENT names the file and what
// is wrong with it: cannot be read, is no PEM, key and certificate are no pair, expired, key
// readable by everyone.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TlsFiles& files, absl::Time now);

// The PEM of the client certificate that TLS has verified; empty: the client brought none.
std::string PeerCertificateOf(const grpc::AuthContext& context);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_SERVER_CREDENTIALS_H_
