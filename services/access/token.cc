#include "services/access/token.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/access/base64url.h"
#include "services/access/role_names.h"
#include "services/access/strict_json.h"

namespace overstap::access {
namespace {

using nlohmann::json;

constexpr size_t kMostKeyIdBytes = 256;
constexpr size_t kMostNameBytes = 128;
constexpr double kLastSecond = 253'402'300'799;  // of the year 9999

absl::Status Refuse(absl::string_view why) {
  return absl::UnauthenticatedError(absl::StrCat("the token ", why));
}

// Of RFC 7519 and RFC 9068; a token for another use, such as a log-out, is none for us.
bool IsType(const std::string& type) {
  constexpr absl::string_view kPrefix = "application/";
  const std::string lower = absl::AsciiStrToLower(type);
  const absl::string_view name =
      absl::StartsWith(lower, kPrefix) ? absl::string_view(lower).substr(kPrefix.size()) : lower;
  return name == "jwt" || name == "at+jwt";
}

absl::Status ReadHeader(std::string_view text, TokenParts* parts) {
  const auto bytes = DecodeBase64Url(text);
  if (!bytes.has_value()) return Refuse("has a header that is not base64url");
  const absl::StatusOr<json> header = ParseStrictJson(*bytes);
  if (!header.ok()) return Refuse(absl::StrCat("has a header that ", header.status().message()));
  if (header->contains("crit")) return Refuse("demands extensions (crit) that are not known here");
  const std::string* algorithm = TextMember(*header, "alg");
  if (algorithm == nullptr) return Refuse("names no algorithm");
  if (*algorithm == "RS256") {
    parts->algorithm = Algorithm::kRs256;
  } else if (*algorithm == "ES256") {
    parts->algorithm = Algorithm::kEs256;
  } else {
    return Refuse("is signed with an algorithm other than RS256 and ES256");
  }
  if (header->contains("typ")) {
    const std::string* type = TextMember(*header, "typ");
    if (type == nullptr || !IsType(*type)) return Refuse("is of a type (typ) other than JWT");
  }
  const std::string* key_id = TextMember(*header, "kid");
  if (key_id == nullptr || key_id->empty() || key_id->size() > kMostKeyIdBytes) {
    return Refuse("does not name its key (kid)");
  }
  parts->key_id = *key_id;
  return absl::OkStatus();
}

// NumericDate: seconds since 1970, perhaps with a fraction. Nothing: absent; false in `fine`: it is
// something else.
std::optional<absl::Time> TimeClaim(const json& claims, const char* name, bool* fine) {
  const auto found = claims.find(name);
  if (found == claims.end()) return std::nullopt;
  const double seconds = found->is_number() ? found->get<double>() : -1;
  if (!std::isfinite(seconds) || seconds < 0 || seconds > kLastSecond) {
    *fine = false;
    return std::nullopt;
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

bool IsFor(const json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  const auto is_it = [&audience](const json& value) {
    return value.is_string() && value.get_ref<const std::string&>() == audience;
  };
  return found->is_array() ? std::any_of(found->begin(), found->end(), is_it) : is_it(*found);
}

absl::Status ReadTimes(const json& claims, Claims* read) {
  bool fine = true;
  const auto expires = TimeClaim(claims, "exp", &fine);
  const auto not_before = TimeClaim(claims, "nbf", &fine);
  const auto issued = TimeClaim(claims, "iat", &fine);
  if (!fine) return Refuse("has a time (exp, nbf or iat) that is no number of seconds since 1970");
  if (!expires.has_value()) return Refuse("does not say when it expires (exp)");
  read->expires = *expires;
  read->not_before =
      std::max(not_before.value_or(absl::InfinitePast()), issued.value_or(absl::InfinitePast()));
  return absl::OkStatus();
}

absl::Status ReadRoles(const json& claims, std::vector<v1::Role>* roles) {
  const auto found = claims.find("roles");
  if (found == claims.end() || !found->is_array() || found->empty()) {
    return Refuse("has no list of roles (claim roles)");
  }
  for (const json& value : *found) {
    const v1::Role role =
        value.is_string() ? RoleOf(value.get_ref<const std::string&>()) : v1::ROLE_UNSPECIFIED;
    if (role == v1::ROLE_UNSPECIFIED) return Refuse("has a role that is not known here");
    if (std::find(roles->begin(), roles->end(), role) == roles->end()) roles->push_back(role);
  }
  return absl::OkStatus();
}

absl::Status ReadIdentity(const json& claims, Identity* identity) {
  const std::string* subject = TextMember(claims, "sub");
  if (subject == nullptr || !IsName(*subject)) return Refuse("has no usable subject (claim sub)");
  identity->principal = *subject;
  const std::string* organisation = TextMember(claims, "organisation");
  if (organisation == nullptr || !IsName(*organisation)) {
    return Refuse("has no usable organisation (claim organisation)");
  }
  identity->organisation = *organisation;
  return ReadRoles(claims, &identity->roles);
}

}  // namespace

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kMostNameBytes &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

absl::StatusOr<TokenParts> SplitToken(std::string_view token) {
  if (token.size() > kMostTokenBytes) {
    return Refuse(absl::StrCat("is larger than ", kMostTokenBytes, " bytes"));
  }
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return Refuse("is no signed JWT of three parts");
  }
  TokenParts parts;
  if (absl::Status header = ReadHeader(token.substr(0, first), &parts); !header.ok()) {
    return header;
  }
  auto signature = DecodeBase64Url(token.substr(second + 1));
  if (!signature.has_value()) return Refuse("has a signature that is not base64url");
  parts.signature = *std::move(signature);
  parts.signed_bytes = token.substr(0, second);
  parts.claims = token.substr(first + 1, second - first - 1);
  return parts;
}

absl::StatusOr<Claims> ReadClaims(std::string_view claims, const TokenRules& rules) {
  const auto bytes = DecodeBase64Url(claims);
  if (!bytes.has_value()) return Refuse("has claims that are not base64url");
  const absl::StatusOr<json> parsed = ParseStrictJson(*bytes);
  if (!parsed.ok()) return Refuse(absl::StrCat("has claims that ", parsed.status().message()));
  const std::string* issuer = TextMember(*parsed, "iss");
  if (issuer == nullptr || *issuer != rules.issuer) return Refuse("is of another issuer (iss)");
  if (!IsFor(*parsed, rules.audience)) return Refuse("is for another audience (aud)");
  Claims read;
  if (absl::Status times = ReadTimes(*parsed, &read); !times.ok()) return times;
  if (absl::Status who = ReadIdentity(*parsed, &read.identity); !who.ok()) return who;
  return read;
}

absl::Status CheckTimes(const Claims& claims, absl::Duration clock_skew, absl::Time now) {
  if (now >= claims.expires + clock_skew) return Refuse("has expired (exp)");
  if (now + clock_skew < claims.not_before) return Refuse("is not valid yet (nbf, iat)");
  return absl::OkStatus();
}

}  // namespace overstap::access
