#include "services/access/local_issuer.h"

#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/access/base64url.h"
#include "services/access/jwks.h"
#include "services/access/openssl_handles.h"
#include "services/access/role_names.h"
#include "services/access/strict_json.h"
#include "services/access/token.h"
#include "services/access/verification_key.h"

namespace overstap::access {
namespace {

using nlohmann::json;

constexpr mode_t kOwnerReads = 0600;
constexpr mode_t kEveryoneReads = 0644;
constexpr int kCoordinateBytes = 32;
constexpr char kCurve[] = "P-256";
constexpr int kIndent = 2;

absl::Status CannotWrite(const std::string& path) {
  return absl::UnavailableError(absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
}

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file) == 0;
}

// Whole or not at all; never readable by more than `mode` allows, not for a moment.
absl::Status WriteFile(const std::string& path, std::string_view text, mode_t mode) {
  const std::string unfinished = path + ".new";
  unlink(unfinished.c_str());
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return CannotWrite(unfinished);
  const bool written = WriteAll(file, text);
  const bool closed = close(file) == 0;
  if (!written || !closed || std::rename(unfinished.c_str(), path.c_str()) != 0) {
    absl::Status status = CannotWrite(path);
    unlink(unfinished.c_str());
    return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text;
}

std::string Coordinate(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return "";
  const Bignum owned(number);
  std::string bytes(kCoordinateBytes, '\0');
  const int size =
      BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), kCoordinateBytes);
  return size == kCoordinateBytes ? EncodeBase64Url(bytes) : "";
}

// The public part; INVALID_ARGUMENT: not an EC key on P-256.
absl::StatusOr<json> PublicKeyOf(EVP_PKEY* key) {
  constexpr size_t kLongestName = 64;
  std::string curve(kLongestName, '\0');
  size_t size = 0;
  const bool is_p256 = EVP_PKEY_is_a(key, "EC") == 1 &&
                       EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, curve.data(),
                                                      curve.size(), &size) == 1 &&
                       curve.substr(0, size) == SN_X9_62_prime256v1;
  const std::string x = is_p256 ? Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X) : "";
  const std::string y = is_p256 ? Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y) : "";
  ERR_clear_error();
  if (x.empty() || y.empty()) return absl::InvalidArgumentError("is not an EC key on P-256");
  json made = {{"kty", "EC"}, {"crv", kCurve}, {"x", x}, {"y", y}};
  // The thumbprint is that of these members, in the order of their names and without spaces, which
  // is how nlohmann's objects are dumped.
  made["kid"] = EncodeBase64Url(Sha256(made.dump()));
  made["use"] = "sig";
  made["alg"] = "ES256";
  return made;
}

struct NewKey {
  std::string pem;
  json public_key;
};

absl::StatusOr<NewKey> MakeKey() {
  const EvpPkey key(EVP_EC_gen(kCurve));
  const Bio bio(BIO_new(BIO_s_secmem()));
  if (key == nullptr || bio == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    ERR_clear_error();
    return absl::InternalError("OpenSSL makes no key");
  }
  absl::StatusOr<json> public_key = PublicKeyOf(key.get());
  if (!public_key.ok()) return public_key.status();
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return NewKey{std::string(text, static_cast<size_t>(size)), *std::move(public_key)};
}

// The key set first: a token is never signed with a key that nobody can look up.
absl::Status WriteKeys(const std::string& dir, const NewKey& key, const json& old_keys) {
  json keys = json::array({key.public_key});
  keys.insert(keys.end(), old_keys.begin(), old_keys.end());
  const json set = {{"keys", keys}};
  const std::filesystem::path folder(dir);
  absl::Status status =
      WriteFile((folder / kKeySetFile).string(), set.dump(kIndent) + "\n", kEveryoneReads);
  if (status.ok()) status = WriteFile((folder / kSigningKeyFile).string(), key.pem, kOwnerReads);
  return status;
}

std::string PathOf(const std::string& dir, const char* name) {
  return (std::filesystem::path(dir) / name).string();
}

int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<EvpPkey> ReadKey(const std::string& path) {
  const absl::StatusOr<std::string> pem = ReadFile(path);
  if (!pem.ok()) return pem.status();
  const Bio bio = BioOf(*pem);
  EvpPkey key(bio == nullptr ? nullptr
                             : PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is no private key in PEM without a passphrase"));
  }
  return key;
}

absl::Status CheckRequest(const TokenRequest& request) {
  const auto missing = [](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("a token needs ", what));
  };
  if (!IsName(request.principal)) return missing("a principal of 1 to 128 bytes");
  if (!IsName(request.organisation)) return missing("an organisation of 1 to 128 bytes");
  if (request.roles.empty()) return missing("a role");
  if (request.issuer.empty()) return missing("an issuer");
  if (request.audience.empty()) return missing("an audience");
  if (request.valid_for <= absl::ZeroDuration()) return missing("hours that it holds");
  return absl::OkStatus();
}

json ClaimsOf(const TokenRequest& request, absl::Time now) {
  json roles = json::array();
  for (const v1::Role role : request.roles) roles.push_back(NameOf(role));
  return {{"iss", request.issuer},
          {"aud", request.audience},
          {"sub", request.principal},
          {"organisation", request.organisation},
          {"roles", roles},
          {"iat", absl::ToUnixSeconds(now)},
          {"nbf", absl::ToUnixSeconds(now)},
          {"exp", absl::ToUnixSeconds(now + request.valid_for)}};
}

// r and s, 32 bytes each; empty: OpenSSL does not sign.
std::string Sign(EVP_PKEY* key, const std::string& text) {
  const EvpMdCtx context(EVP_MD_CTX_new());
  size_t size = 0;
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, BytesOf(text), text.size()) != 1) {
    return "";
  }
  std::string der(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                     BytesOf(text), text.size()) != 1) {
    return "";
  }
  der.resize(size);
  return RawOfP256Signature(der);
}

}  // namespace

absl::Status CreateKeys(const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  const std::string key_file = PathOf(dir, kSigningKeyFile);
  if (std::filesystem::exists(key_file, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(key_file, " is there already; rotating replaces it"));
  }
  if (chmod(dir.c_str(), S_IRWXU) != 0) return CannotWrite(dir);
  const absl::StatusOr<NewKey> key = MakeKey();
  if (!key.ok()) return key.status();
  return WriteKeys(dir, *key, json::array());
}

absl::Status RotateKeys(const std::string& dir, int keep_old) {
  const std::string set_file = PathOf(dir, kKeySetFile);
  const absl::StatusOr<std::string> text = ReadFile(set_file);
  if (!text.ok()) {
    return absl::NotFoundError(absl::StrCat(text.status().message(), "; create keys first"));
  }
  absl::StatusOr<json> set = ParseStrictJson(*text);
  if (!set.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(set_file, " ", set.status().message()));
  }
  if (const auto usable = ParseJwks(*text); !usable.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(set_file, ": ", usable.status().message()));
  }
  json& old_keys = (*set)["keys"];
  while (old_keys.size() > static_cast<size_t>(keep_old)) old_keys.erase(old_keys.size() - 1);
  const absl::StatusOr<NewKey> key = MakeKey();
  if (!key.ok()) return key.status();
  return WriteKeys(dir, *key, old_keys);
}

absl::StatusOr<std::string> CreateToken(const TokenRequest& request, absl::Time now) {
  if (absl::Status checked = CheckRequest(request); !checked.ok()) return checked;
  const absl::StatusOr<EvpPkey> key = ReadKey(request.key_file);
  if (!key.ok()) return key.status();
  const absl::StatusOr<json> public_key = PublicKeyOf(key->get());
  if (!public_key.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(request.key_file, " ", public_key.status().message()));
  }
  const json header = {{"alg", "ES256"}, {"typ", "JWT"}, {"kid", (*public_key)["kid"]}};
  const auto dump = [](const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  const std::string text = absl::StrCat(EncodeBase64Url(dump(header)), ".",
                                        EncodeBase64Url(dump(ClaimsOf(request, now))));
  const std::string signature = Sign(key->get(), text);
  ERR_clear_error();
  if (signature.empty()) return absl::InternalError("OpenSSL does not sign");
  std::string token = absl::StrCat(text, ".", EncodeBase64Url(signature));
  if (token.size() > kMostTokenBytes) {
    return absl::InvalidArgumentError("the token would be too large");
  }
  return token;
}

}  // namespace overstap::access
