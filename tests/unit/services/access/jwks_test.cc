#include "services/access/jwks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/access/signing_key.h"

namespace overstap::access {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

const SigningKey& Ec() {
  static const SigningKey& key = *new SigningKey(SigningKey::P256("ec"));
  return key;
}
const SigningKey& Rsa() {
  static const SigningKey& key = *new SigningKey(SigningKey::Rsa("rsa"));
  return key;
}

std::string SetOf(const std::vector<json>& keys) { return json({{"keys", keys}}).dump(); }
json Changed(json key, const char* member, const json& value) {
  key[member] = value;
  return key;
}
json Without(json key, const char* member) {
  key.erase(member);
  return key;
}

TEST(Jwks, KeysCheckTheSignaturesOfTheirOwnAlgorithmAlone) {
  const auto set = ParseJwks(KeySetOf({&Ec(), &Rsa()}));
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->size(), 2);
  EXPECT_TRUE(set->left_out().empty());
  const VerificationKey* ec = set->Find("ec", Algorithm::kEs256);
  const VerificationKey* rsa = set->Find("rsa", Algorithm::kRs256);
  ASSERT_TRUE(ec != nullptr && rsa != nullptr);
  EXPECT_TRUE(ec->Verifies("text", Ec().Signature("text")));
  EXPECT_TRUE(rsa->Verifies("text", Rsa().Signature("text")));
  EXPECT_FALSE(ec->Verifies("test", Ec().Signature("text")));
  EXPECT_FALSE(rsa->Verifies("test", Rsa().Signature("text")));
  EXPECT_FALSE(ec->Verifies("text", Rsa().Signature("text")));
  EXPECT_FALSE(rsa->Verifies("text", Ec().Signature("text")));
  EXPECT_FALSE(ec->Verifies("text", ""));
  EXPECT_FALSE(ec->Verifies("text", std::string(64, '\0')));
  EXPECT_FALSE(rsa->Verifies("text", ""));
  EXPECT_EQ(set->Find("ec", Algorithm::kRs256), nullptr);
  EXPECT_EQ(set->Find("", Algorithm::kEs256), nullptr);
  EXPECT_TRUE(set->Has("ec"));
  EXPECT_FALSE(set->Has("e"));
}

TEST(Jwks, LeavesOutWhatItDoesNotTakeAndSaysWhy) {
  const SigningKey small = SigningKey::Rsa("small", 1'024);
  struct Case {
    json key;
    const char* why;
  };
  const Case cases[] = {
      {{{"kty", "OKP"}, {"crv", "Ed25519"}, {"kid", "x"}, {"x", "AA"}}, "kind other than"},
      {{{"kty", "oct"}, {"kid", "x"}, {"k", "AA"}}, "kind other than"},
      {{{"kid", "x"}}, "kind other than"},
      {small.jwk(), "1024 bits"},
      {Changed(Ec().jwk(), "use", "enc"), "not for signatures"},
      {Changed(Rsa().jwk(), "alg", "PS256"), "algorithm that is not taken"},
      {Changed(Ec().jwk(), "alg", "RS256"), "algorithm that is not taken"},
      {Changed(Ec().jwk(), "crv", "P-384"), "curve other than"},
      {Changed(Ec().jwk(), "x", Ec().jwk()["y"]), "no point"},
      {Changed(Ec().jwk(), "x", "AA"), "32 bytes"},
      {Changed(Rsa().jwk(), "e", "AA"), "no RSA key"},
      {Changed(Rsa().jwk(), "n", "not base64url!"), "0 bits"},
      {Changed(Rsa().jwk(), "n", std::string(2'000, '_')), "more than 8192 bits"},
      {Without(Ec().jwk(), "kid"), "no usable kid"},
      {Changed(Ec().jwk(), "kid", 7), "no usable kid"},
  };
  for (const Case& c : cases) {
    const auto set = ParseJwks(SetOf({Changed(Ec().jwk(), "kid", "good"), c.key}));
    ASSERT_TRUE(set.ok()) << c.key << set.status();
    EXPECT_EQ(set->size(), 1) << c.key;
    EXPECT_THAT(set->left_out(), ElementsAre(HasSubstr(c.why))) << c.key;
    EXPECT_FALSE(ParseJwks(SetOf({c.key})).ok()) << c.key;
  }
}

TEST(Jwks, TakesAKeyWithoutUseAndAlgorithm) {
  EXPECT_TRUE(ParseJwks(SetOf({Without(Without(Rsa().jwk(), "use"), "alg")})).ok());
}

TEST(Jwks, RefusesWhatIsNoKeySet) {
  struct Case {
    std::string text;
    const char* why;
  };
  const Case cases[] = {
      {"", "not JSON"},
      {"[]", "not a JSON object"},
      {"{}", "no list"},
      {R"({"keys": {}})", "no list"},
      {R"({"keys": []})", "no key that can be used"},
      {R"({"keys": [1]})", "something else"},
      {R"({"keys": [], "keys": []})", "key twice"},
      {SetOf({Ec().jwk()}) + "x", "not JSON"},
      {SetOf({Ec().jwk(), Ec().jwk()}), "twice"},
      {std::string(100'000, '['), "too deep"},
      {"{\"keys\": \"\xff\"}", "not JSON"},
      {SetOf(std::vector<json>(101, Ec().jwk())), "more than 100"},
  };
  for (const Case& c : cases) {
    const auto set = ParseJwks(c.text);
    EXPECT_TRUE(absl::IsInvalidArgument(set.status())) << c.text.substr(0, 80);
    EXPECT_THAT(std::string(set.status().message()), HasSubstr(c.why));
  }
}

TEST(Jwks, RefusesAPrivateKeyWithoutRepeatingIt) {
  const auto set = ParseJwks(SetOf({Changed(Ec().jwk(), "d", "c2VjcmV0")}));
  EXPECT_TRUE(absl::IsInvalidArgument(set.status()));
  EXPECT_THAT(std::string(set.status().message()), HasSubstr("private key"));
  EXPECT_THAT(std::string(set.status().message()), Not(HasSubstr("c2VjcmV0")));
}

}  // namespace
}  // namespace overstap::access
