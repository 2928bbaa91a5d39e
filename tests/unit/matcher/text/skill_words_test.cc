#include "matcher/text/skill_words.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

void ExpectOneRoot(Language language, const std::vector<std::string_view>& forms) {
  SkillWords words(language);
  for (const std::string_view form : forms) {
    EXPECT_EQ(words.RootOf(form), words.RootOf(forms.front())) << form;
  }
}

TEST(SkillWords, DutchVerbsAndTheirParticiplesAreOne) {
  ExpectOneRoot(Language::kNl, {"installeren", "installeert", "geinstalleerd", "installatie",
                                "installaties", "installateur"});
  ExpectOneRoot(Language::kNl, {"programmeren", "geprogrammeerd", "programmeert"});
  ExpectOneRoot(Language::kNl, {"monteren", "gemonteerd"});
  ExpectOneRoot(Language::kNl, {"lassen", "gelast"});
  ExpectOneRoot(Language::kNl, {"schoonmaken", "schoongemaakt"});
}

TEST(SkillWords, GermanVerbsAndTheirNounsAreOne) {
  ExpectOneRoot(Language::kDe, {"installieren", "installiert", "installation"});
  ExpectOneRoot(Language::kDe, {"programmieren", "programmierung", "programmiert"});
  ExpectOneRoot(Language::kDe, {"warten", "wartung", "gewartet"});
}

TEST(SkillWords, EnglishIsPortersStem) {
  ExpectOneRoot(Language::kEn, {"install", "installing", "installed"});
}

TEST(SkillWords, OtherWordsStayApart) {
  SkillWords words(Language::kNl);
  EXPECT_NE(words.RootOf("lassen"), words.RootOf("lezen"));
  EXPECT_NE(words.RootOf("monteren"), words.RootOf("motoren"));
  EXPECT_EQ(words.RootOf(""), "");
  EXPECT_EQ(words.RootOf("ge"), "ge");
}

TEST(SkillWords, ALastLetterMayBeReadInTwoWays) {
  const auto other = [](Language language, std::string_view word) {
    return SkillWords(language).RootOf(word, SkillWords::Reading::kOther);
  };
  SkillWords dutch(Language::kNl);
  EXPECT_EQ(other(Language::kNl, "last"), dutch.RootOf("lassen"));
  EXPECT_NE(dutch.RootOf("last"), dutch.RootOf("lassen"));
  EXPECT_EQ(other(Language::kNl, "gekleed"), dutch.RootOf("kleden"));
  SkillWords german(Language::kDe);
  EXPECT_EQ(other(Language::kDe, "schweisst"), german.RootOf("schweissen"));
}

TEST(SkillWords, FunctionWordsSayNothing) {
  EXPECT_TRUE(IsFunctionWord("met", Language::kNl));
  EXPECT_TRUE(IsFunctionWord("der", Language::kDe));
  EXPECT_TRUE(IsFunctionWord("the", Language::kEn));
  EXPECT_FALSE(IsFunctionWord("ervaring", Language::kNl));
  EXPECT_FALSE(IsFunctionWord("lassen", Language::kNl));
}

TEST(SkillWords, WordsOfEveryCvAreKnown) {
  EXPECT_TRUE(IsCvWord("ervaring", Language::kNl));
  EXPECT_TRUE(IsCvWord("kenntnisse", Language::kDe));
  EXPECT_TRUE(IsCvWord("experience", Language::kEn));
  EXPECT_FALSE(IsCvWord("met", Language::kNl));
  EXPECT_FALSE(IsCvWord("lassen", Language::kNl));
}

}  // namespace
}  // namespace overstap::matcher
