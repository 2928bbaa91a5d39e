// OpenSSL's objects with their ends.
//
//   const EvpPkey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
//   if (key == nullptr) …
//
// As thread-safe as OpenSSL's objects: keys may be used from many threads, the others from one.
#ifndef OVERSTAP_SERVICES_ACCESS_OPENSSL_HANDLES_H_
#define OVERSTAP_SERVICES_ACCESS_OPENSSL_HANDLES_H_

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace overstap::access {

template <auto Free>
struct Freer {
  template <typename Object>
  void operator()(Object* object) const {
    Free(object);
  }
};

using EvpPkey = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using EvpPkeyCtx = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using EvpMdCtx = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Bignum = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;

inline const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Reads `text`, which must outlive it.
inline Bio BioOf(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// The 32 bytes of SHA-256; empty only when OpenSSL has no memory.
inline std::string Sha256(std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                 EVP_sha256(), nullptr) != 1) {
    size = 0;
  }
  digest.resize(size);
  return digest;
}

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_OPENSSL_HANDLES_H_
