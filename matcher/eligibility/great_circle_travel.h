// Travel times from great-circle kilometres and one profile per means of transport.
//
//   GreatCircleTravelModel travel(*region, DefaultTravelProfiles());
//   std::optional<int> minutes = travel.MinutesBetween(home, work, TravelMode::kCar, {});
//
// minutes = ⌈km · detour / speed · 60 + overhead⌉, where a trip shorter than kShortestTripKm, and
// so one within a place, counts as one of kShortestTripKm. A trip is possible when it arrives no
// earlier than the profile's first minute of the day and leaves no later than its last one.
//
// Immutable; safe to share between threads.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_GREAT_CIRCLE_TRAVEL_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_GREAT_CIRCLE_TRAVEL_H_

#include <array>
#include <optional>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "matcher/model/ids.h"
#include "matcher/model/region.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// Homes and firms of one postcode area lie about this far apart.
inline constexpr double kShortestTripKm = 1.0;

struct TravelProfile {
  double speed_km_per_hour = 0;   // over the road; 0: nobody travels by this means
  double detour_factor = 1;       // road kilometres per great-circle kilometre
  double overhead_minutes = 0;    // parking, walking to a stop, waiting
  int first_minute_of_day = 0;    // earliest arrival
  int last_minute_of_day = 1440;  // latest departure; above 1440: after midnight
};

// A profile per TravelMode.
struct TravelProfiles {
  std::array<TravelProfile, kTravelModeCount> modes;

  TravelProfile& operator[](TravelMode mode) { return modes[static_cast<size_t>(mode)]; }
  const TravelProfile& operator[](TravelMode mode) const {
    return modes[static_cast<size_t>(mode)];
  }
};

// Usual Dutch values, for where a region's configuration gives none; public transport runs from
// 06:30 (first arrival) to 24:00 (last departure).
TravelProfiles DefaultTravelProfiles();

class GreatCircleTravelModel final : public TravelModel {
 public:
  // Reads the region's points; does not keep it.
  GreatCircleTravelModel(const Region& region, const TravelProfiles& profiles);

  double KilometresBetween(PlaceNumber from, PlaceNumber to) const override;
  std::optional<int> MinutesBetween(PlaceNumber from, PlaceNumber to, TravelMode mode,
                                    TravelTime time) const override;
  double FarthestKilometres(TravelMode mode, int minutes) const override;

 private:
  // On the unit sphere: a distance then costs one square root and one arcsine.
  struct UnitVector {
    double x = 0;
    double y = 0;
    double z = 0;
  };

  std::vector<UnitVector> points_;  // by PlaceNumber
  TravelProfiles profiles_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_GREAT_CIRCLE_TRAVEL_H_
