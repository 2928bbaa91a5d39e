// Which keys were destroyed: a short list beside the keys, to be copied apart and often, so that a
// restored older backup does not bring forgotten people back.
//
//   absl::StatusOr<std::unique_ptr<KeyRing>> keys = RememberForgotten(*std::move(ring), dir);
//   absl::StatusOr<std::vector<KeyId>> forgotten = ReadForgottenList(dir + "/forgotten");
//
// Text: a line that says what it is, then a key id and its checksum (the first 8 hexadecimal digits
// of SHA-256 over "forgotten key ID") on each. It names keys, not people, and is only ever added
// to. Reading is safe from any thread, a ring as every ring.
#ifndef OVERSTAP_SERVICES_KEYS_FORGOTTEN_LIST_H_
#define OVERSTAP_SERVICES_KEYS_FORGOTTEN_LIST_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/keys/key_ring.h"

namespace overstap::keys {

// In the key folder. Never renamed.
inline constexpr char kForgottenListName[] = "forgotten";

std::string ForgottenListText(std::span<const KeyId> keys);
// The ids, ascending, each once. INVALID_ARGUMENT names the line that is wrong or cut off: a list
// that says less, or something else, than was written must not pass for a whole one.
absl::StatusOr<std::vector<KeyId>> ParseForgottenList(std::string_view text);
// As above; also NOT_FOUND. Errors name the file.
absl::StatusOr<std::vector<KeyId>> ReadForgottenList(const std::string& path);

// The ring, whose Destroy writes the key down in `dir` before it destroys it: every key that is
// gone is on the list. What the list lacks (it is new, or was cut off) is filled up from the ring
// first.
absl::StatusOr<std::unique_ptr<KeyRing>> RememberForgotten(std::unique_ptr<KeyRing> ring,
                                                           const std::string& dir);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_FORGOTTEN_LIST_H_
