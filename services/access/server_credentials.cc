#include "services/access/server_credentials.h"

#include <openssl/err.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "services/access/openssl_handles.h"

namespace overstap::access {
namespace {

namespace tls = grpc::experimental;

absl::Status Wrong(const std::string& file, absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", what));
}

absl::StatusOr<Bio> OpenPem(const std::string& path) {
  Bio bio(BIO_new_file(path.c_str(), "r"));
  if (bio == nullptr) return Wrong(path, "cannot be read");
  return bio;
}

absl::StatusOr<Certificate> ReadCertificate(const std::string& path) {
  const absl::StatusOr<Bio> bio = OpenPem(path);
  if (!bio.ok()) return bio.status();
  Certificate certificate(PEM_read_bio_X509(bio->get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) return Wrong(path, "is no certificate in PEM");
  return certificate;
}

absl::Status CheckKeyFile(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return Wrong(path, "cannot be read");
  if ((status.st_mode & S_IRWXO) != 0) {
    return Wrong(path, "everyone may read this private key: chmod o= it");
  }
  return absl::OkStatus();
}

// Nobody is at a terminal to type a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status CheckPair(const TlsFiles& files, absl::Time now) {
  const absl::StatusOr<Certificate> certificate = ReadCertificate(files.certificate);
  if (!certificate.ok()) return certificate.status();
  if (absl::Status access = CheckKeyFile(files.key); !access.ok()) return access;
  const absl::StatusOr<Bio> bio = OpenPem(files.key);
  if (!bio.ok()) return bio.status();
  const EvpPkey key(PEM_read_bio_PrivateKey(bio->get(), nullptr, &NoPassphrase, nullptr));
  if (key == nullptr) return Wrong(files.key, "is no private key in PEM without a passphrase");
  if (X509_check_private_key(certificate->get(), key.get()) != 1) {
    return Wrong(files.key, absl::StrCat("is not the key of ", files.certificate));
  }
  time_t seconds = absl::ToTimeT(now);
  if (X509_cmp_time(X509_get0_notAfter(certificate->get()), &seconds) < 0) {
    return Wrong(files.certificate, "has expired");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TlsFiles& files, absl::Time now) {
  if (files.certificate.empty()) return grpc::InsecureServerCredentials();
  if (absl::Status pair = CheckPair(files, now); !pair.ok()) return pair;
  if (!files.client_ca.empty()) {
    if (const auto ca = ReadCertificate(files.client_ca); !ca.ok()) return ca.status();
  }
  const auto refresh =
      static_cast<unsigned>(std::max<int64_t>(1, absl::ToInt64Seconds(files.refresh)));
  const auto provider = std::make_shared<tls::FileWatcherCertificateProvider>(
      files.key, files.certificate, files.client_ca, refresh);
  tls::TlsServerCredentialsOptions options(provider);
  options.watch_identity_key_cert_pairs();
  if (files.client_ca.empty()) {
    options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  } else {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  auto credentials = tls::TlsServerCredentials(options);
  if (credentials == nullptr) return absl::InternalError("gRPC makes no TLS credentials");
  return credentials;
}

std::string PeerCertificateOf(const grpc::AuthContext& context) {
  const std::vector<grpc::string_ref> found =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  return found.size() == 1 ? std::string(found[0].data(), found[0].size()) : "";
}

}  // namespace overstap::access
