// What a target will have reached at the end of its period, with a band that holds the outcome four
// times in five.
//
//   const std::optional<Forecast> forecast = ForecastEnd({.monthly = counter.MonthlyHistory(today),
//       .value = progress.value, .first_month = start, .as_of = today, .end = period_end});
//
// Method: least squares on the increments of whole months, and the usual prediction interval
// (Student's t) for the sum of the months to come. The line has a level; from kMonthsForTrend
// months on also a trend; from kMonthsForSeason on also one wave a year (a sine and a cosine). So
// the uncertainty of level, trend and season is in the band, and the spread around them is taken
// from the history as it is: more than that of chance alone where reports come in batches. Months
// are taken as independent given the line, and the spread as the same in every month. The band
// never begins below what is counted already. The rest of the month that has begun counts by its
// share of days; what it brought so far is in `value`. A band this wide says how little a short
// history knows of a trend; it is no plan.
//
// Plain values and a pure function; safe to call from any thread.
#ifndef OVERSTAP_MATCHER_TARGET_FORECAST_H_
#define OVERSTAP_MATCHER_TARGET_FORECAST_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "matcher/model/date.h"

namespace overstap::matcher {

inline constexpr size_t kMonthsForForecast = 5;
inline constexpr size_t kMonthsForTrend = 12;
inline constexpr size_t kMonthsForSeason = 24;

struct ForecastInput {
  std::vector<double> monthly;  // increments of whole months, the first that of `first_month`
  double value = 0;             // counted up to and including `as_of`, in the period to be forecast
  Date first_month{};           // any day of the first month of the history
  Date as_of{};                 // in the month after the last whole one
  Date end{};                   // last day of the period
};

struct Forecast {
  double value = 0;  // expected at the end
  double low = 0;    // band of 80 %: one in ten lies below
  double high = 0;   // and one in ten above
};

// nullopt: fewer than kMonthsForForecast whole months are known. At or after the end: the value.
std::optional<Forecast> ForecastEnd(const ForecastInput& input);

// The 90 % point of Student's t distribution; `degrees_of_freedom` is 1 or more.
double StudentNinetyPercent(int degrees_of_freedom);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_FORECAST_H_
