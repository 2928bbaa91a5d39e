#include "matcher/text/title_words.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/text/abbreviations.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CompareWordsTest, FoldsAndLeavesOutStopWords) {
  EXPECT_THAT(CompareWords("Docent in de Bouw", Language::kNl), ElementsAre("docent", "bouw"));
  EXPECT_THAT(CompareWords("Lehrkraft für Musik", Language::kDe),
              ElementsAre("lehrkraft", "musik"));
  EXPECT_THAT(CompareWords("Head of the Kitchen", Language::kEn), ElementsAre("head", "kitchen"));
}

TEST(CompareWordsTest, KeepsOneOfAlternativesThatAreAlike) {
  EXPECT_THAT(CompareWords("Maurer/Maurerin", Language::kDe), ElementsAre("maurer"));
  EXPECT_THAT(CompareWords("Techniker für Wind/Technikerin für Wind", Language::kDe),
              ElementsAre("techniker", "wind"));
  EXPECT_THAT(CompareWords("monteur gas/water", Language::kNl),
              ElementsAre("montor", "gas", "water"));
}

TEST(CompareWordsTest, ReadsUmlautsAsTheyAreSpelled) {
  EXPECT_EQ(CompareWords("Lueftungsmonteur", Language::kDe),
            CompareWords("Lüftungsmonteur", Language::kDe));
  EXPECT_EQ(CompareWords("Schweisser", Language::kDe), CompareWords("Schweißer", Language::kDe));
  EXPECT_THAT(CompareWords("Bauer Quelle", Language::kDe), ElementsAre("bauer", "quelle"));
}

TEST(CompareWordsTest, WritesAbbreviationsOut) {
  EXPECT_EQ(CompareWords("vpk niveau 4", Language::kNl),
            CompareWords("verpleegkundige niveau 4", Language::kNl));
  EXPECT_EQ(CompareWords("LKW-Fahrer", Language::kDe),
            CompareWords("Lastkraftwagen-Fahrer", Language::kDe));
  EXPECT_EQ(CompareWords("HGV driver", Language::kEn),
            CompareWords("heavy goods vehicle driver", Language::kEn));
}

TEST(CompareWordsTest, OfATextWithoutWordsThereAreNone) {
  EXPECT_THAT(CompareWords("", Language::kNl), IsEmpty());
  EXPECT_THAT(CompareWords("(m/v) -- ", Language::kNl), IsEmpty());
  EXPECT_THAT(CompareWords("/", Language::kDe), IsEmpty());
}

TEST(AbbreviationsTest, AreOfOneLanguage) {
  EXPECT_EQ(WrittenOut("vpk", Language::kNl), "verpleegkundige");
  EXPECT_EQ(WrittenOut("vpk", Language::kDe), "");
  EXPECT_EQ(WrittenOut("cnc", Language::kNl), "");
}

TEST(WithPartsTest, GivesStemsOfWordsAndParts) {
  CompoundSplitter::Builder builder(Language::kNl);
  builder.AddWord("leidingen");
  builder.AddWord("lasser");
  const CompoundSplitter splitter = std::move(builder).Build();
  Stemmer stemmer(Language::kNl);
  const std::vector<std::string> words = {"leidingenlasser", "leidingen"};
  const std::vector<TitleWord> read = WithParts(words, splitter, stemmer);
  ASSERT_EQ(read.size(), 2);
  EXPECT_THAT(read[0].parts, ElementsAre("leiding", "lasser"));
  EXPECT_EQ(read[1].text, "leidingen");
  EXPECT_EQ(read[1].stem, "leiding");
  EXPECT_THAT(read[1].parts, ElementsAre("leiding"));
}

TEST(StemmerTest, ShortensByLanguage) {
  EXPECT_EQ(Stemmer(Language::kNl).Stem("leidingen"), "leiding");
  EXPECT_EQ(Stemmer(Language::kDe).Stem("anlagen"), "anlag");
  EXPECT_EQ(Stemmer(Language::kEn).Stem("fitters"), "fitter");
  EXPECT_EQ(Stemmer(Language::kEn).Stem(""), "");
}

TEST(CompareWordsTest, EachOfManyAlternativesComesOnce) {
  std::string title;
  std::vector<std::string> words;
  for (int i = 0; i < 10'000; ++i) {
    words.push_back("w" + std::to_string(i));
    title += words.back() + "/" + words.back() + "/";
  }
  EXPECT_EQ(CompareWords(title, Language::kNl), words);
}

}  // namespace
}  // namespace overstap::matcher
