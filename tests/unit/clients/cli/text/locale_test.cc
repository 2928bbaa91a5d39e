#include "clients/cli/text/locale.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"

namespace overstap::cli {
namespace {

// With blanks where the format has no-break spaces.
std::string Plain(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\xC2\xA0", " "}, {"\xE2\x80\xAF", " "}});
}

google::type::Date SomeDate() {
  google::type::Date date;
  date.set_year(2027);
  date.set_month(2);
  date.set_day(3);
  return date;
}

TEST(Locale, WritesDutch) {
  const Locale locale(Language::kNl);
  EXPECT_EQ(Plain(locale.Money(125'000)), "€ 1.250");
  EXPECT_EQ(Plain(locale.Money(125'050)), "€ 1.250,50");
  EXPECT_EQ(Plain(locale.Number(1234.567)), "1.234,57");
  EXPECT_EQ(locale.Fixed(25, 1), "25,0");
  EXPECT_EQ(Plain(locale.Percent(0.7134)), "71,3%");
  EXPECT_EQ(locale.Date(SomeDate()), "3 feb 2027");
  EXPECT_EQ(locale.ValueName(v1::CONTRACT_KIND_LEARN_WORK), "leerbaan");
}

TEST(Locale, WritesGerman) {
  const Locale locale(Language::kDe);
  EXPECT_EQ(Plain(locale.Money(125'000)), "1.250 €");
  EXPECT_EQ(Plain(locale.Percent(0.7134)), "71,3 %");
  EXPECT_EQ(locale.Date(SomeDate()), "03.02.2027");
}

TEST(Locale, WritesEnglish) {
  const Locale locale(Language::kEn);
  EXPECT_EQ(Plain(locale.Number(1234.567)), "1,234.57");
  EXPECT_EQ(locale.Date(SomeDate()), "3 Feb 2027");
}

TEST(Locale, ADateThatIsNotSetIsADash) {
  EXPECT_EQ(Locale(Language::kNl).Date(google::type::Date()), "–");
}

TEST(Locale, FillsInPhrases) {
  EXPECT_EQ(Locale(Language::kNl).Say(Text::kDeleted, "vacancies/v-1"),
            "vacancies/v-1 is verwijderd.");
}

}  // namespace
}  // namespace overstap::cli
