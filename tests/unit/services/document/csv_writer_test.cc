#include "services/document/csv_writer.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/services/document/document_world.h"

namespace overstap::document {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

std::string Line(const Row& row) {
  CsvWriter writer({}, {.yes = "ja", .no = "nee"});
  std::string out;
  writer.Append(row, &out);
  return out;
}

TEST(CsvWriter, BeginsWithAByteOrderMarkAndTheHeadings) {
  CsvWriter writer({{"target", "Doelstelling"}, {"value", "Stand; nu"}}, {});
  std::string out;
  writer.Begin(&out);
  EXPECT_EQ(out, std::string(kByteOrderMark) + "Doelstelling;\"Stand; nu\"\r\n");
}

TEST(CsvWriter, SeparatesBySemicolonsAndEndsLinesWithCrLf) {
  EXPECT_EQ(Line({std::string("a"), int64_t{2}, std::string("b,c")}), "a;2;b,c\r\n");
}

TEST(CsvWriter, QuotesWhatWouldBreakARow) {
  EXPECT_EQ(CsvText("a;b"), "\"a;b\"");
  EXPECT_EQ(CsvText("zei \"ja\""), "\"zei \"\"ja\"\"\"");
  EXPECT_EQ(CsvText("twee\nregels"), "\"twee\nregels\"");
  EXPECT_EQ(CsvText("a\rb"), "\"a\rb\"");
  EXPECT_EQ(CsvText(" met ruimte"), "\" met ruimte\"");
  EXPECT_EQ(CsvText("gewoon"), "gewoon");
  EXPECT_EQ(CsvText(""), "");
}

TEST(CsvWriter, TakesTheForceOutOfFormulas) {
  for (const char* text :
       {"=1+1", "+31 24 000", "-2", "@SUM(A1)", "\tx", "＝1", "＋1", "－1", "＠x"}) {
    EXPECT_EQ(CsvText(text), std::string("'") + text);
  }
  EXPECT_EQ(CsvText("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(CsvText("=HYPERLINK(\"x\";\"y\")"), "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"");
  EXPECT_EQ(CsvText("a=1"), "a=1");
}

TEST(CsvWriter, LeavesNegativeNumbersNumbers) {
  EXPECT_EQ(Line({-2.5, int64_t{-3}}), "-2,5;-3\r\n");
}

TEST(CsvWriter, WritesTheShortestDecimalThatReadsBackTheSame) {
  EXPECT_EQ(CsvNumber(0.1), "0,1");
  EXPECT_EQ(CsvNumber(12'345'678.9), "12345678,9");
  EXPECT_EQ(CsvNumber(1e22), "10000000000000000000000");
  EXPECT_EQ(CsvNumber(1.0 / 3), "0,3333333333333333");
  EXPECT_EQ(CsvNumber(0), "0");
  EXPECT_EQ(CsvNumber(-0.0), "0");
  EXPECT_EQ(CsvNumber(36), "36");
}

TEST(CsvWriter, HasRoomForEveryNumber) {
  EXPECT_EQ(CsvNumber(std::numeric_limits<double>::max()).size(), 309U);
  EXPECT_GT(CsvNumber(std::numeric_limits<double>::denorm_min()).size(), 300U);
  EXPECT_GT(CsvNumber(-std::numeric_limits<double>::denorm_min()).size(), 300U);
  EXPECT_EQ(CsvNumber(std::numeric_limits<double>::infinity()), "");
  EXPECT_EQ(CsvNumber(std::numeric_limits<double>::quiet_NaN()), "");
}

TEST(CsvWriter, WritesDatesAsIso) { EXPECT_EQ(Line({Day(2026, 11, 2)}), "2026-11-02\r\n"); }

TEST(CsvWriter, WritesAnUnsetDateAndNothingAsAnEmptyCell) {
  EXPECT_EQ(Line({google::type::Date(), Nothing(), std::string()}), ";;\r\n");
}

TEST(CsvWriter, WritesTruthInTheLanguage) { EXPECT_EQ(Line({true, false}), "ja;nee\r\n"); }

TEST(CsvWriter, KeepsVeryLongTextsWhole) {
  const std::string text(1'000'000, 'x');
  EXPECT_EQ(Line({text}).size(), text.size() + 2);
}

}  // namespace
}  // namespace overstap::document
