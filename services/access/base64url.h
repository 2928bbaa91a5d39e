// base64url without padding (RFC 4648, section 5), as JOSE writes bytes: strictly, so that no two
// texts stand for the same bytes.
//
//   std::optional<std::string> bytes = DecodeBase64Url("AQAB");   // "\x01\x00\x01"
//
// Pure functions; safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_BASE64URL_H_
#define OVERSTAP_SERVICES_ACCESS_BASE64URL_H_

#include <optional>
#include <string>
#include <string_view>

namespace overstap::access {

// Nothing: another character (padding and white space too), an impossible length, or bits set
// behind the last byte.
std::optional<std::string> DecodeBase64Url(std::string_view text);
std::string EncodeBase64Url(std::string_view bytes);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_BASE64URL_H_
