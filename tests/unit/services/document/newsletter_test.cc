#include "services/document/newsletter.h"

#include <string>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/document/plain_text.h"
#include "tests/unit/services/document/document_world.h"
#include "tests/unit/services/document/html_balance.h"

namespace overstap::document {
namespace {

using matcher::Language;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Newsletter, SaysOfEachProjectGoalGroupProgressAndContact) {
  const Wording wording(Language::kNl);
  const std::string text = NewsletterText(SomeNewsletter(), SomeLabels(), wording);
  for (const char* part :
       {"Overstap <naar> zorg & techniek", "Doel:", "Doelgroep:", "Voortgang:", "Contact:",
        "Plaatsingen: 36 personen in 37 erkende meldingen; wachtend op",
        "Afgeronde opleidingen: minder dan 5 personen in minder dan 5 erkende", "loket@example.org",
        "Techniekdag", "Nog niets gemeld.", "Geen contact opgegeven."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Newsletter, SaysItsDateAndPosition) {
  const Wording wording(Language::kNl);
  for (const std::string& document : {NewsletterText(SomeNewsletter(), SomeLabels(), wording),
                                      NewsletterHtml(SomeNewsletter(), SomeLabels(), wording)}) {
    EXPECT_THAT(document, HasSubstr("Stand per 30 juni 2026, grootboekpositie 4711."));
  }
}

TEST(Newsletter, KeepsLinesShortInText) {
  const Wording wording(Language::kDe);
  const std::string text = NewsletterText(SomeNewsletter(), SomeLabels(), wording);
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_LE(CharacterCount(line), kLineWidth) << line;
    EXPECT_NE(line.empty() ? 'x' : line.back(), ' ');
  }
}

TEST(Newsletter, IsWellFormedHtmlInEveryLanguage) {
  for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    const Wording wording(language);
    const std::string html = NewsletterHtml(SomeNewsletter(), SomeLabels(), wording);
    EXPECT_EQ(WrongIn(html), "");
    EXPECT_THAT(html, HasSubstr(std::string("<html lang=\"") + wording.code() + "\">"));
    EXPECT_THAT(html, HasSubstr("Overstap &lt;naar&gt; zorg &amp; techniek"));
    EXPECT_THAT(html, Not(HasSubstr("<naar>")));
    EXPECT_THAT(html, HasSubstr("href=\"https://example.org/overstap?a=1&amp;b=2\""));
  }
}

TEST(Newsletter, SaysThatNothingRuns) {
  Newsletter newsletter = SomeNewsletter();
  newsletter.projects.clear();
  const Wording wording(Language::kNl);
  EXPECT_THAT(NewsletterText(newsletter, SomeLabels(), wording),
              HasSubstr("Op deze dag lopen er geen projecten."));
  EXPECT_EQ(WrongIn(NewsletterHtml(newsletter, SomeLabels(), wording)), "");
}

TEST(Newsletter, KeepsVeryLongTextsWhole) {
  Newsletter newsletter = SomeNewsletter();
  std::string goal;
  for (int i = 0; i < 50'000; ++i) goal += "doel ";
  newsletter.projects[0].project.set_goal(goal);
  const Wording wording(Language::kNl);
  EXPECT_GT(NewsletterText(newsletter, SomeLabels(), wording).size(), 50'000U * 4);
  EXPECT_EQ(WrongIn(NewsletterHtml(newsletter, SomeLabels(), wording)), "");
}

}  // namespace
}  // namespace overstap::document
