#include "tests/property/random_segment.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "matcher/eligibility/travel_model.h"

namespace overstap::matcher {
namespace {

// Columns of one, two and four bytes, by number, and of bits; the last two hold own radii.
constexpr uint32_t kNumberLimits[] = {2, 200, 3'000, 400'000, ~0U};
constexpr uint32_t kBitsMasks[] = {0b11, 0xFF, 0xF0F0, ~0U};
constexpr uint32_t kNumbers = std::size(kNumberLimits);
constexpr uint32_t kBits = std::size(kBitsMasks);
constexpr uint32_t kNearKm = kNumbers + kBits;
constexpr uint32_t kFarKm = kNearKm + 1;
constexpr uint32_t kMostNearKm = 60;
constexpr uint32_t kMostFarKm = 20'100;
constexpr double kEarthRadiusKm = 6371.0087714;
constexpr double kDegreesPerRadian = 180 / std::numbers::pi;

// Where points lie: around a town, at the date line, at either pole, and anywhere.
struct Area {
  double latitude;
  double longitude;
  double span;  // degrees of latitude
};
constexpr Area kAreas[] = {
    {51.98, 5.91, 1.2}, {-17, 180, 2}, {90, 0, 3}, {-90, 120, 3}, {0, 0, 90}};

double Fraction(RandomSource* random) { return random->Below(1U << 30) / double{1U << 30}; }

// The point at so many kilometres from another.
LatLon Away(LatLon from, double km, double bearing) {
  const double arc = km / kEarthRadiusKm;
  const double latitude = from.latitude / kDegreesPerRadian;
  const double sine =
      std::sin(latitude) * std::cos(arc) + std::cos(latitude) * std::sin(arc) * std::cos(bearing);
  const double turn = std::atan2(std::sin(bearing) * std::sin(arc) * std::cos(latitude),
                                 std::cos(arc) - std::sin(latitude) * sine);
  const double longitude = from.longitude + turn * kDegreesPerRadian;
  return {std::asin(std::clamp(sine, -1.0, 1.0)) * kDegreesPerRadian,
          std::remainder(longitude, 360)};
}

bool IsNear(const GeoPoint& point, const Disc& disc, double km) {
  if (std::isnan(point.latitude)) return true;
  return GreatCircleKilometres({disc.latitude, disc.longitude},
                               {point.latitude, point.longitude}) <= km;
}

}  // namespace

bool Meets(std::span<const uint32_t> values, const GeoPoint& point, const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kAtMost:
      return values[condition.column.value()] <= condition.operand;
    case Condition::Kind::kAtLeast:
      return values[condition.column.value()] >= condition.operand;
    case Condition::Kind::kAnyOf:
      return (values[condition.column.value()] & condition.operand) != 0;
    case Condition::Kind::kNoneOf:
      return (values[condition.column.value()] & condition.operand) == 0;
    case Condition::Kind::kIn:
      return condition.set->Contains(values[condition.column.value()]);
    case Condition::Kind::kWithin:
      return IsNear(point, condition.disc, condition.disc.km);
    case Condition::Kind::kWithinOwn:
      return IsNear(point, condition.disc, values[condition.column.value()]);
  }
  std::abort();
}

RandomSegment::RandomSegment(const SegmentShape& shape, RandomSource* random)
    : shape_(shape),
      area_(static_cast<int>(random->Below(std::size(kAreas)))),
      all_points_known_(random->Chance(50)) {
  schema_.kinds.assign(kNumbers, ColumnKind::kNumber);
  schema_.kinds.insert(schema_.kinds.end(), kBits, ColumnKind::kBits);
  schema_.kinds.insert(schema_.kinds.end(), 2, ColumnKind::kNumber);
  schema_.has_points = true;
  const bool in_groups = random->Chance(60);
  std::set<uint64_t> creations;
  while (creations.size() < shape.documents) creations.insert(random->Below(1'000'000));
  creations_.assign(creations.begin(), creations.end());
  std::vector<IndexDocument> documents;
  for (uint32_t i = 0; i < shape.documents; ++i) {
    std::swap(creations_[i], creations_[i + random->Below(shape.documents - i)]);
    vectors_.push_back(RandomVector(random));
    points_.push_back(RandomPoint(random));
    const uint32_t group = random->Below(30);
    std::vector<uint32_t>& values = values_.emplace_back();
    for (const uint32_t limit : kNumberLimits) {
      // Often alike inside a group, so that whole blocks meet a condition or fail it.
      values.push_back(in_groups && random->Chance(90) ? group * (limit / 30)
                                                       : random->Below(limit));
    }
    for (const uint32_t mask : kBitsMasks) {
      const uint32_t bits = in_groups ? uint32_t{1} << group : 0;
      values.push_back((static_cast<uint32_t>(random->Next() & random->Next()) | bits) & mask);
    }
    values.push_back(random->Below(kMostNearKm));
    values.push_back(random->Below(kMostFarKm));
  }
  for (uint32_t i = 0; i < shape.documents; ++i) {
    IndexDocument& document = documents.emplace_back();
    document.creation = CreationNumber(creations_[i]);
    document.terms = vectors_[i];
    document.values = values_[i];
    document.point = points_[i];
    if (in_groups) document.group = values_[i][1];
    document.place = random->Below(1000);
  }
  index_ = SegmentIndex::Build(schema_, documents, term_count(), &order_);
  const uint32_t gone_percent = random->Chance(50) ? random->Below(100) : 0;
  for (uint32_t i = 0; i < shape.documents; ++i) {
    if (!random->Chance(gone_percent)) continue;
    gone_.Add(DocumentNumber(i));
    gone_positions_.insert(order_[i]);
  }
}

uint32_t RandomSegment::term_count() const {
  return shape_.vectors == VectorKind::kEscoLike || shape_.vectors == VectorKind::kVeryLong ? 14'000
                                                                                            : 40;
}

SparseVector RandomSegment::RandomVector(RandomSource* random) const {
  // How many terms, and of what weight at most; the products of two vectors stay below 2^32.
  uint32_t count = 0;
  uint32_t greatest = 0;
  switch (shape_.vectors) {
    case VectorKind::kFewValues:
      count = random->Below(8);
      greatest = 3;
      break;
    case VectorKind::kEscoLike:
      count = random->Chance(50) ? 20 : 90;
      greatest = 2 * Share::kOne / count;
      break;
    case VectorKind::kVeryLong:
      count = 500;
      greatest = 2 * Share::kOne / count;
      break;
    case VectorKind::kFullWeight:
      count = 1 + random->Below(3);
      greatest = Share::kOne;
      break;
  }
  std::vector<uint32_t> terms;
  for (uint32_t i = 0; i < count; ++i) terms.push_back(random->SkewedBelow(term_count()));
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  SparseVector vector;
  vector.reserve(terms.size());
  for (const uint32_t term : terms) {
    vector.push_back({TermNumber(term), Share(static_cast<uint16_t>(1 + random->Below(greatest)))});
  }
  return vector;
}

GeoPoint RandomSegment::RandomPoint(RandomSource* random) const {
  if (!all_points_known_ && random->Chance(10)) return {};
  const Area& area = kAreas[area_];
  const double km = Fraction(random) * area.span * kEarthRadiusKm / kDegreesPerRadian;
  const LatLon at =
      Away({area.latitude, area.longitude}, km, 2 * std::numbers::pi * Fraction(random));
  return {static_cast<float>(at.latitude), static_cast<float>(at.longitude)};
}

// Around a point of the area, of whatever size; often with another point within metres of its edge.
Disc RandomSegment::RandomDisc(RandomSource* random) const {
  const GeoPoint centre = RandomPoint(random);
  Disc disc{.latitude = centre.latitude, .longitude = centre.longitude};
  if (std::isnan(centre.latitude)) disc = {.latitude = kAreas[area_].latitude, .longitude = 180};
  if (random->Chance(10)) {
    // From the other side of the Earth.
    disc.latitude = -disc.latitude;
    disc.longitude = std::remainder(disc.longitude + 180, 360);
  }
  constexpr double kSizes[] = {0.1, 5, 30, 200, 3'000, kMostFarKm};
  disc.km = kSizes[random->Below(std::size(kSizes))] * Fraction(random);
  if (points_.empty() || random->Chance(30)) return disc;
  const GeoPoint& edge = points_[random->Below(static_cast<uint32_t>(points_.size()))];
  if (std::isnan(edge.latitude)) return disc;
  const double metres = random->Chance(30) ? 0 : 4 * Fraction(random) - 2;
  disc.km =
      GreatCircleKilometres({disc.latitude, disc.longitude}, {edge.latitude, edge.longitude}) +
      metres / 1'000;
  return disc;
}

Condition RandomSegment::RandomCondition(RandomSource* random) const {
  const uint32_t kind = random->Below(7);
  const uint32_t number = random->Below(kNumbers);
  const ColumnNumber column(static_cast<uint8_t>(number));
  // Somewhere among the values, at them, or a little beyond.
  const uint32_t limit = kNumberLimits[number];
  const uint32_t operand = values_.empty() || random->Chance(20)
                               ? random->Below(limit) + random->Below(2) * (limit / 8)
                               : values_[random->Below(shape_.documents)][number];
  const uint32_t bits_number = random->Below(kBits);
  const ColumnNumber bits(static_cast<uint8_t>(kNumbers + bits_number));
  switch (kind) {
    case 0:
      return Condition::AtMost(column, operand);
    case 1:
      return Condition::AtLeast(column, operand);
    case 2:
    case 3: {
      uint32_t mask = 0;
      for (uint32_t count = random->Below(5); count > 0; --count) mask |= 1U << random->Below(32);
      return kind == 2 ? Condition::AnyOf(bits, mask | 1U << random->Below(2 + 8 * bits_number))
                       : Condition::NoneOf(bits, mask);
    }
    case 4: {
      const uint32_t most = std::min(limit, 500'000U);
      auto set = std::make_shared<NumberSet>(most);
      // Of the values of some documents, and one that may be nobody's.
      set->Add(random->Below(most));
      for (uint32_t count = random->Below(40); count > 0 && !values_.empty(); --count) {
        const uint32_t value = values_[random->Below(shape_.documents)][number];
        if (value < most) set->Add(value);
      }
      return Condition::In(column, std::move(set));
    }
    case 5:
      return Condition::Within(RandomDisc(random));
    default: {
      const Disc disc = RandomDisc(random);
      return Condition::WithinOwn(
          disc.latitude, disc.longitude,
          ColumnNumber(static_cast<uint8_t>(random->Chance(50) ? kNearKm : kFarKm)));
    }
  }
}

RandomSearch RandomSegment::Search(RandomSource* random) const {
  RandomSearch search;
  search.terms = !vectors_.empty() && random->Chance(20) ? vectors_[random->Below(shape_.documents)]
                                                         : RandomVector(random);
  for (uint32_t count = random->Below(4); count > 0; --count) {
    search.conditions.push_back(RandomCondition(random));
  }
  const uint32_t refused_percent = random->Chance(30) ? random->Below(101) : 0;
  for (uint32_t i = 0; i < shape_.documents; ++i) {
    if (random->Chance(refused_percent)) search.refused.insert(i);
  }
  search.with_gone = random->Chance(80);
  search.k = 1 + random->SkewedBelow(1'000);
  if (!vectors_.empty() && random->Chance(30)) {
    search.min_score = Dot(search.terms, vectors_[random->Below(shape_.documents)]);
  }
  if (!vectors_.empty() && random->Chance(30)) {
    const uint32_t last = random->Below(shape_.documents);
    search.after = Cursor{Dot(search.terms, vectors_[last]), CreationNumber(creations_[last])};
  }
  return search;
}

std::vector<Found> RandomSegment::Find(const RandomSearch& search) const {
  class Refusing final : public DocumentFilter {
   public:
    Refusing(const std::vector<uint32_t>& order, const std::set<uint32_t>& refused)
        : order_(order), refused_(refused) {}
    bool Accepts(DocumentNumber document) const override {
      if (!asked_.insert(document).second) std::abort();  // asked twice
      return refused_.count(order_[document.value()]) == 0;
    }

   private:
    const std::vector<uint32_t>& order_;
    const std::set<uint32_t>& refused_;
    mutable std::set<DocumentNumber> asked_;
  };
  const SearchQuery query(search.terms, term_count());
  const Refusing refusing(order_, search.refused);
  TopK top(search.k, search.min_score, search.after);
  index_.Search({.query = &query,
                 .conditions = search.conditions,
                 .gone = search.with_gone ? &gone_ : nullptr,
                 .filter = search.refused.empty() ? nullptr : &refusing},
                &top);
  std::vector<Found> found;
  for (const Hit& hit : std::move(top).Take()) {
    found.emplace_back(hit.score, hit.creation, order_[hit.document.value()]);
  }
  return found;
}

std::vector<Found> RandomSegment::Scan(const RandomSearch& search) const {
  std::vector<Found> found;
  for (uint32_t i = 0; i < vectors_.size(); ++i) {
    if (search.refused.count(i) > 0) continue;
    if (search.with_gone && gone_positions_.count(i) > 0) continue;
    const bool meets = std::all_of(
        search.conditions.begin(), search.conditions.end(),
        [&](const Condition& condition) { return Meets(values_[i], points_[i], condition); });
    ++(meets ? passed_ : failed_);
    if (!meets) continue;
    const Score score = Dot(search.terms, vectors_[i]);
    const CreationNumber creation(creations_[i]);
    if (score == 0 || score < search.min_score) continue;
    const bool after = !search.after || score < search.after->score ||
                       (score == search.after->score && search.after->creation < creation);
    if (after) found.emplace_back(score, creation, i);
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) > std::get<0>(b);
    return std::get<1>(a) < std::get<1>(b);
  });
  if (found.size() > search.k) found.resize(search.k);
  return found;
}

}  // namespace overstap::matcher
