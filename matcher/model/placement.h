// The states of a placement and the transitions between them.
//
//   if (!IsLegalTransition(PlacementState::kProposed, PlacementState::kAccepted)) ...
//
// Pure functions; safe from any thread.
#ifndef OVERSTAP_MATCHER_MODEL_PLACEMENT_H_
#define OVERSTAP_MATCHER_MODEL_PLACEMENT_H_

#include <cstdint>

namespace overstap::matcher {

// Same values as overstap.v1.PlacementState.
enum class PlacementState : uint8_t {
  kProposed = 1,
  kAccepted = 2,
  kStarted = 3,
  kSustained = 4,
  kEnded = 5
};

// PROPOSED → ACCEPTED → STARTED → SUSTAINED, and each of these → ENDED.
constexpr bool IsLegalTransition(PlacementState from, PlacementState to) {
  if (from == PlacementState::kEnded) return false;
  if (to == PlacementState::kEnded) return true;
  return static_cast<int>(to) == static_cast<int>(from) + 1;
}

// Whether a placement that is in `state` (and started or not before it ended) takes an opening of
// its vacancy and a seat of its run. One that ended after its start keeps them: the opening was
// filled.
constexpr bool TakesOpening(PlacementState state, bool ended_before_start) {
  switch (state) {
    case PlacementState::kAccepted:
    case PlacementState::kStarted:
    case PlacementState::kSustained:
      return true;
    case PlacementState::kEnded:
      return !ended_before_start;
    case PlacementState::kProposed:
      return false;
  }
  return false;
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_PLACEMENT_H_
