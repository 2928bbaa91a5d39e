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
T* As(AlignedVector<uint8_t>* bytes) {
  return reinterpret_cast<T*>(bytes->data());
}

template <typename T>
void Narrow(const AlignedVector<uint8_t>& wide, size_t count, AlignedVector<uint8_t>* narrow) {
  narrow->assign(Padded(count) * sizeof(T), 0);
  const auto* from = reinterpret_cast<const uint32_t*>(wide.data());
  for (size_t i = 0; i < count; ++i) As<T>(narrow)[i] = static_cast<T>(from[i]);
}

template <typename T>
void Summarise(ColumnKind kind, size_t count, Column* column) {
  const size_t blocks = BlockCount(count);
  column->least.assign(Padded(blocks) * sizeof(T), 0);
  column->most.assign(Padded(blocks) * sizeof(T), 0);
  const T* values = As<T>(&column->values);
  for (size_t block = 0; block < blocks; ++block) {
    const size_t begin = block * kBlockSize;
    const size_t end = std::min(begin + kBlockSize, count);
    T least = values[begin];
    T most = values[begin];
    for (size_t i = begin + 1; i < end; ++i) {
      if (kind == ColumnKind::kBits) {
        least = static_cast<T>(least & values[i]);
        most = static_cast<T>(most | values[i]);
      } else {
        least = std::min(least, values[i]);
        most = std::max(most, values[i]);
      }
    }
    As<T>(&column->least)[block] = least;
    As<T>(&column->most)[block] = most;
  }
}

// The grid over the known coordinates, each document's cell, and each block's box. `member` is the
// coordinate.
void Summarise(const AlignedVector<PointColumn::Point>& points, float PointColumn::Point::*member,
               PointColumn::Axis* axis) {
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
  axis->cells.assign(Padded(points.size()), 0);
  axis->least.assign(Padded(blocks), static_cast<uint8_t>(kGreatestCell));
  axis->most.assign(Padded(blocks), 0);
  for (size_t i = 0; i < points.size(); ++i) {
    const float degrees = points[i].*member;
    const bool known = !std::isnan(degrees);
    const uint8_t first = known ? axis->CellOf(degrees) : 0;
    const uint8_t last = known ? first : static_cast<uint8_t>(kGreatestCell);
    const size_t block = i / kBlockSize;
    axis->cells[i] = first;
    axis->least[block] = std::min(axis->least[block], first);
    axis->most[block] = std::max(axis->most[block], last);
  }
}

}  // namespace

uint8_t PointColumn::Axis::CellOf(double degrees) const {
  return static_cast<uint8_t>(std::clamp((degrees - origin) / per_cell, 0.0, kGreatestCell));
}

Columns::Columns(const ColumnSchema& schema, size_t document_count)
    : document_count_(document_count),
      columns_(schema.kinds.size()),
      has_points_(schema.has_points) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].kind = schema.kinds[i];
    columns_[i].width = kWidest;
    columns_[i].values.resize(document_count * kWidest);
  }
  if (has_points_) points_.points.reserve(document_count);
}

void Columns::Add(std::span<const uint32_t> values, const GeoPoint& point) {
  assert(values.size() == columns_.size() && added_ < document_count_);
  for (size_t i = 0; i < columns_.size(); ++i)
    As<uint32_t>(&columns_[i].values)[added_] = values[i];
  if (has_points_) AddPoint(point);
  ++added_;
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
  assert(added_ == document_count_);
  for (Column& column : columns_) FinishColumn(&column);
  if (has_points_) FinishPoints();
}

void Columns::FinishColumn(Column* column) const {
  const auto* wide = reinterpret_cast<const uint32_t*>(column->values.data());
  column->greatest = document_count_ == 0 ? 0 : *std::max_element(wide, wide + document_count_);
  column->width = WidthFor(column->greatest);
  WithWidth(column->width, [&](auto type) {
    using T = decltype(type);
    AlignedVector<uint8_t> narrow;
    Narrow<T>(column->values, document_count_, &narrow);
    column->values = std::move(narrow);
    Summarise<T>(column->kind, document_count_, column);
  });
}

void Columns::FinishPoints() {
  Summarise(points_.points, &PointColumn::Point::latitude, &points_.latitude_axis);
  Summarise(points_.points, &PointColumn::Point::longitude, &points_.longitude_axis);
}

size_t Columns::memory_bytes() const {
  size_t bytes = 0;
  for (const Column& column : columns_) {
    bytes += column.values.capacity() + column.least.capacity() + column.most.capacity();
  }
  bytes += points_.points.capacity() * sizeof(PointColumn::Point);
  for (const PointColumn::Axis* axis : {&points_.latitude_axis, &points_.longitude_axis}) {
    bytes += axis->cells.capacity() + axis->least.capacity() + axis->most.capacity();
  }
  return bytes;
}

}  // namespace overstap::matcher
