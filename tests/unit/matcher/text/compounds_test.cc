#include "matcher/text/compounds.h"

#include <initializer_list>
#include <string_view>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;

CompoundSplitter SplitterOf(Language language, std::initializer_list<std::string_view> words) {
  CompoundSplitter::Builder builder(language);
  for (std::string_view word : words) builder.AddWord(word);
  return std::move(builder).Build();
}

TEST(CompoundSplitterTest, CutsIntoKnownWords) {
  const CompoundSplitter splitter =
      SplitterOf(Language::kNl, {"zonnepanelen", "installateur", "warmte", "pomp", "monteur"});
  EXPECT_THAT(splitter.Split("zonnepaneleninstallateur"),
              ElementsAre("zonnepanelen", "installateur"));
  EXPECT_THAT(splitter.Split("warmtepompmonteur"), ElementsAre("warmte", "pomp", "monteur"));
}

TEST(CompoundSplitterTest, LeavesOutLinkingLetters) {
  const CompoundSplitter dutch = SplitterOf(Language::kNl, {"bedrijf", "leider", "pijp", "lasser"});
  EXPECT_THAT(dutch.Split("bedrijfsleider"), ElementsAre("bedrijf", "leider"));
  EXPECT_THAT(dutch.Split("pijpenlasser"), ElementsAre("pijp", "lasser"));
  const CompoundSplitter german =
      SplitterOf(Language::kDe, {"betrieb", "schlosser", "pflege", "kraft", "kranke"});
  EXPECT_THAT(german.Split("betriebsschlosser"), ElementsAre("betrieb", "schlosser"));
  EXPECT_THAT(german.Split("krankenpflegekraft"), ElementsAre("kranke", "pflege", "kraft"));
}

TEST(CompoundSplitterTest, PrefersFewAndCommonParts) {
  const CompoundSplitter splitter =
      SplitterOf(Language::kNl, {"werk", "plaats", "werkplaats", "monteur", "werkplaats", "chef"});
  EXPECT_THAT(splitter.Split("werkplaatsmonteur"), ElementsAre("werkplaats", "monteur"));
}

TEST(CompoundSplitterTest, KnowsPartsThatOccurInCompoundsAlone) {
  const CompoundSplitter splitter = SplitterOf(
      Language::kNl, {"gebouwbeheerder", "gebouwtechnicus", "beheerder", "technicus", "monteur"});
  EXPECT_THAT(splitter.Split("gebouwmonteur"), ElementsAre("gebouw", "monteur"));
}

TEST(CompoundSplitterTest, LeavesWhatItCannotCutWholly) {
  const CompoundSplitter splitter = SplitterOf(Language::kNl, {"monteur", "lasser"});
  EXPECT_THAT(splitter.Split("xyzmonteur"), ElementsAre("xyzmonteur"));
  EXPECT_THAT(splitter.Split("monteur"), ElementsAre("monteur"));
  EXPECT_THAT(splitter.Split(""), ElementsAre(""));
  EXPECT_THAT(CompoundSplitter().Split("lassermonteur"), ElementsAre("lassermonteur"));
}

TEST(CompoundSplitterTest, LeavesEnglishWords) {
  const CompoundSplitter splitter = SplitterOf(Language::kEn, {"house", "keeper"});
  EXPECT_THAT(splitter.Split("housekeeper"), ElementsAre("housekeeper"));
}

TEST(CompoundSplitterTest, CutsTheLongestWord) {
  const CompoundSplitter splitter = SplitterOf(Language::kNl, {"werk", "plaats"});
  constexpr size_t kParts = 8'000;
  std::string word;
  for (size_t i = 0; i < kParts; ++i) word += i % 2 == 0 ? "werk" : "plaats";
  const std::vector<std::string_view> parts = splitter.Split(word);
  ASSERT_EQ(parts.size(), kParts);
  EXPECT_EQ(parts.front(), "werk");
  EXPECT_EQ(parts.back(), "plaats");
}

}  // namespace
}  // namespace overstap::matcher
