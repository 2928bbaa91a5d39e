#include "services/access/jwks.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/access/base64url.h"
#include "services/access/strict_json.h"

namespace overstap::access {
namespace {

using nlohmann::json;

constexpr size_t kMostKeys = 100;
constexpr size_t kMostKeyIdBytes = 256;

// The bytes of a member in base64url; empty: absent or something else.
std::string BytesMember(const json& key, const char* name) {
  const std::string* text = TextMember(key, name);
  if (text == nullptr) return "";
  return DecodeBase64Url(*text).value_or("");
}

bool MemberIs(const json& key, const char* name, std::string_view value) {
  const std::string* text = TextMember(key, name);
  return text != nullptr && *text == value;
}

absl::Status CheckUse(const json& key, std::string_view algorithm) {
  if (key.contains("use") && !MemberIs(key, "use", "sig")) {
    return absl::InvalidArgumentError("is not for signatures");
  }
  if (key.contains("alg") && !MemberIs(key, "alg", algorithm)) {
    return absl::InvalidArgumentError("is for an algorithm that is not taken");
  }
  return absl::OkStatus();
}

absl::StatusOr<VerificationKey> ReadKey(const json& key) {
  if (MemberIs(key, "kty", "RSA")) {
    if (absl::Status use = CheckUse(key, "RS256"); !use.ok()) return use;
    return VerificationKey::Rsa(BytesMember(key, "n"), BytesMember(key, "e"));
  }
  if (MemberIs(key, "kty", "EC")) {
    if (!MemberIs(key, "crv", "P-256")) {
      return absl::InvalidArgumentError("is on a curve other than P-256");
    }
    if (absl::Status use = CheckUse(key, "ES256"); !use.ok()) return use;
    return VerificationKey::P256(BytesMember(key, "x"), BytesMember(key, "y"));
  }
  return absl::InvalidArgumentError("is of a kind other than RSA and EC");
}

bool IsPrivate(const json& key) { return key.contains("d"); }

absl::Status NotASet(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the key set ", what));
}

}  // namespace

const VerificationKey* KeySet::Find(std::string_view key_id, Algorithm algorithm) const {
  const auto found = keys_.find(std::pair(std::string(key_id), algorithm));
  return found == keys_.end() ? nullptr : &found->second;
}

bool KeySet::Has(std::string_view key_id) const {
  return Find(key_id, Algorithm::kRs256) != nullptr || Find(key_id, Algorithm::kEs256) != nullptr;
}

absl::StatusOr<KeySet> ParseJwks(std::string_view text) {
  const absl::StatusOr<json> parsed = ParseStrictJson(text);
  if (!parsed.ok()) return NotASet(parsed.status().message());
  const auto keys = parsed->find("keys");
  if (keys == parsed->end() || !keys->is_array()) return NotASet("has no list \"keys\"");
  if (keys->size() > kMostKeys) return NotASet(absl::StrCat("has more than ", kMostKeys, " keys"));
  KeySet set;
  for (size_t i = 0; i < keys->size(); ++i) {
    const json& key = (*keys)[i];
    const std::string name = absl::StrCat("keys[", i, "]");
    if (!key.is_object()) return NotASet(absl::StrCat("has something else than a key at ", name));
    if (IsPrivate(key)) {
      return NotASet(absl::StrCat("contains a private key at ", name,
                                  ": publish public keys alone, and replace that key"));
    }
    const std::string* key_id = TextMember(key, "kid");
    if (key_id == nullptr || key_id->empty() || key_id->size() > kMostKeyIdBytes) {
      set.left_out_.push_back(absl::StrCat(name, " has no usable kid"));
      continue;
    }
    absl::StatusOr<VerificationKey> read = ReadKey(key);
    if (!read.ok()) {
      set.left_out_.push_back(absl::StrCat(name, " ", read.status().message()));
      continue;
    }
    const Algorithm algorithm = read->algorithm();
    if (!set.keys_.emplace(std::pair(*key_id, algorithm), *std::move(read)).second) {
      return NotASet(absl::StrCat("has the kid of ", name, " twice"));
    }
  }
  if (set.keys_.empty()) {
    return NotASet(absl::StrCat("has no key that can be used", set.left_out_.empty() ? "" : ": ",
                                absl::StrJoin(set.left_out_, "; ")));
  }
  return set;
}

}  // namespace overstap::access
