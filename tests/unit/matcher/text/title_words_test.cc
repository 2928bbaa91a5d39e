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
  EXPECT_THAT(CompareWords("Docent in de Bouw", TextLanguage::kDutch),
              ElementsAre("docent", "bouw"));
  EXPECT_THAT(CompareWords("Lehrkraft für Musik", TextLanguage::kGerman),
              ElementsAre("lehrkraft", "musik"));
  EXPECT_THAT(CompareWords("Head of the Kitchen", TextLanguage::kEnglish),
              ElementsAre("head", "kitchen"));
}

TEST(CompareWordsTest, KeepsOneOfAlternativesThatAreAlike) {
  EXPECT_THAT(CompareWords("Maurer/Maurerin", TextLanguage::kGerman), ElementsAre("maurer"));
  EXPECT_THAT(CompareWords("Techniker für Wind/Technikerin für Wind", TextLanguage::kGerman),
              ElementsAre("techniker", "wind"));
  EXPECT_THAT(CompareWords("monteur gas/water", TextLanguage::kDutch),
              ElementsAre("montor", "gas", "water"));
}

TEST(CompareWordsTest, ReadsUmlautsAsTheyAreSpelled) {
  EXPECT_EQ(CompareWords("Lueftungsmonteur", TextLanguage::kGerman),
            CompareWords("Lüftungsmonteur", TextLanguage::kGerman));
  EXPECT_EQ(CompareWords("Schweisser", TextLanguage::kGerman),
            CompareWords("Schweißer", TextLanguage::kGerman));
  EXPECT_THAT(CompareWords("Bauer Quelle", TextLanguage::kGerman), ElementsAre("bauer", "quelle"));
}

TEST(CompareWordsTest, WritesAbbreviationsOut) {
  EXPECT_EQ(CompareWords("vpk niveau 4", TextLanguage::kDutch),
            CompareWords("verpleegkundige niveau 4", TextLanguage::kDutch));
  EXPECT_EQ(CompareWords("LKW-Fahrer", TextLanguage::kGerman),
            CompareWords("Lastkraftwagen-Fahrer", TextLanguage::kGerman));
  EXPECT_EQ(CompareWords("HGV driver", TextLanguage::kEnglish),
            CompareWords("heavy goods vehicle driver", TextLanguage::kEnglish));
}

TEST(CompareWordsTest, OfATextWithoutWordsThereAreNone) {
  EXPECT_THAT(CompareWords("", TextLanguage::kDutch), IsEmpty());
  EXPECT_THAT(CompareWords("(m/v) -- ", TextLanguage::kDutch), IsEmpty());
  EXPECT_THAT(CompareWords("/", TextLanguage::kGerman), IsEmpty());
}

TEST(AbbreviationsTest, AreOfOneLanguage) {
  EXPECT_EQ(WrittenOut("vpk", TextLanguage::kDutch), "verpleegkundige");
  EXPECT_EQ(WrittenOut("vpk", TextLanguage::kGerman), "");
  EXPECT_EQ(WrittenOut("cnc", TextLanguage::kDutch), "");
}

TEST(WithPartsTest, GivesStemsOfWordsAndParts) {
  CompoundSplitter::Builder builder(TextLanguage::kDutch);
  builder.AddWord("leidingen");
  builder.AddWord("lasser");
  const CompoundSplitter splitter = std::move(builder).Build();
  Stemmer stemmer(TextLanguage::kDutch);
  const std::vector<std::string> words = {"leidingenlasser", "leidingen"};
  const std::vector<TitleWord> read = WithParts(words, splitter, stemmer);
  ASSERT_EQ(read.size(), 2);
  EXPECT_THAT(read[0].parts, ElementsAre("leiding", "lasser"));
  EXPECT_EQ(read[1].text, "leidingen");
  EXPECT_EQ(read[1].stem, "leiding");
  EXPECT_THAT(read[1].parts, ElementsAre("leiding"));
}

TEST(StemmerTest, ShortensByLanguage) {
  EXPECT_EQ(Stemmer(TextLanguage::kDutch).Stem("leidingen"), "leiding");
  EXPECT_EQ(Stemmer(TextLanguage::kGerman).Stem("anlagen"), "anlag");
  EXPECT_EQ(Stemmer(TextLanguage::kEnglish).Stem("fitters"), "fitter");
  EXPECT_EQ(Stemmer(TextLanguage::kEnglish).Stem(""), "");
}

}  // namespace
}  // namespace overstap::matcher
