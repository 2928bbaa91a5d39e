#include "matcher/index_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "matcher/eligibility/shift_time.h"
#include "matcher/index/document_order.h"

namespace overstap::matcher {
namespace {

constexpr Date kFirstDay(10'957);  // 2000-01-01

// The highest level of the vacancy's demands that counts(demand) says yes to; 0: none.
template <typename Counts>
uint32_t HighestDemanded(const Vacancy& vacancy, const Counts& counts) {
  uint32_t highest = 0;
  const auto add = [&](const std::vector<LanguageDemand>& demands) {
    for (const LanguageDemand& demand : demands) {
      if (counts(demand)) highest = std::max(highest, static_cast<uint32_t>(demand.level));
    }
  };
  add(vacancy.languages);
  if (vacancy.learn_work) add(vacancy.learn_work->entry_demands.languages);
  return highest;
}

// The person's entry for a language; nullptr: none. `languages` are known.
const OwnLanguage* Find(const std::vector<OwnLanguage>& languages, LanguageCode language) {
  const auto found =
      std::find_if(languages.begin(), languages.end(),
                   [language](const OwnLanguage& own) { return own.language == language; });
  return found == languages.end() ? nullptr : &*found;
}

HoursRange Hull(const HoursRange& a, const HoursRange& b) {
  return {.min = std::min(a.min, b.min), .max = std::max(a.max, b.max)};
}

HoursPerWeek Remainder(HoursPerWeek wanted, HoursPerWeek now) {
  return std::max(wanted - now, HoursPerWeek());
}

}  // namespace

uint32_t DayValue(Date day) {
  return static_cast<uint32_t>(std::clamp(day - kFirstDay, 0, static_cast<int>(kAnyDay) - 1));
}

uint32_t HoursFloor(HoursPerWeek hours) {
  return static_cast<uint32_t>(std::clamp(std::floor(hours.ToDouble()), 0.0, double{kAnyLevel}));
}

uint32_t HoursCeiling(HoursPerWeek hours) {
  return static_cast<uint32_t>(std::clamp(std::ceil(hours.ToDouble()), 0.0, double{kAnyLevel}));
}

uint32_t MunicipalityValue(const std::optional<PlaceNumber>& place, const Region& region) {
  if (!place) return 0;
  const std::optional<MunicipalityNumber>& municipality = region.place(*place).municipality;
  return municipality ? 1 + uint32_t{municipality->value()} : 0;
}

Condition InMunicipalities(ColumnNumber column,
                           const absl::flat_hash_set<MunicipalityNumber>& municipalities) {
  constexpr size_t kMostMunicipalities = size_t{1} << 16;
  auto set = std::make_shared<NumberSet>(kMostMunicipalities + 1);
  for (const MunicipalityNumber municipality : municipalities) {
    set->Add(1 + uint32_t{municipality.value()});
  }
  return Condition::In(column, std::move(set));
}

void SetPlace(const std::optional<PlaceNumber>& place, const Region& region, IndexFields* fields) {
  if (!place) return;
  const LatLon point = region.place(*place).point;
  fields->point = {.latitude = static_cast<float>(point.latitude),
                   .longitude = static_cast<float>(point.longitude)};
  fields->place = CurvePosition(fields->point);
}

uint32_t GroupOf(OccupationNumber occupation, const Taxonomy& taxonomy) {
  constexpr int kIscoShift = 16;
  constexpr uint32_t kOccupationMask = 0xFFFF;
  constexpr uint32_t kMostIsco = 0x7FFF;
  const std::string& isco = taxonomy.occupation(occupation).isco_code;
  uint32_t code = 0;
  std::from_chars(isco.data(), isco.data() + isco.size(), code);
  return std::min(code, kMostIsco) << kIscoShift | (occupation.value() & kOccupationMask);
}

std::optional<HoursRange> HoursOpenTo(const JobSeeker& person) {
  // As the rule on hours has it: without the wish, or where a present job may stay and its hours
  // are not known, nothing is refused.
  if (!person.hours_wanted) return std::nullopt;
  const HoursRange& wanted = *person.hours_wanted;
  if (!person.keeps_present_job.value_or(true)) return wanted;
  if (!person.hours_now) return std::nullopt;
  const HoursRange beside = {.min = Remainder(wanted.min, *person.hours_now),
                             .max = Remainder(wanted.max, *person.hours_now)};
  return person.keeps_present_job ? beside : Hull(wanted, beside);
}

std::optional<EqfLevel> LevelOf(const JobSeeker& person, const Region& region) {
  if (!person.working_level || !person.qualifications) return std::nullopt;
  EqfLevel highest = *person.working_level;
  for (const OwnQualification& own : *person.qualifications) {
    if (!own.counts) continue;
    highest = std::max(highest, own.level);
    if (own.number) highest = std::max(highest, region.qualification(*own.number).level);
  }
  return highest;
}

std::optional<uint32_t> LanguageOf(const JobSeeker& person, LanguageCode language,
                                   LanguageActivity activity) {
  if (!person.languages) return std::nullopt;
  const OwnLanguage* own = Find(*person.languages, language);
  if (own == nullptr) return 0;
  const std::optional<CefrLevel>& level = own->levels[static_cast<int>(activity)];
  if (!level) return std::nullopt;
  return static_cast<uint32_t>(*level);
}

std::optional<uint32_t> LanguageOf(const JobSeeker& person, LanguageCode language) {
  if (!person.languages) return std::nullopt;
  const OwnLanguage* own = Find(*person.languages, language);
  uint32_t highest = 0;
  if (own == nullptr) return highest;
  for (const std::optional<CefrLevel>& level : own->levels) {
    if (!level) return std::nullopt;
    highest = std::max(highest, static_cast<uint32_t>(*level));
  }
  return highest;
}

uint32_t LanguageDemanded(const Vacancy& vacancy, LanguageCode language,
                          LanguageActivity activity) {
  return HighestDemanded(vacancy, [&](const LanguageDemand& demand) {
    return demand.language == language && demand.activity.value_or(activity) == activity;
  });
}

uint32_t LanguageDemanded(const Vacancy& vacancy, LanguageCode language) {
  return HighestDemanded(vacancy,
                         [&](const LanguageDemand& demand) { return demand.language == language; });
}

uint32_t CredentialsDemanded(const Vacancy& vacancy) {
  uint32_t bits = 0;
  for (const CredentialDemand& demand : vacancy.credentials) {
    if (demand.timing == CredentialTiming::kAtStart) bits |= SharedBit(demand.credential.value());
  }
  if (!vacancy.learn_work) return bits;
  for (const CredentialNumber credential : vacancy.learn_work->entry_demands.credentials) {
    bits |= SharedBit(credential.value());
  }
  return bits;
}

uint32_t CredentialsOf(const std::vector<OwnCredential>& own, const Region& region,
                       const std::optional<Date>& day) {
  uint32_t bits = 0;
  for (const OwnCredential& credential : own) {
    if (day && credential.valid_until && *credential.valid_until < *day) continue;
    for (const CredentialNumber implied : region.ImpliedBy(credential.credential)) {
      bits |= SharedBit(implied.value());
    }
  }
  return bits;
}

uint32_t LevelDemanded(const Vacancy& vacancy, const Region& region) {
  if (vacancy.learn_work) return vacancy.learn_work->entry_demands.min_level.value_or(0);
  EqfLevel level = vacancy.min_level.value_or(0);
  if (vacancy.qualification && !vacancy.qualification->diploma_required) {
    level = std::max(level, region.qualification(vacancy.qualification->qualification).level);
  }
  return level;
}

DrivingLicenceSet LicencesDemanded(const Vacancy& vacancy) {
  DrivingLicenceSet demanded = vacancy.driving_licences;
  if (vacancy.learn_work) demanded |= vacancy.learn_work->entry_demands.driving_licences;
  return demanded;
}

uint32_t PartsNeeded(const Vacancy& vacancy) {
  uint32_t all = 0;
  uint32_t common = kAllBits;
  for (const Shift& shift : vacancy.shifts) {
    const uint32_t taken = shift.weekdays.empty() ? 0 : PartsTaken(shift).bits();
    all |= taken;
    common &= taken;
  }
  return vacancy.all_shifts_required || vacancy.shifts.empty() ? all : common;
}

}  // namespace overstap::matcher
