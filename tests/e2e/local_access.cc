#include "tests/e2e/local_access.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/access/local_issuer.h"
#include "services/access/role_names.h"

namespace overstap {
namespace {

constexpr char kIssuer[] = "overstap-test";
constexpr char kAudience[] = "overstap";

// Whole or not at all: other threads may be reading the one before.
std::string Write(const std::string& path, const std::string& text) {
  const std::string unfinished = absl::StrCat(path, ".", absl::ToUnixNanos(absl::Now()));
  std::ofstream(unfinished) << text << "\n";
  std::filesystem::rename(unfinished, path);
  return path;
}

}  // namespace

LocalAccess::LocalAccess() {
  dir_ = testing::TempDir() + "/overstap_access_XXXXXX";
  dir_ = mkdtemp(dir_.data());
  const absl::Status made = access::CreateKeys(dir_);
  EXPECT_TRUE(made.ok()) << made;
}

LocalAccess::~LocalAccess() {
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

std::vector<std::string> LocalAccess::ServerArguments() const {
  return {absl::StrCat("--jwks=", dir_, "/", access::kKeySetFile),
          std::string("--token-issuer=") + kIssuer, std::string("--token-audience=") + kAudience};
}

std::string LocalAccess::Token(const std::string& role, const std::string& organisation) const {
  const auto token =
      access::CreateToken({.key_file = absl::StrCat(dir_, "/", access::kSigningKeyFile),
                           .principal = absl::StrCat(role, "@", organisation),
                           .organisation = organisation,
                           .roles = {access::RoleOf(role)},
                           .issuer = kIssuer,
                           .audience = kAudience},
                          absl::Now());
  EXPECT_TRUE(token.ok()) << token.status();
  return token.value_or("");
}

std::string LocalAccess::TokenFile(const std::string& role, const std::string& organisation) const {
  return Write(absl::StrCat(dir_, "/", role, "@", organisation, ".token"),
               Token(role, organisation));
}

std::string LocalAccess::DemoTokens() const {
  std::string tokens = dir_ + "/tokens";
  std::filesystem::create_directories(tokens);
  Write(tokens + "/caseworker.token", Token("caseworker", "werkbedrijf-rijk-van-nijmegen"));
  Write(tokens + "/work_table_member.token", Token("work_table_member", "gemeente-arnhem"));
  return tokens;
}

const LocalAccess& Access() {
  static const LocalAccess kAccess;
  return kAccess;
}

}  // namespace overstap
