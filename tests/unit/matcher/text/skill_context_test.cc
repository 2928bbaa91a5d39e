#include "matcher/text/skill_context.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

SkillContext ContextOf(std::string_view word, std::string_view text, Language language) {
  const std::vector<TextToken> tokens = TokensOf(text);
  const auto token = std::ranges::find(tokens, word, &TextToken::folded);
  EXPECT_NE(token, tokens.end()) << word << " in " << text;
  if (token == tokens.end()) return {};
  return ContextsOf(tokens, language)[static_cast<size_t>(token - tokens.begin())];
}

SkillPolarity PolarityIn(std::string_view text, std::string_view word,
                         Language language = Language::kNl) {
  return ContextOf(word, text, language).polarity;
}

Proficiency LevelIn(std::string_view text, std::string_view word,
                    Language language = Language::kNl) {
  return ContextOf(word, text, language).proficiency;
}

TEST(TextTokens, AreFoldedWordsWithTheirPlaces) {
  const std::string text = "Röntgen-foto's maken, C++.";
  const std::vector<TextToken> tokens = TokensOf(text);
  ASSERT_EQ(tokens.size(), 5U);
  EXPECT_EQ(tokens[0].folded, "rontgen");
  EXPECT_EQ(text.substr(tokens[0].begin, tokens[0].end - tokens[0].begin), "Röntgen");
  EXPECT_EQ(tokens[1].folded, "foto");
  EXPECT_EQ(tokens[4].folded, "c++");
  EXPECT_EQ(tokens[4].gap, TokenGap::kComma);
  EXPECT_EQ(tokens[0].gap, TokenGap::kBreak);
}

TEST(TextTokens, SentencesEndAtDotsAndLinesThatDoNotGoOn) {
  const auto gaps = [](std::string_view text) {
    std::vector<TokenGap> result;
    for (const TextToken& token : TokensOf(text)) result.push_back(token.gap);
    return result;
  };
  using enum TokenGap;
  EXPECT_EQ(gaps("a. b"), (std::vector{kBreak, kNone}));  // an abbreviation
  EXPECT_EQ(gaps("lassen. draaien"), (std::vector{kBreak, kBreak}));
  EXPECT_EQ(gaps("NEN 3.1 en"), (std::vector{kBreak, kNone, kNone, kNone}));
  EXPECT_EQ(gaps("lassen\nen draaien"), (std::vector{kBreak, kNone, kNone}));
  EXPECT_EQ(gaps("lassen\nDraaien"), (std::vector{kBreak, kBreak}));
  EXPECT_EQ(gaps("lassen\n- draaien"), (std::vector{kBreak, kBreak}));
  EXPECT_EQ(gaps("lassen\n\ndraaien"), (std::vector{kBreak, kBreak}));
}

TEST(TextTokens, OfWhatIsNoTextAreNone) {
  EXPECT_TRUE(TokensOf("").empty());
  EXPECT_TRUE(TokensOf("... !? --").empty());
  EXPECT_TRUE(TokensOf(std::string_view("\0\0", 2)).empty());
  EXPECT_TRUE(TokensOf("\xff\xfe\xc3").empty());
  EXPECT_EQ(TokensOf("las\xffsen").size(), 2U);
}

TEST(SkillContexts, NegationHoldsThroughAnEnumerationToTheEndOfTheSentence) {
  constexpr std::string_view kText = "Geen ervaring met PLC, SCADA of lassen. Wel met draaien";
  for (const std::string_view word : {"plc", "scada", "lassen"}) {
    EXPECT_EQ(PolarityIn(kText, word), SkillPolarity::kLacks) << word;
  }
  EXPECT_EQ(PolarityIn(kText, "draaien"), SkillPolarity::kHas);
}

TEST(SkillContexts, NegationIsTakenBack) {
  EXPECT_EQ(PolarityIn("geen PLC, wel lassen", "lassen"), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("geen PLC maar wel lassen", "lassen"), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("geen PLC, ik kan lassen", "lassen"), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("no PLC but welding", "welding", Language::kEn), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("keine SPS, aber Hydraulik", "hydraulik", Language::kDe),
            SkillPolarity::kHas);
}

TEST(SkillContexts, APlainNotReachesBack) {
  EXPECT_EQ(PolarityIn("Lassen kan ik niet", "lassen"), SkillPolarity::kLacks);
  EXPECT_EQ(PolarityIn("Schweißen kann ich nicht", "schweissen", Language::kDe),
            SkillPolarity::kLacks);
  EXPECT_EQ(PolarityIn("Draaien, lassen kan ik niet", "draaien"), SkillPolarity::kHas);
}

TEST(SkillContexts, NotOnlyIsNoNegation) {
  EXPECT_EQ(PolarityIn("niet alleen lassen", "lassen"), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("nicht nur Schweißen", "schweissen", Language::kDe), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("not only welding", "welding", Language::kEn), SkillPolarity::kHas);
}

TEST(SkillContexts, AWishIsNoSkill) {
  EXPECT_EQ(PolarityIn("Ik wil graag lassen leren", "lassen"), SkillPolarity::kWants);
  EXPECT_EQ(PolarityIn("Ich möchte schweißen lernen", "schweissen", Language::kDe),
            SkillPolarity::kWants);
  EXPECT_EQ(PolarityIn("I would like to learn welding", "welding", Language::kEn),
            SkillPolarity::kWants);
  // An employer's question asks for it.
  EXPECT_EQ(PolarityIn("Wil jij lassen bij ons?", "lassen"), SkillPolarity::kHas);
}

TEST(SkillContexts, LevelsHoldForWhatFollowsOrElseForWhatStandsBefore) {
  EXPECT_EQ(LevelIn("basiskennis lassen", "lassen"), Proficiency::kBasic);
  EXPECT_EQ(LevelIn("lassen (gevorderd)", "lassen"), Proficiency::kAdvanced);
  EXPECT_EQ(LevelIn("ruime ervaring met lassen en draaien", "draaien"), Proficiency::kAdvanced);
  EXPECT_EQ(LevelIn("basiskennis lassen, expert in draaien", "lassen"), Proficiency::kBasic);
  EXPECT_EQ(LevelIn("basiskennis lassen, expert in draaien", "draaien"), Proficiency::kExpert);
  EXPECT_EQ(LevelIn("lassen", "lassen"), Proficiency::kUnknown);
}

TEST(SkillContexts, YearsAndLanguageLevelsAreLevels) {
  EXPECT_EQ(LevelIn("1 jaar lassen", "lassen"), Proficiency::kBasic);
  EXPECT_EQ(LevelIn("4 jaar lassen", "lassen"), Proficiency::kIndependent);
  EXPECT_EQ(LevelIn("10+ jaar lassen", "lassen"), Proficiency::kAdvanced);
  EXPECT_EQ(LevelIn("2018 jaar lassen", "lassen"), Proficiency::kUnknown);
  EXPECT_EQ(LevelIn("Duits B2 en Engels C1", "duits"), Proficiency::kIndependent);
  EXPECT_EQ(LevelIn("Ik spreek Duits (B2) en Engels C1", "engels"), Proficiency::kAdvanced);
  EXPECT_EQ(LevelIn("taalniveau A2 Nederlands", "nederlands"), Proficiency::kBasic);
  EXPECT_EQ(LevelIn("Duits (A2), Engels (C1)", "duits"), Proficiency::kBasic);
  EXPECT_EQ(LevelIn("Duits (A2), Engels (C1)", "engels"), Proficiency::kAdvanced);
}

TEST(SkillContexts, AnAgeIsNoLevel) {
  EXPECT_EQ(LevelIn("Ik ben 35 jaar en kan lassen", "lassen"), Proficiency::kUnknown);
  EXPECT_EQ(LevelIn("35 jaar oud, lassen", "lassen"), Proficiency::kUnknown);
  EXPECT_EQ(LevelIn("Ich bin 35 Jahre alt und kann löten", "loten", Language::kDe),
            Proficiency::kUnknown);
  EXPECT_EQ(LevelIn("I am 35 years old and welding", "welding", Language::kEn),
            Proficiency::kUnknown);
  EXPECT_EQ(LevelIn("Ik ben al 10 jaar lasser", "lasser"), Proficiency::kAdvanced);
}

TEST(SkillContexts, ShortEnglishNegationsAreNegations) {
  for (const std::string_view text :
       {"I haven't done welding", "he hasn't done welding", "I didn't learn welding",
        "this isn't welding", "I don't do welding", "she doesn't do welding"}) {
    EXPECT_EQ(PolarityIn(text, "welding", Language::kEn), SkillPolarity::kLacks) << text;
  }
}

TEST(SkillContexts, TurnsOfPhraseWithANegationAreNone) {
  EXPECT_EQ(PolarityIn("I never missed a deadline in welding", "welding", Language::kEn),
            SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("not afraid of welding", "welding", Language::kEn), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("niet bang voor lassen", "lassen"), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("het was nooit een probleem om te lassen", "lassen"), SkillPolarity::kHas);
  EXPECT_EQ(PolarityIn("keine Angst vor dem Löten", "loten", Language::kDe), SkillPolarity::kHas);
}

TEST(SkillContexts, NotReachesBackToWhereThePartOfTheSentenceBegins) {
  const auto polarities = [](std::string_view text) {
    std::vector<SkillPolarity> result;
    for (const SkillContext& context : ContextsOf(TokensOf(text), Language::kNl)) {
      result.push_back(context.polarity);
    }
    return result;
  };
  using enum SkillPolarity;
  EXPECT_EQ(polarities("lassen niet, draaien wil ik niet"),
            (std::vector{kLacks, kLacks, kLacks, kLacks, kLacks, kLacks}));
  EXPECT_EQ(polarities("lassen niet wil graag draaien niet"),
            (std::vector{kLacks, kLacks, kLacks, kLacks, kLacks, kLacks}));
  EXPECT_EQ(polarities("lassen niet maar wel draaien niet frezen"),
            (std::vector{kLacks, kLacks, kHas, kLacks, kLacks, kLacks, kLacks}));
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "wil graag niet ";
  EXPECT_EQ(polarities(text), std::vector(15'000, kLacks));
}

}  // namespace
}  // namespace overstap::matcher
