#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/eligibility/travel_table.h"
#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

using ::testing::Optional;

constexpr TravelTime ArriveBy(MinuteOfDay at) { return {TravelTime::Kind::kArriveBy, at}; }
constexpr TravelTime LeaveAt(MinuteOfDay at) { return {TravelTime::Kind::kLeaveAt, at}; }

// 60 km/h without detour: a minute per kilometre, and five beside.
TravelProfiles OneMinutePerKilometre() {
  TravelProfiles profiles;
  profiles[TravelMode::kCar] = {.speed_km_per_hour = 60, .detour_factor = 1, .overhead_minutes = 5};
  profiles[TravelMode::kPublicTransport] = {.speed_km_per_hour = 60,
                                            .detour_factor = 2,
                                            .overhead_minutes = 5,
                                            .first_minute_of_day = 6 * 60 + 30,
                                            .last_minute_of_day = 24 * 60 + 15};
  return profiles;
}

class GreatCircleTravel : public testing::Test {
 protected:
  const SmallWorld world_;
  const GreatCircleTravelModel travel_{*world_.region, OneMinutePerKilometre()};
  const PlaceNumber arnhem_ = world_.place("6811");
  const PlaceNumber nijmegen_ = world_.place("6511");
  const PlaceNumber doesburg_ = world_.place("6981");
};

TEST(GreatCircleKilometres, MatchesKnownDistances) {
  // A degree of latitude on the mean sphere: 2πR / 360.
  EXPECT_NEAR(GreatCircleKilometres({51, 6}, {52, 6}), 111.195, 0.001);
  // Arnhem and Nijmegen, about 16 km apart.
  EXPECT_NEAR(GreatCircleKilometres({51.985, 5.898}, {51.842, 5.853}), 16.2, 0.1);
  EXPECT_EQ(GreatCircleKilometres({51, 6}, {51, 6}), 0);
  EXPECT_NEAR(GreatCircleKilometres({0, 0}, {0, 180}), 20015.115, 0.01);
}

TEST_F(GreatCircleTravel, AgreesWithTheHaversineFormula) {
  for (const PlaceNumber from : {arnhem_, nijmegen_, doesburg_}) {
    for (const PlaceNumber to : {arnhem_, nijmegen_, doesburg_}) {
      const double km =
          GreatCircleKilometres(world_.region->place(from).point, world_.region->place(to).point);
      EXPECT_NEAR(travel_.KilometresBetween(from, to), km, 1e-6);
      EXPECT_EQ(travel_.KilometresBetween(from, to), travel_.KilometresBetween(to, from));
    }
  }
  EXPECT_EQ(travel_.KilometresBetween(arnhem_, arnhem_), 0);
}

TEST_F(GreatCircleTravel, RoundsMinutesUp) {
  // 16.2 km: 17 minutes and 5.
  EXPECT_THAT(travel_.MinutesBetween(arnhem_, nijmegen_, TravelMode::kCar, {}), Optional(22));
}

TEST_F(GreatCircleTravel, CountsATripWithinAPlaceAsTheShortestOne) {
  EXPECT_THAT(travel_.MinutesBetween(arnhem_, arnhem_, TravelMode::kCar, {}), Optional(6));
  // So does one to the next postcode, whose point is the same municipality's.
  EXPECT_THAT(travel_.MinutesBetween(arnhem_, world_.place("6812"), TravelMode::kCar, {}),
              Optional(6));
}

TEST_F(GreatCircleTravel, KnowsNoTripByAMeansWithoutProfile) {
  EXPECT_EQ(travel_.MinutesBetween(arnhem_, nijmegen_, TravelMode::kBicycle, {}), std::nullopt);
}

TEST_F(GreatCircleTravel, HasNoBusAtSix) {
  const auto by_bus = [&](TravelTime time) {
    return travel_.MinutesBetween(arnhem_, nijmegen_, TravelMode::kPublicTransport, time);
  };
  constexpr int kMinutes = 38;  // 16.2 km twice, and 5
  EXPECT_THAT(by_bus({}), Optional(kMinutes));
  EXPECT_EQ(by_bus(ArriveBy(6 * 60)), std::nullopt);
  EXPECT_EQ(by_bus(ArriveBy(6 * 60 + 29)), std::nullopt);
  EXPECT_THAT(by_bus(ArriveBy(6 * 60 + 30)), Optional(kMinutes));
  EXPECT_THAT(by_bus(ArriveBy(23 * 60)), Optional(kMinutes));
}

TEST_F(GreatCircleTravel, LeavesUntilTheLastBusAfterMidnight) {
  const auto by_bus = [&](TravelTime time) {
    return travel_.MinutesBetween(arnhem_, nijmegen_, TravelMode::kPublicTransport, time);
  };
  EXPECT_TRUE(by_bus(LeaveAt(23 * 60 + 59)));
  EXPECT_TRUE(by_bus(LeaveAt(15)));
  EXPECT_FALSE(by_bus(LeaveAt(16)));
  EXPECT_FALSE(by_bus(LeaveAt(3 * 60)));
  EXPECT_TRUE(by_bus(LeaveAt(7 * 60)));
}

TEST_F(GreatCircleTravel, DrivesAtEveryHour) {
  for (int minute = 0; minute < 1440; minute += 15) {
    const auto at = static_cast<MinuteOfDay>(minute);
    EXPECT_TRUE(travel_.MinutesBetween(arnhem_, nijmegen_, TravelMode::kCar, ArriveBy(at)));
    EXPECT_TRUE(travel_.MinutesBetween(arnhem_, nijmegen_, TravelMode::kCar, LeaveAt(at)));
  }
}

TEST(DefaultTravelProfiles, HaveEveryMeansAndNoBusAtSix) {
  const TravelProfiles profiles = DefaultTravelProfiles();
  for (const TravelProfile& profile : profiles.modes) EXPECT_GT(profile.speed_km_per_hour, 0);
  EXPECT_GT(profiles[TravelMode::kPublicTransport].first_minute_of_day, 6 * 60);
}

TEST_F(GreatCircleTravel, GivesWayToATableForThePairsItHas) {
  const auto otherwise =
      std::make_shared<GreatCircleTravelModel>(*world_.region, OneMinutePerKilometre());
  const std::vector<TravelTableEntry> entries = {
      {arnhem_, nijmegen_, TravelMode::kCar, 90},
      {arnhem_, nijmegen_, TravelMode::kCar, 25},
      {arnhem_, nijmegen_, TravelMode::kPublicTransport, 30},
      {arnhem_, nijmegen_, TravelMode::kBicycle, 60},
  };
  const TravelTable table(entries, otherwise);
  EXPECT_THAT(table.MinutesBetween(arnhem_, nijmegen_, TravelMode::kCar, {}), Optional(25));
  EXPECT_THAT(table.MinutesBetween(nijmegen_, arnhem_, TravelMode::kCar, {}), Optional(22));
  EXPECT_EQ(table.KilometresBetween(arnhem_, nijmegen_),
            otherwise->KilometresBetween(arnhem_, nijmegen_));
  // The table knows no hours; the model behind it does.
  const auto by_bus = [&](TravelTime time) {
    return table.MinutesBetween(arnhem_, nijmegen_, TravelMode::kPublicTransport, time);
  };
  EXPECT_THAT(by_bus(ArriveBy(9 * 60)), Optional(30));
  EXPECT_EQ(by_bus(ArriveBy(6 * 60)), std::nullopt);
  // A means that the model lacks altogether has no hours either.
  EXPECT_THAT(table.MinutesBetween(arnhem_, nijmegen_, TravelMode::kBicycle, ArriveBy(6 * 60)),
              Optional(60));
}

TEST_F(GreatCircleTravel, NothingWithinTheMinutesLiesBeyondTheFarthestKilometres) {
  for (const TravelMode mode : {TravelMode::kCar, TravelMode::kPublicTransport}) {
    for (int minutes = 0; minutes <= 90; ++minutes) {
      const double farthest = travel_.FarthestKilometres(mode, minutes);
      for (const PlaceNumber to : {arnhem_, nijmegen_, doesburg_}) {
        const auto needed = travel_.MinutesBetween(arnhem_, to, mode, {});
        if (needed && *needed <= minutes) {
          EXPECT_LE(travel_.KilometresBetween(arnhem_, to), farthest) << minutes;
        }
      }
    }
  }
  // And it is no looser than it need be: 60 km/h, five minutes lost.
  EXPECT_NEAR(travel_.FarthestKilometres(TravelMode::kCar, 65), 60, 0.001);
  EXPECT_EQ(travel_.FarthestKilometres(TravelMode::kCar, 4), 0);
  EXPECT_EQ(travel_.FarthestKilometres(TravelMode::kWalk, 600), 0);
}

TEST_F(GreatCircleTravel, ATableReachesAsFarAsItsFastPairs) {
  const std::vector<TravelTableEntry> entries = {
      {arnhem_, nijmegen_, TravelMode::kCar, 2},
      {arnhem_, doesburg_, TravelMode::kCar, 40},
  };
  const TravelTable table(
      entries, std::make_shared<GreatCircleTravelModel>(*world_.region, OneMinutePerKilometre()));
  const double to_nijmegen = table.KilometresBetween(arnhem_, nijmegen_);
  EXPECT_EQ(table.FarthestKilometres(TravelMode::kCar, 1), 0);
  EXPECT_EQ(table.FarthestKilometres(TravelMode::kCar, 2), to_nijmegen);
  EXPECT_EQ(table.FarthestKilometres(TravelMode::kPublicTransport, 2), 0);
  EXPECT_NEAR(table.FarthestKilometres(TravelMode::kCar, 65), 60, 0.001);
}

}  // namespace
}  // namespace overstap::matcher
