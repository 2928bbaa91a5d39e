#include "clients/cli/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/cli/text/graphemes.h"
#include "gtest/gtest.h"

namespace overstap::cli {
namespace {

TEST(Table, AlignsByWhatAReaderSees) {
  Table table({{"Past", Table::kRight}, {"Titel"}, {"Km", Table::kRight}});
  table.AddRow({"71,3%", "Pfleger für Ältere", "4,2"});
  table.AddRow({"8,0%", "lasser", "12,5"});
  EXPECT_EQ(table.Render(0),
            " Past  Titel                 Km\n"
            "─────  ──────────────────  ────\n"
            "71,3%  Pfleger für Ältere   4,2\n"
            " 8,0%  lasser              12,5\n");
}

TEST(Table, WrapsTheColumnsThatMayBeWrapped) {
  Table table({{"Kenmerk"}, {"Titel", Table::kWraps}});
  table.AddRow({"vacancies/v-000000001", "monteur zonnepanelen en laadpalen in de regio Arnhem"});
  const std::string text = table.Render(45);
  const std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  EXPECT_GT(lines.size(), 3);
  for (const std::string& line : lines) EXPECT_LE(Width(line), 45) << line;
  EXPECT_NE(text.find("vacancies/v-000000001  monteur"), std::string::npos) << text;
}

TEST(Table, KeepsLinesWithinACell) {
  Table table({{"Veld"}, {"Waarde", Table::kWraps}});
  table.AddRow({"talen", "nl (C1)\nde (B1)"});
  EXPECT_EQ(table.Render(80),
            "Veld   Waarde\n"
            "─────  ───────\n"
            "talen  nl (C1)\n"
            "       de (B1)\n");
}

TEST(Table, KeepsWordsWhole) {
  Table table({{"Kenmerk"}, {"Titel", Table::kWraps}});
  table.AddRow({"occupations/109", "elektrotechnisch installatiemonteur"});
  EXPECT_NE(table.Render(20).find("installatiemonteur"), std::string::npos);
}

}  // namespace
}  // namespace overstap::cli
