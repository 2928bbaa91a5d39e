// A few places, trades, diplomas and credentials, for tests about a person and a job or course.
#ifndef OVERSTAP_TESTS_UNIT_MATCHER_ELIGIBILITY_SMALL_WORLD_H_
#define OVERSTAP_TESTS_UNIT_MATCHER_ELIGIBILITY_SMALL_WORLD_H_

#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "matcher/eligibility/eligibility.h"
#include "matcher/eligibility/travel_model.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/date.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/vacancy.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

void PrintTo(const Reason& reason, std::ostream* out);

// Numbers as given, whatever the places: kilometres, minutes by mode, and when the first bus
// arrives.
class GivenTravel final : public TravelModel {
 public:
  double km = 10;
  std::map<TravelMode, int> minutes;
  MinuteOfDay first_bus = 0;

  double KilometresBetween(PlaceNumber from, PlaceNumber to) const override;
  std::optional<int> MinutesBetween(PlaceNumber from, PlaceNumber to, TravelMode mode,
                                    TravelTime time) const override;
  // Minutes are given whatever the distance, so they bound none.
  double FarthestKilometres(TravelMode /*mode*/, int /*minutes*/) const override { return 20'100; }
};

// Arnhem (6811), Nijmegen (6511) and Doesburg (6981); sectors energy, health and other; the care
// line from helpende to nurse; VCA, VP and BIG; the occupations carer and solar fitter.
struct SmallWorld {
  SmallWorld();

  SkillNumber skill(std::string_view slug) const;
  OccupationNumber occupation(std::string_view slug) const;
  QualificationNumber qualification(std::string_view code) const;
  CredentialNumber credential(std::string_view id) const;
  SectorNumber sector(std::string_view id) const;
  PlaceNumber place(std::string_view postcode) const;

  std::shared_ptr<const Taxonomy> taxonomy;
  std::shared_ptr<const Region> region;
};

Date Day(int year, int month, int day);
HoursPerWeek Hours(double hours);
inline constexpr LanguageCode kDutch = MakeLanguageCode('n', 'l');
inline constexpr LanguageCode kGerman = MakeLanguageCode('d', 'e');
// The same level in all four activities.
OwnLanguage Speaks(LanguageCode language, CefrLevel level);
// Monday to Friday, early and day.
WeekParts OfficeHours();

// Everything about the person is known, and nothing about the job is demanded but that it lies in
// Nijmegen, in health, at 24 to 32 hours: eligible and certain.
JobSeeker AnyPerson(const SmallWorld& world);
Vacancy AnyVacancy(const SmallWorld& world);

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_UNIT_MATCHER_ELIGIBILITY_SMALL_WORLD_H_
