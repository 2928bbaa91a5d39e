#include "services/document/plain_text.h"

#include <string>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace overstap::document {
namespace {

std::string Wrapped(const std::string& lead, const std::string& text, size_t width) {
  std::string out;
  AppendWrapped(lead, text, width, &out);
  return out;
}

TEST(PlainText, BreaksBetweenWords) {
  EXPECT_EQ(Wrapped("", "een twee drie", 8), "een twee\ndrie\n");
}

TEST(PlainText, IndentsLaterLinesByTheLead) {
  EXPECT_EQ(Wrapped("- ", "een twee drie", 7), "- een\n  twee\n  drie\n");
}

TEST(PlainText, CountsCharactersAndNotBytes) {
  EXPECT_EQ(CharacterCount("één €"), 5U);
  EXPECT_EQ(Wrapped("", "éé éé", 5), "éé éé\n");
}

TEST(PlainText, LeavesALongWordWhole) {
  EXPECT_EQ(Wrapped("", "a https://example.org/lang b", 8), "a\nhttps://example.org/lang\nb\n");
}

TEST(PlainText, KeepsLineBreaksAndDropsEmptyLinesAndControls) {
  EXPECT_EQ(Wrapped("  ",
                    "een\n\n \ntw\x1B"
                    "ee",
                    20),
            "  een\n  twee\n");
}

TEST(PlainText, WritesAnEmptyLineForNothing) { EXPECT_EQ(Wrapped("  ", "", 20), "\n"); }

TEST(PlainText, HoldsItsWidthForVeryLongTexts) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "woord ";
  for (const absl::string_view line : absl::StrSplit(Wrapped("", text, kLineWidth), '\n')) {
    EXPECT_LE(line.size(), kLineWidth);
  }
}

}  // namespace
}  // namespace overstap::document
