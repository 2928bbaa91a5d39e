// Titles as people write them, with their mistakes, over the taxonomy of data/taxonomy. Each file
// of titles/ has, tab-separated: a title, the last part of the occupation's URI, and among how many
// of the first it must be.
#include <algorithm>
#include <array>
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
#include "matcher/text/occupation_linker.h"

namespace overstap::matcher {
namespace {

struct LanguageCase {
  std::string code;
  Language language;
};

class LinkedTitlesTest : public testing::TestWithParam<LanguageCase> {};

struct Taxonomy {
  OccupationLinker linker;
  std::vector<std::string> occupation_of_label;
};

Taxonomy ReadTaxonomy(const LanguageCase& language) {
  Taxonomy taxonomy;
  OccupationLinker::Builder builder(language.language);
  auto table = data::CsvTable::Open(
      absl::StrCat(OVERSTAP_SOURCE_DIR, "/data/taxonomy/occupations_", language.code, ".csv"),
      {"conceptUri", "preferredLabel", "altLabels"}, data::CsvReader::RaggedRows::kError);
  EXPECT_TRUE(table.ok()) << table.status();
  data::CsvRow row;
  for (uint32_t number = 0; *table->Next(row); ++number) {
    const std::string uri(row[table->column("conceptUri")]);
    std::vector<std::string> labels =
        absl::StrSplit(row[table->column("altLabels")], '\n', absl::SkipEmpty());
    labels.insert(labels.begin(), std::string(row[table->column("preferredLabel")]));
    for (const std::string& label : labels) {
      builder.Add({.text = label, .concept_number = number, .preferred = &label == labels.data()});
      taxonomy.occupation_of_label.push_back(uri.substr(uri.rfind('/') + 1));
    }
  }
  taxonomy.linker = std::move(builder).Build();
  return taxonomy;
}

const PlaceNames& Places() {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"Arnhem", "Nijmegen", "Duiven", "Zevenaar", "Wijchen", "Kleve", "Emmerich"});
  static const PlaceNames& places = *new PlaceNames(kNames);
  return places;
}

// 1 for the first occupation; 0: not among them.
size_t RankOf(const std::string& occupation, const std::string& title, const Taxonomy& taxonomy) {
  const LinkedTitle linked = taxonomy.linker.Link(title, {.limit = 3, .places = &Places()});
  for (size_t i = 0; i < linked.labels.size(); ++i) {
    if (taxonomy.occupation_of_label[linked.labels[i].label] == occupation) return i + 1;
  }
  return 0;
}

TEST_P(LinkedTitlesTest, AreFoundAmongTheFirst) {
  const Taxonomy taxonomy = ReadTaxonomy(GetParam());
  std::ifstream in(absl::StrCat(OVERSTAP_SOURCE_DIR, "/tests/unit/matcher/text/titles/",
                                GetParam().code, ".tsv"));
  int titles = 0;
  for (std::string line; std::getline(in, line); ++titles) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    ASSERT_EQ(columns.size(), 3) << line;
    int among = 0;
    ASSERT_TRUE(absl::SimpleAtoi(columns[2], &among)) << line;
    ASSERT_TRUE(std::ranges::find(taxonomy.occupation_of_label, columns[1]) !=
                taxonomy.occupation_of_label.end())
        << "no such occupation: " << columns[1];
    const size_t rank = RankOf(columns[1], columns[0], taxonomy);
    EXPECT_TRUE(rank >= 1 && rank <= static_cast<size_t>(among)) << line << ": rank " << rank;
  }
  EXPECT_GE(titles, 60);
}

INSTANTIATE_TEST_SUITE_P(Languages, LinkedTitlesTest,
                         testing::Values(LanguageCase{"nl", Language::kNl},
                                         LanguageCase{"de", Language::kDe},
                                         LanguageCase{"en", Language::kEn}),
                         [](const auto& language) { return language.param.code; });

}  // namespace
}  // namespace overstap::matcher
