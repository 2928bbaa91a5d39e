// Hard conditions that a query itself sets, beside eligibility.
//
//   VacancyFilter filter{.sectors = SectorBit(energy), .learn_work = true};
//   if (Passes(vacancy, filter, region)) ...
//
// Plain values; pure functions, safe from any thread.
#ifndef OVERSTAP_MATCHER_QUERY_FILTERS_H_
#define OVERSTAP_MATCHER_QUERY_FILTERS_H_

#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/vacancy.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// On vacancies; empty sets and unset values ask nothing. A vacancy whose value is unknown does not
// pass.
struct VacancyFilter {
  SectorSet sectors = 0;
  absl::flat_hash_set<OccupationNumber> occupations;
  absl::flat_hash_set<MunicipalityNumber> municipalities;
  uint32_t contract_kinds = 0;  // bits by ContractKind
  std::optional<bool> learn_work;
  bool job_coach = false;
  bool trial_placement = false;
  bool open_to_wage_subsidy = false;
  bool reserved_places = false;
};

// From where people are looked at: by an organisation, on a day that is no matter of the query's
// own current date.
struct Viewpoint {
  OrganisationNumber organisation;
  Date on;
};
// Whether the person may be seen from there.
bool IsVisible(const JobSeeker& person, const Viewpoint& viewpoint);

// On people, likewise.
struct JobSeekerFilter {
  std::optional<Viewpoint> seen_from;  // unset: everyone may be seen
  absl::flat_hash_set<OccupationNumber> past_occupations;
  absl::flat_hash_set<OccupationNumber> wished_occupations;
  absl::flat_hash_set<MunicipalityNumber> municipalities;
  std::optional<bool> in_work;
};

bool Passes(const Vacancy& vacancy, const VacancyFilter& filter, const Region& region);
bool Passes(const JobSeeker& person, const JobSeekerFilter& filter, const Region& region);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_QUERY_FILTERS_H_
