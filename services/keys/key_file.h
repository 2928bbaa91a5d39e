// A key file as bytes: what a backup keeps and a restore reads, and a ring over it that cannot be
// written.
//
//   absl::StatusOr<std::unique_ptr<KeyRing>> keys = OpenKeyCopy(bytes);
//   absl::StatusOr<size_t> count = ForgetKeys({17, 42}, &bytes);   // these never come back
//
// Bytes of key files hold keys in the clear: wipe them (WipeKeys). Functions are safe from any
// thread, a ring as every ring.
#ifndef OVERSTAP_SERVICES_KEYS_KEY_FILE_H_
#define OVERSTAP_SERVICES_KEYS_KEY_FILE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/keys/key_ring.h"

namespace overstap::keys {

// Of the file in a key folder. Never renamed.
inline constexpr char kKeyFileName[] = "person_keys";

// A ring of the keys in the bytes of a key file; creating and destroying are refused. A slot whose
// write was cut off counts as lost, as when a server opens the file. DATA_LOSS names a slot that
// was durable and is damaged. FAILED_PRECONDITION: a newer format.
absl::StatusOr<std::unique_ptr<KeyRing>> OpenKeyCopy(std::string_view bytes);

enum class KeyState {
  kLive,
  kDestroyed,
  kMissing,  // the ring never had it, or lost it before anything durable used it
};
KeyState StateOf(const KeyRing& ring, KeyId key);

// Ids of the destroyed keys, ascending. Errors as OpenKeyCopy.
absl::StatusOr<std::vector<KeyId>> DestroyedKeys(std::string_view bytes);

// Destroys the keys (ascending) in the bytes; those that are gone already are passed over. How many
// it destroyed. Ids above those of the file are taken up as destroyed, and what lies between as
// lost: they were given once, and must not be given again. Errors as OpenKeyCopy.
absl::StatusOr<size_t> ForgetKeys(std::span<const KeyId> keys, std::string* bytes);

void WipeKeys(std::string* bytes);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_KEY_FILE_H_
