// How long and how far it is from one place to another.
//
//   const TravelTime early = {TravelTime::Kind::kArriveBy, 6 * 60};
//   if (!travel.MinutesBetween(home, work, TravelMode::kPublicTransport, early)) ...  // no bus yet
//
// A seam: minutes come from kilometres (GreatCircleTravelModel) or from a table of minutes
// (TravelTable). Implementations are immutable and safe to share between threads.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_TRAVEL_MODEL_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_TRAVEL_MODEL_H_

#include <optional>

#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// When someone travels: to arrive at a time (a shift's start) or to leave at one (its end).
// Neither: at a usual hour.
struct TravelTime {
  enum class Kind { kUsual, kArriveBy, kLeaveAt } kind = Kind::kUsual;
  MinuteOfDay at = 0;
};

class TravelModel {
 public:
  virtual ~TravelModel() = default;
  // Great-circle kilometres; 0 within one place. Symmetric.
  virtual double KilometresBetween(PlaceNumber from, PlaceNumber to) const = 0;
  // Minutes one way, rounded up; nullopt: not possible by this means at this time (no bus at
  // 06:00).
  virtual std::optional<int> MinutesBetween(PlaceNumber from, PlaceNumber to, TravelMode mode,
                                            TravelTime time) const = 0;
  // No place farther than this is within so many minutes by this means, at any time: a bound that
  // lets a search pass over whole areas.
  virtual double FarthestKilometres(TravelMode mode, int minutes) const = 0;
};

// Haversine, mean Earth radius R = 6371.0087714 km (IUGG mean radius R1).
double GreatCircleKilometres(LatLon a, LatLon b);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_TRAVEL_MODEL_H_
