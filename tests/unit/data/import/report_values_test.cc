#include "data/import/report_values.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "overstap/v1/report.pb.h"

namespace overstap::data {
namespace {

TEST(Numbers, HaveADecimalCommaOrPoint) {
  const std::vector<std::pair<std::string, double>> numbers = {
      {"32", 32},       {"32,5", 32.5},          {"32.5", 32.5},     {"0,125", 0.125},
      {"-3", -3},       {"1234", 1234},          {"1234,5", 1234.5}, {"1,2340", 1.234},
      {"0.001", 0.001}, {"12345,678", 12345.678}};
  for (const auto& [text, expected] : numbers) {
    double number = -1;
    EXPECT_EQ(ParseNumber(text, number), CellProblem::kNone) << text;
    EXPECT_DOUBLE_EQ(number, expected) << text;
  }
}

TEST(Numbers, ThatMayBeThousandsAreNotGuessedAt) {
  for (const char* text : {"1.234", "1,234", "12.345", "123,456"}) {
    double number = -1;
    EXPECT_EQ(ParseNumber(text, number), CellProblem::kAmbiguousNumber) << text;
    EXPECT_EQ(number, -1);
  }
}

TEST(Numbers, AreNothingElse) {
  for (const char* text : {"", "x", "1.234,5", "1e3", "0x10", "nan", "inf", "3,", ",5", "3 4",
                           "--3", "+3", "€ 3", "3,5,1"}) {
    double number = -1;
    EXPECT_EQ(ParseNumber(text, number), CellProblem::kNotANumber) << text;
    EXPECT_EQ(number, -1);
  }
  double number = -1;
  EXPECT_EQ(ParseNumber(std::string(400, '9'), number), CellProblem::kTooLarge);
}

TEST(Days, AreWrittenEitherWay) {
  for (const char* text : {"2026-11-02", "02-11-2026", "2-11-2026", "2026-11-2"}) {
    google::type::Date day;
    ASSERT_EQ(ParseDay(text, day), CellProblem::kNone) << text;
    EXPECT_EQ(day.year(), 2026) << text;
    EXPECT_EQ(day.month(), 11) << text;
    EXPECT_EQ(day.day(), 2) << text;
  }
  google::type::Date leap;
  EXPECT_EQ(ParseDay("29-2-2024", leap), CellProblem::kNone);
}

TEST(Days, Exist) {
  for (const char* text : {"", "29-2-2026", "2026-02-30", "31-11-2026", "2026-13-01", "0000-01-01",
                           "11-2026", "22-11-26", "22/11/2026", "22 november 2026", "2026-11-22T00",
                           "1-2-3-4", "2026--1", "22-11-20266"}) {
    google::type::Date day;
    EXPECT_EQ(ParseDay(text, day), CellProblem::kNotADay) << text;
    EXPECT_EQ(day.year(), 0) << text;
  }
}

TEST(YesAndNo, AreDutchFirst) {
  for (const char* text : {"ja", "JA", "j", "yes", "true", "waar", "1"}) {
    bool yes = false;
    EXPECT_EQ(ParseYesOrNo(text, yes), CellProblem::kNone) << text;
    EXPECT_TRUE(yes) << text;
  }
  for (const char* text : {"nee", "Nee", "n", "no", "false", "onwaar", "0"}) {
    bool yes = true;
    EXPECT_EQ(ParseYesOrNo(text, yes), CellProblem::kNone) << text;
    EXPECT_FALSE(yes) << text;
  }
  bool yes = false;
  EXPECT_EQ(ParseYesOrNo("misschien", yes), CellProblem::kNotYesOrNo);
}

TEST(Cells, FillTheFieldAtTheirPath) {
  v1::Report report;
  EXPECT_EQ(SetCell(report, "work_table", "activering", "workTables"), CellProblem::kNone);
  EXPECT_EQ(SetCell(report, "corrects", "reports/r-1", "reports"), CellProblem::kNone);
  EXPECT_EQ(SetCell(report, "programmes", "via-t | techniekdag|"), CellProblem::kNone);
  EXPECT_EQ(SetCell(report, "placement.contract_kind", "Leerbaan"), CellProblem::kNone);
  EXPECT_EQ(SetCell(report, "placement.side_entrant", "nee"), CellProblem::kNone);
  EXPECT_EQ(report.work_table(), "workTables/activering");
  EXPECT_EQ(report.corrects(), "reports/r-1");
  ASSERT_EQ(report.programmes_size(), 2);
  EXPECT_EQ(report.programmes(1), "techniekdag");
  EXPECT_EQ(report.placement().contract_kind(), v1::CONTRACT_KIND_LEARN_WORK);
  EXPECT_TRUE(report.placement().has_side_entrant());
  EXPECT_FALSE(report.placement().side_entrant());
}

TEST(Cells, ThatCannotBeReadLeaveTheFieldUnset) {
  v1::Report report;
  EXPECT_EQ(SetCell(report, "placement.hours_per_week_before", "veel"), CellProblem::kNotANumber);
  EXPECT_EQ(SetCell(report, "placement.start_date", "gisteren"), CellProblem::kNotADay);
  EXPECT_EQ(SetCell(report, "placement.side_entrant", "?"), CellProblem::kNotYesOrNo);
  EXPECT_EQ(SetCell(report, "placement.contract_kind", "eeuwig"), CellProblem::kNotAContractKind);
  EXPECT_FALSE(report.placement().has_hours_per_week_before());
  EXPECT_FALSE(report.placement().has_start_date());
  EXPECT_FALSE(report.placement().has_side_entrant());
  EXPECT_EQ(SetCell(report, "student_project.student_count", "2,5"), CellProblem::kNotWhole);
  EXPECT_EQ(SetCell(report, "student_project.student_count", "99999999999"),
            CellProblem::kTooLarge);
  EXPECT_EQ(SetCell(report, "contact_event.count_basis", "gevoel"), CellProblem::kNotACountBasis);
}

TEST(Choices, AreDutchOrAsTheApiHasThem) {
  const std::vector<std::pair<std::string, v1::ContractKind>> kinds = {
      {"vast", v1::CONTRACT_KIND_PERMANENT},
      {"tijdelijk", v1::CONTRACT_KIND_FIXED_TERM},
      {"uitzend", v1::CONTRACT_KIND_AGENCY},
      {"leerbaan", v1::CONTRACT_KIND_LEARN_WORK},
      {"proefplaatsing", v1::CONTRACT_KIND_TRIAL_PLACEMENT},
      {"stage", v1::CONTRACT_KIND_INTERNSHIP},
      {"zelfstandige", v1::CONTRACT_KIND_SELF_EMPLOYED},
      {"fixed-term", v1::CONTRACT_KIND_FIXED_TERM},
      {"CONTRACT_KIND_AGENCY", v1::CONTRACT_KIND_AGENCY}};
  for (const auto& [text, expected] : kinds) {
    v1::PlacementFacts facts;
    EXPECT_EQ(SetCell(facts, "contract_kind", text), CellProblem::kNone) << text;
    EXPECT_EQ(facts.contract_kind(), expected) << text;
  }
  for (const char* never : {"unspecified", "CONTRACT_KIND_UNSPECIFIED", "kind_agency", ""}) {
    v1::PlacementFacts facts;
    EXPECT_EQ(SetCell(facts, "contract_kind", never), CellProblem::kNotAContractKind) << never;
  }
  v1::ContactEventFacts facts;
  EXPECT_EQ(SetCell(facts, "count_basis", "gescand"), CellProblem::kNone);
  EXPECT_EQ(facts.count_basis(), v1::COUNT_BASIS_SCAN);
}

TEST(Descriptions, ThereAreForEachProblemInEachLanguage) {
  std::set<std::string> all;
  for (int i = 1; i <= static_cast<int>(CellProblem::kNotTheField); ++i) {
    for (const char* language : {"nl", "en", "de"}) {
      const std::string text(Describe(static_cast<CellProblem>(i), language));
      EXPECT_FALSE(text.empty()) << i << " " << language;
      EXPECT_TRUE(all.insert(text).second) << text;
    }
  }
  EXPECT_EQ(Describe(CellProblem::kNone, "nl"), "");
}

}  // namespace
}  // namespace overstap::data
