#include "matcher/text/language_detector.h"

#include <optional>
#include <string_view>
#include <utility>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

LanguageDetector Detector() {
  LanguageDetector::Builder builder;
  for (const std::string_view label :
       {"verzorgende thuiszorg", "monteur zonnepanelen", "medewerker bediening", "elektricien",
        "onderhoudsmonteur", "leidinggevende", "vrachtwagenchauffeur", "schoonmaker"}) {
    builder.Add(Language::kNl, label);
  }
  for (const std::string_view label :
       {"pflegefachkraft", "solarmonteur", "elektroinstallateurin", "geschaftsfuhrer",
        "lagerarbeiter", "schweißer", "kraftfahrer", "reinigungskraft"}) {
    builder.Add(Language::kDe, label);
  }
  for (const std::string_view label :
       {"home care worker", "solar panel fitter", "electrician", "warehouse worker", "truck driver",
        "welding operator", "cleaner", "nurse"}) {
    builder.Add(Language::kEn, label);
  }
  return std::move(builder).Build();
}

TEST(LanguageDetector, TellsTitlesApart) {
  const LanguageDetector detector = Detector();
  EXPECT_EQ(detector.Detect("verzorgende"), Language::kNl);
  EXPECT_EQ(detector.Detect("Pflegekraft"), Language::kDe);
  EXPECT_EQ(detector.Detect("care worker"), Language::kEn);
}

TEST(LanguageDetector, TellsSentencesApart) {
  const LanguageDetector detector = Detector();
  EXPECT_EQ(detector.Detect("Ik heb jaren in de zorg gewerkt"), Language::kNl);
  EXPECT_EQ(detector.Detect("Ich habe lange in der Pflege gearbeitet"), Language::kDe);
  EXPECT_EQ(detector.Detect("I have worked in care for many years"), Language::kEn);
}

TEST(LanguageDetector, SaysNothingOfWhatItCannotTell) {
  EXPECT_EQ(Detector().Detect(""), std::nullopt);
  EXPECT_EQ(Detector().Detect("12 / 34"), std::nullopt);
  EXPECT_EQ(LanguageDetector().Detect(""), std::nullopt);
}

TEST(LanguageDetector, ALanguageWithoutLabelsIsNotGuessedFromLetters) {
  LanguageDetector::Builder builder;
  builder.Add(Language::kNl, "verzorgende");
  builder.Add(Language::kEn, "nurse");
  EXPECT_NE(std::move(builder).Build().Detect("xyzzy qwerty"), Language::kDe);
}

}  // namespace
}  // namespace overstap::matcher
