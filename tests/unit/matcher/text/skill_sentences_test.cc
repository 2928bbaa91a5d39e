// Sentences as people write them, with their mistakes, over the taxonomy of data/taxonomy. Each
// file of sentences/ has, tab-separated: a sentence, and what it says, parted by spaces: +skill (it
// is there), -skill (it is not), ?skill (wished for), each with :1 to :4 where the sentence tells
// how far; !skill must not be found. A skill is the last part of its URI.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "data/import/csv.h"
#include "gtest/gtest.h"
#include "matcher/text/skill_extractor.h"

namespace overstap::matcher {
namespace {

struct LanguageCase {
  std::string code;
  Language language;
};

class SkillSentencesTest : public testing::TestWithParam<LanguageCase> {};

struct Taxonomy {
  SkillExtractor extractor;
  std::vector<std::string> skills;  // by concept number
};

Taxonomy ReadTaxonomy(const LanguageCase& language) {
  Taxonomy taxonomy;
  SkillExtractor::Builder builder(language.language);
  auto table = data::CsvTable::Open(
      absl::StrCat(OVERSTAP_SOURCE_DIR, "/data/taxonomy/skills_", language.code, ".csv"),
      {"conceptUri", "preferredLabel", "altLabels"}, data::CsvReader::RaggedRows::kError);
  EXPECT_TRUE(table.ok()) << table.status();
  data::CsvRow row;
  for (uint32_t number = 0; *table->Next(row); ++number) {
    const std::string uri(row[table->column("conceptUri")]);
    taxonomy.skills.push_back(uri.substr(uri.rfind('/') + 1));
    const std::string preferred(row[table->column("preferredLabel")]);
    builder.Add({preferred, number, true});
    for (const auto& label :
         absl::StrSplit(row[table->column("altLabels")], '\n', absl::SkipEmpty())) {
      builder.Add({std::string_view(label.data(), label.size()), number, false});
    }
  }
  taxonomy.extractor = std::move(builder).Build();
  return taxonomy;
}

std::string Described(const ExtractedSkill& found, const Taxonomy& taxonomy,
                      std::string_view sentence) {
  constexpr std::string_view kSigns = " +-?";
  return absl::StrCat(
      std::string(1, kSigns[static_cast<size_t>(found.polarity)]),
      taxonomy.skills[found.concept_number], ":", static_cast<int>(found.proficiency), " (",
      std::string(sentence.substr(found.begin, found.end - found.begin)), ", ", found.score, ")");
}

SkillPolarity PolarityOf(char sign) {
  switch (sign) {
    case '-':
      return SkillPolarity::kLacks;
    case '?':
      return SkillPolarity::kWants;
    default:
      return SkillPolarity::kHas;
  }
}

// Whether what is found is as the file has it, e.g. "+weld-tig:3".
bool Holds(const std::string& expected, const std::vector<ExtractedSkill>& found,
           const Taxonomy& taxonomy) {
  const std::vector<std::string> parts = absl::StrSplit(expected.substr(1), ':');
  EXPECT_NE(std::ranges::find(taxonomy.skills, parts[0]), taxonomy.skills.end()) << parts[0];
  const auto skill = std::ranges::find_if(found, [&](const ExtractedSkill& each) {
    return taxonomy.skills[each.concept_number] == parts[0];
  });
  if (expected.front() == '!') return skill == found.end();
  if (skill == found.end() || skill->polarity != PolarityOf(expected.front())) return false;
  int level = 0;
  return parts.size() == 1 ||
         (absl::SimpleAtoi(parts[1], &level) && static_cast<int>(skill->proficiency) == level);
}

TEST_P(SkillSentencesTest, SayWhatTheySay) {
  const Taxonomy taxonomy = ReadTaxonomy(GetParam());
  std::ifstream in(absl::StrCat(OVERSTAP_SOURCE_DIR, "/tests/unit/matcher/text/sentences/",
                                GetParam().code, ".tsv"));
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    ASSERT_EQ(columns.size(), 2U) << line;
    const std::vector<ExtractedSkill> found = taxonomy.extractor.Extract(columns[0]);
    std::string all;
    for (const ExtractedSkill& skill : found) {
      absl::StrAppend(&all, "\n  ", Described(skill, taxonomy, columns[0]));
    }
    for (const std::string& expected : std::vector<std::string>(absl::StrSplit(columns[1], ' '))) {
      EXPECT_TRUE(Holds(expected, found, taxonomy))
          << columns[0] << ": " << expected << "; found:" << all;
    }
  }
  EXPECT_GE(count, 60);
}

INSTANTIATE_TEST_SUITE_P(Languages, SkillSentencesTest,
                         testing::Values(LanguageCase{"nl", Language::kNl},
                                         LanguageCase{"de", Language::kDe},
                                         LanguageCase{"en", Language::kEn}),
                         [](const auto& language) { return language.param.code; });

}  // namespace
}  // namespace overstap::matcher
