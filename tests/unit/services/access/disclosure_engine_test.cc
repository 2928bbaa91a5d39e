// The engine of the allow-lists, on lists made for the test; what the server's own list comes to
// stands in tests/golden/services/access.
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/report.pb.h"
#include "services/access/disclosure.h"

namespace overstap::access {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using testing::HasSubstr;

constexpr v1::Role kRole = v1::ROLE_EMPLOYER;

Disclosure Built(const std::vector<ListedFields>& table, const std::set<v1::Role>& lenient = {}) {
  auto disclosure = Disclosure::Build(table, lenient);
  EXPECT_TRUE(disclosure.ok()) << disclosure.status();
  return *std::move(disclosure);
}

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(DisclosureEngine, ClearsWhatIsNotListedAtAnyDepth) {
  const Disclosure disclosure = Built({{{kRole}, "MatchJobSeekersResponse", "matches"},
                                       {{kRole}, "JobSeekerMatch", "fit"},
                                       {{kRole}, "Fit", "score parts"},
                                       {{kRole}, "FitPart", "qualification weight"},
                                       {{kRole}, "Qualification", "level_eqf"}});
  auto reply = Parsed<v1::MatchJobSeekersResponse>(
      "matches { job_seeker: 'jobSeekers/p' candidate: 'c' distance_km: 3 fit { score: 0.5 "
      "score_units: 7 parts { weight: 1 label: 'x' qualification { level_eqf: 4 code { code: 'c' } "
      "} } parts { weight: 0.5 skill_number: 9 } } } next_page_token: 't'");
  disclosure.Apply(kRole, &reply);
  EXPECT_EQ(reply.ShortDebugString(),
            "matches { fit { score: 0.5 parts { qualification { level_eqf: 4 } weight: 1 } "
            "parts { weight: 0.5 } } }");
}

TEST(DisclosureEngine, EntersMapsAndOneofs) {
  const Disclosure disclosure =
      Built({{{kRole}, "google.protobuf.Struct", "fields"},
             {{kRole}, "google.protobuf.Value", "number_value struct_value list_value"},
             {{kRole}, "google.protobuf.ListValue", "values"}});
  auto message = Parsed<Struct>(
      "fields { key: 'a' value { number_value: 1 } } "
      "fields { key: 'b' value { string_value: 'secret' } } "
      "fields { key: 'c' value { struct_value { fields { key: 'd' value { string_value: 'secret' } "
      "} fields { key: 'e' value { number_value: 2 } } } } } "
      "fields { key: 'f' value { list_value { values { bool_value: true } values { number_value: 3 "
      "} } } }");
  disclosure.Apply(kRole, &message);
  EXPECT_EQ(message.fields().at("a").number_value(), 1);
  EXPECT_EQ(message.fields().at("b").kind_case(), Value::KIND_NOT_SET);
  const auto& inner = message.fields().at("c").struct_value().fields();
  EXPECT_EQ(inner.at("d").kind_case(), Value::KIND_NOT_SET);
  EXPECT_EQ(inner.at("e").number_value(), 2);
  EXPECT_EQ(message.fields().at("f").list_value().values(0).kind_case(), Value::KIND_NOT_SET);
  EXPECT_EQ(message.fields().at("f").list_value().values(1).number_value(), 3);
  EXPECT_THAT(message.SerializeAsString(), testing::Not(HasSubstr("secret")));
}

TEST(DisclosureEngine, ClearsFieldsThatTheServerDoesNotKnow) {
  const Disclosure disclosure =
      Built({{{kRole}, "Fit", "score parts"}, {{kRole}, "FitPart", "weight"}});
  v1::Fit fit;
  fit.set_score(1);
  fit.add_parts();
  fit.GetReflection()->MutableUnknownFields(&fit)->AddLengthDelimited(900, "secret");
  v1::FitPart* part = fit.mutable_parts(0);
  part->GetReflection()->MutableUnknownFields(part)->AddLengthDelimited(900, "secret");
  disclosure.Apply(kRole, &fit);
  EXPECT_THAT(fit.SerializeAsString(), testing::Not(HasSubstr("secret")));
  EXPECT_EQ(fit.score(), 1);
}

TEST(DisclosureEngine, AMessageThatIsNotListedIsEmptied) {
  const Disclosure disclosure = Built({{{kRole}, "Fit", "score"}});
  auto report = Parsed<v1::Report>("name: 'reports/r' linkage_key: 'k'");
  disclosure.Apply(kRole, &report);
  EXPECT_EQ(report.ByteSizeLong(), 0U);
}

TEST(DisclosureEngine, RolesWithoutAListSeeAll) {
  const Disclosure disclosure = Built({{{kRole}, "Fit", "score"}});
  auto report = Parsed<v1::Report>("name: 'reports/r' linkage_key: 'k'");
  const std::string whole = report.DebugString();
  disclosure.Apply(v1::ROLE_CASEWORKER, &report);
  EXPECT_EQ(report.DebugString(), whole);
}

TEST(DisclosureEngine, ALenientRoleGetsWholeWhatIsNotListedButNotWhatIs) {
  const Disclosure disclosure = Built({{{v1::ROLE_AUDITOR}, "Fit", "score"}}, {v1::ROLE_AUDITOR});
  auto reply = Parsed<v1::MatchJobSeekersResponse>(
      "matches { job_seeker: 'p' fit { score: 1 score_units: 2 } } next_page_token: 't'");
  disclosure.Apply(v1::ROLE_AUDITOR, &reply);
  EXPECT_EQ(reply.ShortDebugString(),
            "matches { job_seeker: \"p\" fit { score: 1 } } next_page_token: \"t\"");
}

TEST(DisclosureEngine, EverythingMeansEverythingBelow) {
  const Disclosure disclosure = Built({{{kRole}, "Fit", "**"}});
  auto fit = Parsed<v1::Fit>("score: 1 parts { label: 'x' qualification { level_eqf: 4 } }");
  const std::string whole = fit.DebugString();
  disclosure.Apply(kRole, &fit);
  EXPECT_EQ(fit.DebugString(), whole);
}

TEST(DisclosureEngine, ATableThatIsWrongIsRefusedAndNamesWhatIs) {
  const std::vector<std::pair<std::vector<ListedFields>, std::string>> wrong = {
      {{{{kRole}, "NoSuchMessage", "score"}}, "NoSuchMessage"},
      {{{{kRole}, "Fit", "score scores"}}, "scores"},
      {{{{kRole}, "Fit", "score score"}}, "twice"},
      {{{{kRole}, "Fit", "score"}, {{kRole}, "Fit", "score_units"}}, "twice"},
      {{{{kRole}, "Fit", "parts"}}, "FitPart"},
      {{{{}, "Fit", "score"}}, "no role"}};
  for (const auto& [table, named] : wrong) {
    const auto disclosure = Disclosure::Build(table, {});
    EXPECT_EQ(disclosure.status().code(), absl::StatusCode::kInvalidArgument) << named;
    EXPECT_THAT(std::string(disclosure.status().message()), HasSubstr(named));
  }
}

TEST(DisclosureTable, OfTheServerIsRight) {
  EXPECT_TRUE(CheckDisclosure().ok()) << CheckDisclosure();
  EXPECT_THAT(RestrictedRoles(),
              testing::UnorderedElementsAre(v1::ROLE_EMPLOYER, v1::ROLE_WORK_TABLE_MEMBER,
                                            v1::ROLE_PROGRAMME_MANAGER, v1::ROLE_AUDITOR));
  EXPECT_TRUE(IsRestricted(v1::ROLE_EMPLOYER));
  EXPECT_FALSE(IsRestricted(v1::ROLE_PLATFORM));
  EXPECT_FALSE(IsRestricted(v1::ROLE_CASEWORKER));
}

}  // namespace
}  // namespace overstap::access
