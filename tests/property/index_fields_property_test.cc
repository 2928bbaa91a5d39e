// What stands in the index's columns never excludes a pair that the rules and the filter let pass.
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "matcher/eligibility/eligibility.h"
#include "matcher/index_fields.h"
#include "tests/property/case_count.h"
#include "tests/property/random_population.h"
#include "tests/property/random_segment.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kOrganisations = 40;  // more than a column has bits

// What an index has of a record for conditions to ask about.
struct Indexed {
  template <typename Record>
  Indexed(const Record& record, const FitContext& context)
      : point(IndexFieldsOf(record, context).point) {
    SetColumnValues(record, context, &values);
  }
  std::vector<uint32_t> values;
  GeoPoint point;
};

bool MeetsAll(const Indexed& record, const std::vector<Condition>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return Meets(record.values, record.point, condition);
  });
}

// How many pairs the rules and the filter let pass, and how many the columns alone keep out.
struct Tally {
  size_t passing = 0;
  size_t kept_out = 0;
  size_t lost = 0;  // both: there may be none
};

// Records of RandomPopulation, with what filters ask for and hours that bounds of columns round.
class Pairs {
 public:
  explicit Pairs(uint32_t seed) : random_(seed) {
    for (int i = 0; i < 120; ++i) {
      people_.push_back(Person());
      jobs_.push_back(Job());
    }
  }

  // Vacancies and people by eligibility, vacancies and people by filter.
  std::vector<Tally> Compare() {
    const FitContext fit = {.taxonomy = *random_.taxonomy(), .region = *random_.region()};
    std::vector<Tally> tallies(4);
    for (const JobSeeker& person : people_) {
      for (const Vacancy& job : jobs_) {
        // Also days on which much has closed or is over.
        const Date today = Day();
        const ConditionContext context = {fit, *random_.travel(), today};
        const EligibilityContext rules = {.fit = fit, .travel = *random_.travel(), .today = today};
        const bool wanted = Decide(person, job, rules) != Decision::kNotEligible;
        const VacancyFilter of_jobs = random_.Chance(50) ? VacancyFilter() : FilterOfJobs();
        const JobSeekerFilter of_people = random_.Chance(50) ? JobSeekerFilter() : FilterOfPeople();
        const bool job_passes = Passes(job, of_jobs, fit.region);
        const bool person_passes = Passes(person, of_people, fit.region);
        const Indexed indexed_job(job, fit);
        const Indexed indexed_person(person, fit);
        Check(wanted, MeetsAll(indexed_job, EligibilityConditions(person, context)), &tallies[0]);
        Check(wanted, MeetsAll(indexed_person, EligibilityConditions(job, context)), &tallies[1]);
        Check(job_passes, MeetsAll(indexed_job, FilterConditions(of_jobs)), &tallies[2]);
        Check(person_passes, MeetsAll(indexed_person, FilterConditions(of_people)), &tallies[3]);
      }
    }
    return tallies;
  }

 private:
  static void Check(bool passes, bool columns_let_pass, Tally* tally) {
    tally->passing += passes ? 1 : 0;
    tally->kept_out += columns_let_pass ? 0 : 1;
    tally->lost += passes && !columns_let_pass ? 1 : 0;
  }

  double Hours(uint32_t most) { return random_.Below(100 * most) / 100.0; }
  PlaceNumber Place() {
    return PlaceNumber(random_.Below(static_cast<uint32_t>(random_.region()->place_count())));
  }
  OccupationNumber Occupation() {
    return OccupationNumber(
        random_.Below(static_cast<uint32_t>(random_.taxonomy()->occupation_count())));
  }
  MunicipalityNumber Municipality() {
    return random_.region()->place(Place()).municipality.value_or(MunicipalityNumber(0));
  }
  OrganisationNumber Organisation() { return OrganisationNumber(random_.Below(kOrganisations)); }
  Date Day() { return random_.today() + static_cast<int32_t>(random_.Below(60)) - 30; }

  JobSeeker Person() {
    JobSeeker person = random_.Person("p");
    if (person.travel && person.home && random_.Chance(50)) {
      // Up to just where some place is.
      const PlaceNumber place = Place();
      person.travel->max_km = random_.travel()->KilometresBetween(*person.home, place);
      for (ModeLimit& limit : person.travel->modes) {
        limit.max_minutes = random_.travel()
                                ->MinutesBetween(*person.home, place, limit.mode, {})
                                .value_or(limit.max_minutes);
      }
    }
    if (random_.Chance(20)) person.sectors = SectorBit(SectorNumber(40)) | random_.Below(16);
    if (random_.Chance(50)) {
      const double least = Hours(40);
      person.hours_wanted =
          HoursRange{HoursPerWeek::FromDouble(least), HoursPerWeek::FromDouble(least + Hours(8))};
    }
    if (random_.Chance(20)) person.hours_now = HoursPerWeek::FromDouble(Hours(20));
    for (uint32_t count = random_.Below(4); count > 0; --count) {
      Viewer& viewer = person.viewers.emplace_back();
      viewer.organisation = Organisation();
      if (random_.Chance(50)) viewer.until = Day();
    }
    return person;
  }

  Vacancy Job() {
    Vacancy job = random_.Job("v");
    if (random_.Chance(20)) job.sector = SectorNumber(40);
    if (random_.Chance(50)) {
      const double least = Hours(40);
      job.hours = {HoursPerWeek::FromDouble(least), HoursPerWeek::FromDouble(least + Hours(8))};
    } else if (random_.Chance(20)) {
      job.hours = {};  // not known
    }
    job.employer_offers.open_to_wage_subsidy = random_.Chance(30);
    job.employer_offers.reserved_places = static_cast<int>(random_.Below(3));
    return job;
  }

  VacancyFilter FilterOfJobs() {
    VacancyFilter filter;
    if (random_.Chance(20)) filter.sectors = SectorBit(SectorNumber(40)) | random_.Below(16);
    if (random_.Chance(20)) filter.occupations = {Occupation(), Occupation()};
    if (random_.Chance(20)) filter.municipalities = {Municipality(), Municipality()};
    if (random_.Chance(20)) filter.contract_kinds = random_.Below(64);
    if (random_.Chance(20)) filter.learn_work = random_.Chance(50);
    filter.job_coach = random_.Chance(15);
    filter.trial_placement = random_.Chance(15);
    filter.open_to_wage_subsidy = random_.Chance(15);
    filter.reserved_places = random_.Chance(15);
    return filter;
  }

  JobSeekerFilter FilterOfPeople() {
    JobSeekerFilter filter;
    if (random_.Chance(30)) filter.seen_from = Viewpoint{Organisation(), Day()};
    if (random_.Chance(20)) filter.past_occupations = {Occupation(), Occupation()};
    if (random_.Chance(20)) filter.wished_occupations = {Occupation(), Occupation()};
    if (random_.Chance(20)) filter.municipalities = {Municipality(), Municipality()};
    if (random_.Chance(20)) filter.in_work = random_.Chance(50);
    return filter;
  }

  RandomPopulation random_;
  std::vector<JobSeeker> people_;
  std::vector<Vacancy> jobs_;
};

TEST(IndexFieldsProperty, ColumnsNeverExcludeWhatTheRulesLetPass) {
  for (uint32_t seed = 0; seed < CaseCount(10); ++seed) {
    const std::vector<Tally> tallies = Pairs(seed).Compare();
    const char* const names[] = {"vacancies by eligibility", "people by eligibility",
                                 "vacancies by filter", "people by filter"};
    for (size_t i = 0; i < tallies.size(); ++i) {
      EXPECT_EQ(tallies[i].lost, 0U) << names[i] << ", seed " << seed;
      // Not for want of pairs, and columns are of use.
      EXPECT_GT(tallies[i].passing, 100U) << names[i];
      EXPECT_GT(tallies[i].kept_out, 1'000U) << names[i];
    }
  }
}

}  // namespace
}  // namespace overstap::matcher
