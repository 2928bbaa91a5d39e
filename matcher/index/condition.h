// What a query asks of a document's columns. A rule is one declaration here; the search knows only
// these kinds, and checks each on whole blocks before it looks at single documents.
//
//   std::vector<Condition> conditions = {
//       Condition::AtMost(kEducation, 4), Condition::AnyOf(kSector, 0b101),
//       Condition::Within({.latitude = 51.98, .longitude = 5.91, .km = 25})};
//
// All conditions hold for a result. A column says with a value of its own what a document leaves
// open: one that passes (0 for a demanded level, the greatest number for one that is offered, every
// bit for a set), so that the unknown passes unless a condition on the bits that say "unknown" asks
// otherwise. Values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_CONDITION_H_
#define OVERSTAP_MATCHER_INDEX_CONDITION_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "matcher/index/number_set.h"
#include "matcher/model/ids.h"

namespace overstap::matcher {

// Which of a document's values, dense from 0.
using ColumnNumber = Number<struct ColumnTag, uint8_t>;

// A disc on the Earth: great-circle kilometres (haversine) around WGS84 degrees.
struct Disc {
  double latitude = 0;
  double longitude = 0;
  double km = 0;
};

struct Condition {
  enum class Kind : uint8_t { kAtMost, kAtLeast, kAnyOf, kNoneOf, kIn, kWithin, kWithinOwn };

  // value <= bound.
  static Condition AtMost(ColumnNumber column, uint32_t bound) {
    return {.kind = Kind::kAtMost, .column = column, .operand = bound};
  }
  // value >= bound.
  static Condition AtLeast(ColumnNumber column, uint32_t bound) {
    return {.kind = Kind::kAtLeast, .column = column, .operand = bound};
  }
  // Any of these bits is set; of a column of bits.
  static Condition AnyOf(ColumnNumber column, uint32_t bits) {
    return {.kind = Kind::kAnyOf, .column = column, .operand = bits};
  }
  // None of these bits is set; of a column of bits.
  static Condition NoneOf(ColumnNumber column, uint32_t bits) {
    return {.kind = Kind::kNoneOf, .column = column, .operand = bits};
  }
  // The value is in the set.
  static Condition In(ColumnNumber column, std::shared_ptr<const NumberSet> set) {
    return {.kind = Kind::kIn, .column = column, .set = std::move(set)};
  }
  // The document's point lies in the disc; one without a point passes.
  static Condition Within(const Disc& disc) { return {.kind = Kind::kWithin, .disc = disc}; }
  // The same with a radius of the document's own, in kilometres, that a column of numbers holds.
  static Condition WithinOwn(double latitude, double longitude, ColumnNumber km) {
    return {.kind = Kind::kWithinOwn,
            .column = km,
            .disc = {.latitude = latitude, .longitude = longitude}};
  }

  Kind kind = Kind::kAtMost;
  ColumnNumber column{};
  uint32_t operand = 0;
  std::shared_ptr<const NumberSet> set{};
  Disc disc{};
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_CONDITION_H_
