// JSON from outside, read strictly: what two readers could read differently is refused.
//
//   absl::StatusOr<nlohmann::json> claims = ParseStrictJson(bytes);
//
// Safe on any bytes. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_STRICT_JSON_H_
#define OVERSTAP_SERVICES_ACCESS_STRICT_JSON_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace overstap::access {

// An object. INVALID_ARGUMENT: not JSON in UTF-8, not an object, a key that stands twice in an
// object, or nested more than a few levels deep. The message repeats nothing of the text.
absl::StatusOr<nlohmann::json> ParseStrictJson(std::string_view text);

// The member as text; null when it is absent or something else. Lives as long as `object`.
const std::string* TextMember(const nlohmann::json& object, const char* key);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_STRICT_JSON_H_
