#include "matcher/index/search_plan.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace overstap::matcher {
namespace {

constexpr double kEarthRadiusKm = 6371.0087714;  // IUGG mean radius R1
constexpr double kRadiansPerDegree = std::numbers::pi / 180;
// Single-precision unit vectors are right to 0.7 m, and their differences to some 10^-7 of the
// distance; the haversine decides what lies nearer to the limit than this.
constexpr double kMarginKm = 0.002;
constexpr double kMarginShare = 1e-6;
// Near the other side of the Earth chords hardly differ; the haversine decides beyond this.
constexpr double kFarthestByChordKm = 15'000;

// A bound's bytes are multiplied as if shifted left by 8, and the upper 16 bits of 32 are kept.
constexpr uint64_t kWeightUnit = 256;
// Sums beyond this score say no more than "very high". Twice the greatest fit: bounds of blocks of
// like documents exceed what any one of them reaches.
constexpr uint64_t kMostSumScore = 2 * uint64_t{kFullScore};

uint32_t GreatestOf(uint8_t width) {
  constexpr int kBitsPerByte = 8;
  constexpr uint8_t kWidest = sizeof(uint32_t);
  return width == kWidest ? ~uint32_t{0} : (uint32_t{1} << (kBitsPerByte * width)) - 1;
}

// The squared chord of a great circle's arc of at most kFarthestByChordKm; negative below 0.
float SquaredChord(double km) {
  if (km < 0) return -1;
  const double chord = 2 * std::sin(km / kEarthRadiusKm / 2);
  return static_cast<float>(chord * chord);
}

}  // namespace

SearchPlan::SearchPlan(const SegmentParts& parts, const SearchArguments& arguments) {
  column_tests_.reserve(arguments.conditions.size());
  for (const Condition& condition : arguments.conditions) {
    if (condition.kind == Condition::Kind::kWithin ||
        condition.kind == Condition::Kind::kWithinOwn) {
      assert(parts.columns.has_points());
      AddDisc(parts.columns, condition);
    } else {
      AddCondition(parts.columns, condition);
    }
  }
  AddTerms(parts.bounds, *arguments.query);
}

void SearchPlan::AddCondition(const Columns& columns, const Condition& condition) {
  using Kind = Condition::Kind;
  const Column& column = columns.column(condition.column);
  const uint32_t greatest = GreatestOf(column.width);
  ColumnTest test{.kind = condition.kind, .column = &column, .operand = condition.operand};
  switch (condition.kind) {
    case Kind::kAtMost:
      if (test.operand < greatest) column_tests_.push_back(test);
      break;
    case Kind::kAtLeast:
      nothing_passes_ = nothing_passes_ || test.operand > greatest;
      if (test.operand > 0) column_tests_.push_back(test);
      break;
    case Kind::kAnyOf:
      // Blocks of numbers are bounded by order, not by bits.
      assert(column.kind == ColumnKind::kBits || test.operand == 0);
      test.operand &= greatest;
      nothing_passes_ = nothing_passes_ || test.operand == 0;
      column_tests_.push_back(test);
      break;
    case Kind::kNoneOf:
      assert(column.kind == ColumnKind::kBits);
      test.operand &= greatest;
      if (test.operand != 0) column_tests_.push_back(test);
      break;
    case Kind::kIn:
      test.set = condition.set.get();
      lookups_.push_back(test);
      break;
    case Kind::kWithin:
    case Kind::kWithinOwn:
      break;
  }
}

void SearchPlan::AddDisc(const Columns& columns, const Condition& condition) {
  const PointColumn& points = columns.points();
  DiscTest test{.disc = condition.disc};
  if (condition.kind == Condition::Kind::kWithinOwn) {
    test.own_km = &columns.column(condition.column);
    test.disc.km = test.own_km->greatest;
  }
  const Disc& disc = test.disc;
  const double latitude = disc.latitude * kRadiansPerDegree;
  const double longitude = disc.longitude * kRadiansPerDegree;
  test.unit[0] = static_cast<float>(std::cos(latitude) * std::cos(longitude));
  test.unit[1] = static_cast<float>(std::cos(latitude) * std::sin(longitude));
  test.unit[2] = static_cast<float>(std::sin(latitude));
  const double margin = kMarginKm + kMarginShare * disc.km;
  constexpr float kBeyondAll = 5;
  test.surely_inside_below = SquaredChord(std::min(disc.km - margin, kFarthestByChordKm));
  test.surely_outside_above =
      disc.km + margin <= kFarthestByChordKm ? SquaredChord(disc.km + margin) : kBeyondAll;
  // The box: a latitude differs by at most the arc; a longitude by asin(sin arc / cos latitude)
  // unless the disc holds a pole.
  constexpr double kPole = 90;
  constexpr double kHalfTurn = 180;
  const double arc = std::min((disc.km + margin) / kEarthRadiusKm, std::numbers::pi / 2);
  const bool beyond = (disc.km + margin) / kEarthRadiusKm >= std::numbers::pi / 2;
  const double up = (beyond ? std::numbers::pi : arc) / kRadiansPerDegree;
  test.latitude = {points.latitude_axis.CellOf(disc.latitude - up),
                   points.latitude_axis.CellOf(disc.latitude + up)};
  test.longitude = {0, std::numeric_limits<uint8_t>::max()};
  if (disc.latitude + up < kPole && disc.latitude - up > -kPole) {
    const double aside =
        std::asin(std::min(1.0, std::sin(arc) / std::cos(latitude))) / kRadiansPerDegree;
    if (disc.longitude - aside > -kHalfTurn && disc.longitude + aside < kHalfTurn) {
      test.longitude = {points.longitude_axis.CellOf(disc.longitude - aside),
                        points.longitude_axis.CellOf(disc.longitude + aside)};
    }
  }
  discs_.push_back(test);
}

void SearchPlan::AddTerms(const BlockBounds& bounds, const SearchQuery& query) {
  constexpr size_t kAhead = 8;
  const std::span<const WeightedTerm> terms = query.terms();
  terms_.resize(terms.size());
  dense_terms_.resize(terms.size());
  size_t count = 0;
  size_t dense_count = 0;
  uint64_t sum = 0;
  // Many terms have no bounds here and few have windows: what is written stays, or is written over.
  for (size_t i = 0; i < terms.size() && terms[i].term.value() < bounds.term_count(); ++i) {
    const uint32_t term = terms[i].term.value();
    if (i + kAhead < terms.size()) bounds.PrefetchExtents(terms[i + kAhead].term.value());
    const BlockBounds::Extents extents = bounds.extents(term);
    const uint32_t units = terms[i].value.units() * bounds.step(term);
    terms_[count] = {.term = term, .weight = units, .extents = extents};
    dense_terms_[dense_count] = static_cast<uint32_t>(count);
    dense_count += extents.dense.empty() ? 0 : 1;
    sum += extents.empty() ? 0 : units;
    count += extents.empty() ? 0 : 1;
  }
  terms_.resize(count);
  dense_terms_.resize(dense_count);
  full_sum_score_ = std::clamp<uint64_t>(kWeightUnit * sum, 1, kMostSumScore);
  // Rounded up: bounds may be too high, never too low.
  sums_per_unit_ = (kWeightUnit * kFullSum << kFractionBits) / full_sum_score_ + 1;
  for (PlannedTerm& term : terms_) term.weight = WeightOf(term.weight);
}

uint16_t SearchPlan::LeastSum(Score score) const {
  // A sum stands for at most (sum + terms) · full_sum_score_ / kFullSum: each term may have lost
  // just under 1 in rounding. A full sum may stand for more.
  const uint64_t sum = (uint64_t{score} * kFullSum + full_sum_score_ - 1) / full_sum_score_;
  const uint64_t slack = terms_.size();
  if (sum <= slack + 1) return 1;
  return static_cast<uint16_t>(std::min(sum - slack, kFullSum));
}

}  // namespace overstap::matcher
