// Openings and seats: taken when both sides agree, given back by what ends before it starts. Checks
// whether people stay, and what their reports say of them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

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
  Outcome End(const std::string& name, const std::string& day) {
    return Move(
        name, "ENDED",
        absl::StrCat("end_date { ", day, " } end_reason: PLACEMENT_END_REASON_EMPLOYER_WITHDREW"));
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
  ASSERT_TRUE(End(second, "year: 2026 month: 11 day: 23").status.ok());
  EXPECT_EQ(Vacancy().openings_left(), 1);
  EXPECT_EQ(Vacancy().status(), v1::VACANCY_STATUS_OPEN);
  EXPECT_EQ(MatchCount(), 1);
  EXPECT_TRUE(Move(third, "ACCEPTED").status.ok());
  // One that ends after its start does not.
  EXPECT_EQ(Move(first, "STARTED").code(), StatusCode::FAILED_PRECONDITION);  // not yet
  server_.Advance(absl::Hours(24 * 14));
  const Outcome started = Move(first, "STARTED");
  ASSERT_TRUE(started.status.ok()) << started;
  ASSERT_TRUE(End(first, "year: 2027 month: 3 day: 1").status.ok());
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
  ASSERT_TRUE(End(name, "year: 2026 month: 11 day: 23").status.ok());
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

TEST_F(Placements, DoNotEndWithoutAReason) {
  const std::string name = Propose("p-1");
  EXPECT_THAT(Move(name, "ENDED", "end_date { year: 2026 month: 11 day: 23 }").fields(),
              ElementsAre("end_reason"));
  EXPECT_TRUE(End(name, "year: 2026 month: 11 day: 23").status.ok());
}

// ---- checks ----

// Work that started on 23 August, to the day 13 weeks ago, and a day later.
class PlacementChecks : public Placements {
 protected:
  // What is stored of a report, for counting.
  store::v1::PlacementFacts Kept(const std::string& name) {
    const auto bytes = server_.server().store().Get(store::RecordKind::kReport,
                                                    name.substr(std::string("reports/").size()));
    store::v1::ReportStored stored;
    EXPECT_TRUE(bytes.ok() && bytes->has_value() && stored.ParseFromString(**bytes));
    return stored.report().placement();
  }
  void SetUp() override {
    Placements::SetUp();
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/many' ", kVacancy, " openings: 9 }"));
    for (const char* number : {"1", "2", "3"}) {
      Start(absl::StrCat("placements/pl-", number), absl::StrCat("jobSeekers/p-", number), 23);
    }
    Start("placements/pl-4", "jobSeekers/p-1", 24);
  }
  void Start(const std::string& name, const std::string& person, int day) {
    Make("PlacementService.CreatePlacement",
         absl::StrCat("placement { name: '", name, "' job_seeker: '", person,
                      "' vacancy: 'vacancies/many' start_date { year: 2026 month: 8 day: ", day,
                      " } }"));
    ASSERT_TRUE(Move(name, "ACCEPTED").status.ok());
    ASSERT_TRUE(Move(name, "STARTED").status.ok());
  }
  Outcome Check(const std::string& name, const std::string& more,
                const ApiServer::Metadata& as = {}) {
    return server_.Call("PlacementService.RecordPlacementCheck",
                        absl::StrCat("name: 'placements/", name, "' ", more), as);
  }
  // "pl-1 after 13 weeks", …; all pages of the size.
  std::vector<std::string> Due(const std::string& more = "", int page_size = 2,
                               const ApiServer::Metadata& as = {}) {
    std::vector<std::string> due;
    std::string token;
    do {
      const Outcome page = server_.Call(
          "PlacementService.ListPlacementChecksDue",
          absl::StrCat("page_size: ", page_size, " page_token: '", token, "' ", more), as);
      EXPECT_TRUE(page.status.ok()) << page;
      if (!page.status.ok()) break;
      const auto& reply = page.As<v1::ListPlacementChecksDueResponse>();
      EXPECT_LE(reply.checks_size(), page_size);
      for (const v1::PlacementCheckDue& check : reply.checks()) {
        EXPECT_EQ(check.placement().state(), v1::PLACEMENT_STATE_STARTED);
        due.push_back(absl::StrCat(check.placement().name().substr(11), " after ", check.weeks(),
                                   " weeks on ", check.due_date().month(), "-",
                                   check.due_date().day()));
      }
      token = reply.next_page_token();
    } while (!token.empty());
    return due;
  }
  v1::Placement Get(const std::string& name) {
    return Make("PlacementService.GetPlacement", absl::StrCat("name: 'placements/", name, "'"))
        .As<v1::Placement>();
  }
  Outcome Report(const std::string& name, const std::string& more = "") {
    return server_.Call("PlacementService.ReportPlacement",
                        absl::StrCat("name: 'placements/", name,
                                     "' work_table: 'workTables/activering' linkage_key: 'k' "
                                     "sector_day_before: '' ",
                                     more));
  }
  Outcome Judge(const std::string& verb, const std::string& report, const std::string& more = "") {
    return server_.Call(absl::StrCat("LedgerService.", verb, "Report"),
                        absl::StrCat("name: '", report, "' ", more),
                        {{"overstap-principal", "someone@cnv"}, {"overstap-organisation", "cnv"}});
  }

  const ApiServer::Metadata stranger_ = {{"overstap-principal", "eva@gemeente-arnhem"},
                                         {"overstap-organisation", "gemeente-arnhem"},
                                         {"overstap-roles", "caseworker"}};
};

TEST_F(PlacementChecks, AreWorkedOffFromAPagedList) {
  EXPECT_THAT(Due(), ElementsAre("pl-1 after 13 weeks on 11-22", "pl-2 after 13 weeks on 11-22",
                                 "pl-3 after 13 weeks on 11-22"));
  EXPECT_EQ(Due("", 1), Due("", 50));
  const Outcome made = Check("pl-2", "weeks: 13 at_work: true");
  ASSERT_TRUE(made.status.ok()) << made;
  const auto& placement = made.As<v1::RecordPlacementCheckResponse>().placement();
  ASSERT_EQ(placement.checks_size(), 1);
  EXPECT_EQ(placement.checks(0).check_date().day(), 22);
  EXPECT_FALSE(placement.checks(0).organisation().empty());
  EXPECT_THAT(Due(), ElementsAre("pl-1 after 13 weeks on 11-22", "pl-3 after 13 weeks on 11-22"));
  // Ahead: the next of the one that was checked, and the first of the one that started later.
  EXPECT_THAT(Due("as_of_date { year: 2027 month: 2 day: 21 }"),
              ElementsAre("pl-1 after 13 weeks on 11-22", "pl-2 after 26 weeks on 2-21",
                          "pl-3 after 13 weeks on 11-22", "pl-4 after 13 weeks on 11-23"));
  EXPECT_THAT(Due("as_of_date { year: 2026 month: 11 day: 21 }"), ElementsAre());
  ASSERT_TRUE(End("placements/pl-1", "year: 2026 month: 11 day: 20").status.ok());
  server_.Advance(absl::Hours(24));
  EXPECT_THAT(Due(), ElementsAre("pl-3 after 13 weeks on 11-22", "pl-4 after 13 weeks on 11-23"));
  server_.Restart();
  EXPECT_THAT(Due(), ElementsAre("pl-3 after 13 weeks on 11-22", "pl-4 after 13 weeks on 11-23"));
}

TEST_F(PlacementChecks, AreOfPeopleWhomTheCallerSees) {
  EXPECT_THAT(Due("", 50, stranger_), ElementsAre());
  EXPECT_EQ(Check("pl-1", "weeks: 13 at_work: true", stranger_).code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Due("", 50, {{"overstap-roles", "platform"}}).size(), 3U);
  EXPECT_EQ(Get("pl-1").checks_size(), 0);
}

TEST_F(PlacementChecks, WhoStaysIsSustainedAndWhoIsGoneHasEnded) {
  ASSERT_TRUE(Check("pl-1", "weeks: 13 at_work: true").status.ok());
  server_.Advance(absl::Hours(24 * 7 * 13));
  ASSERT_TRUE(Check("pl-1", "weeks: 26 at_work: true").status.ok());
  EXPECT_EQ(Get("pl-1").state(), v1::PLACEMENT_STATE_SUSTAINED);
  ASSERT_TRUE(Check("pl-2",
                    "weeks: 13 at_work: false end_date { year: 2026 month: 10 day: 31 } "
                    "end_reason: PLACEMENT_END_REASON_EMPLOYER_ENDED "
                    "check_date { year: 2026 month: 12 day: 1 }")
                  .status.ok());
  const v1::Placement gone = Get("pl-2");
  EXPECT_EQ(gone.state(), v1::PLACEMENT_STATE_ENDED);
  EXPECT_EQ(gone.end_reason(), v1::PLACEMENT_END_REASON_EMPLOYER_ENDED);
  EXPECT_EQ(gone.end_date().month(), 10);
  EXPECT_EQ(gone.checks(0).check_date().month(), 12);
}

TEST_F(PlacementChecks, AreRefusedWithAReason) {
  EXPECT_EQ(Check("pl-4", "weeks: 13 at_work: true").reason(), "NOT_DUE_YET");
  EXPECT_EQ(Check("pl-1", "weeks: 26 at_work: true").reason(), "NOT_DUE_YET");
  EXPECT_EQ(Check("none", "weeks: 13 at_work: true").code(), StatusCode::NOT_FOUND);
  const Outcome stale = Check("pl-1", "weeks: 13 at_work: true etag: 'stale'");
  EXPECT_EQ(stale.code(), StatusCode::ABORTED);
  EXPECT_EQ(stale.reason(), "ETAG_MISMATCH");
  const std::string once =
      "weeks: 13 at_work: true request_id: '6f1d3c4e-8f0b-4c56-9d2a-0c9a1b2c3d4e'";
  const Outcome first = Check("pl-1", once);
  ASSERT_TRUE(first.status.ok()) << first;
  EXPECT_EQ(Check("pl-1", once).reply->DebugString(), first.reply->DebugString());
  EXPECT_EQ(Check("pl-1", "weeks: 13 at_work: true").reason(), "ALREADY_CHECKED");
  ASSERT_TRUE(End("placements/pl-2", "year: 2026 month: 11 day: 20").status.ok());
  EXPECT_EQ(Check("pl-2", "weeks: 13 at_work: true").reason(), "ILLEGAL_TRANSITION");
}

TEST_F(PlacementChecks, NameEveryWrongField) {
  const auto fields = [this](const std::string& more) { return Check("pl-1", more).fields(); };
  EXPECT_THAT(server_.Call("PlacementService.RecordPlacementCheck", "request_id: 'x'").fields(),
              ElementsAre("name", "weeks", "at_work", "request_id"));
  EXPECT_THAT(fields("weeks: 14 at_work: false check_date { year: 2026 month: 11 day: 23 }"),
              ElementsAre("weeks", "check_date", "end_date", "end_reason"));
  EXPECT_THAT(fields("weeks: 13 at_work: true end_date { year: 2026 month: 11 day: 2 } "
                     "end_reason: PLACEMENT_END_REASON_PERSON_LEFT"),
              ElementsAre("end_date", "end_reason"));
  const std::string gone =
      "weeks: 13 at_work: false end_reason: PLACEMENT_END_REASON_PERSON_LEFT end_date ";
  EXPECT_THAT(fields(gone + "{ year: 2026 month: 11 day: 23 }"), ElementsAre("end_date"));
  EXPECT_THAT(fields(gone + "{ year: 2026 month: 8 day: 22 }"), ElementsAre("end_date"));
  EXPECT_THAT(server_
                  .Call("PlacementService.ListPlacementChecksDue",
                        "as_of_date { year: 2026 month: 2 day: 30 }")
                  .fields(),
              ElementsAre("as_of_date"));
  EXPECT_EQ(Get("pl-1").checks_size(), 0);
}

TEST_F(PlacementChecks, TheirReportSaysHowLongThePersonStayed) {
  const std::string report = Report("pl-1").As<v1::ReportPlacementResponse>().report().name();
  ASSERT_TRUE(Judge("Acknowledge", report).status.ok());
  ASSERT_TRUE(Check("pl-1", "weeks: 13 at_work: true").status.ok());
  const Outcome read = Make("LedgerService.GetReport", absl::StrCat("name: '", report, "'"));
  EXPECT_EQ(read.As<v1::Report>().placement().weeks_at_work(), 13);
  EXPECT_EQ(read.As<v1::Report>().state(), v1::REPORT_STATE_ACKNOWLEDGED);
}

// ---- reports ----

TEST_F(PlacementChecks, AReportThatWasTurnedDownIsMadeAnew) {
  const std::string first = Report("pl-1").As<v1::ReportPlacementResponse>().report().name();
  EXPECT_EQ(Report("pl-1").reason(), "ALREADY_REPORTED");
  ASSERT_TRUE(Judge("Reject", first, "reason: 'geen contract gezien'").status.ok());
  const Outcome again = Report("pl-1");
  ASSERT_TRUE(again.status.ok()) << again;
  const v1::ReportPlacementResponse& reply = again.As<v1::ReportPlacementResponse>();
  EXPECT_EQ(reply.report().corrects(), first);
  EXPECT_EQ(reply.report().correction_reason(), "sent again");
  EXPECT_EQ(reply.placement().report(), reply.report().name());
  EXPECT_NE(reply.report().name(), first);
}

TEST_F(PlacementChecks, AReportTakesWhatCountingAsksFromTheFactsUnlessTheReporterSaysIt) {
  Make("ParticipationFactsService.UpdateParticipationFacts",
       "participation_facts { name: 'jobSeekers/p-1/participationFacts' "
       "established_date { year: 2026 month: 3 day: 9 } side_entrant: true "
       "distance_to_labour_market: true }");
  const v1::Report report =
      Report("pl-1", "distance_to_labour_market: false").As<v1::ReportPlacementResponse>().report();
  const store::v1::PlacementFacts kept = Kept(report.name());
  EXPECT_TRUE(kept.side_entrant());
  EXPECT_TRUE(kept.has_distance_to_labour_market());
  EXPECT_FALSE(kept.distance_to_labour_market());
  // They are for counting alone: not even the reporter gets them back.
  EXPECT_FALSE(report.placement().has_side_entrant());
  EXPECT_FALSE(report.placement().has_distance_to_labour_market());
  EXPECT_EQ(report.placement().home_municipality(), "GM0202");
  EXPECT_EQ(report.placement().employer(), "Zorggroep De Linde");
  // Nobody kept anything of the next.
  EXPECT_FALSE(
      Kept(Report("pl-2").As<v1::ReportPlacementResponse>().report().name()).has_side_entrant());
  // A table learns nothing of either.
  const Outcome seen =
      server_.Call("LedgerService.GetReport", absl::StrCat("name: '", report.name(), "'"),
                   {{"overstap-principal", "someone@cnv"}, {"overstap-organisation", "cnv"}});
  ASSERT_TRUE(seen.status.ok()) << seen;
  EXPECT_FALSE(seen.As<v1::Report>().placement().has_side_entrant());
  EXPECT_FALSE(seen.As<v1::Report>().placement().has_distance_to_labour_market());
  EXPECT_EQ(seen.As<v1::Report>().placement().home_municipality(), "");
}

TEST_F(PlacementChecks, AReportNamesAProjectThatIsThere) {
  EXPECT_THAT(Report("pl-1", "project: 'via-t'").fields(), ElementsAre("project"));
  const Outcome unknown = Report("pl-1", "project: 'projects/via-t'");
  EXPECT_EQ(unknown.code(), StatusCode::NOT_FOUND) << unknown;
  EXPECT_EQ(Get("pl-1").report(), "");
}

}  // namespace
}  // namespace overstap
