// Random segments with columns of every width, points and vectors, random searches of them, and the
// answer by looking at every document.
//
//   RandomSegment segment({.documents = 3'000}, &random);
//   RandomSearch search = segment.Search(&random);
//   EXPECT_EQ(segment.Find(search), segment.Scan(search));
//
// The same seed gives the same values. Belongs to one thread.
#ifndef OVERSTAP_TESTS_PROPERTY_RANDOM_SEGMENT_H_
#define OVERSTAP_TESTS_PROPERTY_RANDOM_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "matcher/index/segment_index.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {

// Whether a document with these values and this point meets a condition, as
// matcher/index/condition.h says it in words.
bool Meets(std::span<const uint32_t> values, const GeoPoint& point, const Condition& condition);

enum class VectorKind : uint8_t {
  kFewValues,   // so that many scores tie
  kEscoLike,    // 20 to 90 terms of thousands, frequent ones much more frequent
  kVeryLong,    // 500 terms
  kFullWeight,  // few terms of the greatest weight
};

struct SegmentShape {
  uint32_t documents = 0;
  VectorKind vectors = VectorKind::kFewValues;
};

struct RandomSearch {
  SparseVector terms;
  std::vector<Condition> conditions;
  std::set<uint32_t> refused;  // positions
  bool with_gone = true;
  size_t k = 0;
  Score min_score = 0;
  std::optional<Cursor> after;
};

// Score, creation number, position as given.
using Found = std::tuple<Score, CreationNumber, uint32_t>;

class RandomSegment {
 public:
  RandomSegment(const SegmentShape& shape, RandomSource* random);

  RandomSearch Search(RandomSource* random) const;
  // By the index.
  std::vector<Found> Find(const RandomSearch& search) const;
  // By the definition.
  std::vector<Found> Scan(const RandomSearch& search) const;

  // How often conditions let a document pass and did not, in Scan.
  size_t passed() const { return passed_; }
  size_t failed() const { return failed_; }

 private:
  SparseVector RandomVector(RandomSource* random) const;
  GeoPoint RandomPoint(RandomSource* random) const;
  Condition RandomCondition(RandomSource* random) const;
  Disc RandomDisc(RandomSource* random) const;
  uint32_t term_count() const;

  SegmentShape shape_;
  ColumnSchema schema_;
  int area_ = 0;
  bool all_points_known_ = false;
  std::vector<SparseVector> vectors_;  // by position
  std::vector<uint64_t> creations_;
  std::vector<std::vector<uint32_t>> values_;
  std::vector<GeoPoint> points_;
  SegmentIndex index_;
  std::vector<uint32_t> order_;
  GoneSet gone_;
  std::set<uint32_t> gone_positions_;
  mutable size_t passed_ = 0;
  mutable size_t failed_ = 0;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_PROPERTY_RANDOM_SEGMENT_H_
