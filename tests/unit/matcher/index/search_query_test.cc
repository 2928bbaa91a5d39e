#include "matcher/index/search_query.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matcher/index/vectors.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;

std::vector<uint16_t> TableOf(const SearchQuery& query, size_t size) {
  return {query.table(), query.table() + size};
}

TEST(SearchQueryTest, HoldsUnitsByTermAndOneMore) {
  const SparseVector terms = Vector({{1, 7}, {3, 9}});
  const SearchQuery query(terms, 4);
  EXPECT_THAT(TableOf(query, 5), ElementsAre(0, 7, 0, 9, 0));
}

TEST(SearchQueryTest, HoldsTermsBeyondTheCount) {
  const SparseVector terms = Vector({{2, 5}});
  const SearchQuery query(terms, 0);
  EXPECT_THAT(TableOf(query, 4), ElementsAre(0, 0, 5, 0));
}

TEST(SearchQueryTest, LeavesNothingForTheNextQueryOfTheThread) {
  const SparseVector first = Vector({{0, 1}, {5, 2}});
  const SparseVector second = Vector({{1, 3}});
  { const SearchQuery query(first, 6); }
  const SearchQuery query(second, 6);
  EXPECT_THAT(TableOf(query, 7), ElementsAre(0, 3, 0, 0, 0, 0, 0));
}

TEST(SearchQueryTest, QueriesAtTheSameTimeHaveTablesOfTheirOwn) {
  const SparseVector first = Vector({{0, 1}});
  const SparseVector second = Vector({{1, 3}});
  const SearchQuery outer(first, 2);
  { const SearchQuery inner(second, 2); }
  const SearchQuery next(second, 2);
  EXPECT_THAT(TableOf(outer, 3), ElementsAre(1, 0, 0));
  EXPECT_THAT(TableOf(next, 3), ElementsAre(0, 3, 0));
}

}  // namespace
}  // namespace overstap::matcher
