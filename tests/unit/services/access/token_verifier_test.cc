#include "services/access/token_verifier.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/access/base64url.h"
#include "tests/unit/services/access/signing_key.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::access {
namespace {

using nlohmann::json;
using overstap::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TokenVerifierTest : public ::testing::Test {
 protected:
  TokenVerifierTest() {
    WriteKeys({&ec_, &rsa_});
    verifier_ = Open(TokenVerifier::kMostRemembered);
  }

  void WriteKeys(const std::vector<const SigningKey*>& keys) {
    std::ofstream(dir_ / "new") << KeySetOf(keys);
    std::filesystem::rename(dir_ / "new", dir_ / "jwks.json");
  }
  std::unique_ptr<TokenVerifier> Open(size_t most_remembered) {
    auto keys = IssuerKeys::Open(
        *MakeKeySource(dir_ / "jwks.json"),
        {.file_refresh = absl::Milliseconds(20), .file_least_wait = absl::ZeroDuration()});
    EXPECT_TRUE(keys.ok()) << keys.status();
    return std::make_unique<TokenVerifier>(
        *std::move(keys), TokenRules{.issuer = "https://issuer.test", .audience = "overstap"},
        most_remembered);
  }
  json Claims() const { return CaseworkerClaims(now_); }
  json With(const char* claim, const json& value) const {
    json claims = Claims();
    claims[claim] = value;
    return claims;
  }
  json Without(const char* claim) const {
    json claims = Claims();
    claims.erase(claim);
    return claims;
  }
  json HeaderWith(const char* member, const json& value) const {
    json header = ec_.header();
    header[member] = value;
    return header;
  }
  // Why the token is refused; empty: it is taken. No part of it may stand in the text.
  std::string Refusal(const std::string& token) const {
    const auto identity = verifier_->Verify(token, now_);
    if (identity.ok()) return "";
    EXPECT_TRUE(absl::IsUnauthenticated(identity.status())) << identity.status();
    std::string text = identity.status().ToString();
    for (size_t at = 0; at + 12 <= token.size(); at += 4) {
      EXPECT_THAT(text, Not(HasSubstr(token.substr(at, 12))));
    }
    return text;
  }
  std::string Refusal(const json& claims) const { return Refusal(ec_.Sign(claims)); }
  int64_t Seconds(absl::Duration after) const { return absl::ToUnixSeconds(now_ + after); }

  const TempDir dir_;
  const SigningKey ec_ = SigningKey::P256("ec");
  // Making one takes a second.
  static inline const SigningKey& rsa_ = *new SigningKey(SigningKey::Rsa("rsa"));
  const absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenVerifierTest, SaysWhoseAGoodTokenIs) {
  for (const SigningKey* key : {&ec_, &rsa_}) {
    const auto identity = verifier_->Verify(key->Sign(Claims()), now_);
    ASSERT_TRUE(identity.ok()) << identity.status();
    EXPECT_EQ(identity->principal, "anna");
    EXPECT_EQ(identity->organisation, "uwv");
    EXPECT_THAT(identity->roles, ElementsAre(v1::ROLE_CASEWORKER, v1::ROLE_WORK_TABLE_MEMBER));
  }
}

TEST_F(TokenVerifierTest, TheKeyPinsTheAlgorithm) {
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("alg", "RS256"), Claims().dump())),
              HasSubstr("not the one of its key"));
  for (const char* algorithm : {"none", "None", "", "HS256", "HS512", "ES384", "PS256", "es256"}) {
    EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("alg", algorithm), Claims().dump())),
                HasSubstr("algorithm other than"))
        << algorithm;
  }
  json header = ec_.header();
  header.erase("alg");
  EXPECT_THAT(Refusal(ec_.Sign(header, Claims().dump())), HasSubstr("names no algorithm"));
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("alg", 1), Claims().dump())), HasSubstr("names no"));
}

TEST_F(TokenVerifierTest, RefusesHeadersThatAskForMore) {
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("crit", {"b64"}), Claims().dump())), HasSubstr("crit"));
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("crit", json::array()), Claims().dump())),
              HasSubstr("crit"));
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("typ", "logout+jwt"), Claims().dump())),
              HasSubstr("typ"));
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("kid", ""), Claims().dump())), HasSubstr("kid"));
  EXPECT_THAT(Refusal(ec_.Sign(HeaderWith("kid", "unknown"), Claims().dump())),
              HasSubstr("does not publish"));
  EXPECT_EQ(Refusal(ec_.Sign(HeaderWith("typ", "at+JWT"), Claims().dump())), "");
  // A key in the token itself convinces nobody.
  const SigningKey stranger = SigningKey::P256("ec");
  json header = stranger.header();
  header["jwk"] = stranger.jwk();
  EXPECT_THAT(Refusal(stranger.Sign(header, Claims().dump())), HasSubstr("signature"));
}

TEST_F(TokenVerifierTest, ChecksEveryClaim) {
  struct Case {
    json claims;
    const char* why;
  };
  const Case cases[] = {
      {With("iss", "https://issuer.test/"), "issuer"},
      {With("iss", {"https://issuer.test"}), "issuer"},
      {Without("iss"), "issuer"},
      {With("aud", "other"), "audience"},
      {With("aud", {"other", "another"}), "audience"},
      {With("aud", json::array()), "audience"},
      {With("aud", 3), "audience"},
      {Without("aud"), "audience"},
      {Without("exp"), "when it expires"},
      {With("exp", "tomorrow"), "no number of seconds"},
      {With("exp", -1), "no number of seconds"},
      {With("exp", 1e300), "no number of seconds"},
      {With("exp", nullptr), "no number of seconds"},
      {With("exp", Seconds(-absl::Seconds(60))), "expired"},
      {With("nbf", Seconds(absl::Seconds(61))), "not valid yet"},
      {With("iat", Seconds(absl::Seconds(61))), "not valid yet"},
      {With("nbf", "now"), "no number of seconds"},
      {Without("sub"), "subject"},
      {With("sub", ""), "subject"},
      {With("sub", 1), "subject"},
      {With("sub", "a\nb"), "subject"},
      {With("sub", std::string(129, 'x')), "subject"},
      {Without("organisation"), "organisation"},
      {With("organisation", ""), "organisation"},
      {Without("roles"), "no list of roles"},
      {With("roles", "caseworker"), "no list of roles"},
      {With("roles", json::array()), "no list of roles"},
      {With("roles", {"caseworker", "king"}), "role that is not known"},
      {With("roles", {"unspecified"}), "role that is not known"},
      {With("roles", {2}), "role that is not known"},
  };
  for (const Case& c : cases) EXPECT_THAT(Refusal(c.claims), HasSubstr(c.why)) << c.claims;
}

TEST_F(TokenVerifierTest, TakesWhatTheRulesAllow) {
  EXPECT_EQ(Refusal(With("aud", {"other", "overstap"})), "");
  EXPECT_EQ(Refusal(With("exp", Seconds(-absl::Seconds(59)))), "");
  EXPECT_EQ(Refusal(With("nbf", Seconds(absl::Seconds(60)))), "");
  EXPECT_EQ(Refusal(With("exp", static_cast<double>(Seconds(absl::Minutes(1))) + 0.5)), "");
  EXPECT_EQ(Refusal(With("extra", {{"deep", {1, 2}}})), "");
  EXPECT_EQ(Refusal(Without("nbf")), "");
  EXPECT_EQ(Refusal(Without("iat")), "");
  EXPECT_EQ(Refusal(With("roles", {"operator", "operator"})), "");
}

TEST_F(TokenVerifierTest, RefusesClaimsThatTwoReadersCouldReadDifferently) {
  std::string text = Claims().dump();
  text.insert(1, R"("sub": "someone", )");
  EXPECT_THAT(Refusal(ec_.Sign(ec_.header(), text)), HasSubstr("key twice"));
  EXPECT_THAT(Refusal(ec_.Sign(ec_.header(), "[]")), HasSubstr("not a JSON object"));
  EXPECT_THAT(Refusal(ec_.Sign(ec_.header(), "\xff")), HasSubstr("not JSON"));
}

TEST_F(TokenVerifierTest, RefusesWhatIsNoToken) {
  const std::string good = ec_.Sign(Claims());
  for (const std::string& token :
       {std::string(), std::string("a"), std::string(".."), std::string("a.b.c"), good + ".x",
        good + "=", " " + good, good.substr(0, good.rfind('.')), good.substr(0, good.size() - 2),
        std::string(kMostTokenBytes + 1, 'a'), std::string(3'000, '.')}) {
    EXPECT_NE(Refusal(token), "") << token.substr(0, 40);
  }
  EXPECT_EQ(Refusal(good), "");
}

TEST_F(TokenVerifierTest, EveryChangedCharacterOfATokenIsNoticed) {
  const std::string good = ec_.Sign(Claims());
  ASSERT_EQ(Refusal(good), "");
  for (size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(Refusal(changed), "") << i;
  }
}

TEST_F(TokenVerifierTest, ARememberedTokenStillExpires) {
  const std::string token = ec_.Sign(Claims());
  ASSERT_TRUE(verifier_->Verify(token, now_).ok());
  EXPECT_EQ(verifier_->remembered(), 1);
  EXPECT_TRUE(verifier_->Verify(token, now_ + absl::Minutes(60)).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(verifier_->Verify(token, now_ + absl::Minutes(61)).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(verifier_->Verify(token, now_ - absl::Minutes(2)).status()));
  EXPECT_EQ(verifier_->remembered(), 1);
}

TEST_F(TokenVerifierTest, RefusalsAreNotRememberedAndTheMemoryIsBounded) {
  const auto small = Open(3);
  EXPECT_FALSE(small->Verify(ec_.Sign(Without("exp")), now_).ok());
  EXPECT_EQ(small->remembered(), 0);
  std::vector<std::string> tokens;
  for (int i = 0; i < 5; ++i) tokens.push_back(ec_.Sign(With("sub", absl::StrCat("p", i))));
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < tokens.size(); ++i) {
      const auto identity = small->Verify(tokens[i], now_);
      ASSERT_TRUE(identity.ok()) << identity.status();
      EXPECT_EQ(identity->principal, absl::StrCat("p", i));
    }
  }
  EXPECT_EQ(small->remembered(), 3);
}

TEST_F(TokenVerifierTest, AKeyThatIsWithdrawnTakesItsRememberedTokensWithIt) {
  const std::string old_token = ec_.Sign(Claims());
  ASSERT_EQ(Refusal(old_token), "");
  const SigningKey next = SigningKey::P256("next");
  WriteKeys({&next});
  // The new key is found at once, without waiting for the next look at the file.
  EXPECT_EQ(Refusal(next.Sign(Claims())), "");
  EXPECT_THAT(Refusal(old_token), HasSubstr("does not publish"));
}

}  // namespace
}  // namespace overstap::access
