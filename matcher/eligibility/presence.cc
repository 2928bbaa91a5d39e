// The demands on where and when: kilometres, minutes, availability.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/demands.h"
#include "matcher/eligibility/shift_time.h"
#include "matcher/eligibility/value_texts.h"

namespace overstap::matcher {
namespace {

constexpr std::string_view kTravelField = "job_seeker.travel";
constexpr std::string_view kHomeField = "job_seeker.home";
constexpr std::string_view kAvailabilityField = "job_seeker.availability";

Values NoValues() { return {}; }

// Leaves the rule open and says so when an end of the trip is unknown.
bool LacksPlace(Rule rule, const JobSeeker& person, const Presence& presence, Findings* findings) {
  if (!person.home) {
    findings->LeaveOpen(rule, kHomeField, NoValues);
  } else if (!presence.place) {
    findings->LeaveOpen(rule, presence.place_field, NoValues);
  } else {
    return false;
  }
  return true;
}

// By how much one means of transport misses its bound at the worse end of a shift; the smallest is
// what a person is told.
struct Miss {
  ModeLimit limit;
  std::optional<int> minutes;  // nullopt: not possible
  std::optional<MinuteOfDay> at;

  // A trip that is possible comes before one that is not.
  bool IsNearerThan(const Miss& other) const {
    const auto key = [](const Miss& miss) {
      return std::tuple(!miss.minutes, miss.minutes.value_or(0) - miss.limit.max_minutes);
    };
    return key(*this) < key(other);
  }
  Values Describe() const {
    std::string demand;
    if (minutes) {
      demand = absl::StrCat(*minutes);
    } else {
      demand = at ? absl::StrCat("not possible at ", TimeText(*at)) : "not possible";
    }
    return {.subject = std::string(TravelModeText(limit.mode)),
            .person = absl::StrCat(limit.max_minutes),
            .demand = std::move(demand),
            .unit = "minutes"};
  }
};

class Commute {
 public:
  Commute(PlaceNumber home, PlaceNumber work, std::span<const ModeLimit> modes,
          const TravelModel& travel)
      : home_(home), work_(work), modes_(modes), travel_(travel) {}

  // nullopt: some mode serves the shift (nullptr: a usual hour); else the nearest miss.
  std::optional<Miss> MissOf(const Shift* shift) const {
    std::optional<Miss> nearest;
    for (const ModeLimit& limit : modes_) {
      const std::optional<Miss> miss = MissOf(shift, limit);
      if (!miss) return std::nullopt;
      if (!nearest || miss->IsNearerThan(*nearest)) nearest = miss;
    }
    return nearest;
  }

 private:
  std::optional<Miss> MissOf(const Shift* shift, const ModeLimit& limit) const {
    TravelTime there;
    if (shift != nullptr) there = {TravelTime::Kind::kArriveBy, shift->start};
    std::optional<Miss> miss = MissOf(home_, work_, there, limit);
    if (shift == nullptr || (miss && !miss->minutes)) return miss;
    const TravelTime back = {TravelTime::Kind::kLeaveAt, shift->end};
    const std::optional<Miss> miss_back = MissOf(work_, home_, back, limit);
    if (!miss || (miss_back && miss->IsNearerThan(*miss_back))) return miss_back;
    return miss;
  }

  std::optional<Miss> MissOf(PlaceNumber from, PlaceNumber to, TravelTime time,
                             const ModeLimit& limit) const {
    const std::optional<int> minutes = travel_.MinutesBetween(from, to, limit.mode, time);
    if (minutes && *minutes <= limit.max_minutes) return std::nullopt;
    Miss miss{.limit = limit, .minutes = minutes, .at = std::nullopt};
    if (time.kind != TravelTime::Kind::kUsual) miss.at = time.at;
    return miss;
  }

  PlaceNumber home_;
  PlaceNumber work_;
  std::span<const ModeLimit> modes_;
  const TravelModel& travel_;
};

// nullopt: enough shifts can be travelled to; else the nearest miss.
std::optional<Miss> MissOf(const Commute& commute, const Presence& presence,
                           const std::optional<WeekParts>& availability) {
  if (presence.shifts.empty()) return commute.MissOf(nullptr);
  std::optional<Miss> nearest;
  const auto try_shift = [&](const Shift& shift) {
    const std::optional<Miss> miss = commute.MissOf(&shift);
    if (miss && (!nearest || miss->IsNearerThan(*nearest))) nearest = miss;
    return !miss;
  };
  if (presence.all_shifts) {
    for (const Shift& shift : presence.shifts) {
      if (!try_shift(shift)) return nearest;
    }
    return std::nullopt;
  }
  bool any_fits = false;
  for (const Shift& shift : presence.shifts) {
    if (presence.shifts.size() > 1 && availability && !FitsAvailability(shift, *availability)) {
      continue;
    }
    any_fits = true;
    if (try_shift(shift)) return std::nullopt;
  }
  if (any_fits) return nearest;
  for (const Shift& shift : presence.shifts) {
    if (try_shift(shift)) return std::nullopt;
  }
  return nearest;
}

// The person's availability on the days that `parts` takes something of.
WeekParts OnDaysOf(WeekParts parts, WeekParts availability) {
  WeekParts result;
  for (int day = 0; day < 7; ++day) {
    bool taken = false;
    WeekParts available;
    for (int part = 0; part < 4; ++part) {
      const auto one = WeekParts::Of(static_cast<Weekday>(day), static_cast<DayPart>(part));
      taken = taken || parts.Contains(one);
      if (availability.Contains(one)) available.AddAll(one);
    }
    if (taken) result.AddAll(available);
  }
  return result;
}

}  // namespace

void RequireKilometres(const JobSeeker& person, const Presence& presence,
                       const EligibilityContext& context, Findings* findings) {
  // One finding is enough for all of travel, so the rule on minutes says nothing here.
  if (!person.travel) return findings->LeaveOpen(Rule::kTravelKm, kTravelField, NoValues);
  const std::optional<double>& max_km = person.travel->max_km;
  if (!max_km || LacksPlace(Rule::kTravelKm, person, presence, findings)) return;
  const double km = context.travel.KilometresBetween(*person.home, *presence.place);
  if (km <= *max_km) return;
  findings->Fail(Rule::kTravelKm, [&] {
    // Rounded up, so that it is seen to exceed the bound.
    return Values{.person = KilometresText(*max_km),
                  .demand = KilometresText(std::ceil(km * 10) / 10),
                  .unit = "km"};
  });
}

void RequireMinutes(const JobSeeker& person, const Presence& presence,
                    const EligibilityContext& context, Findings* findings) {
  if (!person.travel || person.travel->modes.empty()) return;
  if (LacksPlace(Rule::kTravelMinutes, person, presence, findings)) return;
  const Commute commute(*person.home, *presence.place, person.travel->modes, context.travel);
  const std::optional<Miss> miss = MissOf(commute, presence, person.availability);
  if (miss) findings->Fail(Rule::kTravelMinutes, [&] { return miss->Describe(); });
}

void RequireAvailability(const JobSeeker& person, const Presence& presence, Findings* findings) {
  if (presence.shifts.empty()) return;
  if (!person.availability) {
    return findings->LeaveOpen(Rule::kShifts, kAvailabilityField, NoValues);
  }
  const Shift* first_miss = nullptr;
  for (const Shift& shift : presence.shifts) {
    const bool fits = FitsAvailability(shift, *person.availability);
    if (fits && !presence.all_shifts) return;
    if (!fits && first_miss == nullptr) first_miss = &shift;
  }
  if (first_miss == nullptr) return;
  findings->Fail(Rule::kShifts, [&] {
    const WeekParts taken = PartsTaken(*first_miss);
    return Values{.subject = ShiftText(*first_miss),
                  .person = WeekPartsText(OnDaysOf(taken, *person.availability)),
                  .demand = WeekPartsText(taken)};
  });
}

}  // namespace overstap::matcher
