// Matches and routes through the API: scores that add up, reasons with texts, pages over one
// snapshot.
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/route_service.pb.h"
#include "services/api/answer_hash.h"
#include "services/api/request_hash.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

class Matching : public testing::Test {
 protected:
  void SetUp() override {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, "}"));
    for (int i = 0; i < 7; ++i) MakeVacancy(absl::StrCat("v-", i));
  }
  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  void MakeVacancy(const std::string& id, const std::string& more = "") {
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/", id, "' ", kVacancy, more, " }"));
  }
  v1::MatchVacanciesResponse Match(const std::string& more = "") {
    return Make("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p' " + more)
        .As<v1::MatchVacanciesResponse>();
  }

  // A call of the matching service whose request and reply are bytes.
  grpc::Status Ask(const std::string& method, const grpc::ByteBuffer& request,
                   grpc::ByteBuffer* reply) {
    grpc::GenericStub stub(server_.channel());
    const auto context = server_.ContextOf("MatchService." + method);
    std::promise<grpc::Status> ended;
    stub.UnaryCall(context.get(), "/overstap.v1.MatchService/" + method, {}, &request, reply,
                   [&ended](grpc::Status status) { ended.set_value(std::move(status)); });
    return ended.get_future().get();
  }
  // That the reply's bytes are the deterministic serialisation of what they are read as, and that
  // its hash is right.
  template <typename Reply>
  Reply ExpectEncoded(const std::string& method, const std::string& asked) {
    const auto request = ApiServer::Request("MatchService." + method, asked);
    const grpc::Slice slice(request->SerializeAsString());
    grpc::ByteBuffer buffer;
    const grpc::Status status = Ask(method, grpc::ByteBuffer(&slice, 1), &buffer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    grpc::Slice bytes;
    EXPECT_TRUE(buffer.DumpToSingleSlice(&bytes).ok());
    const std::string encoded(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
    Reply reply;
    EXPECT_TRUE(reply.ParseFromString(encoded));
    EXPECT_EQ(api::Serialized(reply), encoded) << method << " " << asked;
    EXPECT_EQ(absl::BytesToHexString(reply.answer_hash()),
              absl::BytesToHexString(api::AnswerHash(reply)))
        << method << " " << asked;
    return reply;
  }

  ApiServer server_;
};

TEST_F(Matching, PartsAddUpToTheScoreExactly) {
  const v1::MatchVacanciesResponse reply = Match("language_code: 'nl'");
  ASSERT_EQ(reply.matches_size(), 7);
  for (const v1::VacancyMatch& match : reply.matches()) {
    uint32_t units = 0;
    double sum = 0;
    double weights = 0;
    for (const v1::FitPart& part : match.fit().parts()) {
      units += part.contribution_units();
      sum += part.contribution();
      weights += part.weight();
      EXPECT_EQ(part.weight() * part.cover(), part.contribution());
      EXPECT_FALSE(part.label().empty());
    }
    EXPECT_EQ(units, match.fit().score_units());
    EXPECT_EQ(sum, match.fit().score());
    EXPECT_EQ(weights, 1.0);
    EXPECT_GT(match.fit().score(), 0.2);
  }
  EXPECT_GT(reply.versions().snapshot_version(), 0);
  EXPECT_EQ(reply.versions().as_of_date().day(), 22);
  EXPECT_TRUE(Match().matches(0).fit().parts(0).label().empty());
}

// Replies are encoded without messages: they are protobuf's deterministic serialisation all the
// same, with the hash that a message has.
TEST_F(Matching, RepliesAreEncodedAsProtobufDoes) {
  MakeVacancy("unsaid",
              " place { municipality: 'GM0202' } languages { language_code: 'nl' level: "
              "CEFR_LEVEL_C1 }");
  MakeVacancy("noted",
              " credentials { credential: 'nen-3140' timing: CREDENTIAL_TIMING_EMPLOYER_PROVIDES } "
              "checks: CHECK_CERTIFICATE_OF_CONDUCT");
  Make("JobSeekerService.CreateJobSeeker", "job_seeker { name: 'jobSeekers/unknown' }");
  const v1::FitPart derived = Match("language_code: 'de'").matches(0).fit().parts(0);
  EXPECT_FALSE(derived.label().empty());
  size_t with_texts = 0;
  for (const char* const more :
       {"", "language_code: 'de'", "page_size: 2", "view: MATCH_VIEW_EXCLUDED", "page_size: 1000",
        "view: MATCH_VIEW_EXCLUDED language_code: 'en'", "certain_only: true", "min_score: 1"}) {
    for (const char* const person : {"jobSeekers/p", "jobSeekers/unknown"}) {
      const v1::MatchVacanciesResponse reply = ExpectEncoded<v1::MatchVacanciesResponse>(
          "MatchVacancies", absl::StrCat("job_seeker: '", person, "' ", more));
      for (const v1::VacancyMatch& match : reply.matches()) {
        with_texts += static_cast<size_t>(match.unknowns_size() + match.reasons_size());
      }
    }
    ExpectEncoded<v1::MatchJobSeekersResponse>("MatchJobSeekers",
                                               absl::StrCat("vacancy: 'vacancies/v-1' ", more));
  }
  EXPECT_GT(with_texts, 0U);
}

TEST_F(Matching, ARequestThatCannotBeReadIsRefused) {
  const grpc::Slice broken(std::string("\x0a\x7f"));
  grpc::ByteBuffer reply;
  const grpc::Status status = Ask("MatchVacancies", grpc::ByteBuffer(&broken, 1), &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << status.error_message();
}

TEST_F(Matching, PagesSeeOneSnapshotWhateverIsWritten) {
  std::vector<std::string> names;
  std::string token;
  int64_t version = 0;
  do {
    const auto page = Match(absl::StrCat("page_size: 2 page_token: '", token, "'"));
    if (version == 0) version = page.versions().snapshot_version();
    EXPECT_EQ(page.versions().snapshot_version(), version);
    for (const auto& match : page.matches()) names.push_back(match.vacancy());
    token = page.next_page_token();
    MakeVacancy(absl::StrCat("late-", names.size()));
  } while (!token.empty());
  ASSERT_EQ(names.size(), 7U);
  // Equal scores go by creation.
  for (int i = 0; i < 7; ++i)
    EXPECT_EQ(names[static_cast<size_t>(i)], absl::StrCat("vacancies/v-", i));
  EXPECT_GT(Match().matches_size(), 7);
}

TEST_F(Matching, APageTokenBelongsToItsRequest) {
  const std::string token = Match("page_size: 2").next_page_token();
  ASSERT_FALSE(token.empty());
  const Outcome other =
      server_.Call("MatchService.MatchVacancies",
                   absl::StrCat("job_seeker: 'jobSeekers/p' page_size: 2 certain_only: true "
                                "page_token: '",
                                token, "'"));
  EXPECT_EQ(other.code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(other.fields(), std::vector<std::string>{"page_token"});
  // After five minutes, and once something has changed, the snapshot is gone.
  MakeVacancy("late");
  server_.Advance(absl::Minutes(6));
  const Outcome late = server_.Call(
      "MatchService.MatchVacancies",
      absl::StrCat("job_seeker: 'jobSeekers/p' page_size: 2 page_token: '", token, "'"));
  EXPECT_EQ(late.code(), StatusCode::ABORTED) << late;
  EXPECT_EQ(late.reason(), "SNAPSHOT_GONE");
}

TEST_F(Matching, TheExcludedComeWithTheirReasonsInWords) {
  MakeVacancy("far",
              " place { municipality: 'GM0202' } languages { language_code: 'nl' level: "
              "CEFR_LEVEL_C1 } hours_per_week { min_hours_per_week: 8 max_hours_per_week: "
              "12 }");
  const auto reply = Match("view: MATCH_VIEW_EXCLUDED");
  ASSERT_EQ(reply.matches_size(), 1);
  EXPECT_EQ(reply.matches(0).vacancy(), "vacancies/far");
  ASSERT_EQ(reply.matches(0).reasons_size(), 2) << reply.DebugString();
  for (const auto& reason : reply.matches(0).reasons()) {
    if (reason.rule() != v1::ELIGIBILITY_RULE_LANGUAGE) continue;
    EXPECT_EQ(reason.text(), "Nederlands is op niveau B2; gevraagd wordt C1.");
  }
  EXPECT_EQ(Match().matches_size(), 7);
}

TEST_F(Matching, WhatIsMissingIsNamedAndCounted) {
  MakeVacancy("licence", " driving_licences: 'B'");
  const auto reply = Match();
  ASSERT_EQ(reply.matches_size(), 8);
  ASSERT_EQ(reply.missing_fields_size(), 1);
  EXPECT_EQ(reply.missing_fields(0).field(), "job_seeker.driving_licences");
  EXPECT_EQ(reply.missing_fields(0).result_count(), 1);
  EXPECT_EQ(Match("certain_only: true").matches_size(), 7);
}

TEST_F(Matching, AnInlinePersonMatchesLikeAStoredOne) {
  const auto stored = Match();
  const auto inlined = Make("MatchService.MatchVacancies",
                            absl::StrCat("inline_job_seeker { name: 'ignored!' ", kPerson, "}"))
                           .As<v1::MatchVacanciesResponse>();
  ASSERT_EQ(inlined.matches_size(), stored.matches_size());
  for (int i = 0; i < stored.matches_size(); ++i) {
    EXPECT_EQ(inlined.matches(i).DebugString(), stored.matches(i).DebugString());
  }
}

TEST_F(Matching, PeopleAreFoundForAVacancy) {
  const auto reply = Make("MatchService.MatchJobSeekers", "vacancy: 'vacancies/v-1'")
                         .As<v1::MatchJobSeekersResponse>();
  ASSERT_EQ(reply.matches_size(), 1);
  EXPECT_EQ(reply.matches(0).job_seeker(), "jobSeekers/p");
  EXPECT_EQ(reply.matches(0).fit().DebugString(), Match().matches(0).fit().DebugString());
  const auto inlined =
      Make("MatchService.MatchJobSeekers", absl::StrCat("inline_vacancy { ", kVacancy, "}"))
          .As<v1::MatchJobSeekersResponse>();
  EXPECT_EQ(inlined.matches_size(), 1);
}

TEST_F(Matching, FiltersNarrowTheAnswer) {
  EXPECT_EQ(Match("filter { sectors: 'energy' }").matches_size(), 0);
  EXPECT_EQ(Match("filter { sectors: 'energy' sectors: 'health' }").matches_size(), 7);
  EXPECT_EQ(Match("filter { municipalities: 'GM0202' }").matches_size(), 7);
  EXPECT_EQ(Match("filter { learn_work: true }").matches_size(), 0);
  EXPECT_EQ(Match("min_score: 1").matches_size(), 0);
}

TEST_F(Matching, OnePairIsExplainedAlsoWhenItIsExcluded) {
  MakeVacancy("closed", " status: VACANCY_STATUS_CLOSED");
  const auto reply =
      Make("MatchService.ExplainMatch",
           "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/closed' language_code: 'en'")
          .As<v1::ExplainMatchResponse>();
  EXPECT_FALSE(reply.eligible());
  ASSERT_EQ(reply.match().reasons_size(), 1);
  EXPECT_EQ(reply.match().reasons(0).text(), "The vacancy has been withdrawn.");
  EXPECT_EQ(reply.match().fit().score_units(), Match().matches(0).fit().score_units());
}

TEST_F(Matching, ARouteLeadsToWorkThatDoesNotYetFit) {
  Make("TrainingOfferService.CreateTrainingOffer",
       absl::StrCat("training_offer { name: 'trainingOffers/o' ", kOffer,
                    " taught_skills { skill { scheme: 'ESCO' code: 'urn:s:1' } proficiency: "
                    "PROFICIENCY_EXPERT } taught_skills { skill { scheme: 'ESCO' code: 'urn:s:3' } "
                    "proficiency: PROFICIENCY_EXPERT } }"));
  const Outcome outcome =
      Make("RouteService.RankRoutes", "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v-1'");
  const auto& reply = outcome.As<v1::RankRoutesResponse>();
  ASSERT_GE(reply.routes_size(), 1) << outcome;
  const v1::Route& route = reply.routes(0);
  EXPECT_EQ(route.steps(0).training_offer(), "trainingOffers/o");
  EXPECT_EQ(route.steps(0).run_id(), "r1");
  EXPECT_GT(route.fit_after().score(), route.fit_before().score());
  EXPECT_EQ(route.vacancy(), "vacancies/v-1");
  EXPECT_FALSE(route.rank_reason().empty());
  EXPECT_FALSE(route.steps(0).gained_skill_labels().empty());
}

}  // namespace
}  // namespace overstap
