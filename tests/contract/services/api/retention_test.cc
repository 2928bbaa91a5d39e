// Retention: listed before it acts, acted on once its day has come, by the daily sweep or at once.
#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

constexpr absl::Duration kDay = absl::Hours(24);

ApiServerOptions WithoutDailySweep() {
  ApiServerOptions options;
  options.adjust = [](config::ServerConfig* config) { config->retention_hour = -1; };
  return options;
}

// Of the embedded region: 24 months without activity, 18 after a placement, 24 after closing, 24
// for a decision. The clock begins on 2026-11-22.
class Retention : public testing::Test {
 protected:
  explicit Retention(ApiServerOptions options = WithoutDailySweep())
      : server_(std::move(options)) {}

  void SetUp() override {
    MakePerson("idle");
    MakePerson("placed");
    MakePerson("kept");
    MakePerson("former");
    for (const char* id : {"open", "closed", "named"}) {
      Make("VacancyService.CreateVacancy",
           absl::StrCat("vacancy { name: 'vacancies/", id, "' ", kVacancy, "}"));
    }
    Place("live", "placed", "open");
    Place("over", "former", "named");
    Make("JobSeekerService.RestrictJobSeeker", "name: 'jobSeekers/kept' reason: 'claim'");
    const Outcome answer = Make("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/former'");
    Decide(answer.As<v1::MatchVacanciesResponse>());
    Make("PlacementService.TransitionPlacement",
         "name: 'placements/over' state: PLACEMENT_STATE_ENDED end_date { year: 2026 month: 11 "
         "day: 30 } end_reason: PLACEMENT_END_REASON_TERM_ENDED");
    for (const char* id : {"closed", "open"}) {
      Make("VacancyService.UpdateVacancy",
           absl::StrCat("vacancy { name: 'vacancies/", id,
                        "' status: VACANCY_STATUS_CLOSED } update_mask { paths: 'status' }"));
    }
  }
  void MakePerson(const std::string& id) {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
  }
  void Place(const std::string& id, const std::string& person, const std::string& vacancy) {
    Make("PlacementService.CreatePlacement",
         absl::StrCat("placement { name: 'placements/", id, "' job_seeker: 'jobSeekers/", person,
                      "' vacancy: 'vacancies/", vacancy,
                      "' start_date { year: 2026 month: 11 day: 2 } }"));
    Make("PlacementService.TransitionPlacement",
         absl::StrCat("name: 'placements/", id, "' state: PLACEMENT_STATE_ACCEPTED"));
    Make("PlacementService.TransitionPlacement",
         absl::StrCat("name: 'placements/", id, "' state: PLACEMENT_STATE_STARTED"));
  }
  void Decide(const v1::MatchVacanciesResponse& answer) {
    const auto request = ApiServer::Request(
        "DecisionService.CreateDecision",
        "decision { name: 'decisions/d' job_seeker: 'jobSeekers/former' outcome: "
        "DECISION_OUTCOME_REJECT reason_code: 'x' basis { match_vacancies { job_seeker: "
        "'jobSeekers/former' } versions { snapshot_version: 1 as_of_date { year: 2026 month: 11 "
        "day: 22 } } answer_hash: '01234567890123456789012345678901' } }");
    EXPECT_EQ(answer.answer_hash().size(), 32U);
    EXPECT_TRUE(server_.Call("DecisionService.CreateDecision", *request).status.ok());
  }
  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  bool Exists(const std::string& method, const std::string& name) {
    return server_.Call(method, absl::StrCat("name: '", name, "'")).status.ok();
  }
  // Names with the days on which they are acted on.
  std::map<std::string, std::string> Due(const std::string& request) {
    std::map<std::string, std::string> due;
    std::string token;
    do {
      const Outcome outcome = Make("RetentionService.ListRetentionDue",
                                   absl::StrCat(request, " page_token: '", token, "'"));
      const auto& page = outcome.As<v1::ListRetentionDueResponse>();
      for (const v1::RetentionDue& each : page.due()) {
        due[each.name()] = absl::StrCat(each.act_date().year(), "-", each.act_date().month(), "-",
                                        each.act_date().day());
      }
      token = page.next_page_token();
    } while (!token.empty());
    return due;
  }
  // acted and kept, by kind.
  std::map<int, std::pair<int, int>> Sweep(const std::string& request) {
    std::map<int, std::pair<int, int>> counts;
    const Outcome outcome = Make("RetentionService.SweepRetention", request);
    for (const v1::SweepCount& count : outcome.As<v1::SweepRetentionResponse>().counts()) {
      counts[count.kind()] = {count.acted_count(), count.kept_count()};
    }
    return counts;
  }

  ApiServer server_;
};

TEST_F(Retention, WhatIsDueIsListedWeeksAhead) {
  EXPECT_TRUE(Due("").empty());
  const std::map<std::string, std::string> all = {
      {"jobSeekers/idle", "2028-11-22"}, {"jobSeekers/former", "2028-11-30"},
      {"placements/over", "2028-5-30"},  {"vacancies/closed", "2028-11-22"},
      {"vacancies/open", "2028-11-22"},  {"decisions/d", "2028-11-22"}};
  EXPECT_EQ(Due("weeks_ahead: 520"), all);
  EXPECT_EQ(Due("weeks_ahead: 520 page_size: 1"), all);
  EXPECT_EQ(Due("weeks_ahead: 520 kind: RETENTION_KIND_DECISION").size(), 1U);
  // 2028-05-30 is 555 days away.
  server_.Advance(kDay * 519);
  EXPECT_TRUE(Due("").empty());
  server_.Advance(kDay);
  EXPECT_EQ(Due("").size(), 1U);
}

TEST_F(Retention, ASweepActsOnWhatIsDueAndOnNothingElse) {
  EXPECT_TRUE(Sweep("").empty());
  server_.Advance(kDay * 555);  // 2028-05-30
  EXPECT_EQ(Sweep("dry_run: true"),
            (std::map<int, std::pair<int, int>>{{v1::RETENTION_KIND_PLACEMENT_PERSON, {1, 0}}}));
  const auto placement = [this] {
    // Without the person it is nobody's to see but the platform's.
    const Outcome got = server_.Call("PlacementService.GetPlacement", "name: 'placements/over'",
                                     {{"overstap-roles", "platform"}});
    EXPECT_TRUE(got.status.ok()) << got;
    return got.As<v1::Placement>();
  };
  EXPECT_EQ(placement().job_seeker(), "jobSeekers/former");
  EXPECT_EQ(Sweep("")[v1::RETENTION_KIND_PLACEMENT_PERSON], std::make_pair(1, 0));
  EXPECT_EQ(placement().job_seeker(), "");
  EXPECT_EQ(placement().state(), v1::PLACEMENT_STATE_ENDED);
  EXPECT_TRUE(Sweep("").empty());

  server_.Advance(kDay * 176);  // 2028-11-22
  const auto counts = Sweep("request_id: '00000000-0000-4000-8000-000000000001'");
  const std::map<int, std::pair<int, int>> expected = {
      {v1::RETENTION_KIND_JOB_SEEKER, {2, 0}},
      {v1::RETENTION_KIND_VACANCY, {1, 1}},  // a live placement names the other
      {v1::RETENTION_KIND_DECISION, {1, 0}}};
  EXPECT_EQ(counts, expected);
  EXPECT_FALSE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/idle"));
  EXPECT_TRUE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/placed"));
  EXPECT_TRUE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/kept"));
  EXPECT_FALSE(Exists("VacancyService.GetVacancy", "vacancies/closed"));
  EXPECT_TRUE(Exists("VacancyService.GetVacancy", "vacancies/open"));
  EXPECT_TRUE(Exists("VacancyService.GetVacancy", "vacancies/named"));
  EXPECT_FALSE(Exists("DecisionService.GetDecision", "decisions/d"));
  // A repeat of the request gets the first answer, and sweeps nothing.
  EXPECT_EQ(Sweep("request_id: '00000000-0000-4000-8000-000000000001'"), expected);
  EXPECT_EQ(server_
                .Call("RetentionService.SweepRetention",
                      "request_id: '00000000-0000-4000-8000-000000000001' dry_run: true")
                .reason(),
            "REQUEST_ID_REUSED");
  server_.Restart();
  EXPECT_FALSE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/idle"));
  EXPECT_EQ(placement().job_seeker(), "");
}

TEST_F(Retention, ActivityPutsItOff) {
  server_.Advance(kDay * 700);
  Make("JobSeekerService.UpdateJobSeeker",
       absl::StrCat("job_seeker { name: 'jobSeekers/idle' ", kPerson, " own_money_eur_cents: 1 }"));
  server_.Advance(kDay * 31);
  Sweep("");
  EXPECT_TRUE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/idle"));
}

TEST_F(Retention, IsTheOperatorsAndTheAuditorsToSee) {
  for (const char* role : {"caseworker", "platform", "employer", "funding_officer"}) {
    for (const char* method :
         {"RetentionService.ListRetentionDue", "RetentionService.SweepRetention"}) {
      EXPECT_EQ(
          server_.Call(method, "", {{"overstap-roles", role}, {"overstap-purpose", "retention"}})
              .code(),
          StatusCode::PERMISSION_DENIED)
          << method << " " << role;
    }
  }
  const ApiServer::Metadata auditor = {{"overstap-roles", "auditor"},
                                       {"overstap-purpose", "retention"}};
  EXPECT_TRUE(server_.Call("RetentionService.ListRetentionDue", "", auditor).status.ok());
  EXPECT_EQ(server_.Call("RetentionService.SweepRetention", "", auditor).code(),
            StatusCode::PERMISSION_DENIED);
}

class DailySweep : public Retention {
 protected:
  DailySweep() : Retention(ApiServerOptions()) {}
  // Waits for what the server does by itself.
  bool Goes(const std::string& name) {
    constexpr int kMostTries = 300;
    constexpr std::chrono::milliseconds kPause{100};
    for (int i = 0; i < kMostTries; ++i) {
      if (!Exists("JobSeekerService.GetJobSeeker", name)) return true;
      std::this_thread::sleep_for(kPause);
    }
    return false;
  }
};

TEST_F(DailySweep, ActsOnceItsDayHasCome) {
  server_.Advance(kDay * 731);  // 2028-11-22, 10:00 UTC
  EXPECT_TRUE(Goes("jobSeekers/idle"));
  EXPECT_TRUE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/placed"));
}

TEST_F(DailySweep, ActsAtTheStartWhenTheServerWasDown) {
  server_.Restart([this] { server_.Advance(kDay * 731); });
  EXPECT_TRUE(Goes("jobSeekers/idle"));
}

TEST_F(DailySweep, WaitsForItsHour) {
  // 2028-11-22, 01:00 UTC: the last sweep that should have been is that of the 21st.
  server_.Restart([this] { server_.Advance(kDay * 731 - absl::Hours(9)); });
  constexpr std::chrono::seconds kLongEnough{3};
  std::this_thread::sleep_for(kLongEnough);
  EXPECT_TRUE(Exists("JobSeekerService.GetJobSeeker", "jobSeekers/idle"));
  server_.Advance(absl::Hours(2));
  EXPECT_TRUE(Goes("jobSeekers/idle"));
}

}  // namespace
}  // namespace overstap
