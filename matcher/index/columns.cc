#include "matcher/index/columns.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numbers>

namespace overstap::matcher {
namespace {

constexpr uint8_t kWidest = 4;
constexpr double kGreatestCell = 255;
constexpr double kRadiansPerDegree = std::numbers::pi / 180;

size_t Padded(size_t count) { return BlockCount(count) * kBlockSize; }

// Calls use(T{}) with the unsigned type of that width.
template <typename Use>
void WithWidth(uint8_t width, Use use) {
  switch (width) {
    case sizeof(uint8_t):
      return use(uint8_t{});
    case sizeof(uint16_t):
      return use(uint16_t{});
    default:
      return use(uint32_t{});
  }
}

uint8_t WidthFor(uint32_t greatest) {
  if (greatest <= std::numeric_limits<uint8_t>::max()) return sizeof(uint8_t);
  if (greatest <= std::numeric_limits<uint16_t>::max()) return sizeof(uint16_t);
  return kWidest;
}

template <typename T>
T* As(uint8_t* bytes) {
  return reinterpret_cast<T*>(bytes);
}

template <typename T>
void Summarise(std::span<const uint32_t> values, Column* column) {
  const size_t blocks = BlockCount(values.size());
  column->least.assign(Padded(blocks) * sizeof(T), 0);
  column->most.assign(Padded(blocks) * sizeof(T), 0);
  for (size_t block = 0; block < blocks; ++block) {
    const size_t begin = block * kBlockSize;
    const size_t end = std::min(begin + kBlockSize, values.size());
    uint32_t least = values[begin];
    uint32_t most = values[begin];
    for (size_t i = begin + 1; i < end; ++i) {
      if (column->kind == ColumnKind::kBits) {
        least &= values[i];
        most |= values[i];
      } else {
        least = std::min(least, values[i]);
        most = std::max(most, values[i]);
      }
    }
    As<T>(column->least.data())[block] = static_cast<T>(least);
    As<T>(column->most.data())[block] = static_cast<T>(most);
  }
}

// The grid over the known coordinates, each document's cell (cells(document)), and each block's
// box. `member` is the coordinate.
template <typename Cells>
void Summarise(const AlignedVector<PointColumn::Point>& points, float PointColumn::Point::*member,
               Cells cells, PointColumn::Axis* axis) {
  float least = 0;
  float most = 0;
  bool any = false;
  for (const PointColumn::Point& point : points) {
    const float degrees = point.*member;
    if (std::isnan(degrees)) continue;
    least = any ? std::min(least, degrees) : degrees;
    most = any ? std::max(most, degrees) : degrees;
    any = true;
  }
  axis->origin = least;
  axis->per_cell = most > least ? (double{most} - least) / kGreatestCell : 1;
  const size_t blocks = BlockCount(points.size());
  axis->least.assign(Padded(blocks), static_cast<uint8_t>(kGreatestCell));
  axis->most.assign(Padded(blocks), 0);
  for (size_t i = 0; i < points.size(); ++i) {
    const float degrees = points[i].*member;
    const bool known = !std::isnan(degrees);
    const uint8_t first = known ? axis->CellOf(degrees) : 0;
    const uint8_t last = known ? first : static_cast<uint8_t>(kGreatestCell);
    const size_t block = i / kBlockSize;
    cells(i) = first;
    axis->least[block] = std::min(axis->least[block], first);
    axis->most[block] = std::max(axis->most[block], last);
  }
}

}  // namespace

uint8_t PointColumn::Axis::CellOf(double degrees) const {
  return static_cast<uint8_t>(std::clamp((degrees - origin) / per_cell, 0.0, kGreatestCell));
}

uint32_t Columns::NumberAt(const uint8_t* numbers, uint8_t width, size_t at) {
  uint32_t number = 0;
  WithWidth(width,
            [&](auto type) { number = reinterpret_cast<const decltype(type)*>(numbers)[at]; });
  return number;
}

Columns::Columns(const ColumnSchema& schema, size_t document_count)
    : document_count_(document_count),
      added_(schema.kinds.size()),
      columns_(schema.kinds.size()),
      has_points_(schema.has_points) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].kind = schema.kinds[i];
    added_[i].reserve(document_count);
  }
  if (has_points_) points_.points.reserve(document_count);
}

void Columns::Add(std::span<const uint32_t> values, const GeoPoint& point) {
  assert(values.size() == columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) added_[i].push_back(values[i]);
  if (has_points_) AddPoint(point);
}

void Columns::AddPoint(const GeoPoint& point) {
  if (std::isnan(point.latitude) || std::isnan(point.longitude)) {
    constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
    points_.points.push_back({{kUnknown, kUnknown, kUnknown}, kUnknown, kUnknown});
    points_.any_unknown = true;
    return;
  }
  const double latitude = point.latitude * kRadiansPerDegree;
  const double longitude = point.longitude * kRadiansPerDegree;
  points_.points.push_back({{static_cast<float>(std::cos(latitude) * std::cos(longitude)),
                             static_cast<float>(std::cos(latitude) * std::sin(longitude)),
                             static_cast<float>(std::sin(latitude))},
                            point.latitude,
                            point.longitude});
}

void Columns::Finish() {
  const auto place = [this](uint8_t width) {
    const size_t offset = record_bytes_;
    record_bytes_ += kBlockSize * width;
    return static_cast<uint32_t>(offset);
  };
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::vector<uint32_t>& values = added_[i];
    assert(values.size() == document_count_);
    Column& column = columns_[i];
    column.greatest = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
    column.width = WidthFor(column.greatest);
    column.offset = place(column.width);
  }
  if (has_points_) {
    points_.latitude_axis.offset = place(sizeof(uint8_t));
    points_.longitude_axis.offset = place(sizeof(uint8_t));
  }
  records_.assign(BlockCount(document_count_) * record_bytes_, 0);
  for (size_t i = 0; i < columns_.size(); ++i) FinishColumn(added_[i], &columns_[i]);
  added_.clear();
  if (has_points_) FinishPoints();
}

void Columns::FinishColumn(std::span<const uint32_t> values, Column* column) {
  WithWidth(column->width, [&](auto type) {
    using T = decltype(type);
    for (size_t i = 0; i < values.size(); ++i) {
      uint8_t* record = records_.data() + i / kBlockSize * record_bytes_;
      As<T>(record + column->offset)[i % kBlockSize] = static_cast<T>(values[i]);
    }
    Summarise<T>(values, column);
  });
}

void Columns::FinishPoints() {
  const auto finish = [this](float PointColumn::Point::*member, PointColumn::Axis* axis) {
    const auto cells = [&](size_t document) -> uint8_t& {
      uint8_t* record = records_.data() + document / kBlockSize * record_bytes_;
      return record[axis->offset + document % kBlockSize];
    };
    Summarise(points_.points, member, cells, axis);
  };
  finish(&PointColumn::Point::latitude, &points_.latitude_axis);
  finish(&PointColumn::Point::longitude, &points_.longitude_axis);
}

size_t Columns::memory_bytes() const {
  size_t bytes = records_.capacity();
  for (const Column& column : columns_) {
    bytes += column.least.capacity() + column.most.capacity();
  }
  bytes += points_.points.capacity() * sizeof(PointColumn::Point);
  for (const PointColumn::Axis* axis : {&points_.latitude_axis, &points_.longitude_axis}) {
    bytes += axis->least.capacity() + axis->most.capacity();
  }
  return bytes;
}

}  // namespace overstap::matcher
