// Two-step disclosure: a candidate of a match is introduced only after the person agreed, and
// forgotten with the person.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/introduction_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

ApiServer::Metadata As(const std::string& role, const std::string& organisation) {
  return {{"overstap-principal", absl::StrCat(role, "@", organisation)},
          {"overstap-organisation", organisation},
          {"overstap-roles", role}};
}

class Introductions : public testing::Test {
 protected:
  void SetUp() override {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat(
             "job_seeker { name: 'jobSeekers/p' ", kPerson,
             " own_money_eur_cents: 70000 hours_per_week_now: 0 training_weeks_max: 9 "
             "driving_licences { items: 'B' } credentials { items { credential: 'vca-basic' } } "
             "past_occupations { items { occupation { scheme: 'ESCO' code: 'urn:o:assistant' } "
             "years: 3 } } wished_occupations { items { occupation { scheme: 'ESCO' code: "
             "'urn:o:carer' } } } qualifications { items { qualification { code { scheme: 'CREBO' "
             "code: '25655' } level_eqf: 4 orientation: EDUCATION_ORIENTATION_MBO } foreign: true "
             "valued: true } } }"),
         uwv_);
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy, "}"), linde_);
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/berk' ", kVacancy, "}"), berk_);
  }
  Outcome Make(const std::string& method, const std::string& request,
               const ApiServer::Metadata& as) {
    Outcome made = server_.Call(method, request, as);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  std::string CandidateOf(const std::string& vacancy, const ApiServer::Metadata& as) {
    return Make("MatchService.MatchJobSeekers", absl::StrCat("vacancy: '", vacancy, "'"), as)
        .As<v1::MatchJobSeekersResponse>()
        .matches(0)
        .candidate();
  }
  Outcome Request(const std::string& candidate, const std::string& vacancy,
                  const ApiServer::Metadata& as) {
    return server_.Call("IntroductionService.RequestIntroduction",
                        absl::StrCat("candidate: '", candidate, "' vacancy: '", vacancy, "'"), as);
  }
  v1::Introduction Requested() {
    const Outcome made = Request(CandidateOf("vacancies/v", linde_), "vacancies/v", linde_);
    EXPECT_TRUE(made.status.ok()) << made;
    return made.As<v1::RequestIntroductionResponse>().introduction();
  }
  v1::Introduction Proposed() {
    return Make("IntroductionService.ProposeIntroduction",
                "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v'", uwv_)
        .As<v1::ProposeIntroductionResponse>()
        .introduction();
  }
  Outcome Move(const std::string& verb, const std::string& name, const ApiServer::Metadata& as,
               const std::string& more = "") {
    return server_.Call(absl::StrCat("IntroductionService.", verb, "Introduction"),
                        absl::StrCat("name: '", name, "' ", more), as);
  }
  Outcome Accept(const std::string& name, const ApiServer::Metadata& as) {
    return Move("Accept", name, as,
                "consent_date { year: 2026 month: 11 day: 22 } reason: 'besproken, akkoord'");
  }
  Outcome Candidate(const std::string& name, const ApiServer::Metadata& as) {
    return server_.Call("IntroductionService.GetCandidate",
                        absl::StrCat("name: '", name, "/candidate'"), as);
  }
  v1::Introduction Get(const std::string& name, const ApiServer::Metadata& as) {
    return Make("IntroductionService.GetIntroduction", absl::StrCat("name: '", name, "'"), as)
        .As<v1::Introduction>();
  }

  const ApiServer::Metadata uwv_ = As("caseworker", "uwv");
  const ApiServer::Metadata arnhem_ = As("caseworker", "gemeente-arnhem");
  const ApiServer::Metadata linde_ = As("employer", "de-linde");
  const ApiServer::Metadata berk_ = As("employer", "de-berk");
  ApiServer server_;
};

TEST_F(Introductions, AnEmployerLearnsWhoItIsOnlyAfterThePersonAccepted) {
  const v1::Introduction requested = Requested();
  EXPECT_EQ(requested.state(), v1::INTRODUCTION_STATE_REQUESTED);
  EXPECT_TRUE(requested.requested_by_employer());
  EXPECT_EQ(requested.candidate(), CandidateOf("vacancies/v", linde_));
  EXPECT_TRUE(requested.job_seeker().empty());
  EXPECT_TRUE(requested.keeping_organisation().empty());
  EXPECT_EQ(requested.answer_by_date().month(), 12);
  EXPECT_EQ(requested.answer_by_date().day(), 6);

  const Outcome early = Candidate(requested.name(), linde_);
  EXPECT_EQ(early.code(), StatusCode::FAILED_PRECONDITION) << early;
  EXPECT_EQ(early.reason(), "INTRODUCTION_NOT_ACCEPTED");

  // The caseworker sees who it is about.
  EXPECT_EQ(Get(requested.name(), uwv_).job_seeker(), "jobSeekers/p");
  const Outcome accepted = Accept(requested.name(), uwv_);
  ASSERT_TRUE(accepted.status.ok()) << accepted;
  const auto& answered = accepted.As<v1::AcceptIntroductionResponse>().introduction();
  EXPECT_EQ(answered.state(), v1::INTRODUCTION_STATE_ACCEPTED);
  EXPECT_EQ(answered.consent_reason(), "besproken, akkoord");
  EXPECT_EQ(answered.consent_date().day(), 22);
  EXPECT_TRUE(answered.has_answer_time());
  EXPECT_TRUE(Get(requested.name(), linde_).consent_reason().empty());

  const Outcome read = Candidate(requested.name(), linde_);
  ASSERT_TRUE(read.status.ok()) << read;
  const auto& candidate = read.As<v1::Candidate>();
  EXPECT_EQ(candidate.skills().items_size(), 2);
  EXPECT_EQ(candidate.skills().items(0).proficiency(), v1::PROFICIENCY_EXPERT);
  EXPECT_EQ(candidate.languages().items(0).level(), v1::CEFR_LEVEL_B2);
  EXPECT_EQ(candidate.driving_licences().items(0), "B");
  EXPECT_EQ(candidate.credentials().items(0).credential(), "vca-basic");
  EXPECT_EQ(candidate.qualifications().items(0).qualification().level_eqf(), 4);
  EXPECT_FALSE(candidate.qualifications().items(0).foreign());
  EXPECT_EQ(candidate.past_occupations().items(0).years(), 3);
  EXPECT_EQ(candidate.hours_per_week_wanted().max_hours_per_week(), 40);
  EXPECT_EQ(candidate.available_from_date().year(), 2026);
  EXPECT_EQ(candidate.contact_organisation(), "uwv");
  EXPECT_EQ(candidate.contact_title(), "UWV");
  const std::string text = candidate.ShortDebugString();
  for (const char* hidden : {"6811", "70000", "jobSeekers", "urn:o:carer"}) {
    EXPECT_FALSE(absl::StrContains(text, hidden)) << hidden;
  }
  // The caseworker is shown the very same.
  EXPECT_EQ(Candidate(requested.name(), uwv_).As<v1::Candidate>().DebugString(),
            candidate.DebugString());
}

TEST_F(Introductions, AreBetweenTwoPartiesAndNobodyElse) {
  const v1::Introduction requested = Requested();
  for (const auto& other : {arnhem_, berk_}) {
    EXPECT_EQ(server_
                  .Call("IntroductionService.GetIntroduction",
                        absl::StrCat("name: '", requested.name(), "'"), other)
                  .code(),
              StatusCode::NOT_FOUND);
    EXPECT_EQ(Candidate(requested.name(), other).code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(Move("Withdraw", requested.name(), other).code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(Make("IntroductionService.ListIntroductions", "", other)
                  .As<v1::ListIntroductionsResponse>()
                  .introductions_size(),
              0);
  }
  EXPECT_EQ(Accept(requested.name(), arnhem_).code(), StatusCode::NOT_FOUND);
  for (const auto& party : {uwv_, linde_}) {
    EXPECT_EQ(Make("IntroductionService.ListIntroductions",
                   "vacancy: 'vacancies/v' state: INTRODUCTION_STATE_REQUESTED", party)
                  .As<v1::ListIntroductionsResponse>()
                  .introductions_size(),
              1);
    EXPECT_EQ(
        Make("IntroductionService.ListIntroductions", "state: INTRODUCTION_STATE_ACCEPTED", party)
            .As<v1::ListIntroductionsResponse>()
            .introductions_size(),
        0);
  }
}

TEST_F(Introductions, OnlyTheKeepingOrganisationAnswers) {
  Make("JobSeekerService.ShareJobSeeker",
       "name: 'jobSeekers/p' organisation: 'gemeente-arnhem' reason: 'samen' "
       "until_date { year: 2026 month: 12 day: 31 }",
       uwv_);
  const std::string name = Requested().name();
  EXPECT_EQ(Get(name, arnhem_).job_seeker(), "jobSeekers/p");
  EXPECT_EQ(Accept(name, arnhem_).reason(), "NOT_THE_KEEPER");
  EXPECT_EQ(Move("Decline", name, arnhem_, "reason: INTRODUCTION_DECLINE_REASON_PAY").reason(),
            "NOT_THE_KEEPER");
  EXPECT_EQ(Move("Withdraw", name, arnhem_).reason(), "NOT_THE_KEEPER");
  const Outcome declined = Move("Decline", name, uwv_, "reason: INTRODUCTION_DECLINE_REASON_PAY");
  EXPECT_EQ(declined.As<v1::DeclineIntroductionResponse>().introduction().decline_reason(),
            v1::INTRODUCTION_DECLINE_REASON_PAY);
  EXPECT_EQ(Get(name, linde_).state(), v1::INTRODUCTION_STATE_DECLINED);
  EXPECT_EQ(Get(name, linde_).decline_reason(), v1::INTRODUCTION_DECLINE_REASON_UNSPECIFIED);
  EXPECT_EQ(Accept(name, uwv_).reason(), "ALREADY_ANSWERED");
  EXPECT_EQ(Candidate(name, linde_).reason(), "INTRODUCTION_NOT_ACCEPTED");
}

TEST_F(Introductions, CanBeTakenBackByEitherSide) {
  const std::string name = Proposed().name();
  EXPECT_EQ(Get(name, linde_).state(), v1::INTRODUCTION_STATE_PROPOSED);
  ASSERT_TRUE(Accept(name, uwv_).status.ok());
  ASSERT_TRUE(Candidate(name, linde_).status.ok());
  ASSERT_TRUE(Move("Withdraw", name, uwv_).status.ok());
  EXPECT_EQ(Candidate(name, linde_).reason(), "INTRODUCTION_NOT_ACCEPTED");
  EXPECT_EQ(Move("Withdraw", name, linde_).reason(), "ALREADY_ANSWERED");
  // What is over can begin anew, under the same name.
  const v1::Introduction again = Requested();
  EXPECT_EQ(again.name(), name);
  EXPECT_EQ(again.state(), v1::INTRODUCTION_STATE_REQUESTED);
  EXPECT_EQ(server_
                .Call("IntroductionService.ProposeIntroduction",
                      "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v'", uwv_)
                .code(),
            StatusCode::ALREADY_EXISTS);
  EXPECT_TRUE(Move("Withdraw", name, linde_).status.ok());
}

TEST_F(Introductions, ExpireWhenNobodyAnswers) {
  const std::string name = Requested().name();
  server_.Advance(absl::Hours(24 * 14));
  EXPECT_EQ(Get(name, linde_).state(), v1::INTRODUCTION_STATE_REQUESTED);
  server_.Advance(absl::Hours(24));
  EXPECT_EQ(Get(name, linde_).state(), v1::INTRODUCTION_STATE_EXPIRED);
  EXPECT_EQ(Accept(name, uwv_).reason(), "ALREADY_ANSWERED");
  EXPECT_EQ(Make("IntroductionService.ListIntroductions", "state: INTRODUCTION_STATE_EXPIRED", uwv_)
                .As<v1::ListIntroductionsResponse>()
                .introductions_size(),
            1);
}

TEST_F(Introductions, ACandidateIsOnesOwnForOneVacancy) {
  const std::string candidate = CandidateOf("vacancies/v", linde_);
  const std::string before = server_.Dump();
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {CandidateOf("vacancies/berk", berk_), "vacancies/v"},
      {candidate, "vacancies/berk"},
      {"candidates/0123", "vacancies/v"},
      {"jobSeekers/p", "vacancies/v"},
      {candidate.substr(0, candidate.size() - 1) + (candidate.back() == '0' ? "1" : "0"),
       "vacancies/v"}};
  for (const auto& [name, vacancy] : wrong) {
    const Outcome outcome = Request(name, vacancy, linde_);
    EXPECT_EQ(outcome.code(), StatusCode::NOT_FOUND) << name << ": " << outcome;
    EXPECT_FALSE(absl::StrContains(outcome.status.error_message(), "jobSeekers"));
  }
  EXPECT_EQ(Request(candidate, "vacancies/v", berk_).code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(server_.Dump(), before);
}

TEST_F(Introductions, AreForgottenWithThePerson) {
  const std::string name = Requested().name();
  ASSERT_TRUE(Accept(name, uwv_).status.ok());
  // At rest nothing tells who it is about or what was said.
  EXPECT_FALSE(absl::StrContains(server_.Dump(), "besproken"));
  const std::string candidate = CandidateOf("vacancies/v", linde_);
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p'", uwv_);
  EXPECT_EQ(Candidate(name, linde_).code(), StatusCode::NOT_FOUND);
  const v1::Introduction left = Get(name, linde_);
  EXPECT_TRUE(left.candidate().empty());
  EXPECT_EQ(Get(name, As("platform", "platform")).job_seeker(), "");
  EXPECT_EQ(Get(name, As("platform", "platform")).consent_reason(), "");
  EXPECT_EQ(Request(candidate, "vacancies/v", linde_).code(), StatusCode::NOT_FOUND);
  EXPECT_TRUE(Move("Withdraw", name, linde_).status.ok());
  server_.Restart();
  EXPECT_EQ(Get(name, linde_).state(), v1::INTRODUCTION_STATE_WITHDRAWN);
}

TEST_F(Introductions, AreSafeToRepeatAndGuardedByTheirEtag) {
  const std::string id = " request_id: '6f1d3c4e-8f0b-4c56-9d2a-0c9a1b2c3d4e'";
  const std::string request = "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v'" + id;
  const Outcome first = Make("IntroductionService.ProposeIntroduction", request, uwv_);
  const Outcome second = Make("IntroductionService.ProposeIntroduction", request, uwv_);
  EXPECT_EQ(first.reply->DebugString(), second.reply->DebugString());
  const std::string name = first.As<v1::ProposeIntroductionResponse>().introduction().name();
  EXPECT_EQ(Move("Withdraw", name, uwv_, "etag: 'stale'").reason(), "ETAG_MISMATCH");
}

TEST_F(Introductions, NameEveryWrongField) {
  const std::string name = Requested().name();
  const auto fields = [&](const std::string& verb, const std::string& more) {
    return Move(verb, name, uwv_, more).fields();
  };
  EXPECT_THAT(fields("Accept", ""), ElementsAre("consent_date", "reason"));
  EXPECT_THAT(fields("Accept", "consent_date { year: 2026 month: 11 day: 23 } reason: 'x'"),
              ElementsAre("consent_date"));
  EXPECT_THAT(fields("Decline", ""), ElementsAre("reason"));
  EXPECT_THAT(fields("Withdraw", "request_id: 'x'"), ElementsAre("request_id"));
  EXPECT_THAT(server_.Call("IntroductionService.ProposeIntroduction", "", uwv_).fields(),
              ElementsAre("job_seeker", "vacancy"));
  EXPECT_THAT(server_.Call("IntroductionService.RequestIntroduction", "", linde_).fields(),
              ElementsAre("candidate", "vacancy"));
  EXPECT_THAT(
      server_.Call("IntroductionService.GetCandidate", "name: 'introductions/i'", linde_).fields(),
      ElementsAre("name"));
}

TEST_F(Introductions, NeedAnEmployer) {
  Make("VacancyService.CreateVacancy",
       absl::StrCat("vacancy { name: 'vacancies/x' ", kVacancy, "}"), As("platform", ""));
  const Outcome outcome = server_.Call("IntroductionService.ProposeIntroduction",
                                       "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/x'", uwv_);
  EXPECT_EQ(outcome.reason(), "NO_EMPLOYER") << outcome;
}

// ---- what employers answer ----

constexpr char kAnswer[] = "IntroductionService.RecordEmployerAnswer";
constexpr char kAnswering[] = "IntroductionService.ListEmployerAnswering";
constexpr char kInvited[] = "answer: EMPLOYER_ANSWER_INVITED";
constexpr char kDeclined[] =
    "answer: EMPLOYER_ANSWER_DECLINED reason: EMPLOYER_DECLINE_REASON_TOO_MANY";

class EmployersAnswers : public Introductions {
 protected:
  // An accepted introduction of a person of their own; its name.
  std::string Introduced(const std::string& person, const std::string& vacancy = "vacancies/v") {
    if (!made_.insert(person).second) ADD_FAILURE() << person << " is there already";
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/", person, "' ", kPerson, "}"), uwv_);
    std::string name =
        Make("IntroductionService.ProposeIntroduction",
             absl::StrCat("job_seeker: 'jobSeekers/", person, "' vacancy: '", vacancy, "'"), uwv_)
            .As<v1::ProposeIntroductionResponse>()
            .introduction()
            .name();
    EXPECT_TRUE(Accept(name, uwv_).status.ok());
    return name;
  }
  std::vector<std::string> IntroducedMany(const std::string& prefix, int count,
                                          const std::string& vacancy = "vacancies/v") {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) names.push_back(Introduced(absl::StrCat(prefix, i), vacancy));
    return names;
  }
  Outcome AnswerTo(const std::string& name, const std::string& answer,
                   const ApiServer::Metadata& as) {
    return server_.Call(kAnswer, absl::StrCat("name: '", name, "' ", answer), as);
  }
  std::vector<v1::EmployerAnswering> Rows(const ApiServer::Metadata& as,
                                          const std::string& more = "") {
    const Outcome listed = Make(kAnswering, more, as);
    if (!listed.status.ok()) return {};
    const auto& rows = listed.As<v1::ListEmployerAnsweringResponse>().employers();
    return {rows.begin(), rows.end()};
  }

  std::set<std::string> made_;
};

TEST_F(EmployersAnswers, AreRecordedByTheEmployerOrForItByTheCaseworker) {
  const std::string first = Introduced("q-1");
  const v1::Introduction waiting = Get(first, linde_);
  EXPECT_EQ(waiting.employer_answer(), v1::EMPLOYER_ANSWER_UNSPECIFIED);
  EXPECT_EQ(waiting.employer_answer_by_date().month(), 12);
  EXPECT_EQ(waiting.employer_answer_by_date().day(), 6);
  const Outcome invited = AnswerTo(first, kInvited, linde_);
  ASSERT_TRUE(invited.status.ok()) << invited;
  const auto& told = invited.As<v1::RecordEmployerAnswerResponse>().introduction();
  EXPECT_EQ(told.employer_answer(), v1::EMPLOYER_ANSWER_INVITED);
  EXPECT_TRUE(told.has_employer_answer_time());
  EXPECT_TRUE(told.job_seeker().empty());
  EXPECT_FALSE(told.candidate().empty());
  EXPECT_EQ(AnswerTo(first, kDeclined, linde_).reason(), "EMPLOYER_ANSWERED");

  const std::string second = Introduced("q-2");
  ASSERT_TRUE(AnswerTo(second, kDeclined, uwv_).status.ok());
  for (const auto& party : {uwv_, linde_}) {
    EXPECT_EQ(Get(second, party).employer_answer(), v1::EMPLOYER_ANSWER_DECLINED);
    EXPECT_EQ(Get(second, party).employer_decline_reason(), v1::EMPLOYER_DECLINE_REASON_TOO_MANY);
  }
  EXPECT_TRUE(AnswerTo(Introduced("q-3"), kInvited, As("platform", "platform")).status.ok());
  server_.Restart();
  EXPECT_EQ(Get(first, linde_).employer_answer(), v1::EMPLOYER_ANSWER_INVITED);
}

TEST_F(EmployersAnswers, AreNobodyElsesToGive) {
  const std::string name = Introduced("q-1");
  for (const auto& other : {arnhem_, berk_}) {
    EXPECT_EQ(AnswerTo(name, kInvited, other).code(), StatusCode::NOT_FOUND);
  }
  EXPECT_EQ(Get(name, uwv_).employer_answer(), v1::EMPLOYER_ANSWER_UNSPECIFIED);
}

TEST_F(EmployersAnswers, ThatDoNotComeAreToldByTheDaysUntilOneComes) {
  const std::string name = Introduced("q-1");
  server_.Advance(absl::Hours(24 * 14));
  EXPECT_EQ(Get(name, linde_).employer_answer(), v1::EMPLOYER_ANSWER_UNSPECIFIED);
  server_.Advance(absl::Hours(24));
  EXPECT_EQ(Get(name, linde_).employer_answer(), v1::EMPLOYER_ANSWER_NO_ANSWER);
  ASSERT_TRUE(AnswerTo(name, kInvited, linde_).status.ok());
  EXPECT_EQ(Get(name, linde_).employer_answer(), v1::EMPLOYER_ANSWER_INVITED);
}

TEST_F(EmployersAnswers, AreRefusedWithAReason) {
  const std::string proposed = Proposed().name();
  EXPECT_EQ(AnswerTo(proposed, kInvited, linde_).reason(), "INTRODUCTION_NOT_ACCEPTED");
  ASSERT_TRUE(Accept(proposed, uwv_).status.ok());
  const Outcome stale = AnswerTo(proposed, absl::StrCat(kInvited, " etag: 'stale'"), linde_);
  EXPECT_EQ(stale.code(), StatusCode::ABORTED);
  EXPECT_EQ(stale.reason(), "ETAG_MISMATCH");
  const std::string once =
      absl::StrCat(kInvited, " request_id: '6f1d3c4e-8f0b-4c56-9d2a-0c9a1b2c3d4e'");
  const Outcome first = AnswerTo(proposed, once, linde_);
  ASSERT_TRUE(first.status.ok()) << first;
  EXPECT_EQ(AnswerTo(proposed, once, linde_).reply->DebugString(), first.reply->DebugString());
  // Begun anew, it is answered anew.
  ASSERT_TRUE(Move("Withdraw", proposed, uwv_).status.ok());
  const v1::Introduction again = Proposed();
  EXPECT_EQ(again.name(), proposed);
  EXPECT_EQ(again.employer_answer(), v1::EMPLOYER_ANSWER_UNSPECIFIED);
  EXPECT_FALSE(again.has_employer_answer_by_date());
}

TEST_F(EmployersAnswers, NameEveryWrongField) {
  const auto fields = [this](const std::string& more) {
    return AnswerTo("introductions/i", more, linde_).fields();
  };
  EXPECT_THAT(server_.Call(kAnswer, "request_id: 'x'", linde_).fields(),
              ElementsAre("name", "answer", "request_id"));
  EXPECT_THAT(fields("answer: EMPLOYER_ANSWER_NO_ANSWER"), ElementsAre("answer"));
  EXPECT_THAT(fields("answer: EMPLOYER_ANSWER_DECLINED"), ElementsAre("reason"));
  EXPECT_THAT(fields(absl::StrCat(kInvited, " reason: EMPLOYER_DECLINE_REASON_FILLED")),
              ElementsAre("reason"));
  EXPECT_THAT(server_
                  .Call(kAnswering,
                        "from_date { year: 2026 month: 2 day: 30 } "
                        "to_date { year: 2026 month: 13 day: 1 }",
                        uwv_)
                  .fields(),
              ElementsAre("from_date", "to_date"));
  EXPECT_THAT(server_
                  .Call(kAnswering,
                        "from_date { year: 2026 month: 2 day: 2 } "
                        "to_date { year: 2026 month: 2 day: 1 }",
                        uwv_)
                  .fields(),
              ElementsAre("to_date"));
}

TEST_F(EmployersAnswers, StayWithoutTheirReasonWhenThePersonIsForgotten) {
  const std::string name = Introduced("q-1");
  const std::string later = Introduced("q-2");
  ASSERT_TRUE(AnswerTo(name, kDeclined, linde_).status.ok());
  for (const char* person : {"q-1", "q-2"}) {
    Make("JobSeekerService.DeleteJobSeeker", absl::StrCat("name: 'jobSeekers/", person, "'"), uwv_);
  }
  EXPECT_EQ(Get(name, linde_).employer_answer(), v1::EMPLOYER_ANSWER_DECLINED);
  EXPECT_EQ(Get(name, linde_).employer_decline_reason(), v1::EMPLOYER_DECLINE_REASON_UNSPECIFIED);
  ASSERT_TRUE(AnswerTo(later, kDeclined, linde_).status.ok());
  EXPECT_EQ(Get(later, linde_).employer_answer(), v1::EMPLOYER_ANSWER_DECLINED);
}

TEST_F(EmployersAnswers, ShowWhoIsFloodedAndWhoDoesNotAnswer) {
  const auto late = IntroducedMany("late-", 6);
  server_.Advance(absl::Hours(24 * 12));
  const auto invited = IntroducedMany("invited-", 5);
  const auto declined = IntroducedMany("declined-", 5);
  IntroducedMany("few-", 4, "vacancies/berk");
  server_.Advance(absl::Hours(24 * 3));
  for (const std::string& name : invited) {
    ASSERT_TRUE(AnswerTo(name, kInvited, linde_).status.ok());
  }
  server_.Advance(absl::Hours(24));
  for (const std::string& name : declined) {
    ASSERT_TRUE(AnswerTo(name, kDeclined, linde_).status.ok());
  }
  for (const auto& who : {uwv_, As("platform", "platform"), As("programme_manager", "kernteam"),
                          As("auditor", "rekenkamer")}) {
    const auto rows = Rows(who);
    ASSERT_EQ(rows.size(), 2U);
    // Four people at De Berk: nothing is shown but that there are some.
    v1::EmployerAnswering hidden;
    hidden.set_employer_organisation("de-berk");
    hidden.set_is_hidden(true);
    EXPECT_EQ(rows[0].DebugString(), hidden.DebugString());
    EXPECT_EQ(rows[1].employer_organisation(), "de-linde");
    EXPECT_EQ(rows[1].introduced_count(), 16);
    EXPECT_EQ(rows[1].invited_count(), 5);
    EXPECT_EQ(rows[1].declined_count(), 5);
    EXPECT_EQ(rows[1].no_answer_count(), 6);
    EXPECT_EQ(rows[1].waiting_count(), 0);
    EXPECT_EQ(rows[1].median_answer_days(), 3.5);
    EXPECT_EQ(rows[1].introductions_per_opening(), 8);
    EXPECT_FALSE(rows[1].is_hidden());
  }
  EXPECT_EQ(Rows(uwv_, "employer_organisation: 'de-linde'").size(), 1U);
  // An employer gets its own row, whatever it asks for.
  ASSERT_EQ(Rows(linde_).size(), 1U);
  EXPECT_EQ(Rows(linde_)[0].introduced_count(), 16);
  EXPECT_TRUE(Rows(linde_, "employer_organisation: 'de-berk'").empty());
  ASSERT_EQ(Rows(berk_).size(), 1U);
  EXPECT_TRUE(Rows(berk_)[0].is_hidden());
  EXPECT_TRUE(Rows(As("employer", "de-wilg")).empty());
  // By the day on which the person accepted.
  const auto first = Rows(uwv_, "to_date { year: 2026 month: 11 day: 30 }");
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].introduced_count(), 6);
  EXPECT_EQ(first[0].no_answer_count(), 6);
  EXPECT_TRUE(Rows(uwv_, "from_date { year: 2026 month: 12 day: 5 }").empty());
}

TEST_F(EmployersAnswers, ASmallCountIsHiddenAmongOthers) {
  const auto names = IntroducedMany("q-", 12);
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(
        AnswerTo(names[static_cast<size_t>(i)], i < 2 ? kDeclined : kInvited, linde_).status.ok());
  }
  // 5 invited, 2 declined, 5 still to be answered: 2 cannot be worked out from 12 - 5 - 5.
  const auto rows = Rows(linde_);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].is_hidden());
  EXPECT_EQ(rows[0].introduced_count(), 12);
  EXPECT_EQ(rows[0].declined_count(), 0);
  EXPECT_LT(rows[0].invited_count() + rows[0].waiting_count(), 10);
  EXPECT_FALSE(rows[0].has_median_answer_days());
}

}  // namespace
}  // namespace overstap
