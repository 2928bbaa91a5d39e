#include "matcher/text/skill_extractor.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

// Fillers make the words of the others rare.
SkillExtractor Extractor(const std::vector<std::string_view>& labels) {
  SkillExtractor::Builder builder(Language::kNl);
  uint32_t number = 0;
  for (const std::string_view label : labels) builder.Add({label, number++, true});
  for (int i = 0; i < 2'000; ++i) {
    const std::string filler = "vulling" + std::to_string(i);
    builder.Add({filler, number++, true});
  }
  return std::move(builder).Build();
}

std::vector<uint32_t> Numbers(const std::vector<ExtractedSkill>& skills) {
  std::vector<uint32_t> numbers;
  for (const ExtractedSkill& skill : skills) numbers.push_back(skill.concept_number);
  return numbers;
}

TEST(SkillExtractor, FindsTheWordsThatSayASkill) {
  const SkillExtractor extractor = Extractor({"zonnepanelen installeren", "lassen"});
  const std::string text = "Ik heb veel zonnepanelen geïnstalleerd, en gelast.";
  const std::vector<ExtractedSkill> found = extractor.Extract(text);
  ASSERT_EQ(Numbers(found), (std::vector<uint32_t>{0, 1}));
  EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin),
            "zonnepanelen geïnstalleerd");
  EXPECT_EQ(text.substr(found[1].begin, found[1].end - found[1].begin), "gelast");
  EXPECT_FLOAT_EQ(found[0].score, 1);
}

TEST(SkillExtractor, TheRarestWordMustBeThere) {
  const SkillExtractor extractor = Extractor(
      {"zonnepanelen installeren", "ketels installeren", "boilers installeren",
       "deuren installeren", "ramen installeren", "kranen installeren", "lampen installeren",
       "pompen installeren", "goten installeren", "sloten installeren"});
  EXPECT_THAT(extractor.Extract("installeren"), testing::IsEmpty());
  EXPECT_EQ(Numbers(extractor.Extract("zonnepanelen")), (std::vector<uint32_t>{0}));
  EXPECT_LT(extractor.Extract("zonnepanelen")[0].score, 1);
}

float ScoreOf(const SkillExtractor& extractor, std::string_view text) {
  const std::vector<ExtractedSkill> found = extractor.Extract(text);
  return found.empty() ? 0 : found[0].score;
}

TEST(SkillExtractor, OnePartAloneOfALabelIsLessSureThanALabelOfThatPart) {
  std::vector<std::string_view> labels = {"excellent presteren", "zonnepanelen plaatsen"};
  labels.resize(100, "presteren plaatsen");
  const SkillExtractor extractor = Extractor(labels);
  // Of both parts alike two thirds are said; but Excel is no skill of any label.
  EXPECT_GE(ScoreOf(extractor, "Excellent"), 0.5F);
  EXPECT_LT(ScoreOf(extractor, "Excellent"), 0.65F);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "excellent presteren"), 1);
}

TEST(SkillExtractor, AWordOfEveryCvIsAPartOfASkillButSaysNoneByItself) {
  const SkillExtractor extractor = Extractor({"in groepen werken", "nauwkeurig werken"});
  EXPECT_LT(ScoreOf(extractor, "Koken voor groepen"), 0.65F);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "Ik werk graag in groepen"), 1);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "Je werkt nauwkeurig"), 1);
  EXPECT_THAT(extractor.Extract("werken"), testing::IsEmpty());
}

TEST(SkillExtractor, ACommaPartsWordsAsAWordBetweenThemDoes) {
  const SkillExtractor extractor = Extractor({"robots programmeren"});
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "robots, programmeren"), 1 / 1.12F);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "robots snel programmeren"), 1 / 1.12F);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "robots, snel programmeren"), 1 / 1.24F);
}

TEST(SkillExtractor, WhatACompoundSaysBesidesCountsForALittleLess) {
  const SkillExtractor extractor = Extractor({"energie", "advies", "windenergie"});
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "energie"), 1);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "energieadvies"), 1 / 1.12F);
  EXPECT_FLOAT_EQ(ScoreOf(extractor, "windenergie"), 1);
}

TEST(SkillExtractor, WordsOfOneSkillAreNotThoseOfAnother) {
  const SkillExtractor extractor = Extractor({"robots", "robots programmeren"});
  EXPECT_EQ(Numbers(extractor.Extract("robots programmeren")), (std::vector<uint32_t>{1}));
  EXPECT_EQ(Numbers(extractor.Extract("robots")), (std::vector<uint32_t>{0}));
}

TEST(SkillExtractor, SkillsDoNotReachOverTheEndOfASentence) {
  const SkillExtractor extractor = Extractor({"robots programmeren", "kasten bouwen"});
  EXPECT_LT(extractor.Extract("Robots. Programmeren.").size(), 2U);
  for (const ExtractedSkill& skill : extractor.Extract("Robots. Programmeren.")) {
    EXPECT_LT(skill.score, 1);
  }
}

TEST(SkillExtractor, ASlipOfThePenInALongWordCountsForALittleLess) {
  const SkillExtractor extractor = Extractor({"windturbines"});
  ASSERT_EQ(Numbers(extractor.Extract("windtrubines")), (std::vector<uint32_t>{0}));
  EXPECT_FLOAT_EQ(extractor.Extract("windtrubines")[0].score, 0.9F);
  EXPECT_THAT(extractor.Extract("windhonden"), testing::IsEmpty());
}

TEST(SkillExtractor, EachSkillComesOnceByItsBestWords) {
  const SkillExtractor extractor = Extractor({"robots programmeren"});
  const std::vector<ExtractedSkill> found =
      extractor.Extract("Robots gezien. Later robots programmeren. Robots programmeren.");
  ASSERT_EQ(Numbers(found), (std::vector<uint32_t>{0}));
  EXPECT_FLOAT_EQ(found[0].score, 1);
  EXPECT_EQ(found[0].begin, 21U);
}

TEST(SkillExtractor, OfNothingFindsNothing) {
  const SkillExtractor extractor = Extractor({"lassen"});
  EXPECT_THAT(extractor.Extract(""), testing::IsEmpty());
  EXPECT_THAT(extractor.Extract(" .,;\n\t"), testing::IsEmpty());
  EXPECT_THAT(extractor.Extract("\xff\xfe"), testing::IsEmpty());
  EXPECT_THAT(extractor.Extract(std::string(65'536, 'x')), testing::IsEmpty());
  EXPECT_THAT(SkillExtractor().Extract("lassen"), testing::IsEmpty());
  EXPECT_EQ(SkillExtractor::Builder(Language::kDe).Build().label_count(), 0U);
}

TEST(SkillExtractor, ALabelWithoutAWordIsFoundByNothing) {
  SkillExtractor::Builder builder(Language::kNl);
  builder.Add({"---", 0, true});
  builder.Add({"en of de", 1, true});
  const SkillExtractor extractor = std::move(builder).Build();
  EXPECT_EQ(extractor.label_count(), 2U);
  EXPECT_THAT(extractor.Extract("en of de ---"), testing::IsEmpty());
}

TEST(SkillExtractor, WordsOfASkillStandAtMostEightApart) {
  const SkillExtractor extractor = Extractor({"robots programmeren"});
  const auto score_with = [&](std::string_view first, int strays, std::string_view last) {
    std::string text(first);
    for (int i = 0; i < strays; ++i) text += " iets";
    return ScoreOf(extractor, text.append(" ").append(last));
  };
  EXPECT_FLOAT_EQ(score_with("robots", 7, "programmeren"), 1 / 1.84F);
  EXPECT_FLOAT_EQ(score_with("programmeren", 7, "robots"), 1 / 1.84F);
  EXPECT_EQ(score_with("robots", 8, "programmeren"), 0);
  EXPECT_EQ(score_with("programmeren", 8, "robots"), 0);
}

TEST(SkillExtractor, TheLongestTextOfFewWordsSaysWhatOneSentenceSays) {
  const SkillExtractor extractor = Extractor({"robots programmeren", "lassen"});
  for (const std::string unit : {"robots programmeren ", "Programmeren van robots. ", "lassen ",
                                 "lassen,", "lassen lassen robots programmeren "}) {
    std::string text;
    while (text.size() + unit.size() <= 65'536) text += unit;
    const std::vector<ExtractedSkill> all = extractor.Extract(text);
    const std::vector<ExtractedSkill> once = extractor.Extract(unit);
    ASSERT_EQ(Numbers(all), Numbers(once)) << unit;
    ASSERT_FALSE(all.empty()) << unit;
    for (size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(all[i].begin, once[i].begin) << unit;
      EXPECT_EQ(all[i].end, once[i].end) << unit;
      EXPECT_EQ(all[i].score, once[i].score) << unit;
    }
  }
}

}  // namespace
}  // namespace overstap::matcher
