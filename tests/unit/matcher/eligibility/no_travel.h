// Travel that is no matter: everywhere is here, and how long it takes is not known or nothing.
//
//   auto travel = std::make_shared<const NoTravel>();
#ifndef OVERSTAP_TESTS_UNIT_MATCHER_ELIGIBILITY_NO_TRAVEL_H_
#define OVERSTAP_TESTS_UNIT_MATCHER_ELIGIBILITY_NO_TRAVEL_H_

#include <optional>

#include "matcher/eligibility/travel_model.h"

namespace overstap::matcher {

class NoTravel final : public TravelModel {
 public:
  NoTravel() = default;
  explicit NoTravel(std::optional<int> minutes) : minutes_(minutes) {}

  double KilometresBetween(PlaceNumber, PlaceNumber) const override { return 0; }
  std::optional<int> MinutesBetween(PlaceNumber, PlaceNumber, TravelMode,
                                    TravelTime) const override {
    return minutes_;
  }
  // Beyond the other side of the Earth.
  double FarthestKilometres(TravelMode, int) const override { return 20'100; }

 private:
  std::optional<int> minutes_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_UNIT_MATCHER_ELIGIBILITY_NO_TRAVEL_H_
