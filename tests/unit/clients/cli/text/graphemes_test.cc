#include "clients/cli/text/graphemes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::cli {
namespace {

using testing::ElementsAre;

TEST(Graphemes, CountsWhatAReaderSees) {
  EXPECT_EQ(Width(""), 0);
  EXPECT_EQ(Width("lasser"), 6);
  EXPECT_EQ(Width("€ 1.250"), 7);
  EXPECT_EQ(Width("Pfleger für Zoë"), 15);
  // e with a combining diaeresis is one character.
  EXPECT_EQ(Width("Zoe\xCC\x88"), 3);
}

TEST(Graphemes, WrapsAtBlanks) {
  EXPECT_THAT(Wrap("elektromonteur in opleiding", 15),
              ElementsAre("elektromonteur", "in opleiding"));
  EXPECT_THAT(Wrap("kort", 15), ElementsAre("kort"));
  EXPECT_THAT(Wrap("", 15), ElementsAre(""));
  EXPECT_THAT(Wrap("een\ntwee drie", 15), ElementsAre("een", "twee drie"));
}

TEST(Graphemes, BreaksWordsThatAreTooLong) {
  EXPECT_THAT(Wrap("Überführungstechniker", 8), ElementsAre("Überführ", "ungstech", "niker"));
}

}  // namespace
}  // namespace overstap::cli
