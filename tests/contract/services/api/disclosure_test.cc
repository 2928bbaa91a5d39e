// What an employer gets of people: pseudonyms that hold for one vacancy, the fit in the demand's
// terms, a rough distance, and no way to learn more by asking otherwise.
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

ApiServer::Metadata Employer(const std::string& organisation) {
  return {{"overstap-principal", "hr@" + organisation},
          {"overstap-organisation", organisation},
          {"overstap-roles", "employer"}};
}

class EmployersView : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 5; ++i) {
      Make("JobSeekerService.CreateJobSeeker",
           absl::StrCat("job_seeker { name: 'jobSeekers/secret-", i, "' ", kPerson,
                        " own_money_eur_cents: 1234567 }"),
           {});
    }
    for (const char* id : {"v-1", "v-2"}) {
      Make("VacancyService.CreateVacancy",
           absl::StrCat("vacancy { name: 'vacancies/", id, "' ", kVacancy,
                        " place { municipality: 'GM0268' } driving_licences: 'B' }"),
           Employer("de-linde"));
    }
  }
  Outcome Make(const std::string& method, const std::string& request,
               const ApiServer::Metadata& as) {
    Outcome made = server_.Call(method, request, as);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  v1::MatchJobSeekersResponse Match(const std::string& request,
                                    const std::string& organisation = "de-linde") {
    return Make("MatchService.MatchJobSeekers", request, Employer(organisation))
        .As<v1::MatchJobSeekersResponse>();
  }
  static std::vector<std::string> Candidates(const v1::MatchJobSeekersResponse& reply) {
    std::vector<std::string> names;
    for (const auto& match : reply.matches()) names.push_back(match.candidate());
    return names;
  }

  ApiServer server_;
};

TEST_F(EmployersView, HoldsCandidatesInPlaceOfPeople) {
  const auto reply = Match("vacancy: 'vacancies/v-1' language_code: 'nl'");
  ASSERT_EQ(reply.matches_size(), 5);
  for (const v1::JobSeekerMatch& match : reply.matches()) {
    EXPECT_TRUE(absl::StartsWith(match.candidate(), "candidates/"));
    EXPECT_TRUE(match.job_seeker().empty());
    EXPECT_EQ(match.unknowns_size() + match.reasons_size() + match.notes_size(), 0);
    ASSERT_TRUE(match.has_distance_km());
    EXPECT_EQ(std::fmod(match.distance_km(), 5), 0);
    EXPECT_GT(match.distance_km(), 0);
    uint32_t units = 0;
    for (const v1::FitPart& part : match.fit().parts()) {
      units += part.contribution_units();
      EXPECT_FALSE(part.label().empty());
      EXPECT_FALSE(part.has_covered_by_skill_number());
      EXPECT_TRUE(part.covered_by_label().empty());
      EXPECT_EQ(part.level() + part.similarity(), 0);
      EXPECT_FALSE(part.derived());
    }
    EXPECT_EQ(units, match.fit().score_units());
  }
  EXPECT_EQ(reply.missing_fields_size(), 0);
  EXPECT_GT(reply.versions().snapshot_version(), 0);
  // A caseworker of the same vacancy gets all of it.
  const auto whole = Make("MatchService.MatchJobSeekers", "vacancy: 'vacancies/v-1'", {})
                         .As<v1::MatchJobSeekersResponse>();
  EXPECT_EQ(whole.missing_fields_size(), 1);
  EXPECT_EQ(whole.matches(0).unknowns_size(), 1);
  EXPECT_TRUE(whole.matches(0).candidate().empty());
}

TEST_F(EmployersView, NamesNobodyInAnyByteOfTheReply) {
  for (const char* request :
       {"vacancy: 'vacancies/v-1'", "vacancy: 'vacancies/v-1' page_size: 2"}) {
    const std::string bytes = Match(request).SerializeAsString();
    EXPECT_FALSE(absl::StrContains(bytes, "secret"));
    EXPECT_FALSE(absl::StrContains(bytes, absl::BytesToHexString("secret")));
    EXPECT_FALSE(absl::StrContains(bytes, "6811"));
  }
}

TEST_F(EmployersView, GivesThePersonOneNamePerVacancyAndEmployer) {
  const auto first = Candidates(Match("vacancy: 'vacancies/v-1'"));
  EXPECT_EQ(first, Candidates(Match("vacancy: 'vacancies/v-1'")));
  std::set<std::string> all(first.begin(), first.end());
  EXPECT_EQ(all.size(), 5U);
  const auto add = [&all](const std::vector<std::string>& names) {
    for (const std::string& name : names) EXPECT_TRUE(all.insert(name).second) << name;
  };
  add(Candidates(Match("vacancy: 'vacancies/v-2'")));
  const std::string inlined = absl::StrCat("inline_vacancy { ", kVacancy, "}");
  add(Candidates(Match(inlined)));
  add(Candidates(Match(inlined, "de-berk")));
  add(Candidates(Match(absl::StrCat("inline_vacancy { ", kVacancy, " title: 'x' }"))));
  // The names last: the secret is kept.
  server_.Restart();
  EXPECT_EQ(first, Candidates(Match("vacancy: 'vacancies/v-1'")));
}

TEST_F(EmployersView, PagesGoOnWithoutTellingWhoEndedThem) {
  std::vector<std::string> names;
  std::string token;
  std::set<std::string> tokens;
  do {
    const auto page =
        Match(absl::StrCat("vacancy: 'vacancies/v-1' page_size: 2 page_token: '", token, "'"));
    for (const std::string& name : Candidates(page)) names.push_back(name);
    token = page.next_page_token();
    tokens.insert(token);
    // A plain token begins with its format and the request's hash, and can be read by anyone.
    std::string bytes;
    ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
    EXPECT_FALSE(absl::StartsWith(bytes,
                                  "\x01"
                                  "vac"));
  } while (!token.empty());
  EXPECT_EQ(names, Candidates(Match("vacancy: 'vacancies/v-1'")));
  EXPECT_EQ(tokens.size(), 3U);
  // Neither a token of somebody else nor an invented one goes on.
  const std::string mine = Match("vacancy: 'vacancies/v-1' page_size: 2").next_page_token();
  for (const std::string& wrong : {std::string("x"), std::string("AAAA"), mine + "A"}) {
    const Outcome outcome = server_.Call(
        "MatchService.MatchJobSeekers",
        absl::StrCat("vacancy: 'vacancies/v-1' page_size: 2 page_token: '", wrong, "'"),
        Employer("de-linde"));
    EXPECT_EQ(outcome.code(), StatusCode::INVALID_ARGUMENT) << outcome;
    EXPECT_THAT(outcome.fields(), ElementsAre("page_token"));
  }
}

TEST_F(EmployersView, CannotBeNarrowedToWhatAPersonIs) {
  for (const char* more : {"filter { in_work: true }", "filter { municipalities: 'GM0202' }",
                           "filter { past_occupations { scheme: 'ESCO' code: 'urn:o:carer' } }",
                           "view: MATCH_VIEW_EXCLUDED", "certain_only: true"}) {
    const Outcome outcome =
        server_.Call("MatchService.MatchJobSeekers",
                     absl::StrCat("vacancy: 'vacancies/v-1' ", more), Employer("de-linde"));
    EXPECT_EQ(outcome.code(), StatusCode::PERMISSION_DENIED) << more << ": " << outcome;
    EXPECT_EQ(outcome.reason(), "NOT_DISCLOSED");
    EXPECT_EQ(outcome.fields().size(), 1U);
  }
}

}  // namespace
}  // namespace overstap
