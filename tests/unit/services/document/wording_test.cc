#include "services/document/wording.h"

#include "gtest/gtest.h"
#include "tests/unit/services/document/document_world.h"

namespace overstap::document {
namespace {

using matcher::Language;

TEST(Wording, WritesDatesInEachLanguage) {
  const google::type::Date day = Day(2026, 3, 1);
  EXPECT_EQ(Wording(Language::kNl).Date(day), "1 maart 2026");
  EXPECT_EQ(Wording(Language::kEn).Date(day), "1 March 2026");
  EXPECT_EQ(Wording(Language::kDe).Date(day), "1. März 2026");
  EXPECT_EQ(Wording(Language::kNl).Date({}), "onbekend");
}

TEST(Wording, WritesNumbersInEachLanguage) {
  EXPECT_EQ(Wording(Language::kNl).Number(12'345.678), "12.345,68");
  EXPECT_EQ(Wording(Language::kEn).Number(12'345.678), "12,345.68");
  EXPECT_EQ(Wording(Language::kDe).Number(12'345.678), "12.345,68");
}

TEST(Wording, SaysHiddenFiguresInWords) {
  EXPECT_EQ(Wording(Language::kNl).Figure(std::nullopt, v1::TARGET_UNIT_PERSON),
            "minder dan 5 personen");
  EXPECT_EQ(Wording(Language::kEn).Figure(std::nullopt, v1::TARGET_UNIT_PERSON),
            "fewer than 5 people");
  EXPECT_EQ(Wording(Language::kDe).Figure(std::nullopt, v1::TARGET_UNIT_PERSON),
            "weniger als 5 Personen");
  EXPECT_EQ(Wording(Language::kNl).Cell(std::nullopt), "verborgen");
  EXPECT_EQ(Wording(Language::kNl).Figure(std::nullopt, v1::TARGET_UNIT_PERCENT), "verborgen");
}

TEST(Wording, CountsOneInTheSingular) {
  EXPECT_EQ(Wording(Language::kNl).Figure(1, v1::TARGET_UNIT_WORK_TABLE), "1 werktafel");
  EXPECT_EQ(Wording(Language::kNl).Figure(6, v1::TARGET_UNIT_WORK_TABLE), "6 werktafels");
}

TEST(Wording, NamesMonths) {
  EXPECT_EQ(Wording(Language::kNl).Month("2024-03"), "maart 2024");
  EXPECT_EQ(Wording(Language::kNl).Month("2024-13"), "2024-13");
  EXPECT_EQ(Wording(Language::kNl).Month("cohort"), "cohort");
}

TEST(Wording, OrdersDates) {
  EXPECT_LT(CompareDates(Day(2025, 12, 31), Day(2026, 1, 1)), 0);
  EXPECT_EQ(CompareDates(Day(2026, 1, 1), Day(2026, 1, 1)), 0);
  EXPECT_GT(CompareDates(Day(2026, 2, 1), Day(2026, 1, 31)), 0);
}

}  // namespace
}  // namespace overstap::document
