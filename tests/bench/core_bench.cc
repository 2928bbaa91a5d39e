// The matching core at the region's full size, over a synthetic taxonomy of ESCO's size: building
// the taxonomy, vectors and segments, and searching in both directions.
//
//   build/release/bin/core_bench --benchmark_filter=Search
#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/vacancy.h"
#include "matcher/pool_snapshot.h"
#include "matcher/taxonomy/taxonomy.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kSkills = 13'896;
constexpr uint32_t kSkillGroups = 640;
constexpr uint32_t kOccupations = 3'007;
constexpr uint32_t kSkillsPerOccupation = 41;  // 123,855 relations
constexpr uint32_t kSkillRelations = 5'899;
constexpr uint32_t kVacancies = 14'200;
constexpr uint32_t kJobSeekers = 36'000;
constexpr size_t kPageSize = 20;

std::string Code(const char* kind, uint32_t number) {
  return kind + std::to_string(100'000 + number);
}

ConceptEntry Concept(ConceptKind kind, std::string code, RandomSource* random) {
  static constexpr const char* kWords[] = {"monteur", "zorg",   "installatie", "lassen",
                                           "meten",   "regel",  "techniek",    "plannen",
                                           "advies",  "stroom", "patiënt",     "machine"};
  ConceptEntry entry;
  entry.kind = kind;
  for (ConceptLabels& labels : entry.labels) {
    labels.preferred = std::string(kWords[random->Below(12)]) + " " + code;
    for (uint32_t i = random->Below(6); i > 0; --i) {
      labels.alternatives.push_back(std::string(kWords[random->Below(12)]) + " " +
                                    kWords[random->Below(12)] + " " + code);
    }
  }
  entry.code = std::move(code);
  return entry;
}

// Occupations draw most skills from a part of the taxonomy of their own, as real ones do.
TaxonomyBuilder DraftTaxonomy() {
  RandomSource random(1);
  TaxonomyBuilder builder(1, "synthetic");
  for (uint32_t i = 0; i < kSkillGroups; ++i) {
    builder.AddConcept(Concept(ConceptKind::kSkillGroup, Code("g", i), &random));
    if (i > 0) builder.AddRelation({Code("g", i), Code("g", i / 6), RelationKind::kBroader});
  }
  for (uint32_t i = 0; i < kSkills; ++i) {
    builder.AddConcept(Concept(ConceptKind::kSkill, Code("s", i), &random));
    builder.AddRelation(
        {Code("s", i), Code("g", random.Below(kSkillGroups)), RelationKind::kBroader});
  }
  for (uint32_t i = 0; i < kSkillRelations; ++i) {
    const uint32_t source = random.Below(kSkills);
    const uint32_t target = (source + 1 + random.Below(kSkills - 1)) % kSkills;
    builder.AddRelation(
        {Code("s", source), Code("s", target),
         random.Chance(30) ? RelationKind::kRelatedEssential : RelationKind::kRelatedOptional});
  }
  for (uint32_t i = 0; i < kOccupations; ++i) {
    builder.AddConcept(Concept(ConceptKind::kOccupation, Code("o", i), &random));
    const uint32_t field = (i * 97) % kSkills;
    for (uint32_t j = 0; j < kSkillsPerOccupation; ++j) {
      const uint32_t skill = random.Chance(20) ? random.SkewedBelow(kSkills)
                                               : (field + random.SkewedBelow(300)) % kSkills;
      builder.AddRelation(
          {Code("o", i), Code("s", skill),
           random.Chance(52) ? RelationKind::kEssentialSkill : RelationKind::kOptionalSkill});
    }
  }
  return builder;
}

// The taxonomy and both populations' entries, made once.
class World {
 public:
  World() {
    taxonomy_ = std::move(DraftTaxonomy()).Build().value();
    region_ = Region::Build({}).value();
    RandomSource random(2);
    for (uint32_t i = 0; i < kVacancies; ++i) AddVacancy(i, &random);
    for (uint32_t i = 0; i < kJobSeekers; ++i) AddJobSeeker(i, &random);
  }

  FitContext context() const { return {.taxonomy = *taxonomy_, .region = *region_}; }
  const std::vector<EntryPointer<Vacancy>>& vacancies() const { return vacancies_; }
  const std::vector<EntryPointer<JobSeeker>>& job_seekers() const { return job_seekers_; }
  const SparseVector& VectorOf(const PoolEntry<Vacancy>& entry) const { return entry.vector; }
  const SparseVector& VectorOf(const PoolEntry<JobSeeker>& entry) const {
    return supplies_[entry.creation.value() - kVacancies];
  }

 private:
  // A part of an occupation's skills, and all of it to a person of experience.
  std::vector<SkillNumber> SomeSkills(OccupationNumber occupation, uint32_t percent,
                                      RandomSource* random) const {
    std::vector<SkillNumber> skills;
    for (const OccupationSkill& skill : taxonomy_->SkillsOf(occupation)) {
      if (random->Chance(percent)) skills.push_back(skill.skill);
    }
    return skills;
  }
  void AddVacancy(uint32_t number, RandomSource* random) {
    PoolEntry<Vacancy> entry;
    entry.creation = CreationNumber(number);
    entry.record.id = Code("v", number);
    entry.record.occupation = OccupationNumber(random->SkewedBelow(kOccupations));
    for (const SkillNumber skill : SomeSkills(*entry.record.occupation, 35, random)) {
      entry.record.skills.push_back({skill, random->Chance(60)});
    }
    entry.vector = DemandOf(entry.record, context()).terms;
    entry.fields = IndexFieldsOf(entry.record, context());
    vacancies_.push_back(std::make_shared<const PoolEntry<Vacancy>>(std::move(entry)));
  }
  void AddJobSeeker(uint32_t number, RandomSource* random) {
    PoolEntry<JobSeeker> entry;
    entry.creation = CreationNumber(kVacancies + number);
    entry.record.id = Code("p", number);
    entry.record.skills.emplace();
    const OccupationNumber occupation(random->SkewedBelow(kOccupations));
    for (const SkillNumber skill : SomeSkills(occupation, 70, random)) {
      entry.record.skills->push_back({skill, static_cast<Proficiency>(random->Below(5))});
    }
    entry.record.past_occupations = {{OccupationNumber(random->SkewedBelow(kOccupations))}};
    entry.fields = IndexFieldsOf(entry.record, context());
    supplies_.push_back(SupplyOf(entry.record, context()));
    job_seekers_.push_back(std::make_shared<const PoolEntry<JobSeeker>>(std::move(entry)));
  }

  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Region> region_;
  std::vector<EntryPointer<Vacancy>> vacancies_;
  std::vector<EntryPointer<JobSeeker>> job_seekers_;
  std::vector<SparseVector> supplies_;  // of job_seekers_
};

const World& TheWorld() {
  static const World& world = *new World();
  return world;
}

// Vectors as the world has them.
template <typename Record>
class WorldSource final : public ColumnSource<Record> {
 public:
  WorldSource() : ColumnSource<Record>(TheWorld().context()) {}
  std::span<const WeightedTerm> VectorOf(const PoolEntry<Record>& entry) override {
    return TheWorld().VectorOf(entry);
  }
};

template <typename Record>
Population<Record> Stored(const Population<Record>& population,
                          std::vector<EntryPointer<Record>> entries) {
  WorldSource<Record> source;
  return population.With(std::move(entries), {}, TheWorld().context().term_count(), source);
}

double MeanTerms(const auto& entries) {
  size_t terms = 0;
  for (const auto& entry : entries) terms += TheWorld().VectorOf(*entry).size();
  return static_cast<double>(terms) / static_cast<double>(entries.size());
}

void BuildTaxonomy(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    TaxonomyBuilder builder = DraftTaxonomy();
    state.ResumeTiming();
    benchmark::DoNotOptimize(std::move(builder).Build());
  }
}
BENCHMARK(BuildTaxonomy)->Unit(benchmark::kMillisecond);

void SearchLabels(benchmark::State& state) {
  const LabelIndex& labels = TheWorld().context().taxonomy.label_index(Language::kNl);
  const std::string text = std::string("monteur").substr(0, static_cast<size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(labels.Search(text, {}));
  state.counters["labels"] = static_cast<double>(labels.label_count());
}
BENCHMARK(SearchLabels)->Arg(1)->Arg(3)->Arg(7)->Unit(benchmark::kMicrosecond);

void ComputeSupply(benchmark::State& state) {
  const auto& people = TheWorld().job_seekers();
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        SupplyOf(people[next++ % people.size()]->record, TheWorld().context()));
  }
  state.counters["terms"] = MeanTerms(people);
}
BENCHMARK(ComputeSupply)->Unit(benchmark::kMicrosecond);

void ExplainPair(benchmark::State& state) {
  const World& world = TheWorld();
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ExplainFit(world.vacancies()[next % kVacancies]->record,
                                        world.job_seekers()[next % kJobSeekers]->record,
                                        world.context()));
    ++next;
  }
}
BENCHMARK(ExplainPair)->Unit(benchmark::kMicrosecond);

void BuildJobSeekers(benchmark::State& state) {
  const auto& entries = TheWorld().job_seekers();
  for (auto _ : state) benchmark::DoNotOptimize(Stored(Population<JobSeeker>(), entries));
}
BENCHMARK(BuildJobSeekers)->Unit(benchmark::kMillisecond);

void StoreOneJobSeeker(benchmark::State& state) {
  Population<JobSeeker> population = Stored(Population<JobSeeker>(), TheWorld().job_seekers());
  const auto& entries = TheWorld().job_seekers();
  size_t next = 0;
  for (auto _ : state) population = Stored(population, {entries[next++ % kJobSeekers]});
}
BENCHMARK(StoreOneJobSeeker)->Unit(benchmark::kMicrosecond);

// The best page among those that pass a filter which lets `state.range(0)` of a hundred through.
template <typename Record, typename Query>
void Search(benchmark::State& state, const std::vector<EntryPointer<Record>>& documents,
            const std::vector<EntryPointer<Query>>& queries) {
  const Population<Record> population = Stored(Population<Record>(), documents);
  const auto percent = static_cast<uint64_t>(state.range(0));
  const auto accepts = [percent](const PoolEntry<Record>& entry) {
    return entry.creation.value() * 7919 % 100 < percent;
  };
  size_t next = 0;
  for (auto _ : state) {
    const SparseVector& query = TheWorld().VectorOf(*queries[next++ % queries.size()]);
    benchmark::DoNotOptimize(
        population.Search(query, {}, accepts, nullptr, TopK(kPageSize, 0, std::nullopt)));
  }
  state.counters["query_terms"] = MeanTerms(queries);
  state.counters["document_terms"] = MeanTerms(documents);
}

void SearchVacancies(benchmark::State& state) {
  Search(state, TheWorld().vacancies(), TheWorld().job_seekers());
}
BENCHMARK(SearchVacancies)->Arg(100)->Arg(20)->Arg(1)->Unit(benchmark::kMicrosecond);

void SearchJobSeekers(benchmark::State& state) {
  Search(state, TheWorld().job_seekers(), TheWorld().vacancies());
}
BENCHMARK(SearchJobSeekers)->Arg(100)->Arg(20)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace overstap::matcher
