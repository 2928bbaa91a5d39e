#include "tests/bench/match/population_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace overstap::bench {
namespace {

constexpr uint8_t kMostHours = std::numeric_limits<uint8_t>::max();
constexpr matcher::LanguageCode kDutch = matcher::MakeLanguageCode('n', 'l');

void AddTerms(const matcher::SparseVector& vector, Rows* rows) {
  for (const matcher::WeightedTerm& term : vector) {
    rows->terms.push_back(static_cast<uint16_t>(term.term.value()));
    rows->weights.push_back(term.value.units());
  }
}

void SetPlace(const std::optional<matcher::PlaceNumber>& place, const matcher::Region& region,
              Facets* facets) {
  if (place) {
    facets->latitude = static_cast<float>(region.place(*place).point.latitude);
    facets->longitude = static_cast<float>(region.place(*place).point.longitude);
  } else {
    facets->latitude = facets->longitude = std::numeric_limits<float>::quiet_NaN();
  }
}

uint8_t SectorBit(matcher::SectorNumber sector, const matcher::Region& region) {
  if (!region.sector(sector).focus) return kOtherSector;
  int bit = 1;
  for (uint8_t i = 0; i < sector.value(); ++i) {
    if (region.sector(matcher::SectorNumber(i)).focus) bit *= 2;
  }
  return static_cast<uint8_t>(std::min<int>(bit, kOtherSector));
}

uint8_t SectorBits(matcher::SectorSet sectors, const matcher::Region& region) {
  unsigned bits = 0;
  for (size_t i = 0; i < region.sector_count(); ++i) {
    const matcher::SectorNumber sector(static_cast<uint8_t>(i));
    if ((sectors & matcher::SectorBit(sector)) != 0) bits |= SectorBit(sector, region);
  }
  return static_cast<uint8_t>(bits);
}

void SetHours(matcher::HoursPerWeek min, matcher::HoursPerWeek max, Facets* facets) {
  const auto clamped = [](double hours) {
    return static_cast<uint8_t>(std::clamp<double>(hours, 0, kMostHours));
  };
  facets->hours_min = clamped(std::floor(min.ToDouble()));
  facets->hours_max = clamped(std::ceil(max.ToDouble()));
}

void SetAnyHours(Facets* facets) {
  facets->hours_min = 0;
  facets->hours_max = kMostHours;
}

// The wanted hours are in all: beside a present job that stays, those that remain. Where it is not
// known whether it stays, either will do.
void SetHoursOf(const matcher::JobSeeker& person, Facets* facets) {
  const bool may_stay = person.keeps_present_job.value_or(true);
  if (!person.hours_wanted || (may_stay && !person.hours_now)) return SetAnyHours(facets);
  matcher::HoursPerWeek min = person.hours_wanted->min;
  matcher::HoursPerWeek max = person.hours_wanted->max;
  if (may_stay) {
    min = std::max(min - *person.hours_now, matcher::HoursPerWeek());
    if (person.keeps_present_job) max = std::max(max - *person.hours_now, matcher::HoursPerWeek());
  }
  SetHours(min, max, facets);
}

matcher::EqfLevel DemandedEducation(const matcher::Vacancy& vacancy,
                                    const matcher::Region& region) {
  if (vacancy.learn_work) return vacancy.learn_work->entry_demands.min_level.value_or(0);
  matcher::EqfLevel level = vacancy.min_level.value_or(0);
  if (vacancy.qualification && !vacancy.qualification->diploma_required) {
    level = std::max(level, region.qualification(vacancy.qualification->qualification).level);
  }
  return level;
}

// A level above the known ones is possible as long as one of the two is not known.
matcher::EqfLevel EducationOf(const matcher::JobSeeker& person, const matcher::Region& region) {
  if (!person.working_level || !person.qualifications) return kGreatestEducation;
  matcher::EqfLevel level = *person.working_level;
  for (const matcher::OwnQualification& own : *person.qualifications) {
    if (!own.counts) continue;
    level = std::max(level, own.level);
    if (own.number) level = std::max(level, region.qualification(*own.number).level);
  }
  return level;
}

uint8_t DemandedDutch(const matcher::Vacancy& vacancy) {
  uint8_t level = 0;
  const auto add = [&level](const std::vector<matcher::LanguageDemand>& demands) {
    for (const matcher::LanguageDemand& demand : demands) {
      if (demand.language == kDutch) level = std::max(level, static_cast<uint8_t>(demand.level));
    }
  };
  add(vacancy.languages);
  if (vacancy.learn_work) add(vacancy.learn_work->entry_demands.languages);
  return level;
}

// The least of the activities that are known.
uint8_t DutchOf(const matcher::JobSeeker& person) {
  if (!person.languages) return kGreatestLanguage;
  const auto dutch = std::find_if(
      person.languages->begin(), person.languages->end(),
      [](const matcher::OwnLanguage& language) { return language.language == kDutch; });
  if (dutch == person.languages->end()) return 0;
  uint8_t level = kGreatestLanguage;
  for (const std::optional<matcher::CefrLevel>& known : dutch->levels) {
    if (known) level = std::min(level, static_cast<uint8_t>(*known));
  }
  return level;
}

uint16_t OccupationOf(const std::optional<matcher::OccupationNumber>& occupation) {
  return occupation ? static_cast<uint16_t>(occupation->value()) : kNoOccupation;
}

}  // namespace

void AddVacancy(const matcher::Vacancy& vacancy, const matcher::FitContext& context, Rows* rows) {
  AddTerms(matcher::DemandOf(vacancy, context).terms, rows);
  Facets facets;
  SetPlace(vacancy.place, context.region, &facets);
  facets.sectors = SectorBit(vacancy.sector, context.region);
  if (vacancy.hours.max > matcher::HoursPerWeek()) {
    SetHours(vacancy.hours.min, vacancy.hours.max, &facets);
  } else {
    SetAnyHours(&facets);
  }
  facets.education = std::min(DemandedEducation(vacancy, context.region), kGreatestEducation);
  facets.language = DemandedDutch(vacancy);
  rows->EndRow(facets, OccupationOf(vacancy.occupation));
}

void AddJobSeeker(const matcher::JobSeeker& person, const matcher::FitContext& context,
                  Rows* rows) {
  AddTerms(matcher::SupplyOf(person, context), rows);
  Facets facets;
  SetPlace(person.home, context.region, &facets);
  constexpr uint8_t kAnySector = 1 | 2 | 4 | kOtherSector;
  facets.sectors = person.sectors ? SectorBits(*person.sectors, context.region) : kAnySector;
  SetHoursOf(person, &facets);
  facets.education = std::min(EducationOf(person, context.region), kGreatestEducation);
  facets.language = DutchOf(person);
  std::optional<matcher::OccupationNumber> occupation;
  if (person.past_occupations && !person.past_occupations->empty()) {
    occupation = person.past_occupations->front().occupation;
  }
  rows->EndRow(facets, OccupationOf(occupation));
}

}  // namespace overstap::bench
