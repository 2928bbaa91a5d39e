#include "matcher/index/segment_index.h"

#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/eligibility/travel_model.h"
#include "tests/unit/matcher/index/vectors.h"

namespace overstap::matcher {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Lt;

// A segment with the positions at which its documents were given.
struct TestIndex {
  SegmentIndex index;
  std::vector<uint32_t> order;
};

// By given position.
class FunctionFilter final : public DocumentFilter {
 public:
  FunctionFilter(const TestIndex& index, std::function<bool(uint32_t)> accepts)
      : index_(index), accepts_(std::move(accepts)) {}
  bool Accepts(DocumentNumber document) const override {
    return accepts_(index_.order[document.value()]);
  }

 private:
  const TestIndex& index_;
  std::function<bool(uint32_t)> accepts_;
};

TopK Best(size_t k, Score min_score = 0, std::optional<Cursor> after = std::nullopt) {
  return {k, min_score, after};
}

// The given positions of what is found, best first.
std::vector<uint32_t> Found(const TestIndex& index, const SparseVector& query, TopK top,
                            SearchArguments arguments = {}, SearchCounts* counts = nullptr) {
  const SearchQuery search_query(query, 5);
  arguments.query = &search_query;
  index.index.Search(arguments, &top, counts);
  std::vector<uint32_t> positions;
  for (const Hit& hit : std::move(top).Take()) {
    positions.push_back(index.order[hit.document.value()]);
  }
  return positions;
}

// The same small cases alone, which are looked through, and among so many others that have nothing
// in common with the query that there are bounds.
class SegmentIndexTest : public testing::TestWithParam<size_t> {
 protected:
  static constexpr uint32_t kOtherTerm = 4;

  // Creation numbers are 10, 20, 30, … Others come before the first and after it.
  TestIndex IndexOf(const std::vector<SparseVector>& vectors, size_t term_count = kOtherTerm + 1) {
    const SparseVector other = term_count > kOtherTerm ? Vector({{kOtherTerm, 9}}) : Vector({});
    std::vector<IndexDocument> documents;
    for (size_t i = 0; i < vectors.size(); ++i) {
      documents.push_back({.creation = CreationNumber(10 * (i + 1)), .terms = vectors[i]});
    }
    for (size_t i = 0; i < GetParam(); ++i) {
      documents.push_back({.creation = CreationNumber(i), .terms = other});
      // On both sides of those that matter, which are of no group.
      if (i % 2 == 0) documents.back().group = 0;
    }
    TestIndex index;
    index.index = SegmentIndex::Build({}, documents, term_count, &index.order);
    return index;
  }
};

INSTANTIATE_TEST_SUITE_P(AloneAndAmongOthers, SegmentIndexTest,
                         testing::Values(0, 2 * SegmentIndex::kBoundedFrom));

TEST_P(SegmentIndexTest, RanksByScoreThenByCreation) {
  const TestIndex index =
      IndexOf({Vector({{0, 5}}), Vector({{0, 9}}), Vector({{0, 5}, {1, 1}}), Vector({{0, 5}})});
  EXPECT_THAT(Found(index, Vector({{0, 2}}), Best(10)), ElementsAre(1, 0, 2, 3));
  EXPECT_THAT(Found(index, Vector({{0, 2}, {1, 1}}), Best(2)), ElementsAre(1, 2));
}

TEST(SegmentIndexValues, AreGivenBackAsTheyWereInColumnsOfEveryWidth) {
  const ColumnSchema schema = {
      .kinds = {ColumnKind::kNumber, ColumnKind::kBits, ColumnKind::kNumber, ColumnKind::kBits},
      .has_points = true};
  constexpr uint32_t kDocuments = 100;
  const SparseVector vector = Vector({{0, 1}});
  std::vector<std::vector<uint32_t>> values;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    values.push_back({i, 655 * i, 40'000'000 * i, 0xFFFFFFFF >> (i % 32)});
  }
  std::vector<IndexDocument> documents;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    documents.push_back({.creation = CreationNumber(i),
                         .terms = vector,
                         .values = values[i],
                         .group = (i * 37) % kDocuments});
  }
  std::vector<uint32_t> order;
  const SegmentIndex index = SegmentIndex::Build(schema, documents, 1, &order);
  std::vector<uint32_t> copied = {1, 2, 3};
  for (uint32_t i = 0; i < kDocuments; ++i) {
    index.CopyValues(DocumentNumber(i), &copied);
    EXPECT_EQ(copied, values[order[i]]);
  }
}

TEST_P(SegmentIndexTest, HitsCarryScoreCreationAndSegment) {
  const TestIndex index = IndexOf({Vector({{0, 5}, {2, 7}})});
  const SparseVector terms = Vector({{0, 2}, {2, 3}});
  const SearchQuery query(terms, 5);
  TopK top = Best(1);
  index.index.Search({.query = &query, .segment = 6}, &top);
  const std::vector<Hit> hits = std::move(top).Take();
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].score, 31U);
  EXPECT_EQ(hits[0].creation, CreationNumber(10));
  EXPECT_EQ(hits[0].segment, 6U);
  EXPECT_EQ(index.index.creation(hits[0].document), CreationNumber(10));
}

TEST_P(SegmentIndexTest, ScoresOfNothingAreNoResults) {
  const TestIndex index = IndexOf({Vector({{0, 5}}), Vector({})});
  EXPECT_THAT(Found(index, Vector({{1, 5}}), Best(9)), IsEmpty());
  EXPECT_THAT(Found(index, {}, Best(9)), IsEmpty());
  EXPECT_THAT(Found(TestIndex(), Vector({{1, 5}}), Best(9)), IsEmpty());
}

TEST_P(SegmentIndexTest, TermsBeyondTheIndexMatchNothing) {
  const TestIndex index = IndexOf({Vector({{0, 5}})}, 1);
  EXPECT_THAT(Found(index, Vector({{0, 1}, {1, 5}, {99, 5}}), Best(9)), ElementsAre(0));
  EXPECT_THAT(Found(index, Vector({{1, 5}, {99, 5}}), Best(9)), IsEmpty());
}

TEST_P(SegmentIndexTest, LeavesOutWhatTheFilterRefusesAndTakesTheNext) {
  const TestIndex index = IndexOf({Vector({{0, 9}}), Vector({{0, 8}}), Vector({{0, 7}})});
  const FunctionFilter not_first(index, [](uint32_t position) { return position != 0; });
  EXPECT_THAT(Found(index, Vector({{0, 1}}), Best(1), {.filter = &not_first}), ElementsAre(1));
}

TEST_P(SegmentIndexTest, LeavesOutWhatIsGone) {
  const TestIndex index = IndexOf({Vector({{0, 9}}), Vector({{0, 8}}), Vector({{0, 7}})});
  GoneSet gone;
  for (uint32_t i = 0; i < index.order.size(); ++i) {
    if (index.order[i] == 0) gone.Add(DocumentNumber(i));
  }
  EXPECT_THAT(Found(index, Vector({{0, 1}}), Best(9), {.gone = &gone}), ElementsAre(1, 2));
}

TEST_P(SegmentIndexTest, KeepsToTheLeastScoreAndTheCursor) {
  const TestIndex index =
      IndexOf({Vector({{0, 9}}), Vector({{0, 8}}), Vector({{0, 8}}), Vector({{0, 7}})});
  const SparseVector query = Vector({{0, 1}});
  EXPECT_THAT(Found(index, query, Best(9, 8)), ElementsAre(0, 1, 2));
  EXPECT_THAT(Found(index, query, Best(9, 0, Cursor{8, CreationNumber(20)})), ElementsAre(2, 3));
  EXPECT_THAT(Found(index, query, Best(0)), IsEmpty());
}

TEST_P(SegmentIndexTest, EndsWhenInterrupted) {
  class Always final : public Interruption {
   public:
    bool Requested() const override { return true; }
  };
  const TestIndex index = IndexOf({Vector({{0, 5}})});
  const Always interruption;
  EXPECT_THAT(Found(index, Vector({{0, 1}}), Best(1), {.interruption = &interruption}), IsEmpty());
}

TEST_P(SegmentIndexTest, TellsItsMemory) {
  const size_t entry = sizeof(uint16_t) + sizeof(uint16_t);
  EXPECT_GE(IndexOf({Vector({{0, 5}, {1, 5}})}).index.memory_bytes(),
            2 * entry + sizeof(CreationNumber) + GetParam() * (entry + sizeof(CreationNumber)));
}

// Documents whose score rises with their position.
TestIndex Rising(uint16_t count) {
  std::vector<SparseVector> vectors;
  for (uint16_t i = 0; i < count; ++i) {
    vectors.push_back(Vector({{0, static_cast<uint16_t>(i + 1)}}));
  }
  std::vector<IndexDocument> documents;
  std::vector<uint32_t> values;
  for (uint32_t i = 0; i < count; ++i) values.push_back(i % 3);
  for (size_t i = 0; i < count; ++i) {
    documents.push_back(
        {.creation = CreationNumber(i), .terms = vectors[i], .values = {&values[i], 1}});
  }
  TestIndex index;
  index.index = SegmentIndex::Build({.kinds = {ColumnKind::kNumber}}, documents, 1, &index.order);
  return index;
}

TEST(LargeSegmentTest, AsksTheFilterOnceAndOfEveryResultButNotOfAll) {
  const TestIndex index = Rising(5000);
  std::multiset<uint32_t> asked;
  const FunctionFilter even(index, [&](uint32_t position) {
    asked.insert(position);
    return position % 2 == 0;
  });
  EXPECT_THAT(Found(index, Vector({{0, 1}}), Best(3), {.filter = &even}),
              ElementsAre(4998, 4996, 4994));
  for (const uint32_t position : asked) EXPECT_EQ(asked.count(position), 1U) << position;
  for (const uint32_t position : {4994, 4995, 4996, 4997, 4998, 4999}) {
    EXPECT_EQ(asked.count(position), 1U) << position;
  }
  EXPECT_LT(asked.size(), 2500U) << "the better half holds the best three";
}

TEST(LargeSegmentTest, AsksTheFilterOnlyOfWhatMeetsTheConditionsAndIsNotGone) {
  const TestIndex index = Rising(3000);
  GoneSet gone;
  for (uint32_t i = 0; i < 3000; i += 2) gone.Add(DocumentNumber(i));
  std::set<uint32_t> asked;
  const FunctionFilter none(index, [&](uint32_t position) {
    asked.insert(position);
    return false;
  });
  const std::vector<Condition> conditions = {Condition::AtLeast(ColumnNumber(0), 1)};
  EXPECT_THAT(Found(index, Vector({{0, 1}}), Best(3),
                    {.conditions = conditions, .gone = &gone, .filter = &none}),
              IsEmpty());
  EXPECT_EQ(asked.size(), 1000U);
  for (const uint32_t position : asked) EXPECT_NE(position % 3, 0U);
}

TEST(LargeSegmentTest, VisitsFewBlocksForFewResults) {
  const TestIndex index = Rising(20'000);
  SearchCounts counts;
  EXPECT_THAT(Found(index, Vector({{0, 1}}), Best(2), {}, &counts), ElementsAre(19'999, 19'998));
  EXPECT_THAT(counts.blocks_visited, AllOf(Gt(0U), Lt(20'000 / kBlockSize / 2)));
  EXPECT_THAT(counts.documents_scored, AllOf(Gt(1U), Lt(10'000U)));
}

TEST(LargeSegmentTest, BlocksThatNoConditionLetsThroughAreNotVisited) {
  std::vector<uint32_t> values;
  for (uint32_t i = 0; i < 4000; ++i) values.push_back(i / 100);
  const SparseVector vector = Vector({{0, 7}});
  std::vector<IndexDocument> documents;
  for (uint32_t i = 0; i < values.size(); ++i) {
    documents.push_back(
        {.creation = CreationNumber(i), .terms = vector, .values = {&values[i], 1}});
  }
  TestIndex index;
  index.index = SegmentIndex::Build({.kinds = {ColumnKind::kNumber}}, documents, 1, &index.order);
  auto set = std::make_shared<NumberSet>(40);
  set->Add(17);
  for (const std::vector<Condition>& conditions :
       {std::vector<Condition>{Condition::AtLeast(ColumnNumber(0), 17),
                               Condition::AtMost(ColumnNumber(0), 17)},
        std::vector<Condition>{Condition::In(ColumnNumber(0), set)}}) {
    SearchCounts counts;
    const auto found = Found(index, vector, Best(1000), {.conditions = conditions}, &counts);
    ASSERT_EQ(found.size(), 100U);
    EXPECT_EQ(found.front(), 1700U);
    EXPECT_EQ(found.back(), 1799U);
    EXPECT_LE(counts.blocks_visited, 5U);
  }
}

// Chords say little there: a metre on the ground is less than a bit of them.
TEST(DiscTest, DecidesExactlyOnTheOtherSideOfTheEarth) {
  const SparseVector vector = Vector({{0, 7}});
  for (int i = 0; i < 2000; ++i) {
    const GeoPoint point = {.latitude = 51 + 0.0007F * static_cast<float>(i % 100),
                            .longitude = 5 + 0.013F * static_cast<float>(i) / 10};
    const std::vector<IndexDocument> documents = {
        {.creation = CreationNumber(1), .terms = vector, .point = point}};
    TestIndex index;
    index.index = SegmentIndex::Build({.has_points = true}, documents, 1, &index.order);
    const LatLon centre = {-51.02, -174.5};
    const double km = GreatCircleKilometres(centre, {point.latitude, point.longitude});
    for (const double more : {-0.001, -1e-6, 0.0, 1e-6, 0.001}) {
      const std::vector<Condition> conditions = {Condition::Within(
          {.latitude = centre.latitude, .longitude = centre.longitude, .km = km + more})};
      ASSERT_EQ(Found(index, vector, Best(1), {.conditions = conditions}).size(),
                more < 0 ? 0U : 1U)
          << km << " km and " << more;
    }
  }
}

TEST(LargeSegmentTest, EndsALongFilterLoopWhenInterrupted) {
  class AfterFirst final : public Interruption {
   public:
    bool Requested() const override { return ++polls_ > 1; }

   private:
    mutable int polls_ = 0;
  };
  const TestIndex index = Rising(5000);
  int asked = 0;
  const FunctionFilter none(index, [&](uint32_t) {
    ++asked;
    return false;
  });
  const AfterFirst interruption;
  Found(index, Vector({{0, 1}}), Best(1), {.filter = &none, .interruption = &interruption});
  EXPECT_GT(asked, 0);
  EXPECT_LT(asked, 5000);
}

TEST(LargeSegmentTest, EndsALongVisitOfBlocksWhenInterrupted) {
  class AfterFirst final : public Interruption {
   public:
    bool Requested() const override { return ++polls_ > 1; }

   private:
    mutable int polls_ = 0;
  };
  const TestIndex index = Rising(32'000);
  const AfterFirst interruption;
  SearchCounts counts;
  // All are wanted, so that all blocks would be visited.
  Found(index, Vector({{0, 1}}), Best(40'000), {.interruption = &interruption}, &counts);
  EXPECT_GT(counts.blocks_visited, 0U);
  EXPECT_LT(counts.blocks_visited, 32'000 / kBlockSize);
}

}  // namespace
}  // namespace overstap::matcher
