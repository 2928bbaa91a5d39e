#include "services/keys/person_seal.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace overstap::keys {
namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// The calling thread's context with the cipher looked up, which costs more than sealing a record;
// nullptr: out of memory. The key schedule in it is overwritten by the next use.
EVP_CIPHER_CTX* ThreadContext() {
  thread_local CipherContext context = [] {
    CipherContext made(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    if (made != nullptr &&
        EVP_CipherInit_ex(made.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr, 1) != 1) {
      made.reset();
    }
    return made;
  }();
  return context.get();
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* MutableBytes(std::string* text) {
  return reinterpret_cast<unsigned char*>(text->data());
}

// Feeds context and text, writes as many bytes as `text` has to `out`.
bool Transform(EVP_CIPHER_CTX* cipher, std::string_view context, std::string_view text,
               unsigned char* out) {
  int size = 0;
  return EVP_CipherUpdate(cipher, nullptr, &size, Bytes(context),
                          static_cast<int>(context.size())) == 1 &&
         EVP_CipherUpdate(cipher, out, &size, Bytes(text), static_cast<int>(text.size())) == 1;
}

absl::Status Failed(absl::string_view what) {
  return absl::InternalError(absl::StrCat("OpenSSL could not ", what));
}

bool IsTooLong(std::string_view text) {
  return text.size() > static_cast<size_t>(std::numeric_limits<int>::max()) - kTagSize;
}

}  // namespace

absl::StatusOr<KeyBytes> RandomKey() {
  KeyBytes key;
  if (RAND_priv_bytes(key.data(), static_cast<int>(key.size())) != 1) {
    return absl::UnavailableError("no randomness for a new key");
  }
  return key;
}

absl::StatusOr<store::v1::Sealed> SealUnder(const KeyBytes& key, KeyId id, std::string_view context,
                                            std::string_view plaintext) {
  if (IsTooLong(plaintext) || IsTooLong(context)) {
    return absl::InvalidArgumentError("too long to seal");
  }
  store::v1::Sealed sealed;
  sealed.set_key_id(id);
  std::string* nonce = sealed.mutable_nonce();
  nonce->resize(kNonceSize);
  if (RAND_bytes(MutableBytes(nonce), static_cast<int>(kNonceSize)) != 1) {
    return absl::UnavailableError("no randomness for a nonce");
  }
  std::string* ciphertext = sealed.mutable_ciphertext();
  ciphertext->resize(plaintext.size() + kTagSize);
  unsigned char* tag = MutableBytes(ciphertext) + plaintext.size();
  EVP_CIPHER_CTX* cipher = ThreadContext();
  int size = 0;
  if (cipher == nullptr ||
      EVP_CipherInit_ex(cipher, nullptr, nullptr, key.data(), Bytes(*nonce), 1) != 1 ||
      !Transform(cipher, context, plaintext, MutableBytes(ciphertext)) ||
      EVP_CipherFinal_ex(cipher, tag, &size) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagSize), tag) != 1) {
    return Failed("seal a record");
  }
  return sealed;
}

absl::StatusOr<std::string> OpenUnder(const KeyBytes& key, const store::v1::Sealed& sealed,
                                      std::string_view context) {
  const auto damaged = [&sealed] {
    return absl::DataLossError(
        absl::StrCat("a payload sealed under key ", sealed.key_id(), " is damaged"));
  };
  const std::string_view all = sealed.ciphertext();
  if (sealed.nonce().size() != kNonceSize || all.size() < kTagSize || IsTooLong(all)) {
    return damaged();
  }
  const std::string_view ciphertext = all.substr(0, all.size() - kTagSize);
  std::string tag(all.substr(ciphertext.size()));
  std::string plaintext(ciphertext.size(), '\0');
  EVP_CIPHER_CTX* cipher = ThreadContext();
  if (cipher == nullptr ||
      EVP_CipherInit_ex(cipher, nullptr, nullptr, key.data(), Bytes(sealed.nonce()), 0) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagSize), tag.data()) !=
          1 ||
      !Transform(cipher, context, ciphertext, MutableBytes(&plaintext))) {
    return Failed("open a record");
  }
  int size = 0;
  unsigned char none[kTagSize];
  if (EVP_CipherFinal_ex(cipher, none, &size) != 1) return damaged();
  return plaintext;
}

}  // namespace overstap::keys
