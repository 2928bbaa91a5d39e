// Decisions, and the answers that they were taken on: asked again from the log, they are the same
// to the byte whatever was written since; and where something is not the same, it is said what.
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/decision_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/route_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

const ApiServer::Metadata kUwv = {{"overstap-principal", "anna@uwv"},
                                  {"overstap-organisation", "uwv"}};
const ApiServer::Metadata kAuditor = {{"overstap-roles", "auditor"},
                                      {"overstap-purpose", "supervision"}};

class Decisions : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* id : {"p", "q", "r"}) {
      Make("JobSeekerService.CreateJobSeeker",
           absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
    }
    for (int i = 0; i < 5; ++i) {
      Make("VacancyService.CreateVacancy",
           absl::StrCat("vacancy { name: 'vacancies/v-", i, "' ", kVacancy, "}"));
    }
    Make("TrainingOfferService.CreateTrainingOffer",
         absl::StrCat("training_offer { name: 'trainingOffers/o' ", kOffer,
                      " taught_skills { skill { scheme: 'ESCO' code: 'urn:s:3' } proficiency: "
                      "PROFICIENCY_EXPERT } }"));
  }
  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request, kUwv);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  template <typename Response>
  Response Ask(const std::string& method, const google::protobuf::Message& request) {
    const Outcome outcome = server_.Call(method, request, kUwv);
    EXPECT_TRUE(outcome.status.ok()) << outcome;
    return outcome.As<Response>();
  }
  static v1::Decision DecisionOn(const std::string& id) {
    v1::Decision decision;
    decision.set_name("decisions/" + id);
    decision.set_job_seeker("jobSeekers/p");
    decision.set_outcome(v1::DECISION_OUTCOME_PROPOSE);
    decision.set_reason_code("good-fit");
    decision.set_reason_text("sluit goed aan");
    return decision;
  }
  template <typename Answer>
  Outcome Decide(v1::Decision decision, const Answer& answer) {
    *decision.mutable_basis()->mutable_versions() = answer.versions();
    decision.mutable_basis()->set_answer_hash(answer.answer_hash());
    v1::CreateDecisionRequest request;
    *request.mutable_decision() = decision;
    return server_.Call("DecisionService.CreateDecision", request, kUwv);
  }
  v1::ReplayDecisionResponse Replay(const std::string& id,
                                    const ApiServer::Metadata& caller = kUwv) {
    const Outcome outcome = server_.Call("DecisionService.ReplayDecision",
                                         absl::StrCat("name: 'decisions/", id, "'"), caller);
    EXPECT_TRUE(outcome.status.ok()) << outcome;
    return outcome.As<v1::ReplayDecisionResponse>();
  }
  // Asks `match_vacancies` and decides on the answer.
  v1::MatchVacanciesResponse MatchAndDecide(const std::string& id) {
    v1::MatchVacanciesRequest request;
    request.set_job_seeker("jobSeekers/p");
    request.set_language_code("nl");
    auto answer = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", request);
    v1::Decision decision = DecisionOn(id);
    decision.set_vacancy("vacancies/v-1");
    *decision.mutable_basis()->mutable_match_vacancies() = request;
    const Outcome decided = Decide(decision, answer);
    EXPECT_TRUE(decided.status.ok()) << decided;
    return answer;
  }
  void WriteAtRandom(int count) {
    const auto below = [this](int n) {
      return static_cast<int>(random_() % static_cast<unsigned>(n));
    };
    for (int i = 0; i < count; ++i) {
      const std::string id = absl::StrCat("x-", below(30));
      const std::string skill =
          absl::StrCat("skills { items { skill { scheme: 'ESCO' code: 'urn:s:", below(10),
                       "' } proficiency: PROFICIENCY_EXPERT } } ");
      switch (below(6)) {
        case 0:
          server_.Call("JobSeekerService.CreateJobSeeker",
                       absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", skill, "}"), kUwv);
          break;
        case 1:
          Make("JobSeekerService.UpdateJobSeeker",
               absl::StrCat("job_seeker { name: 'jobSeekers/p' ", skill,
                            "} update_mask { paths: 'skills' }"));
          break;
        case 2:
          server_.Call("VacancyService.CreateVacancy",
                       absl::StrCat("vacancy { name: 'vacancies/", id, "' ", kVacancy, "}"), kUwv);
          break;
        case 3:
          server_.Call("VacancyService.DeleteVacancy", absl::StrCat("name: 'vacancies/", id, "'"),
                       kUwv);
          break;
        case 4:
          server_.Call("VacancyService.UpdateVacancy",
                       absl::StrCat("vacancy { name: 'vacancies/v-", below(5), "' openings: ",
                                    1 + below(9), " } update_mask { paths: 'openings' }"),
                       kUwv);
          break;
        default:
          server_.Call("TrainingOfferService.UpdateTrainingOffer",
                       absl::StrCat("training_offer { name: 'trainingOffers/o' weeks: ",
                                    1 + below(40), " } update_mask { paths: 'weeks' }"),
                       kUwv);
      }
    }
  }

  ApiServer server_;
  std::mt19937 random_{20'261'122};
};

TEST_F(Decisions, AreKeptWithWhoWhenAndOnWhat) {
  const auto answer = MatchAndDecide("d-1");
  const Outcome read = Make("DecisionService.GetDecision", "name: 'decisions/d-1'");
  const auto& decision = read.As<v1::Decision>();
  EXPECT_EQ(decision.organisation(), "uwv");
  EXPECT_EQ(decision.principal(), "anna@uwv");
  EXPECT_EQ(decision.create_time().seconds(), absl::ToUnixSeconds(ApiServer::Beginning()));
  EXPECT_EQ(decision.vacancy(), "vacancies/v-1");
  EXPECT_EQ(decision.basis().match_vacancies().job_seeker(), "jobSeekers/p");
  EXPECT_EQ(decision.basis().answer_hash(), answer.answer_hash());
  EXPECT_EQ(decision.basis().versions().DebugString(), answer.versions().DebugString());
  EXPECT_EQ(answer.answer_hash().size(), 32U);
  EXPECT_FALSE(answer.versions().constants_version().empty());
  EXPECT_FALSE(answer.versions().region_version().empty());
}

TEST_F(Decisions, AreTheirOrganisationsAndTheAuditors) {
  MatchAndDecide("d-1");
  const ApiServer::Metadata stranger = {{"overstap-organisation", "werkbedrijf"}};
  for (const std::string method :
       {"DecisionService.GetDecision", "DecisionService.ReplayDecision"}) {
    EXPECT_EQ(server_.Call(method, "name: 'decisions/d-1'", stranger).code(),
              StatusCode::NOT_FOUND);
    EXPECT_EQ(server_.Call(method, "name: 'decisions/d-1'", kAuditor).code(), StatusCode::OK);
  }
  const auto count = [this](const ApiServer::Metadata& caller, const std::string& request) {
    const Outcome listed = server_.Call("DecisionService.ListDecisions", request, caller);
    EXPECT_TRUE(listed.status.ok()) << listed;
    return listed.As<v1::ListDecisionsResponse>().decisions_size();
  };
  EXPECT_EQ(count(stranger, ""), 0);
  EXPECT_EQ(count(kUwv, ""), 1);
  EXPECT_EQ(count(kAuditor, ""), 1);
  const auto audited =
      server_.Call("DecisionService.GetDecision", "name: 'decisions/d-1'", kAuditor)
          .As<v1::Decision>();
  EXPECT_EQ(audited.reason_code(), "good-fit");
  EXPECT_EQ(audited.job_seeker(), "");
  EXPECT_EQ(audited.reason_text(), "");
  EXPECT_EQ(audited.basis().request_case(), v1::DecisionBasis::REQUEST_NOT_SET);
  EXPECT_EQ(count(kUwv, "job_seeker: 'jobSeekers/p'"), 1);
  EXPECT_EQ(count(kUwv, "job_seeker: 'jobSeekers/q'"), 0);
}

TEST_F(Decisions, ThatSayTooLittleAreRefused) {
  const Outcome empty = server_.Call("DecisionService.CreateDecision", "decision {}", kUwv);
  EXPECT_EQ(empty.fields(), (std::vector<std::string>{"decision.job_seeker", "decision.outcome",
                                                      "decision.reason_code", "decision.basis"}))
      << empty;
  const Outcome wrong = server_.Call(
      "DecisionService.CreateDecision",
      "decision { job_seeker: 'jobSeekers/p' outcome: DECISION_OUTCOME_REJECT reason_code: 'x' "
      "basis { match_vacancies { job_seeker: 'jobSeekers/q' } versions { snapshot_version: 99999 } "
      "answer_hash: 'short' } }",
      kUwv);
  EXPECT_EQ(wrong.fields(), (std::vector<std::string>{"decision.basis.match_vacancies.job_seeker",
                                                      "decision.basis.versions.snapshot_version",
                                                      "decision.basis.versions.as_of_date",
                                                      "decision.basis.answer_hash"}))
      << wrong;
}

TEST_F(Decisions, ARestrictedPersonIsNotProposed) {
  v1::MatchVacanciesRequest request;
  request.set_job_seeker("jobSeekers/p");
  const auto answer = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", request);
  Make("JobSeekerService.RestrictJobSeeker", "name: 'jobSeekers/p' reason: 'x'");
  v1::Decision decision = DecisionOn("d-1");
  *decision.mutable_basis()->mutable_match_vacancies() = request;
  EXPECT_EQ(Decide(decision, answer).reason(), "RESTRICTED");
  decision.set_outcome(v1::DECISION_OUTCOME_REJECT);
  EXPECT_TRUE(Decide(decision, answer).status.ok());
}

TEST_F(Decisions, TheHashIsOfWhatIsSaidNotOfTheLanguage) {
  v1::MatchVacanciesRequest request;
  request.set_job_seeker("jobSeekers/p");
  const auto dutch = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", request);
  request.set_language_code("de");
  const auto german = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", request);
  EXPECT_EQ(german.answer_hash(), dutch.answer_hash());
  request.set_page_size(2);
  const auto fewer = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", request);
  EXPECT_NE(fewer.answer_hash(), dutch.answer_hash());
}

TEST_F(Decisions, ReplayToTheByteWhateverWasWrittenSince) {
  // One decision on each kind of question.
  const auto matched = MatchAndDecide("match-vacancies");
  v1::MatchJobSeekersRequest people;
  people.set_vacancy("vacancies/v-1");
  people.set_view(v1::MATCH_VIEW_ELIGIBLE);
  const auto candidates = Ask<v1::MatchJobSeekersResponse>("MatchService.MatchJobSeekers", people);
  v1::Decision decision = DecisionOn("match-job-seekers");
  *decision.mutable_basis()->mutable_match_job_seekers() = people;
  ASSERT_TRUE(Decide(decision, candidates).status.ok());
  v1::RankRoutesRequest routes;
  routes.set_job_seeker("jobSeekers/p");
  routes.set_vacancy("vacancies/v-1");
  const auto ranked = Ask<v1::RankRoutesResponse>("RouteService.RankRoutes", routes);
  decision = DecisionOn("rank-routes");
  *decision.mutable_basis()->mutable_rank_routes() = routes;
  ASSERT_TRUE(Decide(decision, ranked).status.ok());
  v1::ExplainMatchRequest pair;
  pair.set_job_seeker("jobSeekers/p");
  pair.set_vacancy("vacancies/v-2");
  const auto explained = Ask<v1::ExplainMatchResponse>("MatchService.ExplainMatch", pair);
  decision = DecisionOn("explain-match");
  *decision.mutable_basis()->mutable_explain_match() = pair;
  ASSERT_TRUE(Decide(decision, explained).status.ok());
  // A second page is a question of its own.
  v1::MatchVacanciesRequest paged;
  paged.set_job_seeker("jobSeekers/p");
  paged.set_page_size(2);
  paged.set_page_token(
      Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", paged).next_page_token());
  const auto second = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", paged);
  decision = DecisionOn("second-page");
  *decision.mutable_basis()->mutable_match_vacancies() = paged;
  ASSERT_TRUE(Decide(decision, second).status.ok());

  const auto expect_same = [&](const std::string& when) {
    for (const char* id :
         {"match-vacancies", "match-job-seekers", "rank-routes", "explain-match", "second-page"}) {
      const auto replayed = Replay(id);
      EXPECT_TRUE(replayed.identical()) << when << ", " << id << ": " << replayed.DebugString();
      EXPECT_EQ(replayed.differences_size(), 0) << when << ", " << id;
      EXPECT_EQ(replayed.error(), "");
    }
    // To the byte, words and all.
    EXPECT_EQ(Replay("match-vacancies").match_vacancies().SerializeAsString(),
              matched.SerializeAsString())
        << when;
    EXPECT_EQ(Replay("rank-routes").rank_routes().SerializeAsString(), ranked.SerializeAsString())
        << when;
    EXPECT_EQ(Replay("match-job-seekers").match_job_seekers().SerializeAsString(),
              candidates.SerializeAsString())
        << when;
    // An auditor learns that it is the same, and not whom it holds.
    const auto audited = Replay("match-job-seekers", kAuditor);
    EXPECT_TRUE(audited.identical()) << when;
    EXPECT_EQ(audited.replayed_hash(), candidates.answer_hash()) << when;
    EXPECT_EQ(audited.answer_case(), v1::ReplayDecisionResponse::ANSWER_NOT_SET) << when;
  };
  expect_same("at once");
  WriteAtRandom(400);
  expect_same("after random writes");
  // Not by chance: asked today, the answer is another.
  v1::MatchVacanciesRequest today;
  today.set_job_seeker("jobSeekers/p");
  EXPECT_NE(Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", today).answer_hash(),
            matched.answer_hash());
  ASSERT_TRUE(server_.ImportTaxonomy({"urn:s:new"}).status.ok());
  server_.Advance(absl::Hours(24 * 20));
  expect_same("after a switch of the taxonomy");
  server_.Restart();
  expect_same("after a restart");
  Make("JobSeekerService.RestrictJobSeeker", "name: 'jobSeekers/p' reason: 'x'");
  EXPECT_TRUE(Replay("match-vacancies").identical()) << "restricted since";
}

TEST_F(Decisions, AnotherAnswerIsNoticed) {
  v1::MatchVacanciesRequest request;
  request.set_job_seeker("jobSeekers/p");
  const auto answer = Ask<v1::MatchVacanciesResponse>("MatchService.MatchVacancies", request);
  WriteAtRandom(20);
  // A question that was changed after the answer.
  v1::Decision decision = DecisionOn("changed-question");
  *decision.mutable_basis()->mutable_match_vacancies() = request;
  decision.mutable_basis()->mutable_match_vacancies()->set_page_size(3);
  ASSERT_TRUE(Decide(decision, answer).status.ok());
  const auto replayed = Replay("changed-question");
  EXPECT_FALSE(replayed.identical());
  ASSERT_EQ(replayed.differences_size(), 1) << replayed.DebugString();
  EXPECT_EQ(replayed.differences(0), v1::REPLAY_DIFFERENCE_ANSWER);
  // Other versions than those that answer here.
  auto other = answer;
  other.mutable_versions()->set_ranking_version("2019.1");
  other.mutable_versions()->set_constants_version("0");
  other.mutable_versions()->set_region_version("0");
  other.mutable_versions()->set_taxonomy_version(7'777);
  decision = DecisionOn("other-versions");
  *decision.mutable_basis()->mutable_match_vacancies() = request;
  ASSERT_TRUE(Decide(decision, other).status.ok());
  const auto versions = Replay("other-versions");
  EXPECT_TRUE(versions.identical());
  EXPECT_EQ(versions.differences_size(), 4) << versions.DebugString();
  // Another snapshot: the person did not exist yet.
  other = answer;
  other.mutable_versions()->set_snapshot_version(3);
  decision = DecisionOn("too-early");
  *decision.mutable_basis()->mutable_match_vacancies() = request;
  ASSERT_TRUE(Decide(decision, other).status.ok());
  const auto early = Replay("too-early");
  EXPECT_FALSE(early.identical());
  EXPECT_FALSE(early.error().empty()) << early.DebugString();
  EXPECT_EQ(early.differences(0), v1::REPLAY_DIFFERENCE_NOT_ANSWERED);
}

TEST_F(Decisions, OthersWhoWereForgottenAreMissedAndNamedAsTheReason) {
  v1::MatchJobSeekersRequest request;
  request.set_vacancy("vacancies/v-1");
  const auto answer = Ask<v1::MatchJobSeekersResponse>("MatchService.MatchJobSeekers", request);
  v1::Decision decision = DecisionOn("d-1");
  *decision.mutable_basis()->mutable_match_job_seekers() = request;
  ASSERT_TRUE(Decide(decision, answer).status.ok());
  MatchAndDecide("d-2");
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/q'");
  const auto replayed = Replay("d-1");
  EXPECT_FALSE(replayed.identical());
  ASSERT_EQ(replayed.differences_size(), 2) << replayed.DebugString();
  EXPECT_EQ(replayed.differences(0), v1::REPLAY_DIFFERENCE_FORGOTTEN_PERSONS);
  EXPECT_TRUE(Replay("d-2").identical());  // about one person: nobody else is in it
  // The person whom it is about.
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p'");
  const Outcome forgotten =
      server_.Call("DecisionService.ReplayDecision", "name: 'decisions/d-2'", kUwv);
  EXPECT_EQ(forgotten.code(), StatusCode::FAILED_PRECONDITION) << forgotten;
  EXPECT_EQ(forgotten.reason(), "PERSON_FORGOTTEN");
  const Outcome shell = Make("DecisionService.GetDecision", "name: 'decisions/d-2'");
  EXPECT_EQ(shell.As<v1::Decision>().job_seeker(), "");
  EXPECT_EQ(shell.As<v1::Decision>().organisation(), "uwv");
}

}  // namespace
}  // namespace overstap
