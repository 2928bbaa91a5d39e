#include "matcher/index/document_order.h"

#include <cmath>
#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DocumentOrderTest, IsByGroupThenPlaceThenPosition) {
  std::vector<IndexDocument> documents(7);
  documents[0] = {.group = std::nullopt, .place = 0};
  documents[1] = {.group = 2, .place = 5};
  documents[2] = {.group = 1, .place = 9};
  documents[3] = {.group = 2, .place = 3};
  documents[4] = {.group = 2, .place = 5};
  documents[5] = {.group = 1, .place = ~0U};
  documents[6] = {.group = std::nullopt, .place = 0};
  GivenDocuments source(documents);
  EXPECT_THAT(OrderDocuments(documents, source, 1), ElementsAre(2, 5, 3, 1, 4, 0, 6));
  EXPECT_THAT(OrderDocuments({}, source, 1), IsEmpty());
}

TEST(DocumentOrderTest, AnUnknownPointIsAtTheCurvesBeginning) {
  EXPECT_EQ(CurvePosition({}), 0U);
  EXPECT_EQ(CurvePosition({.latitude = 52, .longitude = NAN}), 0U);
  EXPECT_NE(CurvePosition({.latitude = 52, .longitude = 6}), 0U);
}

// A Hilbert curve never leaps: walking along it, each cell touches the one before.
TEST(DocumentOrderTest, PlacesThatFollowOnTheCurveAreNeighbours) {
  // Cells are 360 / 65,536 degrees; a square of 64 by 64 of them, aligned, is one stretch.
  constexpr int kSide = 64;
  constexpr double kCell = 360.0 / 65'536;
  constexpr int kFirstColumn = 33'792;
  constexpr int kFirstRow = 25'856;
  static_assert(kFirstColumn % kSide == 0 && kFirstRow % kSide == 0);
  std::vector<std::pair<int, int>> cells(kSide * kSide, {-1, -1});
  uint32_t least = ~0U;
  for (const bool find_least : {true, false}) {
    for (int column = 0; column < kSide; ++column) {
      for (int row = 0; row < kSide; ++row) {
        const GeoPoint point = {
            .latitude = static_cast<float>((kFirstRow + row + 0.5) * kCell - 90),
            .longitude = static_cast<float>((kFirstColumn + column + 0.5) * kCell - 180)};
        const uint32_t position = CurvePosition(point);
        if (find_least) {
          least = std::min(least, position);
          continue;
        }
        ASSERT_LT(position - least, cells.size());
        EXPECT_EQ(cells[position - least].first, -1) << "two cells at one position";
        cells[position - least] = {column, row};
      }
    }
  }
  for (size_t i = 1; i < cells.size(); ++i) {
    EXPECT_EQ(std::abs(cells[i].first - cells[i - 1].first) +
                  std::abs(cells[i].second - cells[i - 1].second),
              1)
        << i;
  }
}

TEST(DocumentOrderTest, TheWholeEarthIsOnTheCurve) {
  for (const float latitude : {-90.0F, 0.0F, 90.0F}) {
    for (const float longitude : {-180.0F, 0.0F, 180.0F}) {
      CurvePosition({.latitude = latitude, .longitude = longitude});
    }
  }
  EXPECT_NE(CurvePosition({.latitude = -90, .longitude = 180}),
            CurvePosition({.latitude = 90, .longitude = 180}));
}

}  // namespace
}  // namespace overstap::matcher
