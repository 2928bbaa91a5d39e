// Retraining routes at the region's full size: 2,000 offers of four runs each, 14,200 vacancies, a
// taxonomy of ESCO's size of which the focus sectors use 300 occupations. Prints p50 and p99 in
// milliseconds per kind of destination, over distinct people and destinations.
//
//   build/release/bin/route_bench
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/pool_snapshot.h"
#include "matcher/route/route_planner.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kSkills = 13'896;
constexpr uint32_t kOccupations = 3'007;
constexpr uint32_t kFocusOccupations = 300;
constexpr uint32_t kSkillsPerOccupation = 41;
constexpr uint32_t kQualifications = 60;
constexpr uint32_t kCredentials = 40;
constexpr uint32_t kVacancies = 14'200;
constexpr uint32_t kOffers = 2'000;
constexpr uint32_t kPeople = 200;

std::string Code(const char* kind, uint32_t number) {
  return kind + std::to_string(100'000 + number);
}

Date Today() { return Date(20'779); }

std::shared_ptr<const Taxonomy> MakeTaxonomy() {
  RandomSource random(1);
  TaxonomyBuilder builder(1, "synthetic");
  const auto add = [&](ConceptKind kind, std::string code) {
    ConceptEntry entry;
    entry.kind = kind;
    entry.labels[0].preferred = code;
    entry.code = std::move(code);
    builder.AddConcept(std::move(entry));
  };
  for (uint32_t i = 0; i < kSkills; ++i) add(ConceptKind::kSkill, Code("s", i));
  for (uint32_t i = 0; i < kOccupations; ++i) {
    add(ConceptKind::kOccupation, Code("o", i));
    const uint32_t field = (i * 5) % kSkills;
    for (uint32_t j = 0; j < kSkillsPerOccupation; ++j) {
      const uint32_t skill = random.Chance(20) ? random.SkewedBelow(kSkills)
                                               : (field + random.SkewedBelow(300)) % kSkills;
      builder.AddRelation(
          {Code("o", i), Code("s", skill),
           random.Chance(52) ? RelationKind::kEssentialSkill : RelationKind::kOptionalSkill});
    }
  }
  return std::move(builder).Build().value();
}

std::shared_ptr<const Region> MakeRegion() {
  RandomSource random(2);
  Region::Parts parts;
  for (uint32_t i = 0; i < 18; ++i) {
    parts.municipalities.push_back(
        {Code("GM", i), Code("GM", i), {51.8 + 0.015 * i, 5.7 + 0.02 * (i % 7)}, true});
  }
  parts.sectors = {{"energy", true}, {"health", true}, {"hightech", true}};
  for (uint32_t i = 0; i < kQualifications; ++i) {
    QualificationEntry entry;
    entry.scheme = "CREBO";
    entry.code = Code("q", i);
    entry.title = entry.code;
    entry.level = static_cast<EqfLevel>(1 + i % 4);
    entry.line = Code("line", i / 4);
    if (i % 4 > 0) entry.implies = {"CREBO:" + Code("q", i - 1)};
    entry.occupations = {Code("o", i * 5 % kFocusOccupations)};
    parts.qualifications.push_back(std::move(entry));
  }
  for (uint32_t i = 0; i < kCredentials; ++i) {
    parts.credentials.push_back({Code("c", i), Code("c", i), {}, 36});
  }
  return Region::Build(std::move(parts)).value();
}

class World {
 public:
  World() : taxonomy_(MakeTaxonomy()), region_(MakeRegion()) {
    PoolChanges changes;
    for (uint32_t i = 0; i < kVacancies; ++i) {
      changes.vacancies.push_back({CreationNumber(i + 1), Job(i)});
    }
    for (uint32_t i = 0; i < kOffers; ++i) {
      changes.training_offers.push_back({CreationNumber(kVacancies + i + 1), Offer(i)});
    }
    const auto travel = std::make_shared<GreatCircleTravelModel>(*region_, DefaultTravelProfiles());
    snapshot_ =
        PoolSnapshot(0, taxonomy_, region_, travel).With(kVacancies + kOffers, std::move(changes));
    for (uint32_t i = 0; i < kPeople; ++i) people_.push_back(Person(i));
  }

  const PoolSnapshot& snapshot() const { return *snapshot_; }
  const JobSeeker& person(uint32_t number) const { return people_[number % kPeople]; }

 private:
  OccupationNumber Occupation() { return OccupationNumber(random_.Below(kFocusOccupations)); }
  QualificationNumber Qualification() {
    return QualificationNumber(static_cast<uint16_t>(random_.Below(kQualifications)));
  }
  CredentialNumber Credential() {
    return CredentialNumber(static_cast<uint16_t>(random_.Below(kCredentials)));
  }
  PlaceNumber Place() {
    return PlaceNumber(random_.Below(static_cast<uint32_t>(region_->place_count())));
  }
  std::vector<SkillNumber> SomeSkills(OccupationNumber occupation, uint32_t percent) {
    std::vector<SkillNumber> skills;
    for (const OccupationSkill& skill : taxonomy_->SkillsOf(occupation)) {
      if (random_.Chance(percent)) skills.push_back(skill.skill);
    }
    return skills;
  }

  Vacancy Job(uint32_t number) {
    Vacancy job;
    job.id = Code("v", number);
    job.occupation = Occupation();
    for (const SkillNumber skill : SomeSkills(*job.occupation, 35)) {
      job.skills.push_back({skill, random_.Chance(60)});
    }
    if (random_.Chance(40)) {
      job.qualification = QualificationDemand{Qualification(), random_.Chance(25)};
    }
    if (random_.Chance(40)) {
      job.credentials = {{Credential(), static_cast<CredentialTiming>(random_.Below(3)), 12}};
    }
    job.sector = SectorNumber(static_cast<uint8_t>(random_.Below(3)));
    job.place = Place();
    job.hours = {HoursPerWeek::FromDouble(24), HoursPerWeek::FromDouble(36)};
    job.openings_left = 1;
    job.employer_offers.trial_placement = random_.Chance(30);
    if (random_.Chance(20)) job.start_date = Today() + static_cast<int32_t>(random_.Below(300));
    if (random_.Chance(10)) {
      LearnWork& learn_work = job.learn_work.emplace();
      learn_work.qualification = Qualification();
      learn_work.recognised_learning_company = true;
      learn_work.months = 24;
      if (random_.Chance(50)) learn_work.entry_demands.min_level = EqfLevel{2};
    }
    return job;
  }

  TrainingOffer Offer(uint32_t number) {
    TrainingOffer offer;
    offer.id = Code("t", number);
    for (const SkillNumber skill : SomeSkills(Occupation(), 30)) {
      offer.taught_skills.push_back({skill, static_cast<Proficiency>(2 + random_.Below(3))});
    }
    if (random_.Chance(30)) offer.qualifications = {Qualification()};
    if (random_.Chance(35)) offer.credentials = {{Credential(), 0}};
    if (random_.Chance(40)) {
      offer.entry_demands.min_level = static_cast<EqfLevel>(1 + random_.Below(4));
    }
    if (random_.Chance(15)) offer.entry_demands.credentials = {Credential()};
    offer.requires_learn_work_job = !offer.qualifications.empty() && random_.Chance(30);
    offer.form = random_.Chance(25) ? TrainingForm::kOnline : TrainingForm::kDay;
    offer.place = Place();
    offer.hours_per_week = HoursPerWeek::FromDouble(8);
    offer.weeks = static_cast<int>(1 + random_.Below(52));
    offer.price_person = 10'000 * random_.Below(40);
    for (uint32_t i = 0; i < 4; ++i) {
      offer.runs.push_back({Code("r", i),
                            Today() + static_cast<int32_t>(i * 91 + random_.Below(91)),
                            random_.Chance(85) ? 5 : 0});
    }
    return offer;
  }

  JobSeeker Person(uint32_t number) {
    JobSeeker person;
    person.id = Code("p", number);
    person.skills.emplace();
    for (const SkillNumber skill : SomeSkills(Occupation(), 70)) {
      person.skills->push_back({skill, static_cast<Proficiency>(random_.Below(5))});
    }
    person.past_occupations = {{Occupation()}};
    if (random_.Chance(70)) {
      person.qualifications.emplace();
      const QualificationNumber own = Qualification();
      person.qualifications->push_back({own, region_->qualification(own).level, true});
    }
    if (random_.Chance(70)) {
      person.credentials.emplace();
      person.credentials->push_back({Credential(), std::nullopt});
    }
    person.home = Place();
    person.travel.emplace().modes = {{TravelMode::kCar, 60}};
    person.hours_wanted = {HoursPerWeek::FromDouble(24), HoursPerWeek::FromDouble(40)};
    if (random_.Chance(50)) person.own_money = 10'000 * random_.Below(80);
    return person;
  }

  RandomSource random_{3};
  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Region> region_;
  std::shared_ptr<const PoolSnapshot> snapshot_;
  std::vector<JobSeeker> people_;
};

const World& TheWorld() {
  static const World& world = *new World();
  return world;
}

template <typename MakeQuery>
void PlanMany(benchmark::State& state, MakeQuery make_query) {
  const World& world = TheWorld();
  std::vector<double> milliseconds;
  double routes = 0;
  uint32_t next = 0;
  for (auto _ : state) {
    const RouteQuery query = make_query(next);
    const auto begin = std::chrono::steady_clock::now();
    const RoutePlan plan = PlanRoutes(world.snapshot(), world.person(next), query);
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
    routes += static_cast<double>(plan.routes.size());
    ++next;
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  const auto percentile = [&](size_t percent) {
    return milliseconds[std::min(milliseconds.size() - 1, milliseconds.size() * percent / 100)];
  };
  state.counters["p50_ms"] = percentile(50);
  state.counters["p99_ms"] = percentile(99);
  state.counters["routes"] = routes / static_cast<double>(milliseconds.size());
}

void ToOneVacancy(benchmark::State& state) {
  PlanMany(state, [](uint32_t number) {
    RouteQuery query;
    query.vacancy_id = Code("v", number * 97 % kVacancies);
    query.today = Today();
    return query;
  });
}
BENCHMARK(ToOneVacancy)->Iterations(1'000)->Unit(benchmark::kMillisecond);

void ToOneOccupation(benchmark::State& state) {
  PlanMany(state, [](uint32_t number) {
    RouteQuery query;
    query.occupation = OccupationNumber(number * 7 % kFocusOccupations);
    query.today = Today();
    return query;
  });
}
BENCHMARK(ToOneOccupation)->Iterations(300)->Unit(benchmark::kMillisecond);

void ToTheBestOfTheOpenVacancies(benchmark::State& state) {
  PlanMany(state, [](uint32_t /*number*/) {
    RouteQuery query;
    query.today = Today();
    return query;
  });
}
BENCHMARK(ToTheBestOfTheOpenVacancies)->Iterations(50)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace overstap::matcher
