#include "data/import/csv.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::data {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StrEq;

using Rows = std::vector<std::vector<std::string>>;

struct Parsed {
  Rows rows;
  std::vector<int> lines;
  absl::Status status;
};

Parsed Parse(absl::string_view text, CsvReader::RaggedRows ragged = CsvReader::RaggedRows::kError) {
  Parsed parsed;
  CsvReader reader("f.csv", text, ragged);
  CsvRow row;
  while (true) {
    absl::StatusOr<bool> more = reader.Next(row);
    parsed.status = more.status();
    if (!more.ok() || !*more) return parsed;
    parsed.lines.push_back(row.line());
    auto& fields = parsed.rows.emplace_back();
    for (size_t i = 0; i < row.size(); ++i) fields.emplace_back(row[i]);
  }
}

TEST(CsvReader, ReadsWhatRfc4180Allows) {
  struct Case {
    std::string name;
    std::string text;
    Rows rows;
  };
  const std::vector<Case> cases = {
      {"nothing", "", {}},
      {"one field", "a", {{"a"}}},
      {"last line without an end", "a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"CRLF and LF mixed", "a,b\r\nc,d\ne,f\r\n", {{"a", "b"}, {"c", "d"}, {"e", "f"}}},
      {"empty fields", ",\n,", {{"", ""}, {"", ""}}},
      {"byte order mark", "\xEF\xBB\xBF\"a\",b\n", {{"a", "b"}}},
      {"newlines and commas inside quotes", "\"a\nb\r\nc,d\",e\n", {{"a\nb\r\nc,d", "e"}}},
      {"doubled quotes", "\"a \"\"b\"\"\",\"\"\"\"\n", {{"a \"b\"", "\""}}},
      {"empty quoted field at the end", "a,\"\"", {{"a", ""}}},
      {"empty lines between rows", "a,b\n\r\n\nc,d\n\n", {{"a", "b"}, {"c", "d"}}},
      {"more than one byte a character", "é,\"日本\"\n", {{"é", "日本"}}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Parsed parsed = Parse(test.text);
    EXPECT_TRUE(parsed.status.ok()) << parsed.status;
    EXPECT_EQ(parsed.rows, test.rows);
  }
}

TEST(CsvReader, NamesFileLineAndColumnOfAFault) {
  struct Case {
    std::string text;
    std::string message;
  };
  const std::vector<Case> cases = {
      {"a,b\nc,d\"e\n", "f.csv:2:4: a quote inside a field that does not start with one"},
      {"a,b\n\"c\"x,d\n", "f.csv:2:4: expected a separator or the end of the line after the quote"},
      {"a,b\nc,\"d\n\n", "f.csv:2:3: this quote is never closed"},
      {"a,b\nc\rd,e\n", "f.csv:2:2: a carriage return without a line feed"},
      {"a,b\n\"x\ny\",b\nc\n", "f.csv:4:1: this row has 1 fields, the first row has 2"},
      {"a,b\nc,d,e\n", "f.csv:2:1: this row has 3 fields, the first row has 2"},
      {"a,b\né,\"\xC3\x28\"\n", "f.csv:2:3: this field is not UTF-8"},
      {"é,\"日本\"x\n", "f.csv:1:7: expected a separator or the end of the line after the quote"},
  };
  for (const Case& test : cases) {
    const Parsed parsed = Parse(test.text);
    EXPECT_EQ(parsed.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(parsed.status.message()), StrEq(test.message));
  }
}

TEST(CsvReader, StaysAtAFault) {
  CsvReader reader("f.csv", "a\n\"b\n", CsvReader::RaggedRows::kError);
  CsvRow row;
  ASSERT_TRUE(reader.Next(row).ok());
  const absl::Status first = reader.Next(row).status();
  EXPECT_FALSE(first.ok());
  EXPECT_EQ(reader.Next(row).status(), first);
}

TEST(CsvReader, LetsRaggedRowsThroughWhereAsked) {
  const Parsed parsed = Parse("a,b,c\nd\ne,f,g,h\n", CsvReader::RaggedRows::kAllow);
  EXPECT_TRUE(parsed.status.ok());
  EXPECT_EQ(parsed.rows, (Rows{{"a", "b", "c"}, {"d"}, {"e", "f", "g", "h"}}));
}

TEST(CsvReader, CountsLinesInsideQuotes) {
  const Parsed parsed = Parse("a,b\r\n\"x\n\ny\",z\n\nc,d\n");
  EXPECT_THAT(parsed.lines, ElementsAre(1, 2, 6));
}

std::string Quoted(const std::string& value) {
  return absl::StrCat("\"", absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
}

TEST(CsvReader, ReadsBackWhatWasWritten) {
  const std::vector<std::string> values = {"", "a", "\"", "a,b", "x\ny", "\r\n", "é\"\"", " "};
  for (const std::string& left : values) {
    for (const std::string& right : values) {
      const std::string text = absl::StrCat("h,i\n", Quoted(left), ",", Quoted(right), "\n");
      const Parsed parsed = Parse(text);
      ASSERT_TRUE(parsed.status.ok()) << parsed.status << "\n" << text;
      EXPECT_EQ(parsed.rows.back(), (std::vector<std::string>{left, right}));
    }
  }
}

TEST(CsvTable, FindsColumnsByName) {
  absl::StatusOr<CsvTable> table =
      CsvTable::Parse("f.csv", "b,extra,a\n1,2,3\n", {"a", "b"}, CsvReader::RaggedRows::kError);
  ASSERT_TRUE(table.ok()) << table.status();
  CsvRow row;
  ASSERT_TRUE(*table->Next(row));
  EXPECT_EQ(row[table->column("a")], "3");
  EXPECT_EQ(row[table->column("b")], "1");
  EXPECT_THAT(std::string(row[table->column("no such column")]), IsEmpty());
  EXPECT_EQ(table->ErrorAt(row, table->column("a"), "bad").message(), "f.csv:2:5: bad");
}

TEST(CsvTable, NamesAllMissingColumns) {
  const absl::Status status =
      CsvTable::Parse("f.csv", "b\n", {"a", "b", "c"}, CsvReader::RaggedRows::kError).status();
  EXPECT_EQ(status.message(), "f.csv:1:1: columns that are missing: a, c");
}

TEST(CsvTable, SaysWhichFileIsNotThere) {
  const absl::Status status =
      CsvTable::Open("/no/such/file.csv", {}, CsvReader::RaggedRows::kError).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "/no/such/file.csv: cannot be opened");
}

TEST(FindInvalidUtf8, FindsTheFirstBadByte) {
  const std::vector<std::pair<std::string, size_t>> cases = {
      {"", 0},
      {"abc", 3},
      {"é日😀", 9},
      {"a\xFF", 1},
      {"ab\xC3", 2},            // cut off
      {"\xC0\xAF", 0},          // overlong
      {"\xE0\x9F\xBF", 0},      // overlong
      {"x\xED\xA0\x80", 1},     // surrogate
      {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
      {"\xF4\x8F\xBF\xBF", 4},  // U+10FFFF
      {"ok\x80", 2},            // continuation alone
      {std::string("\0a", 2), 2},
  };
  for (const auto& [text, offset] : cases) EXPECT_EQ(FindInvalidUtf8(text), offset) << text;
}

TEST(CsvReader, MayHaveAnotherSeparator) {
  CsvReader reader("f.csv", "a,b;\"c;d\"\n1,5;2\n", CsvReader::RaggedRows::kError, ';');
  CsvRow row;
  ASSERT_TRUE(*reader.Next(row));
  ASSERT_EQ(row.size(), 2);
  EXPECT_EQ(row[0], "a,b");
  EXPECT_EQ(row[1], "c;d");
  ASSERT_TRUE(*reader.Next(row));
  EXPECT_EQ(row[0], "1,5");
}

}  // namespace
}  // namespace overstap::data
