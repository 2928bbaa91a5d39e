#include "services/access/verification_key.h"

#include <openssl/core_names.h>
#include <openssl/err.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/access/openssl_handles.h"

namespace overstap::access {
namespace {

constexpr int kLeastRsaBits = 2'048;
constexpr int kMostRsaBits = 8'192;
constexpr int kBitsPerByte = 8;
constexpr size_t kMostExponentBytes = 8;
constexpr size_t kCoordinateBytes = 32;
constexpr char kCurve[] = "prime256v1";
constexpr char kUncompressedPoint = 0x04;

Bignum NumberOf(std::string_view bytes) {
  return Bignum(BN_bin2bn(BytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

// The key with these parts, if OpenSSL finds it sound.
std::shared_ptr<EVP_PKEY> MakeKey(const char* type, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  std::shared_ptr<EVP_PKEY> key(made, EVP_PKEY_free);
  const EvpPkeyCtx check(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  const bool sound = check != nullptr && EVP_PKEY_public_check(check.get()) == 1;
  ERR_clear_error();
  return sound ? key : nullptr;
}

}  // namespace

absl::StatusOr<VerificationKey> VerificationKey::Rsa(std::string_view modulus,
                                                     std::string_view exponent) {
  if (modulus.size() > kMostRsaBits / kBitsPerByte || exponent.size() > kMostExponentBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("RSA keys of more than ", kMostRsaBits, " bits are not taken"));
  }
  const Bignum n = NumberOf(modulus);
  const Bignum e = NumberOf(exponent);
  if (n == nullptr || e == nullptr) return absl::InvalidArgumentError("is no RSA key");
  if (BN_num_bits(n.get()) < kLeastRsaBits) {
    return absl::InvalidArgumentError(absl::StrCat("is an RSA key of ", BN_num_bits(n.get()),
                                                   " bits: at least ", kLeastRsaBits,
                                                   " are needed"));
  }
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return absl::InvalidArgumentError("is no RSA key");
  }
  auto key = MakeKey("RSA", builder.get());
  if (key == nullptr) return absl::InvalidArgumentError("is no RSA key");
  return VerificationKey(Algorithm::kRs256, std::move(key));
}

absl::StatusOr<VerificationKey> VerificationKey::P256(std::string_view x, std::string_view y) {
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) {
    return absl::InvalidArgumentError("has coordinates that are not of 32 bytes");
  }
  std::string point(1, kUncompressedPoint);
  point.append(x).append(y);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return absl::InvalidArgumentError("is no key on P-256");
  }
  auto key = MakeKey("EC", builder.get());
  if (key == nullptr) return absl::InvalidArgumentError("is no point of P-256");
  return VerificationKey(Algorithm::kEs256, std::move(key));
}

bool VerificationKey::Verifies(std::string_view signed_bytes, std::string_view signature) const {
  std::string der;
  if (algorithm_ == Algorithm::kEs256) {
    der = DerOfP256Signature(signature);
    if (der.empty()) return false;
    signature = der;
  }
  const EvpMdCtx context(EVP_MD_CTX_new());
  const bool holds =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), BytesOf(signature), signature.size(), BytesOf(signed_bytes),
                       signed_bytes.size()) == 1;
  // A signature that does not hold leaves errors that the next use of OpenSSL would find.
  if (!holds) ERR_clear_error();
  return holds;
}

std::string DerOfP256Signature(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return "";
  Bignum r = NumberOf(raw.substr(0, kCoordinateBytes));
  Bignum s = NumberOf(raw.substr(kCoordinateBytes));
  const EcdsaSignature signature(ECDSA_SIG_new());
  if (r == nullptr || s == nullptr || signature == nullptr ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return "";
  }
  static_cast<void>(r.release());  // belong to the signature now
  static_cast<void>(s.release());
  unsigned char* bytes = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &bytes);
  std::string der;
  if (size > 0) der.assign(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

std::string RawOfP256Signature(std::string_view der) {
  const unsigned char* bytes = BytesOf(der);
  const EcdsaSignature signature(d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())));
  if (signature == nullptr) return "";
  std::string raw(2 * kCoordinateBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  const int size = static_cast<int>(kCoordinateBytes);
  if (BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, size) != size ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kCoordinateBytes, size) != size) {
    return "";
  }
  return raw;
}

}  // namespace overstap::access
