// What strangers send to prove who they are: bearer tokens, key sets, certificates.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/access/base64url.h"
#include "services/access/jwks.h"
#include "services/access/token.h"
#include "services/config/listen_address.h"

namespace overstap::access {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// An error is one of our own sentences: what was sent would make it long.
bool IsOwnSentence(const absl::Status& status) {
  constexpr size_t kLongest = 100;
  return absl::IsUnauthenticated(status) && status.message().size() < kLongest;
}

void TryToken(std::string_view bytes) {
  const auto parts = SplitToken(bytes);
  if (!parts.ok()) {
    Require(IsOwnSentence(parts.status()));
    return;
  }
  Require(bytes.size() <= kMostTokenBytes && !parts->key_id.empty());
  const std::string again =
      std::string(parts->signed_bytes) + "." + EncodeBase64Url(parts->signature);
  Require(again == bytes);
}

// Claims are parsed only behind a signature that holds; here without one.
void TryClaims(std::string_view bytes) {
  const TokenRules rules{.issuer = "i", .audience = "a"};
  for (const std::string& claims : {std::string(bytes), EncodeBase64Url(bytes)}) {
    const auto read = ReadClaims(claims, rules);
    if (!read.ok()) {
      Require(IsOwnSentence(read.status()));
      continue;
    }
    Require(IsName(read->identity.principal) && IsName(read->identity.organisation));
    Require(!read->identity.roles.empty());
    Require(!CheckTimes(*read, rules.clock_skew, absl::InfiniteFuture()).ok());
  }
}

void TryBase64(std::string_view bytes) {
  Require(DecodeBase64Url(EncodeBase64Url(bytes)) == std::string(bytes));
  if (const auto decoded = DecodeBase64Url(bytes)) Require(EncodeBase64Url(*decoded) == bytes);
}

}  // namespace
}  // namespace overstap::access

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  overstap::access::TryBase64(bytes);
  overstap::access::TryToken(bytes);
  overstap::access::TryClaims(bytes);
  const auto keys = overstap::access::ParseJwks(bytes);
  overstap::access::Require(!keys.ok() || keys->size() > 0);
  const auto address = overstap::config::ParseListenAddress(bytes);
  overstap::access::Require(!address.has_value() || address->port >= 0);
  return 0;
}
