#include "services/document/html_writer.h"

#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/document/html_balance.h"

namespace overstap::document {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlBalance, SeesWhatIsWrong) {
  EXPECT_EQ(WrongIn("<!DOCTYPE html><p class=\"a>b\">x</p><meta charset=\"utf-8\">"), "");
  EXPECT_NE(WrongIn("<p><b>x</p></b>"), "");
  EXPECT_NE(WrongIn("<p>x"), "");
  EXPECT_NE(WrongIn("x</p>"), "");
  EXPECT_NE(WrongIn("a < b"), "");
}

TEST(HtmlWriter, TurnsMarkupIntoText) {
  EXPECT_EQ(EscapeHtml("<b a=\"1\" c='2'> & x"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt; &amp; x");
}

TEST(HtmlWriter, LeavesControlCharactersOut) {
  EXPECT_EQ(EscapeHtml(std::string("a\0b\x1B"
                                   "c\td\ne\x7F",
                                   9)),
            "abc\td\ne");
}

TEST(HtmlWriter, EscapesAttributes) {
  std::string out;
  HtmlWriter html(&out);
  html.Leaf("p", "x", {{"class", "a\" onclick=\"b"}});
  EXPECT_EQ(out, "<p class=\"a&quot; onclick=&quot;b\">x</p>\n");
}

TEST(HtmlWriter, ClosesWhatItOpens) {
  std::string out;
  {
    HtmlWriter html(&out);
    const HtmlElement outer = html.Open("section");
    const HtmlElement inner = html.Open("p");
    html.Text("x");
  }
  EXPECT_EQ(WrongIn(out), "");
  EXPECT_THAT(out, HasSubstr("</p>\n</section>"));
}

TEST(HtmlWriter, GivesTablesACaptionAndScopes) {
  std::string out;
  HtmlWriter(&out).Table(
      {.caption = "C", .headings = {"H1", "H2"}, .rows = {{"r<1>", "2"}}, .note = "N"});
  EXPECT_EQ(WrongIn(out), "");
  EXPECT_THAT(out, HasSubstr("<caption>C</caption>"));
  EXPECT_THAT(out, HasSubstr("<th scope=\"col\">H1</th>"));
  EXPECT_THAT(out, HasSubstr("<th scope=\"col\">H2</th>"));
  EXPECT_THAT(out, HasSubstr("<th scope=\"row\">r&lt;1&gt;</th>"));
  EXPECT_THAT(out, HasSubstr("<td>2</td>"));
  EXPECT_THAT(out, HasSubstr("<p class=\"note\">N</p>"));
}

TEST(HtmlWriter, LeavesATableWithoutRowsOut) {
  std::string out;
  HtmlWriter(&out).Table({.caption = "C", .headings = {"H"}, .rows = {}, .note = "N"});
  EXPECT_EQ(out, "");
}

TEST(HtmlWriter, LinksToTheWebAndToMailAlone) {
  const auto link = [](const std::string& address) {
    std::string out;
    HtmlWriter(&out).Link(address, address);
    return out;
  };
  EXPECT_THAT(link("https://example.org/?a=1&b=2"),
              HasSubstr("href=\"https://example.org/?a=1&amp;b=2\""));
  EXPECT_THAT(link("a@example.org"), HasSubstr("href=\"mailto:a@example.org\""));
  EXPECT_EQ(link("javascript:alert(1)"), "javascript:alert(1)");
  EXPECT_EQ(link("javascript:alert(1)//@x"), "javascript:alert(1)//@x");
  EXPECT_EQ(link("data:text/html,x"), "data:text/html,x");
}

TEST(HtmlPage, SaysItsLanguageAndLoadsNothing) {
  const std::string page = HtmlPage("nl", "<T>", [](HtmlWriter& html) { html.Leaf("h1", "x"); });
  EXPECT_EQ(WrongIn(page), "");
  EXPECT_THAT(page, HasSubstr("<html lang=\"nl\">"));
  EXPECT_THAT(page, HasSubstr("<title>&lt;T&gt;</title>"));
  EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;"));
  EXPECT_THAT(page, Not(HasSubstr("src=\"")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
}

TEST(HtmlPage, PrintsOnA4WithHeadingsOnEachPage) {
  const std::string page = HtmlPage("nl", "T", [](HtmlWriter&) {});
  EXPECT_THAT(page, HasSubstr("@page { size: A4;"));
  EXPECT_THAT(page, HasSubstr("thead { display: table-header-group; }"));
}

}  // namespace
}  // namespace overstap::document
