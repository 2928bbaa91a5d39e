#include "services/api/field_checker.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"
#include "services/api/names.h"

namespace overstap::api {
namespace {

using testing::ElementsAre;

std::vector<std::string> Fields(const FieldChecker& check) {
  std::vector<std::string> fields;
  for (const auto& violation : check.violations().field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

TEST(FieldChecker, NamesPathsThroughNestedMessagesAndLists) {
  FieldChecker check;
  google::protobuf::RepeatedField<int> items;
  items.Add(1);
  items.Add(2);
  check.In("vacancy", [&] {
    check.Each("skills", items, 5, [&](int item) {
      if (item == 2) check.In("skill", [&] { check.Fail("code", "unknown"); });
      if (item == 1) check.Fail("", "wrong as a whole");
    });
    check.Fail("title", "required");
  });
  check.Fail("request_id", "wrong");
  EXPECT_THAT(Fields(check), ElementsAre("vacancy.skills[0]", "vacancy.skills[1].skill.code",
                                         "vacancy.title", "request_id"));
  EXPECT_EQ(check.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(FieldChecker, IsOkWhileNothingIsWrong) {
  FieldChecker check;
  check.Text("title", "x", 1, 1);
  check.InRange("hours", 60, 0, 60);
  check.Uuid("request_id", "7B7d9c0e-8f3b-4f5e-9d55-0123456789ab");
  check.Uuid("request_id", "");
  check.Name("name", "vacancies/v-1", kVacancies, Presence::kRequired);
  check.EnumValue("level", v1::CEFR_LEVEL_B1, Presence::kRequired);
  EXPECT_TRUE(check.ok());
  EXPECT_TRUE(check.status().ok());
}

TEST(FieldChecker, RefusesWhatIsNoNumber) {
  FieldChecker check;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(check.InRange("a", nan, 0, 1));
  EXPECT_FALSE(check.InRange("b", infinity, 0, 1));
  EXPECT_FALSE(check.InRange("c", -infinity, 0, 1));
  EXPECT_FALSE(check.Positive("d", nan, 1));
  EXPECT_FALSE(check.Positive("e", 0, 1));
  EXPECT_FALSE(check.Positive("f", infinity, 1));
  EXPECT_EQ(Fields(check).size(), 6U);
}

TEST(FieldChecker, TellsTheValueButNeverAllOfALongOne) {
  FieldChecker check;
  check.Fail("code", "unknown skill", std::string(10'000, 'x'));
  EXPECT_LT(check.violations().field_violations(0).description().size(), 120U);
  check.InRange("hours", 75.5, 0, 60);
  EXPECT_EQ(check.violations().field_violations(1).description(), "must be from 0 to 60, was 75.5");
}

TEST(FieldChecker, RefusesWrongUuidsAndNames) {
  FieldChecker check;
  for (const char* uuid :
       {"x", "7b7d9c0e8f3b4f5e9d550123456789ab", "7b7d9c0e-8f3b-4f5e-9d55-0123456789aG"}) {
    EXPECT_FALSE(check.Uuid("request_id", uuid)) << uuid;
  }
  for (const char* name :
       {"vacancies/", "vacancies/A", "vacancies/a/b", "jobSeekers/a", "a", "vacancies/é"}) {
    EXPECT_FALSE(check.Name("name", name, kVacancies, Presence::kRequired)) << name;
  }
  EXPECT_FALSE(
      check.Name("name", "vacancies/" + std::string(64, 'a'), kVacancies, Presence::kRequired));
  EXPECT_FALSE(check.Name("name", "", kVacancies, Presence::kRequired));
  EXPECT_TRUE(check.Name("name", "", kVacancies, Presence::kOptional));
}

TEST(FieldChecker, RefusesEnumNumbersThatAreNoValues) {
  FieldChecker check;
  EXPECT_FALSE(check.EnumValue("level", static_cast<v1::CefrLevel>(99), Presence::kOptional));
  EXPECT_FALSE(check.EnumValue("level", v1::CEFR_LEVEL_UNSPECIFIED, Presence::kRequired));
  EXPECT_TRUE(check.EnumValue("level", v1::CEFR_LEVEL_UNSPECIFIED, Presence::kOptional));
}

TEST(RandomId, IsAnIdAndNeverTheSame) {
  const std::string id = RandomId("v-");
  EXPECT_TRUE(IsId(id)) << id;
  EXPECT_NE(id, RandomId("v-"));
}

TEST(ReportIdAt, AscendsWithThePosition) {
  EXPECT_LT(ReportIdAt(99), ReportIdAt(100));
  EXPECT_TRUE(IsId(ReportIdAt(1'234'567)));
}

}  // namespace
}  // namespace overstap::api
