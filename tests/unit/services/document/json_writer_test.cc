#include "services/document/json_writer.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/unit/services/document/document_world.h"

namespace overstap::document {
namespace {

std::string File(const std::vector<Column>& columns, const std::vector<Row>& rows) {
  JsonWriter writer(columns);
  std::string out;
  writer.Begin(&out);
  for (const Row& row : rows) writer.Append(row, &out);
  writer.End(&out);
  return out;
}

TEST(JsonWriter, WritesAnArrayOfObjectsInTheColumnsOrder) {
  EXPECT_EQ(File({{"b", "B"}, {"a", "A"}}, {{std::string("x"), 0.5}, {std::string("y"), 2.0}}),
            "[\n{\"b\":\"x\",\"a\":0.5},\n{\"b\":\"y\",\"a\":2}\n]\n");
}

TEST(JsonWriter, WritesAnEmptyArrayWithoutRows) {
  EXPECT_TRUE(nlohmann::json::parse(File({{"a", "A"}}, {})).empty());
}

TEST(JsonWriter, WritesWhatIsHiddenAsNull) {
  const auto parsed = nlohmann::json::parse(
      File({{"a", ""}, {"b", ""}, {"c", ""}},
           {{Nothing(), google::type::Date(), std::numeric_limits<double>::infinity()}}));
  for (const char* field : {"a", "b", "c"}) EXPECT_TRUE(parsed[0][field].is_null()) << field;
}

TEST(JsonWriter, KeepsTypes) {
  const auto parsed =
      nlohmann::json::parse(File({{"whole", ""}, {"yes", ""}, {"day", ""}, {"text", ""}},
                                 {{int64_t{7}, true, Day(2026, 1, 2), std::string("=1\"\n")}}));
  EXPECT_EQ(parsed[0]["whole"], 7);
  EXPECT_EQ(parsed[0]["yes"], true);
  EXPECT_EQ(parsed[0]["day"], "2026-01-02");
  EXPECT_EQ(parsed[0]["text"], "=1\"\n");  // no spreadsheet reads it
}

TEST(JsonWriter, SurvivesBytesThatAreNoText) {
  EXPECT_FALSE(nlohmann::json::parse(File({{"a", ""}}, {{std::string("\xFF")}})).empty());
}

}  // namespace
}  // namespace overstap::document
