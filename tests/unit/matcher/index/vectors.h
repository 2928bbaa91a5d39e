// Sparse vectors, and rows of them, for tests of the index.
//
//   SparseVector vector = Vector({{1, 7}, {3, 9}});
//   Rows rows = RowsOf({vector});
#ifndef OVERSTAP_TESTS_UNIT_MATCHER_INDEX_VECTORS_H_
#define OVERSTAP_TESTS_UNIT_MATCHER_INDEX_VECTORS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "matcher/index/rows.h"

namespace overstap::matcher {

// Of (term, units), ascending by term.
inline SparseVector Vector(const std::vector<std::pair<uint32_t, uint16_t>>& terms) {
  SparseVector vector;
  for (const auto& [term, value] : terms) vector.push_back({TermNumber(term), Share(value)});
  return vector;
}

inline Rows RowsOf(const std::vector<SparseVector>& vectors) {
  Rows rows;
  for (const SparseVector& vector : vectors) rows.Add(vector);
  rows.Finish();
  return rows;
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_UNIT_MATCHER_INDEX_VECTORS_H_
