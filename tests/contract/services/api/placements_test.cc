// Openings and seats: taken when both sides agree, given back by what ends before it starts.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

class Placements : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* id : {"p-1", "p-2", "p-3"}) {
      Make("JobSeekerService.CreateJobSeeker",
           absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, "}"));
    }
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy, "}"));
    Make("TrainingOfferService.CreateTrainingOffer",
         absl::StrCat("training_offer { name: 'trainingOffers/o' ", kOffer,
                      " runs { run_id: 'small' start_date { year: 2027 month: 1 day: 11 } seats: 1 "
                      "} }"));
  }

  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  // A new placement of the person at the vacancy; its name.
  std::string Propose(const std::string& person, const std::string& more = "") {
    return Make("PlacementService.CreatePlacement",
                absl::StrCat("placement { job_seeker: 'jobSeekers/", person,
                             "' vacancy: 'vacancies/v' start_date { year: 2026 month: 12 day: 1 } ",
                             more, "}"))
        .Field("name");
  }
  Outcome Move(const std::string& name, const std::string& state, const std::string& more = "") {
    return server_.Call(
        "PlacementService.TransitionPlacement",
        absl::StrCat("name: '", name, "' state: PLACEMENT_STATE_", state, " ", more));
  }
  v1::Vacancy Vacancy() {
    return Make("VacancyService.GetVacancy", "name: 'vacancies/v'").As<v1::Vacancy>();
  }
  int MatchCount() {
    return Make("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p-3'")
        .As<v1::MatchVacanciesResponse>()
        .matches_size();
  }

  ApiServer server_;
};

TEST_F(Placements, TakeTheirFactsFromTheVacancy) {
  const Outcome read =
      Make("PlacementService.GetPlacement", absl::StrCat("name: '", Propose("p-1"), "'"));
  const auto& placement = read.As<v1::Placement>();
  EXPECT_EQ(placement.state(), v1::PLACEMENT_STATE_PROPOSED);
  EXPECT_EQ(placement.job_seeker(), "jobSeekers/p-1");
  EXPECT_EQ(placement.job().sector(), "health");
  EXPECT_EQ(placement.job().employer(), "Zorggroep De Linde");
}

TEST_F(Placements, TheLastOpeningIsTakenOnce) {
  const std::string first = Propose("p-1");
  const std::string second = Propose("p-2");
  const std::string third = Propose("p-3");
  EXPECT_EQ(Vacancy().openings_left(), 2);
  EXPECT_EQ(MatchCount(), 1);
  ASSERT_TRUE(Move(first, "ACCEPTED").status.ok());
  EXPECT_EQ(Vacancy().openings_left(), 1);
  ASSERT_TRUE(Move(second, "ACCEPTED").status.ok());
  EXPECT_EQ(Vacancy().openings_left(), 0);
  EXPECT_EQ(Vacancy().status(), v1::VACANCY_STATUS_FILLED);
  EXPECT_EQ(MatchCount(), 0);
  const Outcome refused = Move(third, "ACCEPTED");
  EXPECT_EQ(refused.code(), StatusCode::FAILED_PRECONDITION) << refused;
  EXPECT_EQ(refused.reason(), "NO_OPENING_LEFT");
  // One that ends before it starts gives its opening back.
  ASSERT_TRUE(Move(second, "ENDED", "end_date { year: 2026 month: 11 day: 23 }").status.ok());
  EXPECT_EQ(Vacancy().openings_left(), 1);
  EXPECT_EQ(Vacancy().status(), v1::VACANCY_STATUS_OPEN);
  EXPECT_EQ(MatchCount(), 1);
  EXPECT_TRUE(Move(third, "ACCEPTED").status.ok());
  // One that ends after its start does not.
  EXPECT_EQ(Move(first, "STARTED").code(), StatusCode::FAILED_PRECONDITION);  // not yet
  server_.Advance(absl::Hours(24 * 14));
  const Outcome started = Move(first, "STARTED");
  ASSERT_TRUE(started.status.ok()) << started;
  ASSERT_TRUE(Move(first, "ENDED", "end_date { year: 2027 month: 3 day: 1 }").status.ok());
  EXPECT_EQ(Vacancy().openings_left(), 0);
}

TEST_F(Placements, ClosingAVacancyIsSeenByTheNextQuery) {
  EXPECT_EQ(MatchCount(), 1);
  Make("VacancyService.UpdateVacancy",
       "vacancy { name: 'vacancies/v' status: VACANCY_STATUS_CLOSED } update_mask { paths: "
       "'status' }");
  EXPECT_EQ(MatchCount(), 0);
}

TEST_F(Placements, TheLastSeatIsTakenOnce) {
  const std::string with_seat = "training_offer: 'trainingOffers/o' run_id: 'small'";
  const std::string first = Propose("p-1", with_seat);
  const std::string second = Propose("p-2", with_seat);
  ASSERT_TRUE(Move(first, "ACCEPTED").status.ok());
  const Outcome offer = Make("TrainingOfferService.GetTrainingOffer", "name: 'trainingOffers/o'");
  EXPECT_EQ(offer.As<v1::TrainingOffer>().runs(1).seats_left(), 0);
  const Outcome refused = Move(second, "ACCEPTED");
  EXPECT_EQ(refused.reason(), "NO_SEAT_LEFT") << refused;
}

TEST_F(Placements, KeepTheVacancyThatTheyName) {
  const std::string name = Propose("p-1");
  const Outcome refused = server_.Call("VacancyService.DeleteVacancy", "name: 'vacancies/v'");
  EXPECT_EQ(refused.code(), StatusCode::FAILED_PRECONDITION) << refused;
  EXPECT_EQ(refused.reason(), "IN_USE");
  ASSERT_TRUE(Move(name, "ENDED", "end_date { year: 2026 month: 11 day: 23 }").status.ok());
  Make("VacancyService.DeleteVacancy", "name: 'vacancies/v'");
}

TEST_F(Placements, StayWithoutAPersonWhoIsForgottenAndKeepWhatTheyTake) {
  const std::string name = Propose("p-1");
  ASSERT_TRUE(Move(name, "ACCEPTED").status.ok());
  Make("JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/p-1'");
  // The placement stays, without the person, and so is nobody's to see but the platform's.
  const std::string get = absl::StrCat("name: '", name, "'");
  const Outcome read =
      server_.Call("PlacementService.GetPlacement", get, {{"overstap-roles", "platform"}});
  ASSERT_TRUE(read.status.ok()) << read;
  EXPECT_EQ(read.As<v1::Placement>().job_seeker(), "");
  EXPECT_EQ(server_.Call("PlacementService.GetPlacement", get).code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(read.As<v1::Placement>().state(), v1::PLACEMENT_STATE_ACCEPTED);
  EXPECT_EQ(Vacancy().openings_left(), 1);
  server_.Restart();
  EXPECT_EQ(Vacancy().openings_left(), 1);
  // It goes on without the person, as the platform sees fit: until it ends before it began.
  const Outcome ended =
      server_.Call("PlacementService.TransitionPlacement",
                   absl::StrCat(get,
                                " state: PLACEMENT_STATE_ENDED end_date { year: 2026 month: 11 "
                                "day: 23 } end_reason: PLACEMENT_END_REASON_PERSON_WITHDREW"),
                   {{"overstap-roles", "platform"}});
  EXPECT_TRUE(ended.status.ok()) << ended;
  EXPECT_EQ(Vacancy().openings_left(), 2);
}

TEST_F(Placements, OpeningsAreCountedAgainAfterARestart) {
  ASSERT_TRUE(Move(Propose("p-1"), "ACCEPTED").status.ok());
  server_.Restart();
  EXPECT_EQ(Vacancy().openings_left(), 1);
}

}  // namespace
}  // namespace overstap
