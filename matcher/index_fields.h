// What the index knows of a record beside its vector, and what a query asks of it: one declaration
// per rule, in a table.
//
//   IndexFields fields = IndexFieldsOf(vacancy, context);
//   SetColumnValues(vacancy, context, &values);
//   std::vector<Condition> conditions = EligibilityConditions(person, context);
//
// Conditions are necessary, not sufficient: whoever does not meet one is surely not eligible (or
// does not pass the filter), so that the search skips them in whole blocks; of those that remain
// the rules themselves decide (matcher/eligibility). A rule without a declaration here is only
// slower. Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_FIELDS_H_
#define OVERSTAP_MATCHER_INDEX_FIELDS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "matcher/fit/vectors.h"
#include "matcher/index/columns.h"
#include "matcher/index/condition.h"
#include "matcher/model/date.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"
#include "matcher/query_filters.h"

namespace overstap::matcher {

// A record's part of an IndexDocument, but for what the index alone holds of it.
struct IndexFields {
  GeoPoint point;
  std::optional<uint32_t> group;
  uint32_t place = 0;
};

// The schema of a kind of record.
template <typename Record>
struct IndexSchema {
  static constexpr bool kIsEmpty = true;
  static ColumnSchema Get() { return {}; }
};
template <>
struct IndexSchema<Vacancy> {
  static constexpr bool kIsEmpty = false;
  static ColumnSchema Get();
};
template <>
struct IndexSchema<JobSeeker> {
  static constexpr bool kIsEmpty = false;
  static ColumnSchema Get();
};

IndexFields IndexFieldsOf(const Vacancy& vacancy, const FitContext& context);
IndexFields IndexFieldsOf(const JobSeeker& person, const FitContext& context);
// Training offers are few, and not searched by conditions.
inline IndexFields IndexFieldsOf(const TrainingOffer& /*offer*/, const FitContext& /*context*/) {
  return {};
}

// A record's values, one per column of its kind's schema. Replaces what `values` holds.
void SetColumnValues(const Vacancy& vacancy, const FitContext& context,
                     std::vector<uint32_t>* values);
void SetColumnValues(const JobSeeker& person, const FitContext& context,
                     std::vector<uint32_t>* values);

// What conditions are worked out from.
struct ConditionContext {
  const FitContext& fit;
  const TravelModel& travel;
  Date today;
};

// What the filter asks of a vacancy.
std::vector<Condition> FilterConditions(const VacancyFilter& filter);
// What the person's eligibility asks of one.
std::vector<Condition> EligibilityConditions(const JobSeeker& person,
                                             const ConditionContext& context);

// What the filter asks of a person.
std::vector<Condition> FilterConditions(const JobSeekerFilter& filter);
// What eligibility for the vacancy asks of one.
std::vector<Condition> EligibilityConditions(const Vacancy& vacancy,
                                             const ConditionContext& context);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_FIELDS_H_
