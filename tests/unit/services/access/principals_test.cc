#include "services/access/principals.h"

#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/access/openssl_handles.h"
#include "tests/unit/services/access/certificates.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::access {
namespace {

using overstap::testing::TempDir;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string FingerprintOf(const std::string& pem) {
  const Bio bio = BioOf(pem);
  const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), size));
}

class PrincipalsTest : public ::testing::Test {
 protected:
  absl::StatusOr<Principals> Read(const std::string& text) {
    std::ofstream(dir_ / "principals.textproto") << text;
    return ReadPrincipals(dir_ / "principals.textproto");
  }
  static std::string Entry(const std::string& certificate, const std::string& principal) {
    return absl::StrCat("principals { ", certificate, " principal: '", principal,
                        "' organisation: 'uwv' roles: ROLE_PLATFORM }\n");
  }

  const TempDir dir_;
  const TestAuthority authority_{"CA"};
  const absl::Time now_ = absl::Now();
};

TEST_F(PrincipalsTest, MapsByFingerprintAndByName) {
  const TestCertificate pinned = authority_.Issue({.name = "pinned"});
  const TestCertificate named = authority_.Issue(
      {.name = "named", .alternatives = "DNS:other.example,URI:spiffe://region/platform"});
  const TestCertificate dns = authority_.Issue({.name = "x", .alternatives = "DNS:a.example"});
  const TestCertificate stranger = authority_.Issue({.name = "x", .alternatives = "DNS:b.example"});
  const auto principals =
      Read(Entry("certificate_sha256: '" + FingerprintOf(pinned.certificate) + "'", "by-print") +
           Entry("subject_alternative_name: 'URI:spiffe://region/platform'", "by-uri") +
           Entry("subject_alternative_name: 'DNS:a.example'", "by-dns"));
  ASSERT_TRUE(principals.ok()) << principals.status();
  EXPECT_EQ(principals->size(), 3);
  const auto found = principals->Identify(pinned.certificate, now_);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->principal, "by-print");
  EXPECT_EQ(found->organisation, "uwv");
  EXPECT_THAT(found->roles, ElementsAre(v1::ROLE_PLATFORM));
  EXPECT_EQ(principals->Identify(named.certificate, now_)->principal, "by-uri");
  EXPECT_EQ(principals->Identify(dns.certificate, now_)->principal, "by-dns");
  const auto nobody = principals->Identify(stranger.certificate, now_);
  EXPECT_TRUE(absl::IsUnauthenticated(nobody.status()));
  EXPECT_THAT(std::string(nobody.status().message()), HasSubstr("no principal"));
}

TEST_F(PrincipalsTest, RefusesCertificatesOutOfDateAmbiguousOrBroken) {
  const auto principals = Read(Entry("subject_alternative_name: 'DNS:a.example'", "a") +
                               Entry("subject_alternative_name: 'DNS:b.example'", "b"));
  ASSERT_TRUE(principals.ok()) << principals.status();
  const TestCertificate good = authority_.Issue({.name = "x", .alternatives = "DNS:a.example"});
  const TestCertificate both =
      authority_.Issue({.name = "x", .alternatives = "DNS:a.example,DNS:b.example"});
  const auto refusal = [&](const std::string& pem, absl::Time now) {
    const auto identity = principals->Identify(pem, now);
    EXPECT_TRUE(absl::IsUnauthenticated(identity.status())) << identity.status();
    return std::string(identity.status().message());
  };
  ASSERT_TRUE(principals->Identify(good.certificate, now_).ok());
  EXPECT_THAT(refusal(good.certificate, now_ + absl::Hours(2)), HasSubstr("expired"));
  EXPECT_THAT(refusal(good.certificate, now_ - absl::Hours(2)), HasSubstr("not valid yet"));
  EXPECT_THAT(refusal(both.certificate, now_), HasSubstr("several"));
  EXPECT_THAT(refusal("no PEM", now_), HasSubstr("cannot be read"));
}

TEST_F(PrincipalsTest, NamesFileLineAndKeyOfWhatIsWrong) {
  const auto unknown = Read("principals {\n  subject_alternative_name: 'DNS:a'\n  rolls: 1\n}\n");
  EXPECT_TRUE(absl::IsInvalidArgument(unknown.status()));
  EXPECT_THAT(
      std::string(unknown.status().message()),
      AllOf(HasSubstr("principals.textproto:3:"), HasSubstr("does not know the key \"rolls\"")));
  const auto role = Read("principals { subject_alternative_name: 'DNS:a' roles: ROLE_KING }");
  EXPECT_THAT(std::string(role.status().message()), HasSubstr("ROLE_KING"));
  const std::string rest = " principal: 'p' organisation: 'o' roles: ROLE_PLATFORM }\n";
  const std::pair<std::string, const char*> wrong[] = {
      {"principals {" + rest, ":2: principals: certificate_sha256 or"},
      {"principals { certificate_sha256: 'abc'" + rest, ":2: principals: certificate_sha256: 64"},
      {"principals { subject_alternative_name: 'a'" + rest, "URI:"},
      {"principals { subject_alternative_name: 'DNS:*.a'" + rest, "URI:"},
      {"principals { subject_alternative_name: 'DNS:a' organisation: 'o' roles: ROLE_AUDITOR }",
       "principal: 1 to"},
      {"principals { subject_alternative_name: 'DNS:a' principal: 'p' roles: ROLE_AUDITOR }",
       "organisation: 1 to"},
      {"principals { subject_alternative_name: 'DNS:a' principal: 'p' organisation: 'o' }",
       "roles: at least one"},
      {"principals { subject_alternative_name: 'DNS:a' principal: 'p' organisation: 'o' roles: "
       "ROLE_UNSPECIFIED }",
       "no role"},
      {Entry("subject_alternative_name: 'DNS:z'", "p"), "mapped above"},
  };
  for (const auto& [text, why] : wrong) {
    const auto read = Read(Entry("subject_alternative_name: 'DNS:z'", "first") + text);
    EXPECT_TRUE(absl::IsInvalidArgument(read.status())) << text;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(why)) << text;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(Read("").status()));
  EXPECT_TRUE(absl::IsNotFound(ReadPrincipals(dir_ / "none").status()));
}

}  // namespace
}  // namespace overstap::access
