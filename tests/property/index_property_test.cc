// The index and populations of segments agree with a scan of all vectors.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "matcher/index/segment_index.h"
#include "matcher/population.h"
#include "tests/property/case_count.h"
#include "tests/property/random_segment.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kTerms = 40;

// A score and a creation number.
using Scored = std::pair<Score, CreationNumber>;

struct Query {
  SparseVector terms;
  size_t k = 0;
  Score min_score = 0;
  std::optional<Cursor> after;
  std::set<uint64_t> refused;         // creation numbers
  std::vector<Condition> conditions;  // of populations
};

// Few values, so that many scores tie.
SparseVector RandomVector(RandomSource* random) {
  SparseVector vector;
  for (uint32_t term = 0; term < kTerms; ++term) {
    if (random->Chance(12)) {
      vector.push_back({TermNumber(term), Share(static_cast<uint16_t>(1 + random->Below(3)))});
    }
  }
  return vector;
}

Query RandomQuery(const std::vector<uint64_t>& creations, RandomSource* random) {
  Query query;
  query.terms = RandomVector(random);
  query.k = random->Below(2) == 0 ? random->Below(12) : random->Below(2000);
  if (random->Chance(30)) query.min_score = random->Below(15);
  if (random->Chance(30)) {
    query.after = Cursor{random->Below(20), CreationNumber(random->Below(5000))};
  }
  const uint32_t refused_percent = random->Chance(40) ? random->Below(101) : 0;
  for (const uint64_t creation : creations) {
    if (random->Chance(refused_percent)) query.refused.insert(creation);
  }
  if (random->Chance(50)) {
    query.conditions.push_back(Condition::AtLeast(ColumnNumber(0), random->Below(1'500)));
  }
  if (random->Chance(50)) {
    query.conditions.push_back(Condition::AnyOf(ColumnNumber(1), random->Below(16)));
  }
  return query;
}

// The definition: every vector is scored.
template <typename Vectors>
std::vector<Scored> Scan(const Vectors& vectors, const Query& query) {
  std::vector<Scored> found;
  for (const auto& [creation, vector] : vectors) {
    const Score score = Dot(query.terms, vector);
    const bool after =
        !query.after.has_value() || score < query.after->score ||
        (score == query.after->score && query.after->creation < CreationNumber(creation));
    if (score > 0 && score >= query.min_score && after && !query.refused.contains(creation)) {
      found.emplace_back(score, CreationNumber(creation));
    }
  }
  std::sort(found.begin(), found.end(), [](const Scored& a, const Scored& b) {
    return std::make_pair(~a.first, a.second) < std::make_pair(~b.first, b.second);
  });
  if (found.size() > query.k) found.resize(query.k);
  return found;
}

// Refuses some documents, and checks that none is asked about twice.
class Refusing final : public DocumentFilter {
 public:
  Refusing(const std::vector<uint64_t>& creations, const std::set<uint64_t>& refused)
      : creations_(creations), refused_(refused) {}
  bool Accepts(DocumentNumber document) const override {
    EXPECT_TRUE(asked_.insert(document).second) << "asked twice";
    return !refused_.contains(creations_[document.value()]);
  }

 private:
  const std::vector<uint64_t>& creations_;
  const std::set<uint64_t>& refused_;
  mutable std::set<DocumentNumber> asked_;
};

TEST(IndexProperty, FindsTheSameAsAScan) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    RandomSource random(seed);
    std::map<uint64_t, SparseVector> vectors;
    for (uint32_t i = random.Below(3000); i > 0; --i) {
      vectors[random.Below(5000)] = RandomVector(&random);
    }
    std::vector<IndexDocument> documents;
    std::vector<uint64_t> given;
    for (const auto& [creation, vector] : vectors) {
      documents.push_back({.creation = CreationNumber(creation), .terms = vector});
      given.push_back(creation);
    }
    std::vector<uint32_t> order;
    const SegmentIndex index = SegmentIndex::Build({}, documents, kTerms, &order);
    std::vector<uint64_t> creations;
    for (const uint32_t position : order) creations.push_back(given[position]);
    for (int i = 0; i < 25; ++i) {
      const Query query = RandomQuery(creations, &random);
      TopK top(query.k, query.min_score, query.after);
      const SearchQuery search_query(query.terms, kTerms);
      const Refusing filter(creations, query.refused);
      index.Search({.query = &search_query, .filter = &filter}, &top);
      std::vector<Scored> found;
      for (const Hit& hit : std::move(top).Take()) {
        EXPECT_EQ(hit.creation, CreationNumber(creations[hit.document.value()]));
        found.emplace_back(hit.score, hit.creation);
      }
      ASSERT_EQ(found, Scan(vectors, query)) << "seed " << seed << " query " << i;
    }
  }
}

struct TestRecord {
  std::string id;
};
using TestPopulation = Population<TestRecord>;

}  // namespace

// A number and bits.
template <>
struct IndexSchema<TestRecord> {
  static constexpr bool kIsEmpty = false;
  static ColumnSchema Get() { return {.kinds = {ColumnKind::kNumber, ColumnKind::kBits}}; }
};

namespace {

// A record's values follow from the rest of it.
std::vector<uint32_t> ValuesFor(uint64_t creation, const SparseVector& vector) {
  uint32_t sum = 0;
  for (const WeightedTerm& term : vector) sum += term.value.units() * term.term.value();
  // Of one byte in some segments, of two in others.
  return {sum % 7 == 0 ? 17 * sum : sum, static_cast<uint32_t>(creation + sum) % 16};
}

class TestSource final : public IndexSource<TestRecord> {
 public:
  std::span<const uint32_t> ValuesOf(const PoolEntry<TestRecord>& entry) override {
    values_ = ValuesFor(entry.creation.value(), entry.vector);
    return values_;
  }

 private:
  std::vector<uint32_t> values_;
};

TestPopulation With(const TestPopulation& population, std::vector<EntryPointer<TestRecord>> upserts,
                    const std::vector<std::string>& removed) {
  TestSource source;
  return population.With(std::move(upserts), removed, kTerms, source);
}

EntryPointer<TestRecord> MakeEntry(const std::string& id, uint64_t creation, SparseVector vector) {
  return std::make_shared<const PoolEntry<TestRecord>>(
      PoolEntry<TestRecord>{CreationNumber(creation), {id}, std::move(vector)});
}

// What a population should hold.
struct Expected {
  std::map<std::string, std::pair<uint64_t, SparseVector>> records;

  // By creation number, those that meet the conditions.
  std::map<uint64_t, SparseVector> Meeting(const std::vector<Condition>& conditions) const {
    std::map<uint64_t, SparseVector> vectors;
    for (const auto& [id, record] : records) {
      const std::vector<uint32_t> values = ValuesFor(record.first, record.second);
      const bool meets_all =
          std::all_of(conditions.begin(), conditions.end(),
                      [&](const Condition& condition) { return Meets(values, {}, condition); });
      if (meets_all) vectors[record.first] = record.second;
    }
    return vectors;
  }
};

std::vector<Scored> SearchPopulation(const TestPopulation& population, const Query& query) {
  std::vector<Scored> found;
  const auto accepts = [&](const PoolEntry<TestRecord>& entry) {
    return !query.refused.contains(entry.creation.value());
  };
  for (const auto& result : population.Search(query.terms, query.conditions, accepts, nullptr,
                                              TopK(query.k, query.min_score, query.after))) {
    found.emplace_back(result.score, result.entry->creation);
  }
  return found;
}

void ExpectHolds(const TestPopulation& population, const Expected& expected, RandomSource* random) {
  ASSERT_EQ(population.size(), expected.records.size());
  std::vector<uint64_t> creations;
  for (const auto& [id, record] : expected.records) {
    const auto* found = population.Find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->creation, CreationNumber(record.first));
    EXPECT_EQ(found->vector, record.second);
    EXPECT_EQ(population.VectorOf(id), record.second) << "as merges have left it";
    creations.push_back(record.first);
  }
  EXPECT_EQ(population.Find("nobody"), nullptr);
  std::set<std::string> visited;
  population.ForEach([&](const PoolEntry<TestRecord>& entry) {
    EXPECT_TRUE(visited.insert(entry.record.id).second);
    EXPECT_TRUE(expected.records.contains(entry.record.id));
  });
  EXPECT_EQ(visited.size(), expected.records.size());
  const Query query = RandomQuery(creations, random);
  ASSERT_EQ(SearchPopulation(population, query), Scan(expected.Meeting(query.conditions), query));
}

// Changes a population at random, and what it should hold with it.
TestPopulation Change(const TestPopulation& population, Expected* expected, RandomSource* random) {
  std::vector<EntryPointer<TestRecord>> upserts;
  std::set<std::string> upserted;
  const uint32_t count = random->Chance(15) ? random->Below(60) : random->Below(4);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t number = random->Below(150);
    const std::string id = "r-" + std::to_string(number);
    if (!upserted.insert(id).second) continue;
    // The creation number of a record stays when it is stored again.
    upserts.push_back(MakeEntry(id, 3 * number, RandomVector(random)));
    expected->records[id] = {3 * number, upserts.back()->vector};
  }
  std::vector<std::string> removed;
  for (uint32_t i = random->Chance(10) ? random->Below(100) : random->Below(3); i > 0; --i) {
    std::string id = "r-" + std::to_string(random->Below(150));
    if (upserted.contains(id)) continue;
    expected->records.erase(id);
    removed.push_back(std::move(id));
  }
  return With(population, std::move(upserts), removed);
}

TEST(PopulationProperty, EqualsAMapAfterAnyChangesAndOlderCopiesStayAsTheyWere) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    RandomSource random(1000 + seed);
    std::vector<std::pair<TestPopulation, Expected>> history(1);
    for (int step = 0; step < 60; ++step) {
      Expected expected = history.back().second;
      TestPopulation next = Change(history.back().first, &expected, &random);
      ExpectHolds(next, expected, &random);
      history.emplace_back(std::move(next), std::move(expected));
      if (HasFatalFailure()) return;
    }
    for (const auto& [population, expected] : history) ExpectHolds(population, expected, &random);
  }
}

TEST(PopulationProperty, SegmentsStayFew) {
  RandomSource random(77);
  TestPopulation population;
  for (uint32_t i = 0; i < 1000; ++i) {
    population =
        With(population, {MakeEntry("r-" + std::to_string(i), i, RandomVector(&random))}, {});
    ASSERT_LE(population.segment_count(), 11U) << "log2 of 1,000, and one";
  }
  EXPECT_EQ(population.size(), 1000U);
}

// Ids of this many; stores of thousands make segments that are merged beside.
constexpr uint32_t kManyIds = 30'000;

// Stores `count` records at once, from a random one on, and removes some.
TestPopulation ChangeMany(const TestPopulation& population, uint32_t count, uint32_t removals,
                          Expected* expected, RandomSource* random) {
  std::vector<EntryPointer<TestRecord>> upserts;
  std::set<std::string> upserted;
  const uint32_t first = random->Below(kManyIds - count);
  for (uint32_t number = first; number < first + count; ++number) {
    const std::string id = "r-" + std::to_string(number);
    upserted.insert(id);
    upserts.push_back(MakeEntry(id, 3 * number, RandomVector(random)));
    expected->records[id] = {3 * number, upserts.back()->vector};
  }
  std::vector<std::string> removed;
  for (; removals > 0 && !expected->records.empty(); --removals) {
    auto victim = expected->records.lower_bound("r-" + std::to_string(random->Below(kManyIds)));
    if (victim == expected->records.end() || upserted.count(victim->first) > 0) continue;
    removed.push_back(victim->first);
    expected->records.erase(victim);
  }
  return With(population, std::move(upserts), removed);
}

// One step of changes and of the merge that is under way.
class MergingModel {
 public:
  explicit MergingModel(uint64_t seed) : random_(seed) {}

  void Step() {
    if (random_.Chance(60)) {
      const uint32_t counts[] = {1, 40, 2'000, 5'000, 5'000};
      const uint32_t removals[] = {0, 3, 50, 4'000};
      population_ = ChangeMany(population_, counts[random_.Below(5)], removals[random_.Below(4)],
                               &expected_, &random_);
    }
    if (!merge_ && random_.Chance(50)) {
      merge_ = random_.Chance(25) ? population_.PlanMergeAtRest() : population_.PlanMerge();
      planned_ += merge_ ? 1 : 0;
    } else if (merge_ && random_.Chance(50)) {
      EXPECT_EQ(population_.WithMerged(*merge_).size(), population_.size()) << "not run yet";
      merge_->Run();
      const size_t segments = population_.segment_count();
      population_ = population_.WithMerged(*merge_);
      merged_ += population_.segment_count() < segments ? 1 : 0;
      merge_.reset();
    }
    ASSERT_EQ(population_.size(), expected_.records.size());
    const Query query = RandomQuery({}, &random_);
    ASSERT_EQ(SearchPopulation(population_, query),
              Scan(expected_.Meeting(query.conditions), query));
  }

  const TestPopulation& population() const { return population_; }
  const Expected& expected() const { return expected_; }
  size_t planned() const { return planned_; }
  size_t merged() const { return merged_; }

 private:
  RandomSource random_;
  TestPopulation population_;
  Expected expected_;
  std::optional<TestPopulation::Merge> merge_;
  size_t planned_ = 0;
  size_t merged_ = 0;
};

TEST(PopulationProperty, EqualsAMapThroughMergesBesideAndOlderCopiesStayAsTheyWere) {
  size_t planned = 0;
  size_t merged = 0;
  for (uint64_t seed = 0; seed < CaseCount(4); ++seed) {
    MergingModel model(4'000 + seed);
    std::vector<std::pair<TestPopulation, Expected>> history;
    for (int step = 0; step < 30; ++step) {
      model.Step();
      if (testing::Test::HasFatalFailure()) return;
      if (step % 10 == 9) history.emplace_back(model.population(), model.expected());
    }
    RandomSource random(seed);
    for (const auto& [population, expected] : history) ExpectHolds(population, expected, &random);
    planned += model.planned();
    merged += model.merged();
  }
  EXPECT_GT(planned, CaseCount(4));
  EXPECT_GT(merged, 0U);
}

// Stores records number `begin` to `end` - 1.
TestPopulation Stored(const TestPopulation& population, uint32_t begin, uint32_t end) {
  std::vector<EntryPointer<TestRecord>> upserts;
  for (uint32_t i = begin; i < end; ++i) {
    upserts.push_back(MakeEntry("r-" + std::to_string(i), i, {{TermNumber(i % kTerms), Share(1)}}));
  }
  return With(population, std::move(upserts), {});
}

TestPopulation MergedAsPlanned(TestPopulation population) {
  for (int i = 0; i < 20; ++i) {
    auto merge = population.PlanMerge();
    if (!merge) return population;
    merge->Run();
    population = population.WithMerged(*merge);
  }
  ADD_FAILURE() << "there is always something to merge";
  return population;
}

TEST(PopulationProperty, LargeSegmentsStayFewWhenMergedBeside) {
  constexpr uint32_t kAtOnce = TestPopulation::kLargeSegment;
  TestPopulation population;
  size_t most = 0;
  for (uint32_t i = 0; i < 24; ++i) {
    population = MergedAsPlanned(Stored(population, i * kAtOnce, (i + 1) * kAtOnce));
    most = std::max(most, population.segment_count());
  }
  EXPECT_EQ(population.size(), 24 * kAtOnce);
  EXPECT_LE(most, 6U);
}

// What a merge leaves may be small, and stands before larger ones then.
TEST(PopulationProperty, ASegmentThinnedByMergingHoldsUpNoOtherMerge) {
  constexpr uint32_t kAtOnce = TestPopulation::kLargeSegment + 100;
  TestPopulation population = Stored({}, 0, kAtOnce);
  population = Stored(population, kAtOnce, 2 * kAtOnce);
  std::vector<std::string> removed;
  for (uint32_t i = 0; i < kAtOnce / 2; ++i) removed.push_back("r-" + std::to_string(i));
  population = MergedAsPlanned(With(population, {}, removed));
  for (uint32_t i = 2; i < 16; ++i) {
    population = MergedAsPlanned(Stored(population, i * kAtOnce, (i + 1) * kAtOnce));
  }
  EXPECT_EQ(population.size(), 16 * kAtOnce - removed.size());
  EXPECT_LE(population.segment_count(), 6U);
}

TEST(PopulationProperty, AMergeOfSegmentsThatAreHereNoMoreChangesNothing) {
  constexpr uint32_t kAtOnce = TestPopulation::kLargeSegment;
  TestPopulation population;
  for (uint32_t i = 0; i < 4; ++i) {
    population = Stored(population, i * kAtOnce, (i + 1) * kAtOnce);
  }
  auto merge = population.PlanMerge();
  ASSERT_TRUE(merge.has_value());
  EXPECT_EQ(population.WithMerged(*merge).segment_count(), 4U) << "it has not run";
  merge->Run();
  const TestPopulation merged = population.WithMerged(*merge);
  EXPECT_EQ(merged.segment_count(), 1U);
  EXPECT_EQ(merged.WithMerged(*merge).segment_count(), 1U) << "a second time";
  EXPECT_EQ(merged.WithMerged(*merge).size(), 4 * kAtOnce);
  // All of one source is gone since.
  std::vector<std::string> removed;
  for (uint32_t i = kAtOnce; i < 2 * kAtOnce; ++i) removed.push_back("r-" + std::to_string(i));
  const TestPopulation without = With(population, {}, removed);
  EXPECT_EQ(without.WithMerged(*merge).size(), 3 * kAtOnce);
  EXPECT_EQ(without.WithMerged(*merge).Find(removed.front()), nullptr);
  EXPECT_EQ(TestPopulation().WithMerged(*merge).size(), 0U);
}

TestPopulation RandomPopulation(RandomSource* random) {
  TestPopulation population;
  Expected expected;
  for (int i = 0; i < 20; ++i) population = Change(population, &expected, random);
  return population;
}

TEST(PopulationProperty, PagesByCursorAreOneLongList) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    RandomSource random(2000 + seed);
    const TestPopulation population = RandomPopulation(&random);
    Query query;
    query.terms = RandomVector(&random);
    query.k = 1000;
    const std::vector<Scored> whole = SearchPopulation(population, query);
    std::vector<Scored> paged;
    query.k = 1 + random.Below(9);
    while (true) {
      const std::vector<Scored> page = SearchPopulation(population, query);
      paged.insert(paged.end(), page.begin(), page.end());
      if (page.size() < query.k) break;
      query.after = Cursor{page.back().first, page.back().second};
    }
    EXPECT_EQ(paged, whole);
  }
}

TEST(PopulationProperty, ARecordThatTheFilterRefusesChangesNothing) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    RandomSource random(3000 + seed);
    const TestPopulation population = RandomPopulation(&random);
    Query query;
    query.terms = RandomVector(&random);
    query.k = 1 + random.Below(20);
    const std::vector<Scored> before = SearchPopulation(population, query);
    // It would rank first.
    const TestPopulation with_it = With(population, {MakeEntry("refused", 9'999, query.terms)}, {});
    query.refused = {9'999};
    EXPECT_EQ(SearchPopulation(with_it, query), before);
  }
}

}  // namespace
}  // namespace overstap::matcher
