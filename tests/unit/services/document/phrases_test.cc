#include "services/document/phrases.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/document/export_columns.h"

namespace overstap::document {
namespace {

// The `$0`, `$1` … of a phrase.
std::set<std::string> Arguments(const std::string& phrase) {
  std::set<std::string> arguments;
  for (size_t at = phrase.find('$'); at != std::string::npos; at = phrase.find('$', at + 1)) {
    arguments.insert(phrase.substr(at, 2));
  }
  return arguments;
}

TEST(DocumentPhrases, StandInTheOrderOfTheirNames) {
  int number = 0;
  for (const PhraseRow& row : AllPhrases()) EXPECT_EQ(static_cast<int>(row.text), number++);
  EXPECT_GT(number, 100);
}

TEST(DocumentPhrases, SayTheSameInEveryLanguage) {
  for (const PhraseRow& row : AllPhrases()) {
    EXPECT_NE(std::string(row.nl), "");
    EXPECT_NE(std::string(row.en), "") << row.nl;
    EXPECT_NE(std::string(row.de), "") << row.nl;
    EXPECT_EQ(Arguments(row.nl), Arguments(row.en)) << row.nl;
    EXPECT_EQ(Arguments(row.nl), Arguments(row.de)) << row.nl;
  }
}

TEST(DocumentPhrases, AreDutchByDefault) {
  EXPECT_STREQ(Phrase(matcher::Language::kNl, Text::kTargetGroup), "Doelgroep");
  EXPECT_STREQ(Phrase(matcher::Language::kEn, Text::kTargetGroup), "Target group");
  EXPECT_STREQ(Phrase(matcher::Language::kDe, Text::kTargetGroup), "Zielgruppe");
}

TEST(ExportColumns, HaveTheSameIdsInEveryLanguageEachOnce) {
  for (int subject = v1::EXPORT_SUBJECT_REPORTS; subject <= v1::EXPORT_SUBJECT_CLOSINGS;
       ++subject) {
    const auto of = [subject](matcher::Language language) {
      return ColumnsOf(static_cast<v1::ExportSubject>(subject), language);
    };
    const auto dutch = of(matcher::Language::kNl);
    const auto english = of(matcher::Language::kEn);
    const auto german = of(matcher::Language::kDe);
    ASSERT_FALSE(dutch.empty()) << subject;
    std::set<std::string> ids;
    std::set<std::string> headings;
    for (size_t i = 0; i < dutch.size(); ++i) {
      EXPECT_EQ(dutch[i].id, english[i].id);
      EXPECT_EQ(dutch[i].id, german[i].id);
      EXPECT_TRUE(ids.insert(dutch[i].id).second) << dutch[i].id;
      EXPECT_TRUE(headings.insert(dutch[i].heading).second) << dutch[i].heading;
      EXPECT_NE(english[i].heading, "");
      EXPECT_NE(german[i].heading, "");
    }
  }
  EXPECT_TRUE(ColumnsOf(v1::EXPORT_SUBJECT_UNSPECIFIED, matcher::Language::kNl).empty());
}

}  // namespace
}  // namespace overstap::document
