// A person between two steps of a route: what was gained and spent so far, and the day from which
// the next step can start.
//
//   PersonState after = After(before, GainsOf(offer), offer_vector, {.end = run_end, .cost =
//   price},
//                             region);
//
// Values and pure functions; safe from any thread.
#ifndef OVERSTAP_MATCHER_ROUTE_PERSON_STATE_H_
#define OVERSTAP_MATCHER_ROUTE_PERSON_STATE_H_

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// What a step ends with.
struct Gains {
  std::vector<OwnSkill> skills;
  std::vector<QualificationNumber> qualifications;
  std::vector<ObtainedCredential> credentials;
  std::optional<OccupationNumber> past_occupation;
};

// What an offer ends with.
Gains GainsOf(const TrainingOffer& offer);
void Append(const Gains& more, Gains* gains);

// The supply of someone with nothing but the gains.
SparseVector SupplyOf(const Gains& gains, const FitContext& fit);

// Term by term the larger cover: the supply of someone who has both.
SparseVector Larger(std::span<const WeightedTerm> a, std::span<const WeightedTerm> b);

// Adds to the person's lists what is gained on `day`. A facet that is unknown stays unknown, since
// what else it would hold is as unknown as before: so more gains never make anybody less eligible.
// `with_skills`: skills and past occupations too, which rules read from the supply instead.
void AddGains(const Gains& gains, Date day, const Region& region, bool with_skills,
              JobSeeker* person);

// The person with the facets that gains touch set, to empty where they are unknown: for explaining
// a fit, to which an unknown facet adds as much as an empty one.
JobSeeker WithGainableFacets(JobSeeker person);

struct PersonState {
  JobSeeker person;     // for rules: all but the skills gained
  SparseVector supply;  // for fit and entry skills: all that was gained
  Date ready;           // first day of a next course

  // First day of work.
  Date FreeFrom() const { return std::max(ready, person.available_from.value_or(ready)); }
};

// What a step takes.
struct Spent {
  Date end;              // last day
  EurCents cost = 0;     // from the person's own money
  int course_weeks = 0;  // from the person's weeks for training
};

PersonState After(const PersonState& before, const Gains& gains,
                  std::span<const WeightedTerm> supply_of_gains, const Spent& spent,
                  const Region& region);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_PERSON_STATE_H_
