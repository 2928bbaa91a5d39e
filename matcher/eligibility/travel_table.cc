#include "matcher/eligibility/travel_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace overstap::matcher {
namespace {

std::pair<uint64_t, TravelMode> KeyOf(PlaceNumber from, PlaceNumber to, TravelMode mode) {
  return {uint64_t{from.value()} << 32 | to.value(), mode};
}

}  // namespace

TravelTable::TravelTable(std::span<const TravelTableEntry> entries,
                         std::shared_ptr<const TravelModel> otherwise)
    : otherwise_(std::move(otherwise)) {
  minutes_.reserve(entries.size());
  for (const TravelTableEntry& entry : entries) {
    minutes_[KeyOf(entry.from, entry.to, entry.mode)] = entry.minutes;
    reach_[static_cast<size_t>(entry.mode)].push_back(
        {entry.minutes, otherwise_->KilometresBetween(entry.from, entry.to)});
  }
  for (std::vector<Reach>& reach : reach_) {
    std::sort(reach.begin(), reach.end(),
              [](const Reach& a, const Reach& b) { return a.minutes < b.minutes; });
    double farthest = 0;
    for (Reach& step : reach) step.km = farthest = std::max(farthest, step.km);
  }
}

double TravelTable::FarthestKilometres(TravelMode mode, int minutes) const {
  const std::vector<Reach>& reach = reach_[static_cast<size_t>(mode)];
  const auto beyond =
      std::upper_bound(reach.begin(), reach.end(), minutes,
                       [](int limit, const Reach& step) { return limit < step.minutes; });
  const double usual = otherwise_->FarthestKilometres(mode, minutes);
  return beyond == reach.begin() ? usual : std::max(usual, std::prev(beyond)->km);
}

double TravelTable::KilometresBetween(PlaceNumber from, PlaceNumber to) const {
  return otherwise_->KilometresBetween(from, to);
}

std::optional<int> TravelTable::MinutesBetween(PlaceNumber from, PlaceNumber to, TravelMode mode,
                                               TravelTime time) const {
  const auto found = minutes_.find(KeyOf(from, to, mode));
  if (found == minutes_.end()) return otherwise_->MinutesBetween(from, to, mode, time);
  const bool never_at_this_hour = time.kind != TravelTime::Kind::kUsual &&
                                  !otherwise_->MinutesBetween(from, to, mode, time) &&
                                  otherwise_->MinutesBetween(from, to, mode, {});
  if (never_at_this_hour) return std::nullopt;
  return found->second;
}

}  // namespace overstap::matcher
