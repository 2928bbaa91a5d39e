// Who passes a query's filters.
//
//   const Filter filter(query.facets);
//   if (filter.Passes(documents.facets[document])) ...
//
// Cheap to dear: bytes first, then a box around the query's place, then the distance itself.
// Immutable; safe to share between threads.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_FILTER_H_
#define OVERSTAP_TESTS_BENCH_MATCH_FILTER_H_

#include <cmath>
#include <numbers>

#include "matcher/eligibility/travel_model.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

// Great-circle kilometres that are within reach.
constexpr double kReachKm = 25;

class Filter {
 public:
  explicit Filter(const Facets& query)
      : query_(query), place_{.latitude = query.latitude, .longitude = query.longitude} {
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

  bool Passes(const Facets& document) const {
    return (document.sectors & query_.sectors) != 0 && document.hours_min <= query_.hours_max &&
           document.hours_max >= query_.hours_min && document.education <= query_.education &&
           document.language <= query_.language && IsInReach(document);
  }

 private:
  // A place that is not known (NaN, of either) compares false to all, and is in reach.
  bool IsInReach(const Facets& document) const {
    if (document.latitude < south_ || document.latitude > north_) return false;
    if (document.longitude < west_ || document.longitude > east_) return false;
    const matcher::LatLon place = {.latitude = document.latitude, .longitude = document.longitude};
    return !(matcher::GreatCircleKilometres(place_, place) > kReachKm);
  }

  Facets query_;
  matcher::LatLon place_;
  double south_ = 0;
  double north_ = 0;
  double west_ = 0;
  double east_ = 0;
};

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_FILTER_H_
