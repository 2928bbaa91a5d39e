#include "matcher/text/fold.h"

#include <string>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

TEST(FoldTest, FoldsCaseMarksWidthAndPunctuation) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"Lasser", "lasser"},
      {"  lasser  (MIG/MAG) ", "lasser mig mag"},
      {"Carrière-adviseur", "carriere adviseur"},
      {"cafe\xCC\x81", "cafe"},
      {"Straße", "strasse"},
      {"ＡＢＣ１２", "abc12"},
      {"ﬁets", "fiets"},
      {"İzmir", "izmir"},
      {"C++, C#", "c++ c#"},
      {"ÉÉN…TWEE", "een twee"},
      {"Übersetzer*in", "ubersetzer in"},
      {"\xff\xfe", ""},
      {"é\xff"
       "b",
       "e b"},
  };
  for (const auto& [text, folded] : cases) EXPECT_EQ(Fold(text), folded) << text;
}

TEST(FoldTest, FoldingTwiceChangesNothing) {
  for (const char* text : {"Crèche-leidster (m/v)", "Straße 3ᵉ", "C++ ﬁ", "ǅungla ͅ"}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text)) << text;
  }
}

TEST(FoldTest, WordsStartAfterASpace) {
  const std::string folded = Fold("monteur zonne-energie");
  std::string starts;
  for (size_t i = 0; i < folded.size(); ++i) {
    if (IsWordStart(folded, i)) starts.push_back(folded[i]);
  }
  EXPECT_EQ(starts, "mze");
  EXPECT_FALSE(IsWordStart(folded, folded.size()));
}

TEST(FoldTest, LeavesALetterOfAnyRowOfMarks) {
  std::string text = "e";
  for (int i = 0; i < 15'000; ++i) text += "\u0301\u0316";
  EXPECT_EQ(Fold(text), "e");
  EXPECT_EQ(Fold("caf" + text + " au lait"), "cafe au lait");
}

}  // namespace
}  // namespace overstap::matcher
