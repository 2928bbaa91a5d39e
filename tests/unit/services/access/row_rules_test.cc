#include "services/access/row_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/convert/to_model.h"

namespace overstap::access {
namespace {

const matcher::Date kToday(20'000);

write::Caller As(v1::Role role, const std::string& organisation) {
  write::Caller caller;
  caller.role = role;
  caller.organisation = organisation;
  return caller;
}

std::vector<v1::Role> AllRoles() {
  std::vector<v1::Role> roles;
  const auto* descriptor = v1::Role_descriptor();
  for (int i = 0; i < descriptor->value_count(); ++i) {
    roles.push_back(static_cast<v1::Role>(descriptor->value(i)->number()));
  }
  return roles;
}

store::v1::JobSeeker KeptBy(const std::string& organisation) {
  store::v1::JobSeeker person;
  person.set_organisation(organisation);
  return person;
}
void ShareWith(const std::string& organisation, matcher::Date until, store::v1::JobSeeker* person) {
  store::v1::Share* share = person->add_shares();
  share->set_organisation(organisation);
  *share->mutable_until_date() = convert::FromDate(until);
}

region::v1::RegionConfig Tables() {
  region::v1::RegionConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "work_tables { id: 'a' driver { id: 'uwv' } members { id: 'cnv' } }"
      "work_tables { id: 'b' driver { id: 'han' } members { id: 'cnv' } }",
      &config));
  return config;
}

TEST(RowRules, PeopleAreTheirOrganisationsCaseworkersAndThePlatforms) {
  const store::v1::JobSeeker person = KeptBy("uwv");
  for (const v1::Role role : AllRoles()) {
    const bool everyone = role == v1::ROLE_PLATFORM || role == v1::ROLE_OPERATOR;
    EXPECT_EQ(Sees(As(role, "uwv"), person, kToday), everyone || role == v1::ROLE_CASEWORKER)
        << role;
    EXPECT_EQ(Sees(As(role, "cnv"), person, kToday), everyone) << role;
  }
}

TEST(RowRules, APersonWithoutAnOrganisationIsNoCaseworkers) {
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, ""), KeptBy(""), kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, "uwv"), KeptBy(""), kToday));
  EXPECT_TRUE(Sees(As(v1::ROLE_PLATFORM, ""), KeptBy(""), kToday));
}

TEST(RowRules, ASharedPersonIsSeenToTheLastDay) {
  store::v1::JobSeeker person = KeptBy("uwv");
  ShareWith("cnv", kToday, &person);
  ShareWith("fnv", kToday - 1, &person);
  person.add_shares()->set_organisation("endless");
  EXPECT_TRUE(Sees(As(v1::ROLE_CASEWORKER, "cnv"), person, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, "cnv"), person, kToday + 1));
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, "fnv"), person, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, "endless"), person, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_EMPLOYER, "cnv"), person, kToday));
}

TEST(RowRules, APersonIsDeletedByTheirKeeperOrWhoSeesEveryone) {
  store::v1::JobSeeker person = KeptBy("uwv");
  ShareWith("cnv", kToday, &person);
  for (const v1::Role role : AllRoles()) {
    const bool everyone = role == v1::ROLE_PLATFORM || role == v1::ROLE_OPERATOR;
    EXPECT_EQ(MayDelete(As(role, "uwv"), person), everyone || role == v1::ROLE_CASEWORKER) << role;
    EXPECT_EQ(MayDelete(As(role, "cnv"), person), everyone) << role;
  }
}

TEST(RowRules, OnlyACaseworkerOfTheKeeperKeeps) {
  store::v1::JobSeeker person = KeptBy("uwv");
  ShareWith("cnv", kToday, &person);
  EXPECT_TRUE(Keeps(As(v1::ROLE_CASEWORKER, "uwv"), person));
  EXPECT_FALSE(Keeps(As(v1::ROLE_CASEWORKER, "cnv"), person));
  EXPECT_FALSE(Keeps(As(v1::ROLE_PLATFORM, "uwv"), person));
  EXPECT_FALSE(Keeps(As(v1::ROLE_CASEWORKER, ""), KeptBy("")));
}

TEST(RowRules, AnEmployersVacanciesAreItsOwn) {
  store::v1::Vacancy vacancy;
  vacancy.set_organisation("acme");
  EXPECT_TRUE(Sees(As(v1::ROLE_EMPLOYER, "acme"), vacancy, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_EMPLOYER, "other"), vacancy, kToday));
  EXPECT_TRUE(Sees(As(v1::ROLE_CASEWORKER, "other"), vacancy, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_AUDITOR, "acme"), vacancy, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_UNSPECIFIED, "acme"), vacancy, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_EMPLOYER, ""), store::v1::Vacancy(), kToday));
}

TEST(RowRules, ATableSeesItsReportsAndACaseworkerTheirOrganisations) {
  store::v1::Report report;
  report.set_work_table("workTables/a");
  report.set_reporting_organisation("werkbedrijf");
  const auto config = Tables();
  const auto sees = [&](v1::Role role, const std::string& organisation) {
    return Sees(As(role, organisation), report, config);
  };
  EXPECT_TRUE(sees(v1::ROLE_WORK_TABLE_MEMBER, "uwv"));
  EXPECT_TRUE(sees(v1::ROLE_WORK_TABLE_MEMBER, "cnv"));
  EXPECT_FALSE(sees(v1::ROLE_WORK_TABLE_MEMBER, "han"));
  EXPECT_FALSE(sees(v1::ROLE_WORK_TABLE_MEMBER, "werkbedrijf"));
  EXPECT_TRUE(sees(v1::ROLE_CASEWORKER, "werkbedrijf"));
  EXPECT_TRUE(sees(v1::ROLE_CASEWORKER, "uwv"));
  EXPECT_FALSE(sees(v1::ROLE_CASEWORKER, "han"));
  report.set_deciding_organisation("han");
  EXPECT_TRUE(sees(v1::ROLE_CASEWORKER, "han"));
  EXPECT_FALSE(sees(v1::ROLE_EMPLOYER, "werkbedrijf"));
  EXPECT_TRUE(sees(v1::ROLE_PROGRAMME_MANAGER, "kernteam"));
  EXPECT_TRUE(sees(v1::ROLE_AUDITOR, "x"));
}

TEST(RowRules, WhoSitsWhereIsTheConfigurations) {
  const auto config = Tables();
  EXPECT_THAT(WorkTablesOf("cnv", config), testing::ElementsAre("workTables/a", "workTables/b"));
  EXPECT_THAT(WorkTablesOf("han", config), testing::ElementsAre("workTables/b"));
  EXPECT_THAT(WorkTablesOf("", config), testing::IsEmpty());
  EXPECT_FALSE(SitsAt("uwv", "workTables/b", config));
  EXPECT_FALSE(SitsAt("uwv", "a", config));
  EXPECT_FALSE(SitsAt("", "workTables/a", config));
}

TEST(RowRules, AnIntroductionIsTheEmployersAndWhoSeesThePersons) {
  store::v1::Introduction introduction;
  introduction.set_employer_organisation("acme");
  const store::v1::JobSeeker person = KeptBy("uwv");
  EXPECT_TRUE(Sees(As(v1::ROLE_EMPLOYER, "acme"), introduction, nullptr, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_EMPLOYER, "uwv"), introduction, &person, kToday));
  EXPECT_TRUE(Sees(As(v1::ROLE_CASEWORKER, "uwv"), introduction, &person, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, "acme"), introduction, &person, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_CASEWORKER, "uwv"), introduction, nullptr, kToday));
  EXPECT_TRUE(Sees(As(v1::ROLE_PLATFORM, "x"), introduction, nullptr, kToday));
  EXPECT_FALSE(Sees(As(v1::ROLE_AUDITOR, "x"), introduction, &person, kToday));
}

TEST(RowRules, ACaseworkersPeopleAreTheirOrganisations) {
  const write::Caller caller = As(v1::ROLE_CASEWORKER, "uwv");
  store::v1::JobSeeker next;
  ASSERT_TRUE(AssignOrganisation(caller, nullptr, &next).ok());
  EXPECT_EQ(next.organisation(), "uwv");
  next.set_organisation("cnv");
  const absl::Status foreign = AssignOrganisation(caller, nullptr, &next);
  EXPECT_EQ(foreign.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(foreign.message()), testing::HasSubstr("job_seeker.organisation"));
  // Of a person shared with them the organisation stays what it is.
  const store::v1::JobSeeker stored = KeptBy("cnv");
  next.clear_organisation();
  ASSERT_TRUE(AssignOrganisation(caller, &stored, &next).ok());
  EXPECT_EQ(next.organisation(), "cnv");
  next.set_organisation("uwv");
  EXPECT_FALSE(AssignOrganisation(caller, &stored, &next).ok());
}

TEST(RowRules, ThePlatformTransfersAndSharesEnd) {
  store::v1::JobSeeker stored = KeptBy("uwv");
  ShareWith("cnv", kToday, &stored);
  store::v1::JobSeeker next = stored;
  next.set_organisation("han");
  ASSERT_TRUE(AssignOrganisation(As(v1::ROLE_PLATFORM, "p"), &stored, &next).ok());
  EXPECT_EQ(next.organisation(), "han");
  EXPECT_EQ(next.shares_size(), 0);
  next = stored;
  next.clear_organisation();
  ASSERT_TRUE(AssignOrganisation(As(v1::ROLE_OPERATOR, "p"), &stored, &next).ok());
  EXPECT_EQ(next.organisation(), "uwv");
  EXPECT_EQ(next.shares_size(), 1);
}

TEST(RowRules, AnEmployerGivesNoVacancyAway) {
  store::v1::Vacancy next;
  next.set_organisation("other");
  EXPECT_FALSE(AssignOrganisation(As(v1::ROLE_EMPLOYER, "acme"), nullptr, &next).ok());
  EXPECT_TRUE(AssignOrganisation(As(v1::ROLE_CASEWORKER, "uwv"), nullptr, &next).ok());
  next.clear_organisation();
  ASSERT_TRUE(AssignOrganisation(As(v1::ROLE_EMPLOYER, "acme"), nullptr, &next).ok());
  EXPECT_EQ(next.organisation(), "acme");
}

TEST(RowRules, TablesAndProjectsAreWrittenByThoseWhoSitThereAndProgrammeManagement) {
  region::v1::RegionConfig config = Tables();
  config.mutable_identity()->set_programme_management("kernteam");
  store::v1::Project project;
  project.set_organisation("dnv");
  project.add_work_tables("workTables/a");
  for (const v1::Role role : AllRoles()) {
    EXPECT_TRUE(MayWriteTable(As(role, "uwv"), "workTables/a", config));
    EXPECT_TRUE(MayWriteTable(As(role, "cnv"), "workTables/a", config));
    EXPECT_TRUE(MayWriteTable(As(role, "kernteam"), "workTables/a", config));
    EXPECT_FALSE(MayWriteTable(As(role, "han"), "workTables/a", config));
    EXPECT_FALSE(MayWriteTable(As(role, ""), "workTables/a", config));
    EXPECT_TRUE(MayWriteProject(As(role, "dnv"), project, config));
    EXPECT_TRUE(MayWriteProject(As(role, "cnv"), project, config));
    EXPECT_TRUE(MayWriteProject(As(role, "kernteam"), project, config));
    EXPECT_FALSE(MayWriteProject(As(role, "han"), project, config));
    EXPECT_FALSE(MayWriteProject(As(role, ""), project, config));
  }
  // Where nobody is programme management, nobody without an organisation is it.
  config.clear_identity();
  project.clear_organisation();
  EXPECT_FALSE(MayWriteTable(As(v1::ROLE_PROGRAMME_MANAGER, ""), "workTables/a", config));
  EXPECT_FALSE(MayWriteProject(As(v1::ROLE_PROGRAMME_MANAGER, ""), project, config));
}

}  // namespace
}  // namespace overstap::access
