// The values that conditions ask about: per column one value a document, as narrow as they allow,
// and per block their bounds.
//
//   Columns columns(schema, document_count);
//   for (...) columns.Add(values, point);      // in the order of the index
//   columns.Finish();
//
// Immutable once finished; then safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_COLUMNS_H_
#define OVERSTAP_MATCHER_INDEX_COLUMNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "matcher/index/aligned_vector.h"
#include "matcher/index/blocks.h"
#include "matcher/index/condition.h"

namespace overstap::matcher {

enum class ColumnKind : uint8_t { kNumber, kBits };

// WGS84 degrees; NaN: not known.
struct GeoPoint {
  float latitude = std::numeric_limits<float>::quiet_NaN();
  float longitude = std::numeric_limits<float>::quiet_NaN();
};

// What each document has.
struct ColumnSchema {
  std::vector<ColumnKind> kinds;  // by ColumnNumber
  bool has_points = false;
};

// One column: `width` bytes a value, little more than the machine's own order. Its values stand in
// the blocks' records, see Columns. `least` and `most` hold one value a block: the smallest and the
// greatest number, or the bits that all and that any of the block's documents have. Padded to whole
// groups of blocks.
struct Column {
  ColumnKind kind = ColumnKind::kNumber;
  uint8_t width = 1;  // 1, 2 or 4
  uint32_t greatest = 0;
  uint32_t offset = 0;  // bytes into a record
  AlignedVector<uint8_t> least;
  AlignedVector<uint8_t> most;
};

// Points as unit vectors, so that distance is a chord and needs no trigonometry, with the degrees
// for those that are too near to the limit to tell; and as cells of a grid, so that a disc's box is
// a test on bytes, of blocks and of documents.
struct PointColumn {
  static constexpr int kAxes = 3;
  struct Point {
    float unit[kAxes] = {};
    float latitude = 0;
    float longitude = 0;
  };
  // A side of the box in cells, as a column of its own.
  struct Axis {
    uint32_t offset = 0;           // of a byte a document in a record; 0 for an unknown point
    AlignedVector<uint8_t> least;  // by block; a block with an unknown point spans the whole grid
    AlignedVector<uint8_t> most;
    double origin = 0;    // degrees
    double per_cell = 1;  // degrees

    // The cell of a coordinate, clamped to the grid.
    uint8_t CellOf(double degrees) const;
  };

  AlignedVector<Point> points;
  Axis latitude_axis;
  Axis longitude_axis;
  bool any_unknown = false;
};

class Columns {
 public:
  Columns() = default;
  Columns(const ColumnSchema& schema, size_t document_count);

  // The next document: one value per column of the schema, and its point where there are any.
  void Add(std::span<const uint32_t> values, const GeoPoint& point);
  // After the last one.
  void Finish();

  // A block's record: of each column the 32 values in a row (0 beyond the last document), then the
  // points' cells. Side by side, since a search asks for most of them or for none.
  const uint8_t* records() const { return records_.data(); }
  size_t record_bytes() const { return record_bytes_; }
  uint32_t ValueAt(const Column& column, size_t document) const {
    const uint8_t* values = records() + document / kBlockSize * record_bytes() + column.offset;
    return NumberAt(values, column.width, document % kBlockSize);
  }
  // The number at a place among numbers of 1, 2 or 4 bytes.
  static uint32_t NumberAt(const uint8_t* numbers, uint8_t width, size_t at);

  const Column& column(ColumnNumber number) const { return columns_[number.value()]; }
  size_t column_count() const { return columns_.size(); }
  bool has_points() const { return has_points_; }
  const PointColumn& points() const { return points_; }
  size_t memory_bytes() const;

 private:
  void AddPoint(const GeoPoint& point);
  void FinishColumn(std::span<const uint32_t> values, Column* column);
  void FinishPoints();

  size_t document_count_ = 0;
  std::vector<std::vector<uint32_t>> added_;  // by column; empty once finished
  std::vector<Column> columns_;
  size_t record_bytes_ = 0;
  AlignedVector<uint8_t> records_;
  bool has_points_ = false;
  PointColumn points_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_COLUMNS_H_
