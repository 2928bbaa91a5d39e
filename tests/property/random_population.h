// Random people, vacancies and offers over a small made-up world, for properties of matching.
//
//   RandomPopulation random(7);
//   JobSeeker person = random.Person("p-1");
//
// The same seed gives the same records. Facets are unset often, and demands often met, so that each
// decision comes up. Of one thread.
#ifndef OVERSTAP_TESTS_PROPERTY_RANDOM_POPULATION_H_
#define OVERSTAP_TESTS_PROPERTY_RANDOM_POPULATION_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include "matcher/eligibility/travel_model.h"
#include "matcher/model/date.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

class RandomPopulation {
 public:
  explicit RandomPopulation(uint32_t seed);

  const std::shared_ptr<const Taxonomy>& taxonomy() const { return taxonomy_; }
  const std::shared_ptr<const Region>& region() const { return region_; }
  const std::shared_ptr<const TravelModel>& travel() const { return travel_; }
  // The day that records are made around.
  Date today() const { return Date(20'779); }

  JobSeeker Person(std::string id);
  Vacancy Job(std::string id);
  TrainingOffer Offer(std::string id);

  // 0 to bound - 1.
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(generator_() % bound); }
  // True in `percent` of 100 cases.
  bool Chance(uint32_t percent) { return Below(100) < percent; }

 private:
  Date Near();
  Shift AnyShift();
  LanguageDemand AnyLanguageDemand();
  SkillNumber AnySkill();
  OccupationNumber AnyOccupation();
  QualificationNumber AnyQualification();
  CredentialNumber AnyCredential();
  PlaceNumber AnyPlace();
  SectorNumber AnySector();
  DrivingLicenceSet AnyLicences(int draws);
  EntryDemands AnyEntryDemands();

  std::mt19937 generator_;
  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Region> region_;
  std::shared_ptr<const TravelModel> travel_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_PROPERTY_RANDOM_POPULATION_H_
