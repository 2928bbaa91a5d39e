// Which rows a caller sees: a caseworker the people of their own organisation and those shared with
// it, an employer its own vacancies, a work table its own reports. What is not seen is not there.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

ApiServer::Metadata As(const std::string& role, const std::string& organisation) {
  return {{"overstap-principal", absl::StrCat(role, "@", organisation)},
          {"overstap-organisation", organisation},
          {"overstap-roles", role}};
}
const ApiServer::Metadata& Uwv() {
  static const auto& caller = *new ApiServer::Metadata(As("caseworker", "uwv"));
  return caller;
}
const ApiServer::Metadata& Arnhem() {
  static const auto& caller = *new ApiServer::Metadata(As("caseworker", "gemeente-arnhem"));
  return caller;
}
const ApiServer::Metadata& Platform() {
  static const auto& caller = *new ApiServer::Metadata(As("platform", "platform"));
  return caller;
}
const ApiServer::Metadata& Linde() {
  static const auto& caller = *new ApiServer::Metadata(As("employer", "de-linde"));
  return caller;
}
const ApiServer::Metadata& Berk() {
  static const auto& caller = *new ApiServer::Metadata(As("employer", "de-berk"));
  return caller;
}

class Rows : public testing::Test {
 protected:
  Outcome Make(const std::string& method, const std::string& request,
               const ApiServer::Metadata& as) {
    Outcome made = server_.Call(method, request, as);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  v1::JobSeeker AddPerson(const std::string& id, const ApiServer::Metadata& as,
                          const std::string& more = "") {
    return Make("JobSeekerService.CreateJobSeeker",
                absl::StrCat("job_seeker { name: 'jobSeekers/", id, "' ", kPerson, more, "}"), as)
        .As<v1::JobSeeker>();
  }
  v1::Vacancy AddVacancy(const std::string& id, const ApiServer::Metadata& as,
                         const std::string& more = "") {
    return Make("VacancyService.CreateVacancy",
                absl::StrCat("vacancy { name: 'vacancies/", id, "' ", kVacancy, more, "}"), as)
        .As<v1::Vacancy>();
  }
  Outcome Share(const std::string& id, const std::string& organisation,
                const ApiServer::Metadata& as,
                const std::string& until = "{ year: 2026 month: 12 day: 31 }") {
    return server_.Call("JobSeekerService.ShareJobSeeker",
                        absl::StrCat("name: 'jobSeekers/", id, "' organisation: '", organisation,
                                     "' reason: 'samen begeleiden' until_date ", until),
                        as);
  }
  std::vector<std::string> Listed(const ApiServer::Metadata& as) {
    std::vector<std::string> names;
    std::string token;
    do {
      const Outcome page = Make("JobSeekerService.ListJobSeekers",
                                absl::StrCat("page_size: 2 page_token: '", token, "'"), as);
      for (const auto& person : page.As<v1::ListJobSeekersResponse>().job_seekers()) {
        names.push_back(person.name());
      }
      token = page.As<v1::ListJobSeekersResponse>().next_page_token();
    } while (!token.empty());
    return names;
  }
  // By pages of two.
  std::vector<std::string> Matched(const ApiServer::Metadata& as) {
    std::vector<std::string> names;
    std::string token;
    do {
      const Outcome page =
          Make("MatchService.MatchJobSeekers",
               absl::StrCat("vacancy: 'vacancies/v' page_size: 2 page_token: '", token, "'"), as);
      for (const auto& match : page.As<v1::MatchJobSeekersResponse>().matches()) {
        names.push_back(match.job_seeker());
      }
      token = page.As<v1::MatchJobSeekersResponse>().next_page_token();
    } while (!token.empty());
    return names;
  }
  Outcome Get(const std::string& id, const ApiServer::Metadata& as) {
    return server_.Call("JobSeekerService.GetJobSeeker",
                        absl::StrCat("name: 'jobSeekers/", id, "'"), as);
  }

  ApiServer server_;
};

// ---- whose a record is ----

TEST_F(Rows, APersonIsKeptByTheCallersOrganisationUnlessThePlatformSaysAnother) {
  EXPECT_EQ(AddPerson("a", Uwv()).organisation(), "uwv");
  EXPECT_EQ(AddPerson("b", Platform()).organisation(), "platform");
  EXPECT_EQ(AddPerson("c", Platform(), " organisation: 'uwv'").organisation(), "uwv");
  EXPECT_EQ(AddPerson("d", Uwv(), " organisation: 'uwv'").organisation(), "uwv");
  const Outcome foreign = server_.Call(
      "JobSeekerService.CreateJobSeeker",
      absl::StrCat("job_seeker { ", kPerson, " organisation: 'gemeente-arnhem' }"), Uwv());
  EXPECT_EQ(foreign.code(), StatusCode::PERMISSION_DENIED) << foreign;
  EXPECT_EQ(foreign.reason(), "ORGANISATION_NOT_YOURS");
  EXPECT_THAT(foreign.fields(), ElementsAre("job_seeker.organisation"));
}

TEST_F(Rows, OnlyThePlatformGivesAPersonToAnotherOrganisationAndSharesEndWithIt) {
  AddPerson("a", Uwv());
  ASSERT_TRUE(Share("a", "cnv", Uwv()).status.ok());
  const std::string transfer =
      "job_seeker { name: 'jobSeekers/a' organisation: 'gemeente-arnhem' } "
      "update_mask { paths: 'organisation' }";
  const Outcome own = server_.Call("JobSeekerService.UpdateJobSeeker", transfer, Uwv());
  EXPECT_EQ(own.code(), StatusCode::PERMISSION_DENIED) << own;
  const Outcome moved = Make("JobSeekerService.UpdateJobSeeker", transfer, Platform());
  EXPECT_EQ(moved.As<v1::JobSeeker>().organisation(), "gemeente-arnhem");
  EXPECT_EQ(moved.As<v1::JobSeeker>().shares_size(), 0);
  EXPECT_EQ(Get("a", Uwv()).code(), StatusCode::NOT_FOUND);
  EXPECT_TRUE(Get("a", Arnhem()).status.ok());
}

TEST_F(Rows, AnUpdateOrImportThatNamesNoOrganisationLeavesItAsItIs) {
  AddPerson("a", Uwv());
  const Outcome updated =
      Make("JobSeekerService.UpdateJobSeeker",
           absl::StrCat("job_seeker { name: 'jobSeekers/a' ", kPerson, " }"), Platform());
  EXPECT_EQ(updated.As<v1::JobSeeker>().organisation(), "uwv");
  const Outcome imported =
      server_.Stream("JobSeekerService.ImportJobSeekers",
                     {absl::StrCat("job_seeker { name: 'jobSeekers/a' ", kPerson, " }")},
                     As("operator", "platform"));
  EXPECT_EQ(imported.As<v1::ImportSummary>().unchanged_count(), 1) << imported;
  EXPECT_EQ(Get("a", Uwv()).As<v1::JobSeeker>().organisation(), "uwv");
}

// ---- who sees a person ----

TEST_F(Rows, OthersPeopleDoNotExistForACaseworker) {
  AddPerson("theirs", Arnhem());
  AddVacancy("v", Platform());
  Make("PlacementService.CreatePlacement",
       "placement { name: 'placements/pl' job_seeker: 'jobSeekers/theirs' vacancy: 'vacancies/v' "
       "start_date { year: 2026 month: 11 day: 2 } }",
       Arnhem());
  const std::string before = server_.Dump();
  const std::vector<std::pair<std::string, std::string>> calls = {
      {"JobSeekerService.GetJobSeeker", "name: 'jobSeekers/theirs'"},
      {"JobSeekerService.UpdateJobSeeker",
       "job_seeker { name: 'jobSeekers/theirs' working_level_eqf: 4 } "
       "update_mask { paths: 'working_level_eqf' }"},
      // Neither a wrong etag nor a wrong value tells that there is one.
      {"JobSeekerService.UpdateJobSeeker",
       "job_seeker { name: 'jobSeekers/theirs' etag: 'stale' working_level_eqf: 99 }"},
      {"JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/theirs'"},
      {"JobSeekerService.DeleteJobSeeker", "name: 'jobSeekers/theirs' etag: 'stale'"},
      {"JobSeekerService.ShareJobSeeker",
       "name: 'jobSeekers/theirs' organisation: 'cnv' reason: 'x' "
       "until_date { year: 2026 month: 12 day: 1 }"},
      {"MatchService.MatchVacancies", "job_seeker: 'jobSeekers/theirs'"},
      {"MatchService.ExplainMatch", "job_seeker: 'jobSeekers/theirs' vacancy: 'vacancies/v'"},
      {"RouteService.RankRoutes", "job_seeker: 'jobSeekers/theirs' vacancy: 'vacancies/v'"},
      {"IntroductionService.ProposeIntroduction",
       "job_seeker: 'jobSeekers/theirs' vacancy: 'vacancies/v'"},
      {"PlacementService.CreatePlacement",
       "placement { job_seeker: 'jobSeekers/theirs' vacancy: 'vacancies/v' "
       "start_date { year: 2026 month: 12 day: 1 } }"},
      {"PlacementService.GetPlacement", "name: 'placements/pl'"},
      {"PlacementService.TransitionPlacement",
       "name: 'placements/pl' state: PLACEMENT_STATE_ACCEPTED"},
      {"PlacementService.ReportPlacement",
       "name: 'placements/pl' work_table: 'workTables/activering'"},
      {"LedgerService.CreateReport",
       "report { work_table: 'workTables/talent' training_completion { "
       "job_seeker: 'jobSeekers/theirs' title: 't' sector: 'health' training_hours: 8 "
       "start_date { year: 2026 month: 11 day: 1 } "
       "completion_date { year: 2026 month: 11 day: 2 } } }"}};
  for (const auto& [method, request] : calls) {
    const Outcome outcome = server_.Call(method, request, Uwv());
    EXPECT_EQ(outcome.code(), StatusCode::NOT_FOUND) << method << ": " << outcome;
  }
  EXPECT_EQ(server_.Dump(), before);
  // The answer is the one that a person who was never there gets.
  Outcome none = Get("nobody", Uwv());
  Outcome hidden = Get("theirs", Uwv());
  EXPECT_EQ(hidden.status.error_message(), "there is no jobSeekers/theirs");
  EXPECT_EQ(none.status.error_message(), "there is no jobSeekers/nobody");
  EXPECT_EQ(none.details.details_size(), hidden.details.details_size());
  EXPECT_THAT(Listed(Uwv()), IsEmpty());
  EXPECT_EQ(Make("PlacementService.ListPlacements", "", Uwv())
                .As<v1::ListPlacementsResponse>()
                .placements_size(),
            0);
  EXPECT_EQ(Make("PlacementService.ListPlacements", "", Arnhem())
                .As<v1::ListPlacementsResponse>()
                .placements_size(),
            1);
}

TEST_F(Rows, ListsHoldOnesOwnAcrossPages) {
  for (int i = 0; i < 6; ++i) {
    AddPerson(absl::StrCat("p-", i), i % 2 == 0 ? Uwv() : Arnhem());
  }
  EXPECT_THAT(Listed(Uwv()), ElementsAre("jobSeekers/p-0", "jobSeekers/p-2", "jobSeekers/p-4"));
  EXPECT_THAT(Listed(Arnhem()), ElementsAre("jobSeekers/p-1", "jobSeekers/p-3", "jobSeekers/p-5"));
  EXPECT_EQ(Listed(Platform()).size(), 6U);
  EXPECT_THAT(Listed(As("caseworker", "cnv")), IsEmpty());
}

TEST_F(Rows, AMatchRanksOnlyWhomTheCaseworkerMaySee) {
  AddVacancy("v", Platform());
  for (int i = 0; i < 9; ++i) {
    AddPerson(absl::StrCat("p-", i), i % 3 == 0 ? Uwv() : Arnhem());
  }
  EXPECT_THAT(Matched(Uwv()), ElementsAre("jobSeekers/p-0", "jobSeekers/p-3", "jobSeekers/p-6"));
  EXPECT_EQ(Matched(Arnhem()).size(), 6U);
  EXPECT_EQ(Matched(Platform()).size(), 9U);
  EXPECT_THAT(Matched(As("caseworker", "cnv")), IsEmpty());
  // A share counts at once, and no longer than it lasts; a past "current date" changes nothing.
  ASSERT_TRUE(Share("p-1", "uwv", Arnhem(), "{ year: 2026 month: 11 day: 23 }").status.ok());
  EXPECT_THAT(Matched(Uwv()), UnorderedElementsAre("jobSeekers/p-0", "jobSeekers/p-1",
                                                   "jobSeekers/p-3", "jobSeekers/p-6"));
  server_.Restart();
  EXPECT_EQ(Matched(Uwv()).size(), 4U);
  server_.Advance(absl::Hours(48));
  EXPECT_EQ(Matched(Uwv()).size(), 3U);
  const Outcome past =
      Make("MatchService.MatchJobSeekers",
           "vacancy: 'vacancies/v' as_of_date { year: 2026 month: 11 day: 22 }", Uwv());
  EXPECT_EQ(past.As<v1::MatchJobSeekersResponse>().matches_size(), 3);
}

// ---- shares ----

TEST_F(Rows, ASharedPersonIsThereForTheOtherOrganisationUntilTheDayIsOver) {
  AddPerson("a", Uwv());
  EXPECT_EQ(Get("a", Arnhem()).code(), StatusCode::NOT_FOUND);
  const Outcome shared = Share("a", "gemeente-arnhem", Uwv(), "{ year: 2026 month: 11 day: 23 }");
  ASSERT_TRUE(shared.status.ok()) << shared;
  const v1::JobSeeker person = shared.As<v1::ShareJobSeekerResponse>().job_seeker();
  ASSERT_EQ(person.shares_size(), 1);
  EXPECT_EQ(person.shares(0).organisation(), "gemeente-arnhem");
  EXPECT_EQ(person.shares(0).reason(), "samen begeleiden");
  EXPECT_TRUE(Get("a", Arnhem()).status.ok());
  EXPECT_THAT(Listed(Arnhem()), ElementsAre("jobSeekers/a"));
  // 23 November is over at midnight in the Netherlands (of whose two times the later counts).
  server_.Advance(absl::Hours(35));
  EXPECT_TRUE(Get("a", Arnhem()).status.ok());
  server_.Advance(absl::Hours(2));
  EXPECT_EQ(Get("a", Arnhem()).code(), StatusCode::NOT_FOUND);
  EXPECT_TRUE(Get("a", Uwv()).status.ok());
}

TEST_F(Rows, SharesOutliveEveryOtherWriteAndNobodyWritesThemDirectly) {
  AddPerson("a", Uwv());
  ASSERT_TRUE(Share("a", "gemeente-arnhem", Uwv()).status.ok());
  const std::string forged =
      " shares { organisation: 'cnv' until_date { year: 2030 month: 1 day: 1 } }";
  // All fields, a mask that names shares, and an import: the stored shares stay.
  Make("JobSeekerService.UpdateJobSeeker",
       absl::StrCat("job_seeker { name: 'jobSeekers/a' ", kPerson, forged, "}"), Uwv());
  Make("JobSeekerService.UpdateJobSeeker",
       absl::StrCat("job_seeker { name: 'jobSeekers/a' ", forged,
                    "} update_mask { paths: 'shares' }"),
       Arnhem());
  server_.Stream("JobSeekerService.ImportJobSeekers",
                 {absl::StrCat("job_seeker { name: 'jobSeekers/a' ", kPerson, forged, "}")}, Uwv());
  const Outcome read = Get("a", Uwv());
  ASSERT_EQ(read.As<v1::JobSeeker>().shares_size(), 1) << read;
  EXPECT_EQ(read.As<v1::JobSeeker>().shares(0).organisation(), "gemeente-arnhem");
  EXPECT_EQ(AddPerson("b", Uwv(), forged).shares_size(), 0);
}

TEST_F(Rows, OnlyTheKeepingOrganisationOrThePlatformDeletes) {
  const std::string forget = "JobSeekerService.DeleteJobSeeker";
  for (const char* id : {"a", "b"}) {
    AddPerson(id, Uwv());
    ASSERT_TRUE(Share(id, "gemeente-arnhem", Uwv()).status.ok());
  }
  const Outcome refused = server_.Call(forget, "name: 'jobSeekers/a'", Arnhem());
  EXPECT_EQ(refused.code(), StatusCode::PERMISSION_DENIED) << refused;
  EXPECT_EQ(refused.reason(), "NOT_THE_KEEPER");
  EXPECT_TRUE(Get("a", Uwv()).status.ok());
  Make(forget, "name: 'jobSeekers/a'", Uwv());
  Make(forget, "name: 'jobSeekers/b'", Platform());
  EXPECT_THAT(Listed(Platform()), IsEmpty());
}

TEST_F(Rows, OnlyTheKeepingOrganisationSharesAndUnshares) {
  AddPerson("a", Uwv());
  ASSERT_TRUE(Share("a", "gemeente-arnhem", Uwv()).status.ok());
  const Outcome passed_on = Share("a", "cnv", Arnhem());
  EXPECT_EQ(passed_on.code(), StatusCode::PERMISSION_DENIED) << passed_on;
  EXPECT_EQ(passed_on.reason(), "NOT_THE_KEEPER");
  const std::string unshare = "name: 'jobSeekers/a' organisation: 'gemeente-arnhem'";
  EXPECT_EQ(server_.Call("JobSeekerService.UnshareJobSeeker", unshare, Arnhem()).reason(),
            "NOT_THE_KEEPER");
  Make("JobSeekerService.UnshareJobSeeker", unshare, Uwv());
  EXPECT_EQ(Get("a", Arnhem()).code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(server_.Call("JobSeekerService.UnshareJobSeeker", unshare, Uwv()).code(),
            StatusCode::NOT_FOUND);
}

TEST_F(Rows, AShareSaysWhyAndEnds) {
  AddPerson("a", Uwv());
  const auto wrong = [&](const std::string& more) {
    return server_.Call("JobSeekerService.ShareJobSeeker", "name: 'jobSeekers/a' " + more, Uwv())
        .fields();
  };
  EXPECT_THAT(wrong(""), ElementsAre("organisation", "reason", "until_date"));
  const std::string named = "organisation: 'cnv' reason: 'r' ";
  EXPECT_THAT(wrong(named + "until_date { year: 2026 month: 11 day: 21 }"),
              ElementsAre("until_date"));
  EXPECT_THAT(wrong(named + "until_date { year: 2028 month: 1 day: 1 }"),
              ElementsAre("until_date"));
  EXPECT_THAT(wrong("organisation: 'uwv' reason: 'r' until_date { year: 2026 month: 12 day: 1 }"),
              ElementsAre("organisation"));
}

// ---- imports ----

TEST_F(Rows, AnImportNeverTouchesOthersPeople) {
  AddPerson("a", Arnhem());
  const std::string before = server_.Dump();
  const Outcome imported = server_.Stream(
      "JobSeekerService.ImportJobSeekers",
      {absl::StrCat("job_seeker { name: 'jobSeekers/a' working_level_eqf: 8 }")}, Uwv());
  ASSERT_TRUE(imported.status.ok()) << imported;
  ASSERT_EQ(imported.As<v1::ImportSummary>().rejected_items_size(), 1) << imported;
  EXPECT_EQ(server_.Dump(), before);
}

// ---- employers ----

TEST_F(Rows, AnEmployerSeesItsOwnVacanciesAlone) {
  EXPECT_EQ(AddVacancy("own", Linde()).organisation(), "de-linde");
  AddVacancy("theirs", Platform(), " organisation: 'de-berk'");
  AddVacancy("nobodys", Platform());
  const auto listed = [this](const ApiServer::Metadata& as) {
    std::vector<std::string> names;
    const Outcome page = Make("VacancyService.ListVacancies", "", as);
    for (const auto& vacancy : page.As<v1::ListVacanciesResponse>().vacancies()) {
      names.push_back(vacancy.name());
    }
    return names;
  };
  EXPECT_THAT(listed(Linde()), ElementsAre("vacancies/own"));
  EXPECT_THAT(listed(Berk()), ElementsAre("vacancies/theirs"));
  EXPECT_EQ(listed(Uwv()).size(), 3U);
  const std::string before = server_.Dump();
  const std::vector<std::pair<std::string, std::string>> calls = {
      {"VacancyService.GetVacancy", "name: 'vacancies/theirs'"},
      {"VacancyService.UpdateVacancy",
       "vacancy { name: 'vacancies/theirs' title: 'x' } update_mask { paths: 'title' }"},
      {"VacancyService.DeleteVacancy", "name: 'vacancies/theirs'"},
      {"MatchService.MatchJobSeekers", "vacancy: 'vacancies/theirs'"},
      {"MatchService.MatchJobSeekers", "vacancy: 'vacancies/nobodys'"}};
  for (const auto& [method, request] : calls) {
    const Outcome outcome = server_.Call(method, request, Linde());
    EXPECT_EQ(outcome.code(), StatusCode::NOT_FOUND) << method << ": " << outcome;
  }
  EXPECT_EQ(server_.Dump(), before);
  EXPECT_TRUE(server_.Call("MatchService.MatchJobSeekers", "vacancy: 'vacancies/own'", Linde())
                  .status.ok());
  EXPECT_TRUE(server_
                  .Call("MatchService.MatchJobSeekers",
                        absl::StrCat("inline_vacancy { ", kVacancy, "}"), Linde())
                  .status.ok());
}

TEST_F(Rows, AnEmployersVacanciesStayItsOwn) {
  AddVacancy("own", Linde());
  const Outcome given = server_.Call("VacancyService.UpdateVacancy",
                                     "vacancy { name: 'vacancies/own' organisation: 'de-berk' } "
                                     "update_mask { paths: 'organisation' }",
                                     Linde());
  EXPECT_EQ(given.code(), StatusCode::PERMISSION_DENIED) << given;
  EXPECT_THAT(given.fields(), ElementsAre("vacancy.organisation"));
  const Outcome forged =
      server_.Call("VacancyService.CreateVacancy",
                   absl::StrCat("vacancy { ", kVacancy, " organisation: 'de-berk' }"), Linde());
  EXPECT_EQ(forged.reason(), "ORGANISATION_NOT_YOURS") << forged;
  EXPECT_EQ(AddVacancy("for-berk", Uwv(), " organisation: 'de-berk'").organisation(), "de-berk");
}

// ---- the ledger ----

class LedgerRows : public Rows {
 protected:
  std::string Report(const std::string& table, const ApiServer::Metadata& as) {
    return Make("LedgerService.CreateReport",
                absl::StrCat("report { work_table: 'workTables/", table,
                             "' in_kind { partner: 'P' hours: 2 contribution_date { year: 2026 "
                             "month: 11 day: 1 } } }"),
                as)
        .Field("name");
  }
  std::vector<std::string> Reports(const ApiServer::Metadata& as) {
    std::vector<std::string> names;
    const Outcome page = Make("LedgerService.ListReports", "", as);
    for (const auto& report : page.As<v1::ListReportsResponse>().reports()) {
      names.push_back(report.name());
      EXPECT_TRUE(
          server_.Call("LedgerService.GetReport", absl::StrCat("name: '", report.name(), "'"), as)
              .status.ok());
    }
    return names;
  }
};

TEST_F(LedgerRows, ATableSeesWhatWasReportedToItAndNothingElse) {
  // UWV drives `activering`; NXP sits at `llo-hightech` alone.
  const std::string hightech = Report("llo-hightech", Arnhem());
  const std::string activering = Report("activering", As("caseworker", "werkbedrijf"));
  EXPECT_THAT(Reports(As("work_table_member", "nxp")), ElementsAre(hightech));
  EXPECT_THAT(Reports(As("work_table_member", "cnv")), ElementsAre(activering));
  EXPECT_THAT(Reports(As("work_table_member", "nobody")), IsEmpty());
  EXPECT_EQ(server_
                .Call("LedgerService.GetReport", absl::StrCat("name: '", hightech, "'"),
                      As("work_table_member", "cnv"))
                .code(),
            StatusCode::NOT_FOUND);
  // A caseworker: made by the organisation, or to be decided on by it.
  EXPECT_THAT(Reports(Arnhem()), ElementsAre(hightech, activering));
  EXPECT_THAT(Reports(Uwv()), ElementsAre(activering));
  EXPECT_THAT(Reports(As("caseworker", "werkbedrijf")), ElementsAre(activering));
  EXPECT_THAT(Reports(As("caseworker", "nobody")), IsEmpty());
  EXPECT_EQ(Reports(As("programme_manager", "kernteam")).size(), 2U);
  EXPECT_EQ(Reports(As("auditor", "auditors")).size(), 2U);
}

TEST_F(LedgerRows, AMemberCountsItsOwnTableAlone) {
  AddPerson("p", Arnhem(), " hours_per_week_now: 0");
  AddVacancy("v", Platform());
  Make("PlacementService.CreatePlacement",
       "placement { name: 'placements/pl' job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' "
       "start_date { year: 2026 month: 11 day: 2 } }",
       Arnhem());
  Make("PlacementService.ReportPlacement",
       "name: 'placements/pl' work_table: 'workTables/activering' linkage_key: 'k' "
       "sector_day_before: ''",
       Arnhem());
  const auto waiting = [this](const ApiServer::Metadata& as, const std::string& more = "") {
    return Make("LedgerService.GetProgress", "name: 'targets/activation' " + more, as)
        .As<v1::Progress>()
        .unacknowledged_value();
  };
  EXPECT_EQ(waiting(As("work_table_member", "cnv")), 1);
  EXPECT_EQ(waiting(As("work_table_member", "nxp")), 0);
  EXPECT_EQ(waiting(As("programme_manager", "kernteam")), 1);
  EXPECT_EQ(waiting(As("programme_manager", "kernteam"), "work_table: 'workTables/talent'"), 0);
  const auto refused = [this](const std::string& organisation, const std::string& more) {
    return server_.Call("LedgerService.GetProgress", "name: 'targets/activation' " + more,
                        As("work_table_member", organisation));
  };
  EXPECT_EQ(refused("cnv", "work_table: 'workTables/talent'").reason(), "NOT_AT_TABLE");
  EXPECT_EQ(refused("nobody", "").reason(), "NOT_AT_TABLE");
  // At several tables: which?
  EXPECT_THAT(refused("han", "").fields(), ElementsAre("work_table"));
  EXPECT_EQ(waiting(As("work_table_member", "han"), "work_table: 'workTables/talent'"), 0);
  server_.Restart();
  EXPECT_EQ(waiting(As("work_table_member", "cnv")), 1);
  EXPECT_EQ(waiting(As("work_table_member", "nxp")), 0);
}

}  // namespace
}  // namespace overstap
