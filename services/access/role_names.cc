#include "services/access/role_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace overstap::access {
namespace {

constexpr char kPrefix[] = "ROLE_";

}  // namespace

v1::Role RoleOf(std::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(absl::string_view(text.data(), text.size()));
  v1::Role role = v1::ROLE_UNSPECIFIED;
  if (!v1::Role_Parse(upper, &role)) v1::Role_Parse(absl::StrCat(kPrefix, upper), &role);
  return role;
}

std::string NameOf(v1::Role role) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Role_Name(role), kPrefix));
}

}  // namespace overstap::access
