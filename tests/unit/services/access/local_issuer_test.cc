#include "services/access/local_issuer.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/access/evidence_authenticator.h"
#include "services/access/jwks.h"
#include "tests/unit/services/access/certificates.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::access {
namespace {

using overstap::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

mode_t ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

class LocalIssuerTest : public ::testing::Test {
 protected:
  TokenRequest Request() const {
    return {.key_file = access_ + "/signing_key.pem",
            .principal = "anna",
            .organisation = "uwv",
            .roles = {v1::ROLE_CASEWORKER, v1::ROLE_WORK_TABLE_MEMBER},
            .issuer = "overstap-local",
            .audience = "overstap"};
  }
  // Who the server takes the holder for.
  absl::StatusOr<Identity> Authenticate(const std::string& token, absl::Time now) const {
    const auto authenticator = EvidenceAuthenticator::Open(
        {.jwks = access_ + "/jwks.json",
         .rules = {.issuer = "overstap-local", .audience = "overstap"}});
    if (!authenticator.ok()) return authenticator.status();
    return (*authenticator)->Authenticate({.authorization = "Bearer " + token}, now);
  }

  const TempDir dir_;
  const std::string access_ = dir_ / "deep/access";
  const absl::Time now_ = absl::Now();
};

TEST_F(LocalIssuerTest, ItsTokensAreTaken) {
  ASSERT_TRUE(CreateKeys(access_).ok());
  const auto token = CreateToken(Request(), now_);
  ASSERT_TRUE(token.ok()) << token.status();
  const auto identity = Authenticate(*token, now_);
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->principal, "anna");
  EXPECT_EQ(identity->organisation, "uwv");
  EXPECT_THAT(identity->roles, ElementsAre(v1::ROLE_CASEWORKER, v1::ROLE_WORK_TABLE_MEMBER));
  EXPECT_TRUE(Authenticate(*token, now_ + absl::Hours(12)).ok());
  EXPECT_FALSE(Authenticate(*token, now_ + absl::Hours(12) + absl::Minutes(2)).ok());
}

TEST_F(LocalIssuerTest, NobodyElseReadsTheKey) {
  ASSERT_TRUE(CreateKeys(access_).ok());
  EXPECT_EQ(ModeOf(access_), 0700);
  EXPECT_EQ(ModeOf(access_ + "/signing_key.pem"), 0600);
  ASSERT_TRUE(RotateKeys(access_).ok());
  EXPECT_EQ(ModeOf(access_ + "/signing_key.pem"), 0600);
  EXPECT_THAT(ReadAll(access_ + "/jwks.json"), Not(HasSubstr("\"d\"")));
}

TEST_F(LocalIssuerTest, AKeyIsNeverOverwrittenByCreating) {
  ASSERT_TRUE(CreateKeys(access_).ok());
  const std::string key = ReadAll(access_ + "/signing_key.pem");
  EXPECT_TRUE(absl::IsAlreadyExists(CreateKeys(access_)));
  EXPECT_EQ(ReadAll(access_ + "/signing_key.pem"), key);
}

TEST_F(LocalIssuerTest, TokensOfTheLastKeysHoldAfterRotating) {
  EXPECT_TRUE(absl::IsNotFound(RotateKeys(access_)));
  ASSERT_TRUE(CreateKeys(access_).ok());
  const std::string first = *CreateToken(Request(), now_);
  for (int i = 0; i < 2; ++i) {
    const std::string key = ReadAll(access_ + "/signing_key.pem");
    ASSERT_TRUE(RotateKeys(access_).ok());
    EXPECT_NE(ReadAll(access_ + "/signing_key.pem"), key);
    EXPECT_TRUE(Authenticate(first, now_).ok());
    EXPECT_TRUE(Authenticate(*CreateToken(Request(), now_), now_).ok());
  }
  EXPECT_EQ(ParseJwks(ReadAll(access_ + "/jwks.json"))->size(), 3);
  ASSERT_TRUE(RotateKeys(access_).ok());
  EXPECT_EQ(ParseJwks(ReadAll(access_ + "/jwks.json"))->size(), 3);
  EXPECT_FALSE(Authenticate(first, now_).ok());
}

// RFC 7638, section 3.1, has an example for RSA alone; the members and their order are its section
// 3.2's.
TEST_F(LocalIssuerTest, TheKeyIdIsTheThumbprint) {
  ASSERT_TRUE(CreateKeys(access_).ok());
  const auto set = nlohmann::json::parse(ReadAll(access_ + "/jwks.json"));
  const auto& key = set["keys"][0];
  const std::string text = R"({"crv":"P-256","kty":"EC","x":")" + key["x"].get<std::string>() +
                           R"(","y":")" + key["y"].get<std::string>() + "\"}";
  std::ofstream(dir_ / "thumb") << text;
  const std::string command = "openssl dgst -sha256 -binary '" + (dir_ / "thumb") +
                              "' | base64 | tr '+/' '-_' | tr -d '=\\n' > '" + (dir_ / "kid") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(ReadAll(dir_ / "kid"), key["kid"].get<std::string>());
}

TEST_F(LocalIssuerTest, SaysWhatATokenNeeds) {
  ASSERT_TRUE(CreateKeys(access_).ok());
  const auto refusal = [this](const std::function<void(TokenRequest*)>& change) {
    TokenRequest request = Request();
    change(&request);
    const auto token = CreateToken(request, now_);
    EXPECT_FALSE(token.ok());
    return std::string(token.status().message());
  };
  EXPECT_THAT(refusal([](auto* r) { r->principal = ""; }), HasSubstr("principal"));
  EXPECT_THAT(refusal([](auto* r) { r->organisation = ""; }), HasSubstr("organisation"));
  EXPECT_THAT(refusal([](auto* r) { r->roles.clear(); }), HasSubstr("role"));
  EXPECT_THAT(refusal([](auto* r) { r->issuer = ""; }), HasSubstr("issuer"));
  EXPECT_THAT(refusal([](auto* r) { r->audience = ""; }), HasSubstr("audience"));
  EXPECT_THAT(refusal([](auto* r) { r->valid_for = absl::ZeroDuration(); }), HasSubstr("hours"));
  EXPECT_THAT(refusal([](auto* r) { r->key_file = "/none.pem"; }), HasSubstr("/none.pem"));
  const std::string key = ReadAll(access_ + "/signing_key.pem");
  std::ofstream(dir_ / "broken.pem") << key.substr(0, key.size() / 2);
  const std::string broken = refusal([this](auto* r) { r->key_file = dir_ / "broken.pem"; });
  EXPECT_THAT(broken, HasSubstr("broken.pem"));
  EXPECT_THAT(broken, Not(HasSubstr(key.substr(30, 20))));
  const EvpPkey rsa(EVP_RSA_gen(2'048));
  const Bio bio(BIO_new_file((dir_ / "rsa.pem").c_str(), "w"));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), rsa.get(), nullptr, nullptr, 0, nullptr, nullptr);
  BIO_flush(bio.get());
  EXPECT_THAT(refusal([this](auto* r) { r->key_file = dir_ / "rsa.pem"; }), HasSubstr("P-256"));
}

}  // namespace
}  // namespace overstap::access
