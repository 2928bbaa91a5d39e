#include "matcher/target/suppression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace overstap::matcher {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

TEST(SuppressList, ShowsAllWhereNothingIsSmall) {
  const std::vector<int64_t> counts = {5, 0, 12};
  const HiddenList hidden = SuppressList(counts, {});
  EXPECT_THAT(hidden.cells, Each(false));
  EXPECT_FALSE(hidden.total);
}

TEST(SuppressList, HidesTheSmallestOtherCountBesideASingleSmallOne) {
  const std::vector<int64_t> counts = {30, 3, 8, 20};
  EXPECT_THAT(SuppressList(counts, {}).cells, ElementsAre(false, true, true, false));
}

TEST(SuppressList, LeavesTwoSmallOnesToHideEachOther) {
  const std::vector<int64_t> counts = {30, 3, 2, 20};
  EXPECT_THAT(SuppressList(counts, {}).cells, ElementsAre(false, true, true, false));
}

TEST(SuppressList, HidesATotalThatIsSmallItself) {
  const std::vector<int64_t> counts = {2, 0};
  const HiddenList hidden = SuppressList(counts, {.grand_total_is_published = true});
  EXPECT_TRUE(hidden.cells[0]);
  EXPECT_TRUE(hidden.total);
}

TEST(SuppressList, HidesTheTotalOrAnotherCellAsItIsPublishedElsewhere) {
  const std::vector<int64_t> counts = {3, 100};
  EXPECT_FALSE(SuppressList(counts, {.grand_total_is_published = true}).total);
  EXPECT_THAT(SuppressList(counts, {.grand_total_is_published = true}).cells,
              ElementsAre(true, true));
}

TEST(SuppressList, TakesItsThreshold) {
  const std::vector<int64_t> counts = {5, 8, 20};
  EXPECT_THAT(SuppressList(counts, {.threshold = 10}).cells, ElementsAre(true, true, false));
}

TEST(SuppressTable, ClosesARectangleAroundASmallCount) {
  // The small one needs another in its row, another in its column, and the fourth corner.
  const CountTable table{.rows = 3, .columns = 3, .counts = {3, 9, 40, 7, 8, 50, 60, 70, 80}};
  const HiddenCells hidden = SuppressTable(table, {});
  EXPECT_THAT(hidden.cells, ElementsAre(true, true, false, true, true, false, false, false, false));
  EXPECT_THAT(hidden.row_totals, Each(false));
  EXPECT_THAT(hidden.column_totals, Each(false));
  EXPECT_FALSE(hidden.grand_total);
}

TEST(SuppressTable, LeavesSmallOnesThatAlreadyHideEachOther) {
  const CountTable table{.rows = 2, .columns = 3, .counts = {3, 2, 40, 4, 4, 50}};
  EXPECT_THAT(SuppressTable(table, {}).cells, ElementsAre(true, true, false, true, true, false));
}

TEST(SuppressTable, NothingToShowNothingToHide) {
  const HiddenCells hidden = SuppressTable({.rows = 0, .columns = 0, .counts = {}}, {});
  EXPECT_TRUE(hidden.cells.empty());
  EXPECT_FALSE(hidden.grand_total);
}

TEST(PublishableMonths, WaitsUntilTheIncrementIsLargeEnough) {
  const std::vector<int64_t> values = {3, 6, 8, 11, 11, 30};
  EXPECT_THAT(PublishableMonths(values, kSmallCount),
              ElementsAre(false, true, false, true, true, true));
}

TEST(PublishableMonths, ComparesWithEveryEarlierMonthWhenACorrectionLowersAValue) {
  const std::vector<int64_t> values = {10, 20, 12, 26, 15};
  EXPECT_THAT(PublishableMonths(values, kSmallCount), ElementsAre(true, true, false, true, true));
}

TEST(PublishableBreakdowns, ShowsOpenCellsAndARestInMonthsWhereAllMoveEnough) {
  const CellsByMonth months = {{10, 6, 1, 1}, {20, 7, 2, 5}, {30, 14, 3, 12}};
  const std::vector<bool> open = {true, true, false, false};
  // The first: the rest is 2. The second: the rest is 7, and nothing was shown before. The third:
  // 7, 10 and 8 more.
  EXPECT_THAT(PublishableBreakdowns(months, open, kSmallCount), ElementsAre(false, true, true));
}

TEST(ChooseOpenCells, PutsTheSlowCellsIntoTheRest) {
  const CellsByMonth months = {{10, 20, 5, 1}, {20, 40, 6, 9}, {30, 60, 7, 17}};
  EXPECT_THAT(ChooseOpenCells(months, kSmallCount), ElementsAre(true, true, false, false));
}

}  // namespace
}  // namespace overstap::matcher
