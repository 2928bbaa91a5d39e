#include "matcher/index/inverted_index.h"

#include <functional>
#include <set>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FunctionFilter final : public DocumentFilter {
 public:
  explicit FunctionFilter(std::function<bool(uint32_t)> accepts) : accepts_(std::move(accepts)) {}
  bool Accepts(DocumentNumber document) const override { return accepts_(document.value()); }

 private:
  std::function<bool(uint32_t)> accepts_;
};

FunctionFilter AcceptAll() {
  return FunctionFilter([](uint32_t) { return true; });
}

SparseVector Vector(const std::vector<std::pair<uint32_t, uint16_t>>& terms) {
  SparseVector vector;
  for (const auto& [term, value] : terms) vector.push_back({TermNumber(term), Share(value)});
  return vector;
}

// Creation numbers are 10, 20, 30, …
SegmentIndex IndexOf(const std::vector<SparseVector>& vectors, size_t term_count = 4) {
  std::vector<SegmentIndex::Document> documents;
  for (size_t i = 0; i < vectors.size(); ++i) {
    documents.push_back({CreationNumber(10 * (i + 1)), vectors[i]});
  }
  return SegmentIndex::Build(documents, term_count);
}

std::vector<uint32_t> Documents(const SegmentIndex& index, const SparseVector& query,
                                const DocumentFilter& filter, TopK top) {
  index.Search(query, 0, filter, nullptr, &top);
  std::vector<uint32_t> documents;
  for (const Hit& hit : std::move(top).Take()) documents.push_back(hit.document.value());
  return documents;
}

TEST(SegmentIndexTest, RanksByScoreThenByCreation) {
  const SegmentIndex index =
      IndexOf({Vector({{0, 5}}), Vector({{0, 9}}), Vector({{0, 5}, {1, 1}}), Vector({{0, 5}})});
  EXPECT_THAT(Documents(index, Vector({{0, 2}}), AcceptAll(), TopK(10, 0, std::nullopt)),
              ElementsAre(1, 0, 2, 3));
  EXPECT_THAT(Documents(index, Vector({{0, 2}, {1, 1}}), AcceptAll(), TopK(2, 0, std::nullopt)),
              ElementsAre(1, 2));
}

TEST(SegmentIndexTest, HitsCarryScoreCreationAndSegment) {
  const SegmentIndex index = IndexOf({Vector({{0, 5}, {2, 7}})});
  TopK top(1, 0, std::nullopt);
  index.Search(Vector({{0, 2}, {2, 3}}), 6, AcceptAll(), nullptr, &top);
  const std::vector<Hit> hits = std::move(top).Take();
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].score, 31U);
  EXPECT_EQ(hits[0].creation, CreationNumber(10));
  EXPECT_EQ(hits[0].segment, 6U);
}

TEST(SegmentIndexTest, ScoresOfNothingAreNoResults) {
  const SegmentIndex index = IndexOf({Vector({{0, 5}}), Vector({})});
  EXPECT_THAT(Documents(index, Vector({{1, 5}}), AcceptAll(), TopK(9, 0, std::nullopt)), IsEmpty());
  EXPECT_THAT(Documents(index, {}, AcceptAll(), TopK(9, 0, std::nullopt)), IsEmpty());
  EXPECT_THAT(Documents(SegmentIndex(), Vector({{1, 5}}), AcceptAll(), TopK(9, 0, std::nullopt)),
              IsEmpty());
}

TEST(SegmentIndexTest, TermsBeyondTheIndexMatchNothing) {
  const SegmentIndex index = IndexOf({Vector({{0, 5}})}, 1);
  EXPECT_THAT(
      Documents(index, Vector({{0, 1}, {1, 5}, {99, 5}}), AcceptAll(), TopK(9, 0, std::nullopt)),
      ElementsAre(0));
}

TEST(SegmentIndexTest, LeavesOutWhatTheFilterRefusesAndTakesTheNext) {
  const SegmentIndex index = IndexOf({Vector({{0, 9}}), Vector({{0, 8}}), Vector({{0, 7}})});
  const FunctionFilter not_first([](uint32_t document) { return document != 0; });
  EXPECT_THAT(Documents(index, Vector({{0, 1}}), not_first, TopK(1, 0, std::nullopt)),
              ElementsAre(1));
}

TEST(SegmentIndexTest, KeepsToTheLeastScoreAndTheCursor) {
  const SegmentIndex index =
      IndexOf({Vector({{0, 9}}), Vector({{0, 8}}), Vector({{0, 8}}), Vector({{0, 7}})});
  const SparseVector query = Vector({{0, 1}});
  EXPECT_THAT(Documents(index, query, AcceptAll(), TopK(9, 8, std::nullopt)), ElementsAre(0, 1, 2));
  EXPECT_THAT(Documents(index, query, AcceptAll(), TopK(9, 0, Cursor{8, CreationNumber(20)})),
              ElementsAre(2, 3));
  EXPECT_THAT(Documents(index, query, AcceptAll(), TopK(0, 0, std::nullopt)), IsEmpty());
}

TEST(SegmentIndexTest, AsksTheFilterOnceAndOnlyOfWhatCouldBeAmongTheBest) {
  std::vector<SparseVector> vectors;
  for (uint16_t i = 0; i < 5000; ++i)
    vectors.push_back(Vector({{0, static_cast<uint16_t>(i + 1)}}));
  const SegmentIndex index = IndexOf(vectors);
  std::multiset<uint32_t> asked;
  const FunctionFilter even([&](uint32_t document) {
    asked.insert(document);
    return document % 2 == 0;
  });
  EXPECT_THAT(Documents(index, Vector({{0, 1}}), even, TopK(3, 0, std::nullopt)),
              ElementsAre(4998, 4996, 4994));
  EXPECT_THAT(asked, ElementsAre(4994, 4995, 4996, 4997, 4998, 4999));
}

TEST(SegmentIndexTest, EndsWhenInterrupted) {
  class Always final : public Interruption {
   public:
    bool Requested() const override { return true; }
  };
  const SegmentIndex index = IndexOf({Vector({{0, 5}})});
  TopK top(1, 0, std::nullopt);
  const Always interruption;
  index.Search(Vector({{0, 1}}), 0, AcceptAll(), &interruption, &top);
  EXPECT_THAT(std::move(top).Take(), IsEmpty());
}

TEST(SegmentIndexTest, EndsALongFilterLoopWhenInterrupted) {
  class AfterFirst final : public Interruption {
   public:
    bool Requested() const override { return ++polls_ > 1; }

   private:
    mutable int polls_ = 0;
  };
  const SegmentIndex index = IndexOf(std::vector<SparseVector>(5000, Vector({{0, 5}})));
  int asked = 0;
  const FunctionFilter none([&](uint32_t) {
    ++asked;
    return false;
  });
  TopK top(1, 0, std::nullopt);
  const AfterFirst interruption;
  index.Search(Vector({{0, 1}}), 0, none, &interruption, &top);
  EXPECT_GT(asked, 0);
  EXPECT_LT(asked, 5000);
}

TEST(TopKTest, KeepsTheBestWhateverTheOrder) {
  TopK top(2, 0, std::nullopt);
  for (const auto& [score, creation] :
       std::vector<std::pair<Score, uint64_t>>{{5, 1}, {7, 3}, {7, 2}, {1, 0}, {0, 0}}) {
    top.Add({score, CreationNumber(creation), 0, DocumentNumber(0)});
  }
  EXPECT_FALSE(top.Wants(7, CreationNumber(4)));
  EXPECT_TRUE(top.Wants(8, CreationNumber(4)));
  const std::vector<Hit> hits = std::move(top).Take();
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].creation, CreationNumber(2));
  EXPECT_EQ(hits[1].creation, CreationNumber(3));
}

TEST(SegmentIndexTest, TellsItsMemory) {
  EXPECT_GE(IndexOf({Vector({{0, 5}, {1, 5}})}).memory_bytes(), 2 * (4 + 2) + 8U);
}

}  // namespace
}  // namespace overstap::matcher
