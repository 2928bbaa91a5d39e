// Sealing under one key: AES-256-GCM with a random nonce.
//
//   absl::StatusOr<store::v1::Sealed> sealed = SealUnder(key, key_id, "jobSeekers/p-1", plaintext);
//   absl::StatusOr<std::string> opened = OpenUnder(key, *sealed, "jobSeekers/p-1");
//
// Safe from any thread; each thread keeps one cipher context.
#ifndef OVERSTAP_SERVICES_KEYS_PERSON_SEAL_H_
#define OVERSTAP_SERVICES_KEYS_PERSON_SEAL_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "overstap/store/v1/log.pb.h"
#include "services/keys/key_ring.h"

namespace overstap::keys {

inline constexpr size_t kKeySize = 32;
inline constexpr size_t kNonceSize = 12;
inline constexpr size_t kTagSize = 16;
using KeyBytes = std::array<unsigned char, kKeySize>;

// A key from the system's random source. UNAVAILABLE: there is no randomness.
absl::StatusOr<KeyBytes> RandomKey();

// `context` is authenticated, not kept. INVALID_ARGUMENT above 2 GiB.
absl::StatusOr<store::v1::Sealed> SealUnder(const KeyBytes& key, KeyId id, std::string_view context,
                                            std::string_view plaintext);
// DATA_LOSS: not what was sealed under this key and context.
absl::StatusOr<std::string> OpenUnder(const KeyBytes& key, const store::v1::Sealed& sealed,
                                      std::string_view context);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_PERSON_SEAL_H_
