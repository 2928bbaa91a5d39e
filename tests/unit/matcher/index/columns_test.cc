#include "matcher/index/columns.h"

#include <cmath>
#include <cstring>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

uint32_t At(const AlignedVector<uint8_t>& bytes, uint8_t width, size_t at) {
  uint32_t value = 0;
  std::memcpy(&value, bytes.data() + width * at, width);
  return value;
}

// One column of these values.
Columns ColumnOf(ColumnKind kind, const std::vector<uint32_t>& values) {
  Columns columns({.kinds = {kind}}, values.size());
  for (const uint32_t value : values) columns.Add({&value, 1}, {});
  columns.Finish();
  return columns;
}

TEST(ColumnsTest, AreAsWideAsTheirGreatestValue) {
  const std::pair<uint32_t, int> cases[] = {{0, 1},      {255, 1},    {256, 2},
                                            {65'535, 2}, {65'536, 4}, {~0U, 4}};
  for (const auto& [greatest, width] : cases) {
    const Columns columns = ColumnOf(ColumnKind::kNumber, {1, greatest, 0});
    const Column& column = columns.column(ColumnNumber(0));
    EXPECT_EQ(column.width, width) << greatest;
    EXPECT_EQ(column.greatest, std::max(1U, greatest));
    EXPECT_EQ(columns.ValueAt(column, 0), 1U);
    EXPECT_EQ(columns.ValueAt(column, 1), greatest);
    EXPECT_EQ(columns.ValueAt(column, 2), 0U);
  }
}

// 32 documents a block; the last one is not full, and its padding does not count.
TEST(ColumnsTest, BlocksOfNumbersHaveTheirLeastAndGreatest) {
  for (const uint32_t unit : {1U, 1'000U, 100'000U}) {
    std::vector<uint32_t> values;
    for (uint32_t i = 0; i < 70; ++i) values.push_back((1 + i) * unit);
    std::swap(values[3], values[20]);
    const Columns columns = ColumnOf(ColumnKind::kNumber, values);
    const Column& column = columns.column(ColumnNumber(0));
    for (size_t block = 0; block < 3; ++block) {
      EXPECT_EQ(At(column.least, column.width, block), (1 + 32 * block) * unit);
      EXPECT_EQ(At(column.most, column.width, block), std::min(70UL, 32 * (block + 1)) * unit);
    }
    EXPECT_EQ(columns.record_bytes(), size_t{32} * column.width);
    for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(columns.ValueAt(column, i), values[i]);
    EXPECT_EQ(columns.ValueAt(column, 95), 0U) << "whole blocks of documents";
    EXPECT_EQ(column.least.size(), size_t{32} * column.width) << "whole groups of blocks";
  }
}

TEST(ColumnsTest, ABlocksRecordHoldsColumnsOfAnyWidthSideBySide) {
  Columns columns({.kinds = {ColumnKind::kNumber, ColumnKind::kBits, ColumnKind::kNumber}}, 70);
  const auto value = [](uint32_t i, size_t column) {
    const uint32_t units[] = {1, 1'000, 100'000};
    return (1 + i) * units[column];
  };
  for (uint32_t i = 0; i < 70; ++i) {
    const uint32_t values[] = {value(i, 0), value(i, 1), value(i, 2)};
    columns.Add(values, {});
  }
  columns.Finish();
  EXPECT_EQ(columns.record_bytes(), 32U * (1 + 4 + 4)) << "70,000 fits in no two bytes";
  for (uint32_t i = 0; i < 70; ++i) {
    for (size_t column = 0; column < 3; ++column) {
      const Column& of = columns.column(ColumnNumber(static_cast<uint8_t>(column)));
      EXPECT_EQ(columns.ValueAt(of, i), value(i, column));
    }
  }
}

TEST(ColumnsTest, BlocksOfBitsHaveThoseOfAllAndThoseOfAny) {
  std::vector<uint32_t> values(40, 0b0110);
  values[5] = 0b1010;
  values[36] = 0b100'000'110;
  const Columns columns = ColumnOf(ColumnKind::kBits, values);
  const Column& column = columns.column(ColumnNumber(0));
  EXPECT_EQ(At(column.least, column.width, 0), 0b0010U);
  EXPECT_EQ(At(column.most, column.width, 0), 0b1110U);
  EXPECT_EQ(At(column.least, column.width, 1), 0b0110U);
  EXPECT_EQ(At(column.most, column.width, 1), 0b100'000'110U);
}

Columns PointsOf(const std::vector<GeoPoint>& points) {
  Columns columns({.has_points = true}, points.size());
  for (const GeoPoint& point : points) columns.Add({}, point);
  columns.Finish();
  return columns;
}

TEST(ColumnsTest, PointsAreOnTheUnitSphere) {
  const Columns columns = PointsOf({{0, 0}, {0, 90}, {90, 0}, {-45, 180}});
  const auto& points = columns.points().points;
  const double half = std::sqrt(0.5);
  const double expected[][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-half, 0, -half}};
  for (size_t i = 0; i < points.size(); ++i) {
    for (size_t axis = 0; axis < 3; ++axis) {
      EXPECT_NEAR(points[i].unit[axis], expected[i][axis], 1e-7) << i;
    }
  }
  EXPECT_FALSE(columns.points().any_unknown);
}

TEST(ColumnsTest, ABlockOfPointsHasItsBoxInCells) {
  std::vector<GeoPoint> points;
  for (int i = 0; i < 64; ++i) {
    points.push_back({.latitude = 50 + 0.1F * static_cast<float>(i), .longitude = 5});
  }
  const Columns columns = PointsOf(points);
  const PointColumn::Axis& axis = columns.points().latitude_axis;
  EXPECT_EQ(axis.least[0], 0);
  EXPECT_EQ(axis.most[1], 255);
  EXPECT_LT(axis.most[0], axis.least[1]);
  for (size_t i = 0; i < points.size(); ++i) {
    const uint8_t* cells = columns.records() + i / 32 * columns.record_bytes() + axis.offset;
    EXPECT_EQ(cells[i % 32], axis.CellOf(points[i].latitude));
    EXPECT_GE(cells[i % 32], axis.least[i / 32]);
    EXPECT_LE(cells[i % 32], axis.most[i / 32]);
  }
  EXPECT_EQ(axis.CellOf(-80), 0) << "clamped to the grid";
  EXPECT_EQ(axis.CellOf(80), 255);
}

TEST(ColumnsTest, ABlockWithAnUnknownPointSpansTheWholeGrid) {
  std::vector<GeoPoint> points(64, {.latitude = 52, .longitude = 6});
  points[1] = {.latitude = 53, .longitude = 7};
  points[40] = {};
  points[41] = {.latitude = 52, .longitude = NAN};
  const Columns columns = PointsOf(points);
  EXPECT_TRUE(columns.points().any_unknown);
  for (const PointColumn::Axis* axis :
       {&columns.points().latitude_axis, &columns.points().longitude_axis}) {
    EXPECT_EQ(axis->least[1], 0);
    EXPECT_EQ(axis->most[1], 255);
  }
  EXPECT_TRUE(std::isnan(columns.points().points[41].latitude)) << "half a point is none";
}

TEST(ColumnsTest, NoDocumentsAreNoTrouble) {
  Columns columns({.kinds = {ColumnKind::kNumber}, .has_points = true}, 0);
  columns.Finish();
  EXPECT_EQ(columns.column(ColumnNumber(0)).greatest, 0U);
  EXPECT_TRUE(columns.points().points.empty());
}

}  // namespace
}  // namespace overstap::matcher
