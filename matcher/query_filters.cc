#include "matcher/query_filters.h"

#include <algorithm>
#include <vector>

namespace overstap::matcher {
namespace {

bool IsIn(const std::optional<PlaceNumber>& place,
          const absl::flat_hash_set<MunicipalityNumber>& municipalities, const Region& region) {
  if (municipalities.empty()) return true;
  if (!place) return false;
  const std::optional<MunicipalityNumber>& municipality = region.place(*place).municipality;
  return municipality && municipalities.contains(*municipality);
}

OccupationNumber NumberOf(OccupationNumber wished) { return wished; }
OccupationNumber NumberOf(const PastOccupation& past) { return past.occupation; }

template <typename Occupation>
bool HasAny(const std::optional<std::vector<Occupation>>& own,
            const absl::flat_hash_set<OccupationNumber>& wanted) {
  if (wanted.empty()) return true;
  return own && std::any_of(own->begin(), own->end(), [&](const Occupation& occupation) {
           return wanted.contains(NumberOf(occupation));
         });
}

bool Passes(const EmployerOffers& offers, const VacancyFilter& filter) {
  return (!filter.job_coach || offers.job_coach) &&
         (!filter.trial_placement || offers.trial_placement) &&
         (!filter.open_to_wage_subsidy || offers.open_to_wage_subsidy) &&
         (!filter.reserved_places || offers.reserved_places > 0);
}

}  // namespace

bool IsVisible(const JobSeeker& person, const Viewpoint& viewpoint) {
  return std::any_of(person.viewers.begin(), person.viewers.end(), [&](const Viewer& viewer) {
    return viewer.organisation == viewpoint.organisation &&
           (!viewer.until || viewpoint.on <= *viewer.until);
  });
}

bool Passes(const Vacancy& vacancy, const VacancyFilter& filter, const Region& region) {
  if (filter.sectors != 0 && (filter.sectors & SectorBit(vacancy.sector)) == 0) return false;
  if (!filter.occupations.empty() &&
      !(vacancy.occupation && filter.occupations.contains(*vacancy.occupation))) {
    return false;
  }
  const uint32_t kind = uint32_t{1} << static_cast<int>(vacancy.contract_kind);
  if (filter.contract_kinds != 0 && (filter.contract_kinds & kind) == 0) return false;
  if (filter.learn_work && *filter.learn_work != vacancy.learn_work.has_value()) return false;
  return Passes(vacancy.employer_offers, filter) &&
         IsIn(vacancy.place, filter.municipalities, region);
}

bool Passes(const JobSeeker& person, const JobSeekerFilter& filter, const Region& region) {
  if (filter.seen_from && !IsVisible(person, *filter.seen_from)) return false;
  if (filter.in_work &&
      !(person.hours_now && (*person.hours_now > HoursPerWeek()) == *filter.in_work)) {
    return false;
  }
  return HasAny(person.past_occupations, filter.past_occupations) &&
         HasAny(person.wished_occupations, filter.wished_occupations) &&
         IsIn(person.home, filter.municipalities, region);
}

}  // namespace overstap::matcher
