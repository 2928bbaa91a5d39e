#include "data/import/json_lines.h"

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/vacancy.pb.h"

namespace overstap::data {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace v1 = ::overstap::v1;

TEST(JsonLinesReader, ReadsAMessageOnEachLine) {
  std::istringstream stream(
      "\xEF\xBB\xBF{\"name\":\"vacancies/v-1\",\"openings\":2}\r\n"
      "\n   \n"
      "{\"employer\": \"Zonnestroom\", \"hours_per_week\": {\"maxHoursPerWeek\": 32.5}}");
  JsonLinesReader reader("v.jsonl", stream);
  v1::Vacancy vacancy;
  ASSERT_TRUE(reader.Next(vacancy).value());
  EXPECT_EQ(vacancy.name(), "vacancies/v-1");
  EXPECT_EQ(vacancy.openings(), 2);
  EXPECT_EQ(reader.line_number(), 1);
  EXPECT_EQ(reader.line(), "{\"name\":\"vacancies/v-1\",\"openings\":2}");
  ASSERT_TRUE(reader.Next(vacancy).value());
  EXPECT_EQ(vacancy.name(), "") << "nothing is left of the line before";
  EXPECT_EQ(vacancy.hours_per_week().max_hours_per_week(), 32.5);
  EXPECT_EQ(reader.line_number(), 4);
  EXPECT_FALSE(reader.Next(vacancy).value());
}

TEST(JsonLinesReader, GoesOnBehindABadLine) {
  std::istringstream stream("{\"openings\":1}\n{bad\n{\"openings\":3}\n");
  JsonLinesReader reader("v.jsonl", stream);
  v1::Vacancy vacancy;
  ASSERT_TRUE(reader.Next(vacancy).ok());
  const absl::Status status = reader.Next(vacancy).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), StartsWith("v.jsonl:2: "));
  EXPECT_EQ(reader.line(), "{bad");
  ASSERT_TRUE(reader.Next(vacancy).ok());
  EXPECT_EQ(vacancy.openings(), 3);
}

TEST(ParseJson, SaysWhatIsWrongAndWhere) {
  struct Case {
    std::string json;
    std::string reason;
  };
  const std::vector<Case> cases = {
      {R"({"openings": 1 2})", "column 16: Expected , or } after key:value pair."},
      {R"({"opening": 1})", "opening: Cannot find field."},
      {R"({"openings": "many"})", "many"},
      {R"({"contract_kind": "CONTRACT_KIND_NONE"})", "CONTRACT_KIND_NONE"},
      {R"({"skills": [{"skill": {"cod": "x"}}]})", "(skills[0].skill) cod: Cannot find field."},
      {"{\"title\": \"\xFF\"}", "column 12: not UTF-8"},
      {"[]", ""},
      {"", ""},
  };
  for (const Case& test : cases) {
    v1::Vacancy vacancy;
    const absl::Status status = ParseJson(test.json, vacancy);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << test.json;
    EXPECT_THAT(std::string(status.message()), HasSubstr(test.reason)) << test.json;
  }
}

TEST(ToJsonLine, WritesWhatIsReadBack) {
  v1::Vacancy vacancy;
  vacancy.set_name("vacancies/v-1");
  vacancy.set_title("Monteur \"zon\"\nén meer");
  vacancy.set_min_level_eqf(0);
  vacancy.mutable_hours_per_week()->set_max_hours_per_week(36.5);
  vacancy.mutable_pay()->set_min_eur_cents_per_month(250'000);
  const std::string line = ToJsonLine(vacancy);
  EXPECT_EQ(line, R"({"name":"vacancies/v-1","title":"Monteur \"zon\"\nén meer","min_level_eqf":0,)"
                  R"("hours_per_week":{"max_hours_per_week":36.5},)"
                  R"("pay":{"min_eur_cents_per_month":"250000"}})");
  v1::Vacancy back;
  ASSERT_TRUE(ParseJson(line, back).ok());
  EXPECT_EQ(back.SerializeAsString(), vacancy.SerializeAsString());
}

}  // namespace
}  // namespace overstap::data
