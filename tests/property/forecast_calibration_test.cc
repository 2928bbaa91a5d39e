// The forecast's band of 80 % holds 80 ± 5 % of simulated outcomes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/target/forecast.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

double Uniform(RandomSource* random) {
  constexpr double kTwoTo53 = 9007199254740992.0;
  return (static_cast<double>(random->Next() >> 11) + 0.5) / kTwoTo53;
}

double Normal(RandomSource* random) {
  return std::sqrt(-2 * std::log(Uniform(random))) *
         std::cos(2 * std::numbers::pi * Uniform(random));
}

// Gamma of any shape (G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables,
// 2000).
double Gamma(double shape, RandomSource* random) {
  if (shape < 1) return Gamma(shape + 1, random) * std::pow(Uniform(random), 1 / shape);
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = Normal(random);
    const double v = std::pow(1 + c * x, 3);
    if (v <= 0) continue;
    if (std::log(Uniform(random)) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double Poisson(double mean, RandomSource* random) {
  // Sums of parts, so that exp() does not vanish.
  double count = 0;
  for (; mean > 0; mean -= 20) {
    const double limit = std::exp(-std::min(mean, 20.0));
    for (double product = Uniform(random); product > limit; product *= Uniform(random)) ++count;
  }
  return count;
}

struct World {
  const char* name;
  double mean;          // a month
  double dispersion;    // variance over mean; 1: Poisson
  double season;        // amplitude of the yearly wave
  double yearly_trend;  // share by which the mean grows a year
  size_t known_months;  // of 48
};

double Increment(const World& world, double month, RandomSource* random) {
  const double mean = world.mean * (1 + world.yearly_trend * month / 12) *
                      (1 + world.season * std::sin(2 * std::numbers::pi * (month + 2) / 12));
  if (world.dispersion <= 1) return Poisson(mean, random);
  // Negative binomial: a Poisson whose mean is gamma distributed.
  return Poisson(Gamma(mean / (world.dispersion - 1), random) * (world.dispersion - 1), random);
}

// Share of simulated histories whose end the band holds.
double Coverage(const World& world, int histories, uint64_t seed, double* width) {
  constexpr size_t kMonths = 48;
  const Date start = *Date::FromCivil(2023, 1, 1);
  RandomSource random(seed);
  int held = 0;
  for (int i = 0; i < histories; ++i) {
    ForecastInput input{.monthly = {},
                        .first_month = start,
                        .as_of = start.PlusMonths(static_cast<int>(world.known_months)) - 1,
                        .end = start.PlusMonths(kMonths) - 1};
    double end = 0;
    for (size_t month = 0; month < kMonths; ++month) {
      const double increment = Increment(world, static_cast<double>(month), &random);
      end += increment;
      if (month >= world.known_months) continue;
      input.monthly.push_back(increment);
      input.value += increment;
    }
    const Forecast forecast = ForecastEnd(input).value();
    if (end >= forecast.low && end <= forecast.high) ++held;
    *width += (forecast.high - forecast.low) / histories;
  }
  return static_cast<double>(held) / histories;
}

TEST(ForecastCalibration, TheBandHoldsFourOutcomesInFive) {
  const World worlds[] = {
      {"steady, half known", 21, 1, 0, 0, 24},
      {"steady, much", 833, 1, 0, 0, 24},
      {"few, seven months known", 4, 1, 0, 0, 7},
      {"few, half known", 4, 1, 0, 0, 24},
      {"steady, a year known", 21, 1, 0, 0, 12},
      {"steady, almost all known", 21, 1, 0, 0, 44},
      {"in batches", 21, 4, 0, 0, 24},
      {"in large batches", 200, 40, 0, 0, 30},
      {"in batches, a year known", 21, 4, 0, 0, 12},
      {"in batches, eight months known", 21, 4, 0, 0, 8},
      {"seasons", 100, 2, 0.2, 0, 24},
      {"seasons, three years known", 100, 2, 0.3, 0, 36},
      {"slight seasons, a year known", 21, 2, 0.1, 0, 12},
      {"growing", 21, 1, 0, 0.15, 24},
      {"shrinking", 100, 3, 0, -0.1, 24},
      {"growing with seasons", 100, 3, 0.2, 0.1, 30},
      {"growing, a year known", 21, 2, 0, 0.1, 12},
  };
  uint64_t seed = 0;
  for (const World& world : worlds) {
    double width = 0;
    const double coverage = Coverage(world, 2'000, ++seed, &width);
    RecordProperty(world.name, absl::StrCat(coverage, ", width ", width));
    EXPECT_NEAR(coverage, 0.80, 0.05) << world.name;
  }
}

}  // namespace
}  // namespace overstap::matcher
