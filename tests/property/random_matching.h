// Generated taxonomies, regions, people and vacancies to match.
//
//   RandomSource random(7);
//   std::shared_ptr<const Taxonomy> taxonomy = RandomTaxonomy({}, &random);
//   std::shared_ptr<const Region> region = RandomRegion(&random);
//   Vacancy vacancy = RandomVacancy({.taxonomy = *taxonomy, .region = *region}, &random);
//
// Only what bears on fit is set. The same seed gives the same values.
#ifndef OVERSTAP_TESTS_PROPERTY_RANDOM_MATCHING_H_
#define OVERSTAP_TESTS_PROPERTY_RANDOM_MATCHING_H_

#include <cstdint>
#include <memory>

#include "matcher/fit/vectors.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/vacancy.h"
#include "matcher/taxonomy/taxonomy.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {

struct TaxonomySize {
  uint32_t skills = 120;
  uint32_t groups = 15;
  uint32_t occupations = 25;
  uint32_t skills_per_occupation = 12;
  uint32_t skill_relations = 40;
};

std::shared_ptr<const Taxonomy> RandomTaxonomy(const TaxonomySize& size, RandomSource* random);

// Two lines of qualifications, some of which imply others.
std::shared_ptr<const Region> RandomRegion(RandomSource* random);

JobSeeker RandomJobSeeker(const FitContext& context, RandomSource* random);
Vacancy RandomVacancy(const FitContext& context, RandomSource* random);

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_PROPERTY_RANDOM_MATCHING_H_
