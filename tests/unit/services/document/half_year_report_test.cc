#include "services/document/half_year_report.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/document/half_year_tables.h"
#include "tests/unit/services/document/document_world.h"
#include "tests/unit/services/document/html_balance.h"

namespace overstap::document {
namespace {

using matcher::Language;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Written(const HalfYearReport& report, Language language = Language::kNl) {
  const Wording wording(language);
  return HalfYearHtml(report, SomeLabels(), wording);
}

TEST(HalfYearReport, IsWellFormedInEveryLanguage) {
  for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    EXPECT_EQ(WrongIn(Written(SomeHalfYear(), language)), "");
  }
}

TEST(HalfYearReport, IsWellFormedWithoutAnything) {
  HalfYearReport report;
  report.year = 2026;
  report.half = 2;
  const std::string html = Written(report);
  EXPECT_EQ(WrongIn(html), "");
  EXPECT_THAT(html, HasSubstr("Geen doelstellingen geteld."));
  EXPECT_THAT(html, HasSubstr("Geen lopende projecten."));
}

TEST(HalfYearReport, GivesEveryFigureOfATargetItsDateAndDefinition) {
  const Wording wording(Language::kNl);
  const v1::Progress progress = ActivationProgress();
  const Labels labels = SomeLabels();
  std::vector<HtmlTable> tables = {MainFigures(progress, wording), ShareTable(progress, wording),
                                   BesideTable(progress, wording),
                                   NotCountedTable(progress, wording)};
  for (const v1::Breakdown& breakdown : progress.breakdowns()) {
    tables.push_back(BreakdownTable(progress, breakdown, labels, wording));
  }
  int rows = 0;
  for (const HtmlTable& table : tables) {
    for (const auto& row : table.rows) {
      ++rows;
      ASSERT_EQ(row.size(), table.headings.size()) << table.caption;
      EXPECT_EQ(row[row.size() - 2], "30 juni 2026") << table.caption;
      EXPECT_EQ(row.back(), "v3") << table.caption;
    }
  }
  EXPECT_EQ(rows, 21);
}

TEST(HalfYearReport, HidesSmallCounts) {
  const std::string html = Written(SomeHalfYear());
  EXPECT_THAT(html, HasSubstr("Mogelijke dubbeltellingen (meegeteld; meldingen zonder "
                              "koppelsleutel)</th>\n<td>minder dan 5</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Hightech</th>\n<td>verborgen</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Statushouders</th>\n<td>verborgen</td>"));
  HalfYearReport report = SomeHalfYear();
  report.targets[0].progress.set_value(3);
  const std::string hidden = Written(report);
  EXPECT_THAT(hidden, HasSubstr("minder dan 5 personen"));
  EXPECT_THAT(hidden, Not(HasSubstr("<td>3 personen</td>")));
  EXPECT_THAT(hidden, Not(HasSubstr("731,5")));  // a forecast begins at the value
}

TEST(HalfYearReport, SetsFiguresBesideApart) {
  const std::string html = Written(SomeHalfYear());
  EXPECT_THAT(html, HasSubstr("<caption>Ernaast, niet opgeteld</caption>"));
  EXPECT_THAT(html, HasSubstr("1.200 tot 1.500 personen"));
  EXPECT_THAT(html, HasSubstr("Verandering sinds 31 december 2021: -1.250 personen; Verandering "
                              "sinds 31 december 2022: onbekend"));
}

TEST(HalfYearReport, ShowsTheForecastWithItsBand) {
  EXPECT_THAT(Written(SomeHalfYear()),
              HasSubstr("731,5 personen (acht van de tien keer tussen 702 en 765; op grond van 42 "
                        "maanden)"));
}

TEST(HalfYearReport, SaysWhatTablesLackAndWhenTheyMet) {
  const std::string html = Written(SomeHalfYear());
  EXPECT_THAT(html, HasSubstr("Niet actief op 30 juni 2026; wat ontbreekt: actieplan, "
                              "bedrijfsleven aan tafel."));
  EXPECT_THAT(html, HasSubstr("Zij-instroom"));
  EXPECT_THAT(html, Not(HasSubstr("Te oud")));  // a meeting before the half-year
  EXPECT_THAT(html, HasSubstr("‘Plan 2026’, vastgesteld op 3 februari 2026; bij HAN, AP-12."));
  EXPECT_THAT(html, HasSubstr("Er is geen actieplan."));
}

TEST(HalfYearReport, ShowsPublishedFiguresAndWhyTheyWereRestated) {
  const std::string html = Written(SomeHalfYear());
  EXPECT_THAT(html, HasSubstr("closings/000000000042</th>\n<td>611 personen</td>\n"
                              "<td>31 maart 2026</td>\n<td>v2</td>\n<td>3000</td>"));
  EXPECT_THAT(html, HasSubstr("<li>Contract ging niet door</li>\n</ul>"));
}

TEST(HalfYearReport, ListsLinksGapsMethodAndSources) {
  const std::string html = Written(SomeHalfYear());
  for (const char* part :
       {"Dezelfde werkgevers", "Een tweede ziekenhuis", "Lesgeld voor een tweede groep",
        "Methode en bronnen", "Human Capital Akkoord 2023-2026, hoofdstuk 2.1",
        "† Een proefplaatsing telt niet.", "De steunbrief zegt circa 1.000.",
        "aangevraagd, onder voorbehoud"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(HalfYearReport, SaysThatAHalfYearIsNotOver) {
  HalfYearReport report = SomeHalfYear();
  EXPECT_THAT(Written(report), Not(HasSubstr("nog niet om")));
  report.as_of_date = Day(2026, 5, 1);
  EXPECT_THAT(Written(report), HasSubstr("Het halfjaar is nog niet om"));
}

TEST(HalfYearReport, NamesATargetWhoseFigureComesFromOutside) {
  HalfYearReport report = SomeHalfYear();
  report.targets[0].progress.Clear();
  EXPECT_THAT(Written(report), HasSubstr("Dit cijfer komt van buiten"));
}

}  // namespace
}  // namespace overstap::document
