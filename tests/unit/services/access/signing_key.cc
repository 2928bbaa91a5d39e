#include "tests/unit/services/access/signing_key.h"

#include <openssl/core_names.h>

#include <algorithm>

#include "services/access/base64url.h"
#include "services/access/verification_key.h"

namespace overstap::access {
namespace {

std::string NumberOf(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  const Bignum owned(number);
  constexpr int kCoordinate = 32;
  const int size = std::max(BN_num_bytes(number), EVP_PKEY_is_a(key, "EC") == 1 ? kCoordinate : 0);
  std::string bytes(static_cast<size_t>(size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return EncodeBase64Url(bytes);
}

}  // namespace

SigningKey SigningKey::P256(const std::string& key_id) {
  SigningKey made;
  made.key_.reset(EVP_EC_gen("P-256"));
  made.jwk_ = {{"kty", "EC"},
               {"crv", "P-256"},
               {"kid", key_id},
               {"alg", "ES256"},
               {"use", "sig"},
               {"x", NumberOf(made.key_.get(), OSSL_PKEY_PARAM_EC_PUB_X)},
               {"y", NumberOf(made.key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y)}};
  return made;
}

SigningKey SigningKey::Rsa(const std::string& key_id, int bits) {
  SigningKey made;
  made.key_.reset(EVP_RSA_gen(static_cast<unsigned>(bits)));
  made.jwk_ = {{"kty", "RSA"},
               {"kid", key_id},
               {"alg", "RS256"},
               {"use", "sig"},
               {"n", NumberOf(made.key_.get(), OSSL_PKEY_PARAM_RSA_N)},
               {"e", NumberOf(made.key_.get(), OSSL_PKEY_PARAM_RSA_E)}};
  return made;
}

nlohmann::json SigningKey::header() const {
  return {{"alg", jwk_["alg"]}, {"kid", jwk_["kid"]}, {"typ", "JWT"}};
}

std::string SigningKey::Signature(const std::string& text) const {
  const EvpMdCtx context(EVP_MD_CTX_new());
  size_t size = 0;
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
  EVP_DigestSign(context.get(), nullptr, &size, BytesOf(text), text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                 BytesOf(text), text.size());
  signature.resize(size);
  return jwk_["kty"] == "EC" ? RawOfP256Signature(signature) : signature;
}

std::string SigningKey::Sign(const nlohmann::json& header, const std::string& claims) const {
  const std::string text = EncodeBase64Url(header.dump()) + "." + EncodeBase64Url(claims);
  return text + "." + EncodeBase64Url(Signature(text));
}

std::string KeySetOf(const std::vector<const SigningKey*>& keys) {
  nlohmann::json set = {{"keys", nlohmann::json::array()}};
  for (const SigningKey* key : keys) set["keys"].push_back(key->jwk());
  return set.dump();
}

nlohmann::json CaseworkerClaims(absl::Time now) {
  return {{"iss", "https://issuer.test"},
          {"aud", "overstap"},
          {"sub", "anna"},
          {"organisation", "uwv"},
          {"roles", {"caseworker", "work_table_member"}},
          {"iat", absl::ToUnixSeconds(now)},
          {"nbf", absl::ToUnixSeconds(now)},
          {"exp", absl::ToUnixSeconds(now + absl::Hours(1))}};
}

}  // namespace overstap::access
