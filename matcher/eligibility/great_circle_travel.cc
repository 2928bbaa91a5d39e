#include "matcher/eligibility/great_circle_travel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace overstap::matcher {
namespace {

constexpr double kEarthRadiusKm = 6371.0087714;  // IUGG mean radius R1
constexpr int kMinutesPerDay = 1440;
// What floating point may add to a whole number of minutes before it is rounded up.
constexpr double kRoundingSlack = 1e-9;

double Radians(double degrees) { return degrees * (std::numbers::pi / 180); }

// Whether a trip of `minutes` at `time` lies inside the profile's hours, of that day or of the day
// before, which may run past midnight.
bool IsPossible(const TravelProfile& profile, TravelTime time, int minutes) {
  if (time.kind == TravelTime::Kind::kUsual) return true;
  const bool arriving = time.kind == TravelTime::Kind::kArriveBy;
  for (const int day : {0, kMinutesPerDay}) {
    const int leaves = day + time.at - (arriving ? minutes : 0);
    if (leaves + minutes >= profile.first_minute_of_day && leaves <= profile.last_minute_of_day) {
      return true;
    }
  }
  return false;
}

}  // namespace

double GreatCircleKilometres(LatLon a, LatLon b) {
  const double half_latitude = std::sin(Radians(b.latitude - a.latitude) / 2);
  const double half_longitude = std::sin(Radians(b.longitude - a.longitude) / 2);
  const double h = half_latitude * half_latitude + std::cos(Radians(a.latitude)) *
                                                       std::cos(Radians(b.latitude)) *
                                                       half_longitude * half_longitude;
  return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

TravelProfiles DefaultTravelProfiles() {
  TravelProfiles profiles;
  profiles[TravelMode::kWalk] = {.speed_km_per_hour = 5, .detour_factor = 1.25};
  profiles[TravelMode::kBicycle] = {
      .speed_km_per_hour = 15, .detour_factor = 1.25, .overhead_minutes = 2};
  profiles[TravelMode::kEBike] = {
      .speed_km_per_hour = 20, .detour_factor = 1.25, .overhead_minutes = 2};
  profiles[TravelMode::kPublicTransport] = {.speed_km_per_hour = 28,
                                            .detour_factor = 1.3,
                                            .overhead_minutes = 15,
                                            .first_minute_of_day = 6 * 60 + 30,
                                            .last_minute_of_day = 24 * 60};
  profiles[TravelMode::kCar] = {
      .speed_km_per_hour = 50, .detour_factor = 1.3, .overhead_minutes = 5};
  return profiles;
}

GreatCircleTravelModel::GreatCircleTravelModel(const Region& region, const TravelProfiles& profiles)
    : profiles_(profiles) {
  points_.reserve(region.place_count());
  for (uint32_t i = 0; i < region.place_count(); ++i) {
    const LatLon point = region.place(PlaceNumber(i)).point;
    const double latitude = Radians(point.latitude);
    const double longitude = Radians(point.longitude);
    points_.push_back({.x = std::cos(latitude) * std::cos(longitude),
                       .y = std::cos(latitude) * std::sin(longitude),
                       .z = std::sin(latitude)});
  }
}

double GreatCircleTravelModel::KilometresBetween(PlaceNumber from, PlaceNumber to) const {
  const UnitVector& a = points_[from.value()];
  const UnitVector& b = points_[to.value()];
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  const double z = a.z - b.z;
  // Half the chord is the sine of half the angle.
  return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(x * x + y * y + z * z) / 2));
}

std::optional<int> GreatCircleTravelModel::MinutesBetween(PlaceNumber from, PlaceNumber to,
                                                          TravelMode mode, TravelTime time) const {
  const TravelProfile& profile = profiles_[mode];
  if (!(profile.speed_km_per_hour > 0)) return std::nullopt;
  const double km = std::max(KilometresBetween(from, to), kShortestTripKm);
  const int minutes =
      static_cast<int>(std::ceil(km * profile.detour_factor / profile.speed_km_per_hour * 60 +
                                 profile.overhead_minutes - kRoundingSlack));
  if (!IsPossible(profile, time, minutes)) return std::nullopt;
  return minutes;
}

double GreatCircleTravelModel::FarthestKilometres(TravelMode mode, int minutes) const {
  constexpr double kMinutesPerHour = 60;
  constexpr double kAboveRounding = 1 + 1e-9;
  const TravelProfile& profile = profiles_[mode];
  if (!(profile.speed_km_per_hour > 0)) return 0;
  const double hours = (minutes + kRoundingSlack - profile.overhead_minutes) / kMinutesPerHour;
  return std::max(0.0, hours * profile.speed_km_per_hour / profile.detour_factor * kAboveRounding);
}

}  // namespace overstap::matcher
