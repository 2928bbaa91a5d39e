#include "clients/cli/arguments.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/route_service.pb.h"

namespace overstap::cli {
namespace {

using testing::HasSubstr;

TEST(Arguments, NamesMayBeShort) {
  EXPECT_EQ(FullName("vacancies", "v-1"), "vacancies/v-1");
  EXPECT_EQ(FullName("vacancies", "vacancies/v-1"), "vacancies/v-1");
}

TEST(Arguments, ReadsDates) {
  const auto date = ParseDate("2028-02-29");
  ASSERT_TRUE(date.ok());
  EXPECT_EQ(date->year(), 2028);
  EXPECT_EQ(date->month(), 2);
  EXPECT_EQ(date->day(), 29);
  EXPECT_EQ(IsoDate(*date), "2028-02-29");
}

TEST(Arguments, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2027-02-29", "22-11-2026", "2026-13-01", "morgen"}) {
    EXPECT_FALSE(ParseDate(text).ok()) << text;
  }
}

TEST(Arguments, ReadsValuesInAnySpelling) {
  for (const char* text : {"least-cost", "LEAST_COST", "ROUTE_ORDER_LEAST_COST"}) {
    const auto order = ParseEnum<v1::RouteOrder>(text);
    ASSERT_TRUE(order.ok()) << text;
    EXPECT_EQ(*order, v1::ROUTE_ORDER_LEAST_COST);
  }
}

TEST(Arguments, NamesTheChoices) {
  const auto refused = ParseEnum<v1::CefrLevel>("d1");
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("a1, a2, b1, b2, c1, c2"));
}

}  // namespace
}  // namespace overstap::cli
