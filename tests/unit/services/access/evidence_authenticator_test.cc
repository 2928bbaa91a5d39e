#include "services/access/evidence_authenticator.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/access/certificates.h"
#include "tests/unit/services/access/signing_key.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::access {
namespace {

using overstap::testing::TempDir;
using ::testing::HasSubstr;

constexpr char kMachine[] =
    "principals { subject_alternative_name: 'DNS:machine' principal: 'machine' "
    "organisation: 'platform' roles: ROLE_PLATFORM }";

class EvidenceAuthenticatorTest : public ::testing::Test {
 protected:
  EvidenceAuthenticatorTest() {
    std::ofstream(dir_ / "jwks.json") << KeySetOf({&key_});
    std::ofstream(dir_ / "principals") << kMachine;
  }
  std::unique_ptr<EvidenceAuthenticator> Open(bool tokens, bool certificates) {
    auto opened = EvidenceAuthenticator::Open(
        {.jwks = tokens ? dir_ / "jwks.json" : "",
         .rules = {.issuer = "https://issuer.test", .audience = "overstap"},
         .principals_file = certificates ? dir_ / "principals" : ""});
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }
  static std::string Refusal(const Authenticator& authenticator, const Evidence& evidence,
                             absl::Time now) {
    const auto identity = authenticator.Authenticate(evidence, now);
    EXPECT_TRUE(absl::IsUnauthenticated(identity.status())) << identity.status();
    return std::string(identity.status().message());
  }

  const TempDir dir_;
  const absl::Time now_ = absl::Now();
  const SigningKey key_ = SigningKey::P256("k");
  const TestAuthority authority_{"CA"};
  const TestCertificate machine_ =
      authority_.Issue({.name = "machine", .alternatives = "DNS:machine"});
  const std::string bearer_ = "Bearer " + key_.Sign(CaseworkerClaims(now_));
};

TEST_F(EvidenceAuthenticatorTest, TakesTokensAndCertificates) {
  const auto both = Open(true, true);
  EXPECT_EQ(both->Authenticate({.authorization = bearer_}, now_)->principal, "anna");
  EXPECT_EQ(both->Authenticate({.peer_certificate = machine_.certificate}, now_)->principal,
            "machine");
  EXPECT_EQ(both->Health(), "");
  const std::string lower = "bearer" + bearer_.substr(6);
  EXPECT_EQ(both->Authenticate({.authorization = lower}, now_)->principal, "anna");
}

TEST_F(EvidenceAuthenticatorTest, TheTokenDecidesWhereThereIsOne) {
  const auto both = Open(true, true);
  const auto identity = both->Authenticate(
      {.authorization = bearer_, .peer_certificate = machine_.certificate}, now_);
  EXPECT_EQ(identity->principal, "anna");
  EXPECT_FALSE(
      both->Authenticate({.authorization = bearer_ + "x", .peer_certificate = machine_.certificate},
                         now_)
          .ok());
}

TEST_F(EvidenceAuthenticatorTest, SaysWhatIsMissing) {
  EXPECT_THAT(Refusal(*Open(true, true), {}, now_), HasSubstr("authorization: Bearer"));
  EXPECT_THAT(Refusal(*Open(true, false), {.peer_certificate = machine_.certificate}, now_),
              HasSubstr("nothing says who calls"));
  EXPECT_THAT(Refusal(*Open(false, true), {.authorization = bearer_}, now_),
              HasSubstr("tokens are not taken"));
  EXPECT_THAT(Refusal(*Open(false, true), {}, now_), HasSubstr("client certificate"));
  for (const char* other : {"Basic YTpi", "Bearer", "Bearer ", "token"}) {
    EXPECT_THAT(Refusal(*Open(true, true), {.authorization = other}, now_), HasSubstr("Bearer"));
  }
}

// Neither the token, nor any of its parts, nor what it says, gets into an error.
TEST_F(EvidenceAuthenticatorTest, NoErrorRepeatsWhatTheCallerSent) {
  const auto authenticator = Open(true, true);
  const std::string secret = "hunter2-hunter2";
  nlohmann::json claims = CaseworkerClaims(now_);
  std::vector<std::string> values = {secret, "Basic " + secret, "Bearer " + secret,
                                     "Bearer " + secret + "." + secret + "." + secret};
  for (const char* claim : {"iss", "aud", "exp", "nbf", "iat", "organisation", "roles"}) {
    nlohmann::json changed = claims;
    changed["sub"] = secret;
    changed[claim] = claim == std::string("organisation") ? secret + std::string(200, 'x') : secret;
    values.push_back("Bearer " + key_.Sign(changed));
  }
  for (const char* member : {"alg", "kid", "typ", "crit"}) {
    nlohmann::json header = key_.header();
    header[member] = secret;
    values.push_back("Bearer " + key_.Sign(header, claims.dump()));
  }
  for (const std::string& value : values) {
    const std::string text = Refusal(*authenticator, {.authorization = value}, now_);
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
    for (size_t at = 0; at + 10 <= value.size(); ++at) {
      // The scheme alone may be named.
      if (value.compare(at, 7, "Bearer ") == 0) continue;
      EXPECT_THAT(text, Not(HasSubstr(value.substr(at, 10)))) << value.substr(0, 40);
    }
  }
}

TEST_F(EvidenceAuthenticatorTest, AChangedMappingHoldsWithoutARestart) {
  const auto authenticator = Open(false, true);
  const Evidence evidence{.peer_certificate = machine_.certificate};
  ASSERT_TRUE(authenticator->Authenticate(evidence, now_).ok());
  const auto write = [&](const std::string& text, int seconds) {
    std::ofstream(dir_ / "principals") << text;
    std::filesystem::last_write_time(
        dir_ / "principals",
        std::filesystem::file_time_type::clock::now() + std::chrono::seconds(seconds));
  };
  write(
      "principals { subject_alternative_name: 'DNS:other' principal: 'other' "
      "organisation: 'o' roles: ROLE_PLATFORM }",
      10);
  EXPECT_FALSE(authenticator->Authenticate(evidence, now_ + absl::Seconds(2)).ok());
  write(kMachine, 20);
  EXPECT_TRUE(authenticator->Authenticate(evidence, now_ + absl::Seconds(4)).ok());
  write("no such key", 30);
  EXPECT_TRUE(authenticator->Authenticate(evidence, now_ + absl::Seconds(6)).ok());
  EXPECT_THAT(authenticator->Health(), HasSubstr("the old ones stay"));
}

TEST_F(EvidenceAuthenticatorTest, FilesMustBeGoodAtTheStart) {
  EXPECT_FALSE(EvidenceAuthenticator::Open({.jwks = dir_ / "none.json"}).ok());
  EXPECT_FALSE(EvidenceAuthenticator::Open({.jwks = "http://evil.example/keys"}).ok());
  EXPECT_FALSE(EvidenceAuthenticator::Open({.principals_file = dir_ / "none"}).ok());
}

}  // namespace
}  // namespace overstap::access
