// How values stand in an index's columns: days, hours, levels and sets as small numbers, rounded so
// that a condition on them never excludes what the exact values would let pass.
//
//   uint32_t day = DayValue(vacancy.closing_date.value_or(kLastDay));
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_VALUES_H_
#define OVERSTAP_MATCHER_INDEX_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "matcher/fit/vectors.h"
#include "matcher/index/columns.h"
#include "matcher/index/condition.h"
#include "matcher/index_fields.h"
#include "matcher/model/date.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// The column at a position of a table of columns.
constexpr ColumnNumber NumberOf(size_t position) {
  return ColumnNumber(static_cast<uint8_t>(position));
}

// The languages that have columns.
inline constexpr LanguageCode kDutch = MakeLanguageCode('n', 'l');
inline constexpr LanguageCode kEnglish = MakeLanguageCode('e', 'n');
inline constexpr LanguageCode kGerman = MakeLanguageCode('d', 'e');

// What lets pass whatever is asked at least.
inline constexpr uint32_t kAnyLevel = 255;
inline constexpr uint32_t kAnyDay = 65'535;
inline constexpr uint32_t kAllBits = ~uint32_t{0};

// Days since 2000-01-01, from 0 to kAnyDay - 1.
uint32_t DayValue(Date day);
// Whole hours, at most 255: rounded down, and up.
uint32_t HoursFloor(HoursPerWeek hours);
uint32_t HoursCeiling(HoursPerWeek hours);

// A bit for a number, of 32 that numbers share: whoever has the number has the bit.
constexpr uint32_t SharedBit(uint32_t number) {
  constexpr uint32_t kBits = 32;
  return uint32_t{1} << (number % kBits);
}
// The same for sets of sectors.
constexpr uint32_t SharedBits(SectorSet sectors) {
  constexpr int kBits = 32;
  return static_cast<uint32_t>(sectors) | static_cast<uint32_t>(sectors >> kBits);
}

// 1 + the municipality's number; 0: none is known.
uint32_t MunicipalityValue(const std::optional<PlaceNumber>& place, const Region& region);
// In one of the municipalities (not empty), by MunicipalityValue.
Condition InMunicipalities(ColumnNumber column,
                           const absl::flat_hash_set<MunicipalityNumber>& municipalities);

// The point and the place on the curve; neither for an unknown place.
void SetPlace(const std::optional<PlaceNumber>& place, const Region& region, IndexFields* fields);
// Occupations of one ISCO group are near each other.
uint32_t GroupOf(OccupationNumber occupation, const Taxonomy& taxonomy);

// The hours a week at which the person's rule can hold; nullopt: any. A job whose hours do not meet
// this range is not eligible.
std::optional<HoursRange> HoursOpenTo(const JobSeeker& person);
// The highest EQF level that the person has; nullopt: it may be higher.
std::optional<EqfLevel> LevelOf(const JobSeeker& person, const Region& region);
// The person's level of a language, 0 without it; nullopt: it may be any. In one activity, or the
// highest in any of them (then nullopt: one of them may be higher).
std::optional<uint32_t> LanguageOf(const JobSeeker& person, LanguageCode language,
                                   LanguageActivity activity);
std::optional<uint32_t> LanguageOf(const JobSeeker& person, LanguageCode language);
// The highest level of a language that the vacancy demands, in one activity or in any; 0: none.
uint32_t LanguageDemanded(const Vacancy& vacancy, LanguageCode language, LanguageActivity activity);
uint32_t LanguageDemanded(const Vacancy& vacancy, LanguageCode language);
// The credentials that are demanded on the first day, by their shared bits.
uint32_t CredentialsDemanded(const Vacancy& vacancy);
// Those that what the person has implies, valid on the day or later (nullopt: whenever).
uint32_t CredentialsOf(const std::vector<OwnCredential>& own, const Region& region,
                       const std::optional<Date>& day);
// What is demanded of education; 0: nothing.
uint32_t LevelDemanded(const Vacancy& vacancy, const Region& region);
DrivingLicenceSet LicencesDemanded(const Vacancy& vacancy);
// The parts of the week (WeekParts' bits) without which nobody can work there; none where shifts
// are by agreement or on any weekday.
uint32_t PartsNeeded(const Vacancy& vacancy);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_VALUES_H_
