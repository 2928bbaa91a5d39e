// The index and populations of segments agree with a scan of all vectors.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "matcher/index/segment_index.h"
#include "matcher/population.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kTerms = 40;

// A score and a creation number.
using Found = std::pair<Score, CreationNumber>;

struct Query {
  SparseVector terms;
  size_t k = 0;
  Score min_score = 0;
  std::optional<Cursor> after;
  std::set<uint64_t> refused;  // creation numbers
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
  return query;
}

// The definition: every vector is scored.
template <typename Vectors>
std::vector<Found> Scan(const Vectors& vectors, const Query& query) {
  std::vector<Found> found;
  for (const auto& [creation, vector] : vectors) {
    const Score score = Dot(query.terms, vector);
    const bool after =
        !query.after.has_value() || score < query.after->score ||
        (score == query.after->score && query.after->creation < CreationNumber(creation));
    if (score > 0 && score >= query.min_score && after && !query.refused.contains(creation)) {
      found.emplace_back(score, CreationNumber(creation));
    }
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
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
      std::vector<Found> found;
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

EntryPointer<TestRecord> MakeEntry(const std::string& id, uint64_t creation, SparseVector vector) {
  return std::make_shared<const PoolEntry<TestRecord>>(
      PoolEntry<TestRecord>{CreationNumber(creation), {id}, std::move(vector)});
}

// What a population should hold.
struct Expected {
  std::map<std::string, std::pair<uint64_t, SparseVector>> records;

  std::map<uint64_t, SparseVector> ByCreation() const {
    std::map<uint64_t, SparseVector> vectors;
    for (const auto& [id, record] : records) vectors[record.first] = record.second;
    return vectors;
  }
};

std::vector<Found> SearchPopulation(const TestPopulation& population, const Query& query) {
  std::vector<Found> found;
  const auto accepts = [&](const PoolEntry<TestRecord>& entry) {
    return !query.refused.contains(entry.creation.value());
  };
  for (const auto& result : population.Search(query.terms, {}, accepts, nullptr,
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
  ASSERT_EQ(SearchPopulation(population, query), Scan(expected.ByCreation(), query));
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
  return population.With(std::move(upserts), removed, kTerms);
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
    population = population.With({MakeEntry("r-" + std::to_string(i), i, RandomVector(&random))},
                                 {}, kTerms);
    ASSERT_LE(population.segment_count(), 11U) << "log2 of 1,000, and one";
  }
  EXPECT_EQ(population.size(), 1000U);
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
    const std::vector<Found> whole = SearchPopulation(population, query);
    std::vector<Found> paged;
    query.k = 1 + random.Below(9);
    while (true) {
      const std::vector<Found> page = SearchPopulation(population, query);
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
    const std::vector<Found> before = SearchPopulation(population, query);
    // It would rank first.
    const TestPopulation with_it =
        population.With({MakeEntry("refused", 9'999, query.terms)}, {}, kTerms);
    query.refused = {9'999};
    EXPECT_EQ(SearchPopulation(with_it, query), before);
  }
}

}  // namespace
}  // namespace overstap::matcher
