#include "matcher/target/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace overstap::matcher {
namespace {

constexpr int kMonthsPerYear = 12;
constexpr size_t kMostTerms = 4;

using Terms = std::array<double, kMostTerms>;
using Matrix = std::array<Terms, kMostTerms>;

size_t TermCount(size_t months) {
  if (months >= kMonthsForSeason) return 4;
  return months >= kMonthsForTrend ? 2 : 1;
}

// The line's terms in a month: level, trend, wave. Months are centred, for the sake of precision.
Terms TermsOf(double month, size_t months) {
  const double angle = 2 * std::numbers::pi * month / kMonthsPerYear;
  const double centred = (month - static_cast<double>(months - 1) / 2) / kMonthsPerYear;
  return {1, centred, std::sin(angle), std::cos(angle)};
}

double Dot(const Terms& a, const Terms& b, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

// Solves matrix * x = right; the matrix is symmetric and positive definite (its months differ).
Terms Solve(Matrix matrix, Terms right, size_t count) {
  for (size_t pivot = 0; pivot < count; ++pivot) {
    for (size_t row = pivot + 1; row < count; ++row) {
      const double factor = matrix[row][pivot] / matrix[pivot][pivot];
      for (size_t column = pivot; column < count; ++column) {
        matrix[row][column] -= factor * matrix[pivot][column];
      }
      right[row] -= factor * right[pivot];
    }
  }
  Terms x{};
  for (size_t row = count; row-- > 0;) {
    double rest = right[row];
    for (size_t column = row + 1; column < count; ++column) rest -= matrix[row][column] * x[column];
    x[row] = rest / matrix[row][row];
  }
  return x;
}

// A line through the increments.
struct Fit {
  size_t terms = 1;
  Matrix normal{};  // X'X
  Terms coefficients{};
  double variance = 0;  // of one month around the line
};

Fit FitLine(const std::vector<double>& monthly) {
  const size_t months = monthly.size();
  Fit fit{.terms = TermCount(months)};
  Terms right{};
  for (size_t month = 0; month < months; ++month) {
    const Terms terms = TermsOf(static_cast<double>(month), months);
    for (size_t i = 0; i < fit.terms; ++i) {
      right[i] += terms[i] * monthly[month];
      for (size_t j = 0; j < fit.terms; ++j) fit.normal[i][j] += terms[i] * terms[j];
    }
  }
  fit.coefficients = Solve(fit.normal, right, fit.terms);
  double squares = 0;
  for (size_t month = 0; month < months; ++month) {
    const double rest = monthly[month] - Dot(TermsOf(static_cast<double>(month), months),
                                             fit.coefficients, fit.terms);
    squares += rest * rest;
  }
  // A history without any spread gets that of a single unit in it: nothing is that certain.
  const double floor = 1 / static_cast<double>(months);
  fit.variance = std::max(squares / static_cast<double>(months - fit.terms), floor);
  return fit;
}

// Weighted sum of the terms of the months to come, and of their weights.
struct Ahead {
  Terms terms{};
  double months = 0;
};

Ahead MonthsAhead(const ForecastInput& input) {
  const size_t known = input.monthly.size();
  Ahead ahead;
  const Date first = input.first_month - (input.first_month.Civil().day - 1);
  for (size_t month = known; first.PlusMonths(static_cast<int>(month)) <= input.end; ++month) {
    const Date start = first.PlusMonths(static_cast<int>(month));
    const Date next = first.PlusMonths(static_cast<int>(month) + 1);
    const Date from = std::max(start, input.as_of + 1);
    const Date until = std::min(next, input.end + 1);
    if (until <= from) continue;
    const double weight = static_cast<double>(until - from) / (next - start);
    const Terms terms = TermsOf(static_cast<double>(month), known);
    for (size_t i = 0; i < kMostTerms; ++i) ahead.terms[i] += weight * terms[i];
    ahead.months += weight;
  }
  return ahead;
}

}  // namespace

double StudentNinetyPercent(int degrees_of_freedom) {
  // Exact to four digits up to six degrees; beyond, the expansion in M. Abramowitz, I. Stegun,
  // Handbook of Mathematical Functions, 26.7.5, which is closer than that.
  constexpr std::array kFewDegrees = {3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398};
  const auto index = static_cast<size_t>(std::max(degrees_of_freedom, 1)) - 1;
  if (index < kFewDegrees.size()) return kFewDegrees[index];
  constexpr double kNormal = 1.2815515655;
  constexpr double kNormal3 = kNormal * kNormal * kNormal;
  constexpr double kNormal5 = kNormal3 * kNormal * kNormal;
  const double inverse = 1.0 / degrees_of_freedom;
  return kNormal + inverse * ((kNormal3 + kNormal) / 4 +
                              inverse * (5 * kNormal5 + 16 * kNormal3 + 3 * kNormal) / 96);
}

std::optional<Forecast> ForecastEnd(const ForecastInput& input) {
  if (input.as_of >= input.end) {
    return Forecast{.value = input.value, .low = input.value, .high = input.value};
  }
  if (input.monthly.size() < kMonthsForForecast) return std::nullopt;
  const Fit fit = FitLine(input.monthly);
  const Ahead ahead = MonthsAhead(input);
  const double more = Dot(fit.coefficients, ahead.terms, fit.terms);
  const double of_fit = Dot(ahead.terms, Solve(fit.normal, ahead.terms, fit.terms), fit.terms);
  const double spread = std::sqrt(fit.variance * (ahead.months + of_fit));
  const double half =
      spread * StudentNinetyPercent(static_cast<int>(input.monthly.size() - fit.terms));
  return Forecast{.value = input.value + std::max(more, 0.0),
                  .low = input.value + std::max(more - half, 0.0),
                  .high = input.value + std::max(more + half, 0.0)};
}

}  // namespace overstap::matcher
