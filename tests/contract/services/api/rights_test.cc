// The rights of a person: to have what is kept, to be left out of matching, and to be forgotten.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using google::protobuf::Struct;
using grpc::StatusCode;

const ApiServer::Metadata kFundingOfficer = {{"overstap-roles", "funding_officer"},
                                             {"overstap-purpose", "rights-of-the-person"}};

class Rights : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* id : {"p", "other"}) {
      Make("JobSeekerService.CreateJobSeeker",
           absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
    }
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy, "}"));
  }
  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  void Restrict(const std::string& reason = "bezwaar") {
    Make("JobSeekerService.RestrictJobSeeker",
         absl::StrCat("name: 'jobSeekers/p' reason: '", reason, "'"));
  }
  v1::JobSeeker Person() {
    return Make("JobSeekerService.GetJobSeeker", "name: 'jobSeekers/p'").As<v1::JobSeeker>();
  }
  std::vector<std::string> Matched() {
    std::vector<std::string> names;
    const Outcome outcome = Make("MatchService.MatchJobSeekers", "vacancy: 'vacancies/v'");
    for (const auto& match : outcome.As<v1::MatchJobSeekersResponse>().matches()) {
      names.push_back(match.job_seeker());
    }
    return names;
  }
  std::string Export(const ApiServer::Metadata& caller = {}) {
    const Outcome outcome =
        server_.Call("JobSeekerService.ExportJobSeeker", "name: 'jobSeekers/p'", caller);
    EXPECT_TRUE(outcome.status.ok()) << outcome;
    return outcome.Field("json");
  }
  static Struct Parsed(const std::string& json) {
    Struct document;
    const auto status = google::protobuf::util::JsonStringToMessage(json, &document);
    EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json;
    return document;
  }

  ApiServer server_;
};

TEST_F(Rights, ARestrictedPersonIsKeptAndNotMatched) {
  const std::vector<std::string> both = {"jobSeekers/p", "jobSeekers/other"};
  const std::vector<std::string> other = {"jobSeekers/other"};
  EXPECT_EQ(Matched(), both);
  Restrict();
  EXPECT_EQ(Matched(), other);
  for (const std::string method : {"MatchService.MatchVacancies", "RouteService.RankRoutes"}) {
    const Outcome refused = server_.Call(method, "job_seeker: 'jobSeekers/p'");
    EXPECT_EQ(refused.code(), StatusCode::FAILED_PRECONDITION) << refused;
    EXPECT_EQ(refused.reason(), "RESTRICTED");
  }
  const Outcome explained = server_.Call("MatchService.ExplainMatch",
                                         "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v'");
  EXPECT_EQ(explained.reason(), "RESTRICTED") << explained;
  // Reading and exporting go on; so it is after a restart.
  EXPECT_EQ(Person().restriction().reason(), "bezwaar");
  EXPECT_TRUE(absl::StrContains(Export(), "bezwaar"));
  server_.Restart();
  EXPECT_EQ(Matched(), other);
  EXPECT_EQ(server_.Call("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p'").reason(),
            "RESTRICTED");
  Make("JobSeekerService.UnrestrictJobSeeker", "name: 'jobSeekers/p' reason: 'opgelost'");
  EXPECT_EQ(Matched(), both);  // in the order of creation, as before
  EXPECT_EQ(Person().restriction().lift_reason(), "opgelost");
}

TEST_F(Rights, ARestrictedPersonIsNotPlaced) {
  Restrict();
  const std::string placement =
      "placement { job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' start_date { year: 2026 "
      "month: 12 day: 1 } }";
  const Outcome refused = server_.Call("PlacementService.CreatePlacement", placement);
  EXPECT_EQ(refused.code(), StatusCode::FAILED_PRECONDITION) << refused;
  EXPECT_EQ(refused.reason(), "RESTRICTED");
  Make("JobSeekerService.UnrestrictJobSeeker", "name: 'jobSeekers/p' reason: 'opgelost'");
  Make("PlacementService.CreatePlacement", placement);
}

TEST_F(Rights, NoOtherWriteSetsOrClearsARestriction) {
  const std::string claims =
      " restriction { reason: 'valse' organisation: 'x' restrict_time { seconds: 1 } } ";
  // Neither by create, import nor update of someone who is not restricted.
  Make("JobSeekerService.UpdateJobSeeker",
       absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, claims, "}"));
  EXPECT_FALSE(Person().has_restriction());
  Make("JobSeekerService.UpdateJobSeeker",
       absl::StrCat("job_seeker { name: 'jobSeekers/p' ", claims,
                    "} update_mask { paths: 'restriction' }"));
  EXPECT_FALSE(Person().has_restriction());
  Make("JobSeekerService.CreateJobSeeker",
       absl::StrCat("job_seeker { name: 'jobSeekers/new' ", kPerson, claims, "}"));
  EXPECT_EQ(Matched().size(), 3U);

  Restrict();
  const std::string whole =
      absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, " own_money_eur_cents: 5 }");
  Make("JobSeekerService.UpdateJobSeeker", whole);
  EXPECT_EQ(Person().restriction().reason(), "bezwaar");
  EXPECT_EQ(Person().own_money_eur_cents(), 5);
  Make("JobSeekerService.UpdateJobSeeker",
       "job_seeker { name: 'jobSeekers/p' } update_mask { paths: 'restriction' }");
  EXPECT_EQ(Person().restriction().reason(), "bezwaar");
  const Outcome imported = server_.Stream(
      "JobSeekerService.ImportJobSeekers",
      {absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, " own_money_eur_cents: 6 }")});
  EXPECT_EQ(imported.As<v1::ImportSummary>().updated_count(), 1) << imported;
  EXPECT_EQ(Person().restriction().reason(), "bezwaar");
  EXPECT_EQ(Person().own_money_eur_cents(), 6);
  EXPECT_EQ(server_.Call("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p'").reason(),
            "RESTRICTED");
}

TEST_F(Rights, RestrictingSaysWhyAndWhatIsWrong) {
  const Outcome silent = server_.Call("JobSeekerService.RestrictJobSeeker", "name: 'jobSeekers/p'");
  EXPECT_EQ(silent.fields(), std::vector<std::string>{"reason"});
  EXPECT_EQ(server_.Call("JobSeekerService.RestrictJobSeeker", "name: 'jobSeekers/no' reason: 'x'")
                .code(),
            StatusCode::NOT_FOUND);
  EXPECT_EQ(server_.Call("JobSeekerService.UnrestrictJobSeeker", "name: 'jobSeekers/p' reason: 'x'")
                .reason(),
            "NOT_RESTRICTED");
  const Outcome stale = server_.Call("JobSeekerService.RestrictJobSeeker",
                                     "name: 'jobSeekers/p' reason: 'x' etag: '\"old\"'");
  EXPECT_EQ(stale.code(), StatusCode::ABORTED);
}

TEST_F(Rights, ThePageThatStillHeldThemIsGoneAtOnce) {
  for (const std::string method :
       {"JobSeekerService.RestrictJobSeeker name: 'jobSeekers/other' reason: 'x'",
        "JobSeekerService.DeleteJobSeeker name: 'jobSeekers/other'"}) {
    for (const char* id : {"a", "b"}) {
      server_.Call("JobSeekerService.CreateJobSeeker",
                   absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
    }
    Make("JobSeekerService.UpdateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/other' ", kPerson, "}"));
    const std::string first = "vacancy: 'vacancies/v' page_size: 1 ";
    const std::string token = Make("MatchService.MatchJobSeekers", first).Field("next_page_token");
    ASSERT_FALSE(token.empty());
    const std::string second = absl::StrCat(first, "page_token: '", token, "'");
    // A write that takes nobody out leaves it.
    Make("VacancyService.CreateVacancy", absl::StrCat("vacancy { ", kVacancy, "}"));
    Make("MatchService.MatchJobSeekers", second);
    const size_t space = method.find(' ');
    Make(method.substr(0, space), method.substr(space));
    const Outcome gone = server_.Call("MatchService.MatchJobSeekers", second);
    EXPECT_EQ(gone.reason(), "SNAPSHOT_GONE") << method << ": " << gone;
    if (absl::StrContains(method, "Restrict")) {
      Make("JobSeekerService.UnrestrictJobSeeker", "name: 'jobSeekers/other' reason: 'x'");
    }
  }
}

TEST_F(Rights, AnExportHoldsAllThatIsKeptAndNobodyElse) {
  Make("PlacementService.CreatePlacement",
       "placement { name: 'placements/of-p' job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' "
       "start_date { year: 2026 month: 11 day: 2 } }");
  Make("PlacementService.CreatePlacement",
       "placement { name: 'placements/of-other' job_seeker: 'jobSeekers/other' vacancy: "
       "'vacancies/v' start_date { year: 2026 month: 11 day: 2 } }");
  Make("PlacementService.ReportPlacement",
       "name: 'placements/of-p' work_table: 'workTables/activering' linkage_key: 'key-of-p' "
       "evidence { kind: 'contract' reference: 'c-1' }");
  Restrict("mijn bezwaar \"tussen aanhalingstekens\"");
  const std::string json = Export();
  const Struct document = Parsed(json);
  const auto& members = document.fields();
  EXPECT_EQ(members.at("name").string_value(), "jobSeekers/p");
  const auto& person = members.at("job_seeker").struct_value().fields();
  EXPECT_EQ(person.at("home").struct_value().fields().at("postcode").string_value(), "6811");
  EXPECT_EQ(person.at("restriction").struct_value().fields().at("reason").string_value(),
            "mijn bezwaar \"tussen aanhalingstekens\"");
  ASSERT_EQ(members.at("placements").list_value().values_size(), 1);
  EXPECT_TRUE(absl::StrContains(json, "placements/of-p"));
  EXPECT_FALSE(absl::StrContains(json, "other")) << json;
  ASSERT_EQ(members.at("reports").list_value().values_size(), 1);
  EXPECT_TRUE(absl::StrContains(json, "key-of-p"));
  // Created, placed, reported, restricted; and who looked: at least this reader's export before.
  EXPECT_EQ(members.at("writes").list_value().values_size(), 4) << json;
  Export();
  const Struct again = Parsed(Export());
  const auto& looks = again.fields().at("looks").list_value().values();
  ASSERT_GT(looks.size(), 0);
  const auto& last = looks[looks.size() - 1].struct_value().fields();
  EXPECT_TRUE(absl::StrContains(last.at("method").string_value(), "ExportJobSeeker"));
  EXPECT_EQ(last.at("purpose").string_value(), "job-matching");
  EXPECT_EQ(last.at("role").string_value(), "caseworker");
}

TEST_F(Rights, OnlyTheFundingOfficerExportsParticipationFactsAndNothingElse) {
  const std::string before = Export();
  Make("ParticipationFactsService.UpdateParticipationFacts",
       "participation_facts { name: 'jobSeekers/p/participationFacts' established_date { year: "
       "2026 month: 3 day: 9 } side_entrant: true benefit_scheme: "
       "BENEFIT_SCHEME_SOCIAL_ASSISTANCE }");
  const std::string facts = Export(kFundingOfficer);
  EXPECT_TRUE(absl::StrContains(facts, "BENEFIT_SCHEME_SOCIAL_ASSISTANCE")) << facts;
  EXPECT_FALSE(absl::StrContains(facts, "postcode")) << facts;
  EXPECT_FALSE(absl::StrContains(facts, "job_seeker\"")) << facts;
  // To the caseworker's export the facts make no difference, apart from the caseworker's own looks.
  const Struct with = Parsed(Export());
  const Struct without = Parsed(before);
  for (const auto& [name, value] : without.fields()) {
    if (name == "looks" || name == "export_time") continue;
    EXPECT_EQ(value.DebugString(), with.fields().at(name).DebugString()) << name;
  }
  EXPECT_FALSE(absl::StrContains(with.DebugString(), "funding_officer"));
  EXPECT_FALSE(absl::StrContains(with.DebugString(), "BENEFIT"));
}

TEST_F(Rights, WhoIsForgottenIsNotFoundAndNothingRefusesIt) {
  Make("PlacementService.CreatePlacement",
       "placement { name: 'placements/pl' job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' "
       "start_date { year: 2026 month: 12 day: 1 } }");
  Restrict();
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p'");
  for (const std::string method :
       {"JobSeekerService.GetJobSeeker", "JobSeekerService.ExportJobSeeker"}) {
    EXPECT_EQ(server_.Call(method, "name: 'jobSeekers/p'").code(), StatusCode::NOT_FOUND) << method;
  }
  EXPECT_EQ(server_.Call("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p'").code(),
            StatusCode::NOT_FOUND);
  EXPECT_EQ(
      server_.Call("JobSeekerService.ExportJobSeeker", "name: 'jobSeekers/p'", kFundingOfficer)
          .code(),
      StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace overstap
