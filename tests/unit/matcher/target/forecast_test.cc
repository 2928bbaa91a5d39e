#include "matcher/target/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace overstap::matcher {
namespace {

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

ForecastInput Steady(std::vector<double> monthly) {
  ForecastInput input{.monthly = std::move(monthly)};
  for (const double month : input.monthly) input.value += month;
  input.first_month = Day(2023, 1, 1);
  input.as_of = input.first_month.PlusMonths(static_cast<int>(input.monthly.size())) - 1;
  input.end = Day(2024, 12, 31);
  return input;
}

TEST(Forecast, ContinuesTheLevelWithAPredictionInterval) {
  const Forecast forecast = ForecastEnd(Steady({8, 12, 8, 12, 10, 10})).value();
  EXPECT_NEAR(forecast.value, 60 + 18 * 10, 1e-9);
  // Variance 16/5 a month, 18 months to come and their mean from six: t(5) = 1.4759.
  EXPECT_NEAR(forecast.high - forecast.value, 1.4759 * std::sqrt(3.2 * (18 + 18 * 18 / 6.0)), 1e-3);
  EXPECT_NEAR(forecast.value - forecast.low, forecast.high - forecast.value, 1e-9);
}

TEST(Forecast, FollowsATrendOnceAYearIsKnown) {
  std::vector<double> rising;
  for (int month = 0; month < 12; ++month) rising.push_back(10 + month);
  const Forecast forecast = ForecastEnd(Steady(rising)).value();
  double end = 0;
  for (int month = 0; month < 24; ++month) end += 10 + month;
  EXPECT_NEAR(forecast.value, end, 1e-6);
}

TEST(Forecast, CountsTheRestOfAMonthByItsDays) {
  ForecastInput input = Steady({10, 10, 10, 10, 10, 10});
  input.as_of = Day(2023, 7, 10);
  input.value += 7;
  EXPECT_NEAR(ForecastEnd(input)->value, 67 + 10 * 21 / 31.0 + 17 * 10, 1e-9);
}

TEST(Forecast, NeverFallsBelowWhatIsCountedAndIsNotCertainWithoutSpread) {
  const Forecast forecast = ForecastEnd(Steady({0, 0, 0, 0, 0, 0})).value();
  EXPECT_EQ(forecast.low, 0);
  EXPECT_EQ(forecast.value, 0);
  EXPECT_GT(forecast.high, 1);
  std::vector<double> falling;
  for (int month = 0; month < 12; ++month) falling.push_back(22 - 2 * month);
  ForecastInput input = Steady(falling);
  EXPECT_GE(ForecastEnd(input)->low, input.value);
  EXPECT_GE(ForecastEnd(input)->value, input.value);
}

TEST(Forecast, SaysNothingOfTooShortAHistoryAndTheValueAtTheEnd) {
  EXPECT_FALSE(ForecastEnd(Steady({10, 10, 10, 10})).has_value());
  ForecastInput over = Steady({10});
  over.as_of = over.end;
  EXPECT_EQ(ForecastEnd(over)->low, 10);
  EXPECT_EQ(ForecastEnd(over)->high, 10);
}

TEST(StudentNinetyPercent, AgreesWithPublishedTables) {
  const std::pair<int, double> table[] = {{1, 3.078},  {4, 1.533},  {7, 1.415},
                                          {10, 1.372}, {20, 1.325}, {120, 1.289}};
  for (const auto& [degrees, point] : table) {
    EXPECT_NEAR(StudentNinetyPercent(degrees), point, 0.001) << degrees;
  }
}

}  // namespace
}  // namespace overstap::matcher
