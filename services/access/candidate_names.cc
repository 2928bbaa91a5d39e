#include "services/access/candidate_names.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace overstap::access {
namespace {

constexpr char kPrefix[] = "candidates/";
constexpr size_t kSecretSize = 32;
constexpr size_t kCheckSize = 16;
constexpr size_t kDigestSize = 32;
// A length byte and the longest id.
constexpr size_t kPaddedIdSize = 64;
constexpr int kOwnerOnly = 0600;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, kDigestSize> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(text), text.size(),
       digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

// Of the parts, so that no two lists of parts give the same text.
std::string Joined(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const std::string_view part : parts) {
    absl::StrAppend(&joined, part.size(), ":", absl::string_view(part.data(), part.size()));
  }
  return joined;
}

// AES-256-CTR is its own inverse.
std::string Crypt(std::string_view key, std::string_view nonce, std::string_view text) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string out(text.size(), '\0');
  int size = 0;
  const bool done = context != nullptr &&
                    EVP_EncryptInit_ex(context.get(), EVP_aes_256_ctr(), nullptr, Bytes(key),
                                       Bytes(nonce)) == 1 &&
                    EVP_EncryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()),
                                      &size, Bytes(text), static_cast<int>(text.size())) == 1;
  return done ? out : std::string();
}

std::string Padded(std::string_view id) {
  std::string padded(1, static_cast<char>(id.size()));
  padded += id;
  padded.resize(kPaddedIdSize, '\0');
  return padded;
}

std::string ContextOf(std::string_view organisation, std::string_view vacancy) {
  return Joined({"candidate", organisation, vacancy});
}

absl::Status Failed(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(absl::StrCat("cannot ", what, " ", path, " (errno ", errno, ")"));
}

// Whole and durable under its name, or not there.
absl::Status MakeSecret(const std::string& path) {
  std::array<unsigned char, kSecretSize> secret{};
  if (RAND_priv_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
    return absl::UnavailableError("no randomness for the candidates' secret");
  }
  const std::string unfinished = path + ".new";
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
  if (file < 0) return Failed("make", unfinished);
  const bool written =
      write(file, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) &&
      fsync(file) == 0;
  const bool closed = close(file) == 0;
  OPENSSL_cleanse(secret.data(), secret.size());
  if (!written || !closed) return Failed("write", unfinished);
  if (rename(unfinished.c_str(), path.c_str()) != 0) return Failed("name", path);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int handle = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return Failed("open", folder);
  const bool synced = fsync(handle) == 0;
  close(handle);
  return synced ? absl::OkStatus() : Failed("sync", folder);
}

}  // namespace

CandidateNames::CandidateNames(std::string_view secret)
    : check_key_(Hmac(secret, "candidate names: check")),
      cipher_key_(Hmac(secret, "candidate names: cipher")) {}

std::string CandidateNames::NameFor(std::string_view organisation, std::string_view vacancy,
                                    std::string_view person) const {
  return absl::StrCat(
      kPrefix, absl::BytesToHexString(Seal(ContextOf(organisation, vacancy), Padded(person))));
}

std::optional<std::string> CandidateNames::PersonOf(std::string_view name,
                                                    std::string_view organisation,
                                                    std::string_view vacancy) const {
  const absl::string_view text(name.data(), name.size());
  constexpr size_t kDigits = 2 * (kCheckSize + kPaddedIdSize);
  if (!absl::StartsWith(text, kPrefix) || text.size() != sizeof(kPrefix) - 1 + kDigits) {
    return std::nullopt;
  }
  const absl::string_view digits = text.substr(sizeof(kPrefix) - 1);
  // Written in one way only, so that a name can be compared.
  for (const char c : digits) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
  }
  const std::optional<std::string> padded =
      Open(ContextOf(organisation, vacancy), absl::HexStringToBytes(digits));
  if (!padded.has_value() || padded->size() != kPaddedIdSize) return std::nullopt;
  const auto size = static_cast<unsigned char>(padded->front());
  if (size >= kPaddedIdSize) return std::nullopt;
  return padded->substr(1, size);
}

std::string CandidateNames::Seal(std::string_view context, std::string_view text) const {
  const std::string check = Hmac(check_key_, Joined({context, text})).substr(0, kCheckSize);
  return check + Crypt(cipher_key_, check, text);
}

std::optional<std::string> CandidateNames::Open(std::string_view context,
                                                std::string_view sealed) const {
  if (sealed.size() < kCheckSize) return std::nullopt;
  const std::string_view check = sealed.substr(0, kCheckSize);
  std::string text = Crypt(cipher_key_, check, sealed.substr(kCheckSize));
  const std::string expected = Hmac(check_key_, Joined({context, text}));
  if (CRYPTO_memcmp(expected.data(), check.data(), kCheckSize) != 0) return std::nullopt;
  return text;
}

absl::StatusOr<CandidateNames> OpenCandidateNames(const std::string& path) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) {
    if (absl::Status made = MakeSecret(path); !made.ok()) return made;
    file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (file < 0) return Failed("open", path);
  std::array<char, kSecretSize + 1> secret{};
  const ssize_t size = read(file, secret.data(), secret.size());
  close(file);
  if (size != static_cast<ssize_t>(kSecretSize)) {
    return absl::DataLossError(absl::StrCat(
        path, " holds ", size, " bytes, not the ", kSecretSize,
        " of a secret: restore it from the keys' backup, or remove it; candidates' names that "
        "were given then mean nothing any more"));
  }
  CandidateNames names(std::string_view(secret.data(), kSecretSize));
  OPENSSL_cleanse(secret.data(), secret.size());
  return names;
}

}  // namespace overstap::access
