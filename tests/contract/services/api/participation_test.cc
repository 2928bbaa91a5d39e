// Participation facts: kept, changed and forgotten for the funding officer; and for everybody else
// as if they were not there.
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/participation_facts.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

constexpr char kGet[] = "ParticipationFactsService.GetParticipationFacts";
constexpr char kUpdate[] = "ParticipationFactsService.UpdateParticipationFacts";
constexpr char kDelete[] = "ParticipationFactsService.DeleteParticipationFacts";
constexpr char kName[] = "name: 'jobSeekers/p/participationFacts' ";
constexpr char kSince[] = "established_date { year: 2026 month: 3 day: 9 } ";

class Participation : public testing::Test {
 protected:
  void SetUp() override {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, "}"));
  }
  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  Outcome Update(const std::string& facts, const std::string& more = "") {
    return server_.Call(kUpdate, absl::StrCat("participation_facts { ", kName, facts, "} ", more));
  }

  ApiServer server_;
};

TEST_F(Participation, FactsAreKeptChangedAndForgottenOneByOne) {
  EXPECT_EQ(server_.Call(kGet, kName).code(), StatusCode::NOT_FOUND);
  const Outcome made = Update(absl::StrCat(
      kSince, "side_entrant: true start_level_eqf: 2 target_groups: TARGET_GROUP_RETURNER"));
  ASSERT_TRUE(made.status.ok()) << made;
  const Outcome read = Make(kGet, kName);
  EXPECT_EQ(read.reply->DebugString(), made.reply->DebugString());
  EXPECT_EQ(read.Field("name"), "jobSeekers/p/participationFacts");
  EXPECT_FALSE(read.Field("etag").empty());
  const Outcome masked = Update("distance_to_labour_market: false",
                                "update_mask { paths: 'distance_to_labour_market' }");
  const auto& facts = masked.As<v1::ParticipationFacts>();
  EXPECT_TRUE(facts.side_entrant()) << masked;
  EXPECT_TRUE(facts.has_distance_to_labour_market());
  EXPECT_FALSE(facts.distance_to_labour_market());
  EXPECT_EQ(Update(absl::StrCat(kSince, "etag: '\"old\"'")).code(), StatusCode::ABORTED);
  server_.Restart();
  EXPECT_EQ(Make(kGet, kName).reply->DebugString(), masked.reply->DebugString());
  Make(kDelete, kName);
  EXPECT_EQ(server_.Call(kGet, kName).code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(server_.Call(kDelete, kName).code(), StatusCode::NOT_FOUND);
  Make("JobSeekerService.GetJobSeeker", "name: 'jobSeekers/p'");
}

TEST_F(Participation, EveryWrongFieldIsNamed) {
  const Outcome wrong = Update(
      "target_groups: TARGET_GROUP_RETURNER target_groups: TARGET_GROUP_RETURNER start_level_eqf: "
      "9 person_age_band: 'old'");
  EXPECT_EQ(wrong.code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(wrong.fields(),
            (std::vector<std::string>{
                "participation_facts.established_date", "participation_facts.target_groups[1]",
                "participation_facts.start_level_eqf", "participation_facts.person_age_band"}))
      << wrong;
  EXPECT_EQ(server_.Call(kGet, "name: 'jobSeekers/p'").fields(), std::vector<std::string>{"name"});
  EXPECT_EQ(server_
                .Call(kUpdate, absl::StrCat("participation_facts { name: "
                                            "'jobSeekers/no/participationFacts' ",
                                            kSince, "}"))
                .code(),
            StatusCode::NOT_FOUND);
}

TEST_F(Participation, NobodyElseMayCall) {
  for (const char* role : {"caseworker", "platform", "employer", "operator", "auditor",
                           "programme_manager", "work_table_member"}) {
    const Outcome refused =
        server_.Call(kGet, kName, {{"overstap-roles", role}, {"overstap-purpose", "counting"}});
    EXPECT_EQ(refused.code(), StatusCode::PERMISSION_DENIED) << role << ": " << refused;
    EXPECT_EQ(refused.reason(), "ROLE_NOT_ALLOWED") << role;
  }
  const Outcome purpose = server_.Call(kGet, kName, {{"overstap-purpose", "job-matching"}});
  EXPECT_EQ(purpose.reason(), "PURPOSE_NOT_ALLOWED") << purpose;
}

TEST_F(Participation, AreForgottenWithThePersonAndNotFoundByTheNextOfThatName) {
  ASSERT_TRUE(Update(kSince).status.ok());
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p'");
  EXPECT_EQ(server_.Call(kGet, kName).code(), StatusCode::NOT_FOUND);
  SetUp();
  EXPECT_EQ(server_.Call(kGet, kName).code(), StatusCode::NOT_FOUND);
  ASSERT_TRUE(Update(absl::StrCat(kSince, "side_entrant: false")).status.ok());
}

// Facts drawn at random.
std::string RandomFacts(std::mt19937& random) {
  const auto below = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  std::string facts = absl::StrCat("established_date { year: 2026 month: ", 1 + below(12),
                                   " day: ", 1 + below(28), " } ");
  for (int group = 1; group <= 4; ++group) {
    if (below(2) == 0) absl::StrAppend(&facts, "target_groups: ", group, " ");
  }
  absl::StrAppend(&facts, "benefit_scheme: ", below(5), " weeks_without_work: ", below(5), " ");
  if (below(2) == 0) {
    absl::StrAppend(&facts, "distance_to_labour_market: ", below(2) == 0 ? "true" : "false", " ");
  }
  if (below(2) == 0) absl::StrAppend(&facts, "side_entrant: ", below(2) == 0 ? "true " : "false ");
  if (below(2) == 0) absl::StrAppend(&facts, "start_level_eqf: ", 1 + below(8), " ");
  return facts;
}

// Whatever the facts are: no byte of what anybody else is answered changes, but for the version of
// the snapshot, which counts every write. (A report that is made later says what counting asks of
// them: placements_test.cc.)
TEST_F(Participation, NoOtherReplyDependsOnThem) {
  for (const char* id : {"q", "r"}) {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
  }
  for (const char* id : {"v-1", "v-2", "v-3"}) {
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/", id, "' ", kVacancy, "}"));
  }
  Make("TrainingOfferService.CreateTrainingOffer",
       absl::StrCat("training_offer { name: 'trainingOffers/o' ", kOffer, "}"));
  Make("PlacementService.CreatePlacement",
       "placement { name: 'placements/pl' job_seeker: 'jobSeekers/q' vacancy: 'vacancies/v-1' "
       "start_date { year: 2026 month: 11 day: 2 } }");
  Make("PlacementService.ReportPlacement",
       "name: 'placements/pl' work_table: 'workTables/activering' linkage_key: 'k' "
       "sector_day_before: ''");
  const std::vector<std::pair<std::string, std::string>> asked = {
      {"MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p' language_code: 'nl'"},
      {"MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p' view: MATCH_VIEW_EXCLUDED"},
      {"MatchService.MatchJobSeekers", "vacancy: 'vacancies/v-2'"},
      {"MatchService.ExplainMatch", "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v-1'"},
      {"RouteService.RankRoutes", "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v-1'"},
      {"JobSeekerService.GetJobSeeker", "name: 'jobSeekers/p'"},
      {"JobSeekerService.ListJobSeekers", ""},
      {"PlacementService.ListPlacements", ""},
      {"LedgerService.ListReports", ""},
      {"LedgerService.GetProgress", "name: 'targets/activation'"},
      {"RetentionService.ListRetentionDue", "weeks_ahead: 520"},
      {"DecisionService.ListDecisions", ""}};
  const auto answers = [&] {
    std::vector<std::string> bytes;
    for (const auto& [method, request] : asked) {
      Outcome outcome = Make(method, request);
      const auto* field = outcome.reply->GetDescriptor()->FindFieldByName("versions");
      const auto* position = outcome.reply->GetDescriptor()->FindFieldByName("ledger_position");
      if (field != nullptr) {
        auto* versions = outcome.reply->GetReflection()->MutableMessage(outcome.reply.get(), field);
        dynamic_cast<v1::AnswerVersions&>(*versions).clear_snapshot_version();
      }
      if (position != nullptr) {
        outcome.reply->GetReflection()->ClearField(outcome.reply.get(), position);
      }
      bytes.push_back(outcome.reply->SerializeAsString());
    }
    return bytes;
  };
  const std::vector<std::string> before = answers();
  std::mt19937 random(20'261'122);
  constexpr int kRounds = 40;
  for (int round = 0; round < kRounds; ++round) {
    for (const char* id : {"p", "q"}) {
      const Outcome updated =
          server_.Call(kUpdate, absl::StrCat("participation_facts { name: 'jobSeekers/", id,
                                             "/participationFacts' ", RandomFacts(random), "}"));
      ASSERT_TRUE(updated.status.ok()) << updated;
    }
    const std::vector<std::string> after = answers();
    for (size_t i = 0; i < asked.size(); ++i) {
      ASSERT_EQ(after[i], before[i]) << asked[i].first << " in round " << round;
    }
  }
}

}  // namespace
}  // namespace overstap
