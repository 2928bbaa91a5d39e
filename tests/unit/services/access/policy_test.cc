#include "services/access/policy.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "services/access/role_names.h"
#include "services/write/errors.h"

namespace overstap::access {
namespace {

constexpr char kGetPerson[] = "/overstap.v1.JobSeekerService/GetJobSeeker";
constexpr char kGetVacancy[] = "/overstap.v1.VacancyService/GetVacancy";

std::string ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (const auto payload = status.GetPayload(write::kErrorInfoType)) {
    info.ParseFromString(std::string(*payload));
  }
  return info.reason();
}

region::v1::RegionConfig Config() {
  region::v1::RegionConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "purposes { id: 'care' group: 'person' roles: 'caseworker' roles: 'platform' }"
      "purposes { id: 'upkeep' group: 'person' roles: 'caseworker' }"
      "purposes { id: 'count' group: 'participation' roles: 'caseworker' }",
      &config));
  return config;
}

class PolicyTest : public testing::Test {
 protected:
  PolicyTest() {
    // Their descriptors are linked.
    (void)v1::GetJobSeekerRequest::descriptor();
    (void)v1::GetVacancyRequest::descriptor();
  }
  const MethodPolicy& Of(const char* path) const {
    const MethodPolicy* found = policy_.Find(path);
    EXPECT_NE(found, nullptr) << path;
    return *found;
  }

  const Policy policy_{{"overstap.v1.JobSeekerService", "overstap.v1.VacancyService", "no.Such"},
                       Config()};
};

TEST_F(PolicyTest, KnowsTheRpcsOfItsServicesAlone) {
  EXPECT_EQ(Of(kGetPerson).name, "overstap.v1.JobSeekerService/GetJobSeeker");
  EXPECT_TRUE(Of(kGetPerson).concerns_people());
  EXPECT_FALSE(Of(kGetVacancy).concerns_people());
  for (const char* path : {"/overstap.v1.MatchService/MatchVacancies", "", "/", kGetPerson + 1,
                           "/overstap.v1.JobSeekerService/getjobseeker",
                           "/overstap.v1.JobSeekerService/GetJobSeeker/"}) {
    EXPECT_EQ(policy_.Find(path), nullptr) << path;
  }
}

TEST_F(PolicyTest, TakesTheOnlyRoleThatMay) {
  const Identity identity{.roles = {v1::ROLE_AUDITOR, v1::ROLE_CASEWORKER}};
  const auto role = policy_.ChooseRole(Of(kGetPerson), identity, "");
  ASSERT_TRUE(role.ok()) << role.status();
  EXPECT_EQ(*role, v1::ROLE_CASEWORKER);
}

TEST_F(PolicyTest, RefusesWhoHoldsNoRoleThatMay) {
  for (const auto& roles : {std::vector<v1::Role>{}, {v1::ROLE_AUDITOR}, {v1::ROLE_UNSPECIFIED}}) {
    const auto role = policy_.ChooseRole(Of(kGetPerson), {.roles = roles}, "");
    EXPECT_EQ(role.status().code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ReasonOf(role.status()), "ROLE_NOT_ALLOWED");
  }
}

TEST_F(PolicyTest, TheRoleAskedForMustBeHeldAndAllowed) {
  const Identity identity{.roles = {v1::ROLE_CASEWORKER, v1::ROLE_AUDITOR}};
  EXPECT_EQ(*policy_.ChooseRole(Of(kGetPerson), identity, "caseworker"), v1::ROLE_CASEWORKER);
  EXPECT_EQ(ReasonOf(policy_.ChooseRole(Of(kGetPerson), identity, "platform").status()),
            "ROLE_NOT_HELD");
  EXPECT_EQ(ReasonOf(policy_.ChooseRole(Of(kGetPerson), identity, "auditor").status()),
            "ROLE_NOT_ALLOWED");
  EXPECT_EQ(policy_.ChooseRole(Of(kGetPerson), identity, "emperor").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(PolicyTest, WhoHoldsSeveralThatMaySaysWhich) {
  const Identity identity{.roles = {v1::ROLE_CASEWORKER, v1::ROLE_PLATFORM}};
  const auto unclear = policy_.ChooseRole(Of(kGetPerson), identity, "");
  EXPECT_EQ(unclear.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(unclear.status().message()), testing::HasSubstr("platform"));
}

TEST_F(PolicyTest, AMethodWithoutRolesIsNobodys) {
  const MethodPolicy nobodys{.name = "x"};
  const Identity everything{.roles = {v1::ROLE_PLATFORM, v1::ROLE_CASEWORKER, v1::ROLE_OPERATOR}};
  EXPECT_EQ(ReasonOf(policy_.ChooseRole(nobodys, everything, "").status()), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(policy_.ChooseRole(nobodys, everything, "operator").status()),
            "ROLE_NOT_ALLOWED");
}

TEST_F(PolicyTest, APurposeIsOneOfTheRolesForTheGroup) {
  const MethodPolicy& person = Of(kGetPerson);
  EXPECT_TRUE(policy_.CheckPurpose(person, v1::ROLE_CASEWORKER, "care").ok());
  EXPECT_TRUE(policy_.CheckPurpose(person, v1::ROLE_CASEWORKER, "upkeep").ok());
  EXPECT_EQ(ReasonOf(policy_.CheckPurpose(person, v1::ROLE_PLATFORM, "upkeep")),
            "PURPOSE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(policy_.CheckPurpose(person, v1::ROLE_CASEWORKER, "count")),
            "PURPOSE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(policy_.CheckPurpose(person, v1::ROLE_CASEWORKER, "")), "PURPOSE_REQUIRED");
  // A role without any purpose is refused, whatever it says.
  EXPECT_EQ(ReasonOf(policy_.CheckPurpose(person, v1::ROLE_EMPLOYER, "")), "PURPOSE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(policy_.CheckPurpose(person, v1::ROLE_EMPLOYER, "care")),
            "PURPOSE_NOT_ALLOWED");
  EXPECT_TRUE(policy_.CheckPurpose(Of(kGetVacancy), v1::ROLE_EMPLOYER, "").ok());
}

TEST(RoleNames, AreReadAsTheyAreWritten) {
  const auto* descriptor = v1::Role_descriptor();
  for (int i = 0; i < descriptor->value_count(); ++i) {
    const auto role = static_cast<v1::Role>(descriptor->value(i)->number());
    EXPECT_EQ(RoleOf(NameOf(role)), role);
    EXPECT_EQ(RoleOf(descriptor->value(i)->name()), role);
  }
  EXPECT_EQ(NameOf(v1::ROLE_WORK_TABLE_MEMBER), "work_table_member");
  EXPECT_EQ(RoleOf("Caseworker"), v1::ROLE_CASEWORKER);
  for (const char* text : {"", "emperor", "role", "case worker", "2"}) {
    EXPECT_EQ(RoleOf(text), v1::ROLE_UNSPECIFIED) << text;
  }
}

}  // namespace
}  // namespace overstap::access
