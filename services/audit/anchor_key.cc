#include "services/audit/anchor_key.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace overstap::audit {
namespace {

constexpr int kOwnerOnly = 0600;
constexpr int kReadableByAll = 0644;
constexpr size_t kSignatureSize = 64;
constexpr char kUnfinishedSuffix[] = ".new";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using SignContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) { return {key, &EVP_PKEY_free}; }

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

absl::Status Unavailable(absl::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(EAGAIN,
                             absl::StrCat("cannot ", what, " ", path, " (errno ", errno, ")"));
}

Bio OpenToRead(const std::string& path) { return Bio(BIO_new_file(path.c_str(), "r"), &BIO_free); }

bool IsEd25519(const EVP_PKEY* key) {
  return key != nullptr && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519;
}

// Names, unlike OpenSSL, the case in which a passphrase would be asked for at a terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status WriteSynced(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Unavailable("write", path);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return fsync(descriptor) == 0 ? absl::OkStatus() : Unavailable("sync", path);
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string folder =
      std::filesystem::absolute(path).lexically_normal().parent_path().string();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return Unavailable("open", folder);
  absl::Status synced = fsync(descriptor) == 0 ? absl::OkStatus() : Unavailable("sync", folder);
  close(descriptor);
  return synced;
}

// The file is there whole and durable, or not at all.
absl::Status WriteFile(const std::string& path, std::string_view bytes, int mode) {
  const std::string unfinished = absl::StrCat(path, kUnfinishedSuffix);
  unlink(unfinished.c_str());
  const int descriptor = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return Unavailable("make", unfinished);
  absl::Status written = WriteSynced(descriptor, bytes, unfinished);
  close(descriptor);
  if (!written.ok()) return written;
  if (rename(unfinished.c_str(), path.c_str()) != 0) return Unavailable("name", path);
  return SyncFolderOf(path);
}

// Calls `write` with a buffer and puts what it wrote into the file.
template <typename Write>
absl::Status WritePem(const std::string& path, int mode, Write write) {
  const Bio buffer(BIO_new(BIO_s_secmem()), &BIO_free);
  if (buffer == nullptr || write(buffer.get()) != 1) {
    return absl::UnavailableError(absl::StrCat("OpenSSL cannot encode the key for ", path));
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &bytes);
  return WriteFile(path, {bytes, static_cast<size_t>(size)}, mode);
}

absl::Status WritePublic(const std::string& path, const EVP_PKEY* key) {
  return WritePem(path, kReadableByAll,
                  [key](BIO* buffer) { return PEM_write_bio_PUBKEY(buffer, key); });
}

absl::StatusOr<std::shared_ptr<EVP_PKEY>> MakeKey(const std::string& path) {
  std::shared_ptr<EVP_PKEY> key = Own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (key == nullptr) return absl::UnavailableError("OpenSSL cannot make an Ed25519 key");
  std::error_code ignored;  // the write says what is wrong
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  if (std::filesystem::create_directories(folder, ignored)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
  }
  absl::Status written = WritePem(path, kOwnerOnly, [&key](BIO* buffer) {
    return PEM_write_bio_PrivateKey(buffer, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  if (!written.ok()) return written;
  return key;
}

absl::StatusOr<std::shared_ptr<EVP_PKEY>> LoadKey(const std::string& path) {
  struct stat state = {};
  if (stat(path.c_str(), &state) != 0) return Unavailable("look at", path);
  if ((state.st_mode & (S_IRWXO | S_IWGRP | S_IXGRP)) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the audit log's private key ", path,
                     " is open to others: chmod 600, and consider whether "
                     "it was read"));
  }
  const Bio file = OpenToRead(path);
  if (file == nullptr) return absl::FailedPreconditionError(absl::StrCat("cannot read ", path));
  std::shared_ptr<EVP_PKEY> key =
      Own(PEM_read_bio_PrivateKey(file.get(), nullptr, &NoPassphrase, nullptr));
  if (!IsEd25519(key.get())) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is no Ed25519 private key in PEM without a passphrase"));
  }
  return key;
}

}  // namespace

absl::StatusOr<PublicKey> PublicKey::Load(const std::string& path) {
  const Bio file = OpenToRead(path);
  if (file == nullptr) return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  std::shared_ptr<EVP_PKEY> key = Own(PEM_read_bio_PUBKEY(file.get(), nullptr, nullptr, nullptr));
  if (!IsEd25519(key.get())) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is no Ed25519 public key in PEM"));
  }
  return PublicKey(std::move(key));
}

bool PublicKey::Verifies(std::string_view text, std::string_view signature) const {
  const SignContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(text),
                          text.size()) == 1;
}

absl::StatusOr<SigningKey> SigningKey::Open(const std::string& path, MissingKey missing) {
  const bool present = std::filesystem::exists(path);
  if (!present && missing == MissingKey::kRefuse) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the key that signs the audit log, ", path,
        ", is missing: restore it, or keep the audit folder for the auditor and begin a new one"));
  }
  absl::StatusOr<std::shared_ptr<EVP_PKEY>> key = present ? LoadKey(path) : MakeKey(path);
  if (!key.ok()) return key.status();
  const std::string public_path = absl::StrCat(path, kPublicKeySuffix);
  if (!present || !std::filesystem::exists(public_path)) {
    if (absl::Status written = WritePublic(public_path, key->get()); !written.ok()) return written;
    return SigningKey(*std::move(key));
  }
  const absl::StatusOr<PublicKey> beside = PublicKey::Load(public_path);
  if (!beside.ok() || EVP_PKEY_eq(beside->key_.get(), key->get()) != 1) {
    return absl::FailedPreconditionError(
        absl::StrCat(public_path, " is not the public key of ", path, ": restore the pair"));
  }
  return SigningKey(*std::move(key));
}

absl::StatusOr<std::string> SigningKey::Sign(std::string_view text) const {
  std::string signature(kSignatureSize, '\0');
  size_t size = signature.size();
  const SignContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(text), text.size()) != 1 ||
      size != kSignatureSize) {
    return absl::UnavailableError("OpenSSL cannot sign a statement about the audit log");
  }
  return signature;
}

}  // namespace overstap::audit
