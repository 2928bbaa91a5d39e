// Who passes a query's filters.
//
//   const FacetColumns columns(documents.facets);
//   const Filter filter(query.facets, columns);
//   if (filter.Passes(document)) ...
//
// Cheap to dear: bytes first, then a box around the query's place, then the distance itself.
// Immutable; safe to share between threads.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_FILTER_H_
#define OVERSTAP_TESTS_BENCH_MATCH_FILTER_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

// Great-circle kilometres that are within reach.
inline constexpr double kReachKm = 25;

// The facets of documents, one column each: most documents fail on a byte of the first ones.
struct FacetColumns {
  explicit FacetColumns(const std::vector<Facets>& facets);
  size_t memory_bytes() const;

  std::vector<uint8_t> sectors;
  std::vector<uint8_t> hours_min;
  std::vector<uint8_t> hours_max;
  std::vector<uint8_t> education;
  std::vector<uint8_t> language;
  std::vector<float> latitude;
  std::vector<float> longitude;
};

class Filter {
 public:
  // `columns` outlive this.
  Filter(const Facets& query, const FacetColumns& columns)
      : query_(query),
        sectors_(columns.sectors.data()),
        hours_min_(columns.hours_min.data()),
        hours_max_(columns.hours_max.data()),
        education_(columns.education.data()),
        language_(columns.language.data()),
        latitude_(columns.latitude.data()),
        longitude_(columns.longitude.data()),
        place_{.latitude = query.latitude, .longitude = query.longitude} {
    // A little larger than the circle; the distance decides inside.
    constexpr double kGenerosity = 1.0005;
    constexpr double kKmPerDegree = 6371.0087714 * std::numbers::pi / 180;
    const double latitude = kReachKm / kKmPerDegree * kGenerosity;
    const double nearest_pole = (std::abs(place_.latitude) + latitude) * std::numbers::pi / 180;
    const double longitude = latitude / std::cos(nearest_pole) * kGenerosity;
    south_ = place_.latitude - latitude;
    north_ = place_.latitude + latitude;
    west_ = place_.longitude - longitude;
    east_ = place_.longitude + longitude;
  }

  bool Passes(uint32_t document) const {
    return (sectors_[document] & query_.sectors) != 0 && hours_min_[document] <= query_.hours_max &&
           hours_max_[document] >= query_.hours_min && education_[document] <= query_.education &&
           language_[document] <= query_.language && IsInReach(document);
  }

 private:
  // A place that is not known is in reach: NaN, of either, compares false to all.
  bool IsInReach(uint32_t document) const {
    const matcher::LatLon place = {.latitude = latitude_[document],
                                   .longitude = longitude_[document]};
    if (place.latitude < south_ || place.latitude > north_) return false;
    if (place.longitude < west_ || place.longitude > east_) return false;
    return std::isnan(place_.latitude) || std::isnan(place.latitude) ||
           matcher::GreatCircleKilometres(place_, place) <= kReachKm;
  }

  Facets query_;
  const uint8_t* sectors_;
  const uint8_t* hours_min_;
  const uint8_t* hours_max_;
  const uint8_t* education_;
  const uint8_t* language_;
  const float* latitude_;
  const float* longitude_;
  matcher::LatLon place_;
  double south_ = 0;
  double north_ = 0;
  double west_ = 0;
  double east_ = 0;
};

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_FILTER_H_
