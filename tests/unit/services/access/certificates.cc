#include "tests/unit/services/access/certificates.h"

#include <atomic>

namespace overstap::access {
namespace {

long NextSerial() {
  static std::atomic<long> last = 0;
  return ++last;
}

std::string TextOf(BIO* bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  return {text, static_cast<size_t>(size)};
}

std::string PemOf(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return TextOf(bio.get());
}

std::string PemOf(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return TextOf(bio.get());
}

void Extend(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate NewCertificate(const CertificateRequest& request, EVP_PKEY* key) {
  Certificate made(X509_new());
  constexpr long kVersion3 = 2;
  X509_set_version(made.get(), kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), NextSerial());
  ASN1_TIME_set(X509_getm_notBefore(made.get()), absl::ToTimeT(request.from));
  ASN1_TIME_set(X509_getm_notAfter(made.get()), absl::ToTimeT(request.until));
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                             BytesOf(request.name), static_cast<int>(request.name.size()), -1, 0);
  return made;
}

}  // namespace

TestAuthority::TestAuthority(const std::string& name) : key_(EVP_EC_gen("P-256")) {
  certificate_ = NewCertificate({.name = name}, key_.get());
  X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
  Extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  Extend(certificate_.get(), NID_key_usage, "critical,keyCertSign");
  X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  pem_ = PemOf(certificate_.get());
}

TestCertificate TestAuthority::Issue(const CertificateRequest& request) const {
  const EvpPkey key(EVP_EC_gen("P-256"));
  const Certificate made = NewCertificate(request, key.get());
  X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_.get()));
  if (!request.alternatives.empty()) {
    Extend(made.get(), NID_subject_alt_name, request.alternatives);
  }
  X509_sign(made.get(), key_.get(), EVP_sha256());
  return {PemOf(made.get()), PemOf(key.get())};
}

}  // namespace overstap::access
