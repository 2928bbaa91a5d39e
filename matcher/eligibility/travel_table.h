// Travel times from a given table of minutes, e.g. computed by a route planner outside.
//
//   TravelTable travel({{.from = home, .to = work, .mode = TravelMode::kCar, .minutes = 25}},
//                      std::make_shared<GreatCircleTravelModel>(*region, profiles));
//
// Pairs that the table lacks, and all kilometres, come from another model. The table's minutes hold
// at every hour at which that model finds the trip possible.
//
// Immutable; safe to share between threads.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_TRAVEL_TABLE_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_TRAVEL_TABLE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "absl/container/flat_hash_map.h"
#include "matcher/eligibility/travel_model.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// One way: the way back is an entry of its own.
struct TravelTableEntry {
  PlaceNumber from;
  PlaceNumber to;
  TravelMode mode = TravelMode::kCar;
  int minutes = 0;
};

class TravelTable final : public TravelModel {
 public:
  // Of two entries for one pair and means the later one holds.
  TravelTable(std::span<const TravelTableEntry> entries,
              std::shared_ptr<const TravelModel> otherwise);

  double KilometresBetween(PlaceNumber from, PlaceNumber to) const override;
  std::optional<int> MinutesBetween(PlaceNumber from, PlaceNumber to, TravelMode mode,
                                    TravelTime time) const override;
  double FarthestKilometres(TravelMode mode, int minutes) const override;

 private:
  // The farthest of the table's pairs within so many minutes.
  struct Reach {
    int minutes = 0;
    double km = 0;
  };

  absl::flat_hash_map<std::pair<uint64_t, TravelMode>, int> minutes_;
  std::array<std::vector<Reach>, kTravelModeCount> reach_;  // ascending in both
  std::shared_ptr<const TravelModel> otherwise_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_TRAVEL_TABLE_H_
