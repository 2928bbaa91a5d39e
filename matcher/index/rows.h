// The documents' own vectors, one after another: what a document is scored by.
//
//   Rows rows;
//   rows.Reserve(documents, entries);
//   rows.Add(terms);
//   for (size_t i = 0; i < rows.terms(document).size(); ++i) ...
//
// Immutable once filled; then safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_ROWS_H_
#define OVERSTAP_MATCHER_INDEX_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/index/aligned_vector.h"

namespace overstap::matcher {

class Rows {
 public:
  // Terms fit in 16 bits: ESCO has some 13,900 skills, and a region's qualifications come on top.
  static constexpr size_t kMostTerms = size_t{1} << 16;

  // `entries`: of all documents; an estimate does.
  void Reserve(size_t documents, size_t entries) {
    begin_.reserve(documents + 1);
    units_.reserve(2 * entries + kReadBeyond);
  }
  // After the last one.
  void Finish() {
    units_.resize(units_.size() + kReadBeyond);
    // Much more than an estimate would have it: it grew by doubling.
    constexpr size_t kMostUnused = 8;
    if (units_.capacity() - units_.size() > units_.size() / kMostUnused) units_.shrink_to_fit();
  }
  void Add(std::span<const WeightedTerm> terms) {
    const size_t begin = units_.size();
    units_.resize(begin + 2 * terms.size());
    uint16_t* row = units_.data() + begin;
    for (size_t i = 0; i < terms.size(); ++i) {
      row[i] = static_cast<uint16_t>(terms[i].term.value());
      row[i + terms.size()] = terms[i].value.units();
    }
    begin_.push_back(begin_.back() + static_cast<uint32_t>(terms.size()));
  }

  size_t size() const { return begin_.size() - 1; }
  std::span<const uint16_t> terms(size_t document) const {
    return {units_.data() + 2 * size_t{begin_[document]}, length(document)};
  }
  std::span<const uint16_t> weights(size_t document) const {
    return {units_.data() + 2 * size_t{begin_[document]} + length(document), length(document)};
  }

  // Brings nearer where the row is, and then the row.
  [[gnu::always_inline]] void PrefetchBegin(size_t document) const {
    __builtin_prefetch(&begin_[document]);
  }
  [[gnu::always_inline]] void Prefetch(size_t document) const {
    PrefetchBytes(terms(document).data(), 2 * sizeof(uint16_t) * length(document));
  }
  size_t memory_bytes() const {
    // What is reserved beyond the last row is never touched.
    return begin_.capacity() * sizeof(begin_[0]) + units_.size() * sizeof(units_[0]);
  }

 private:
  // Vectors may be loaded from any entry on.
  static constexpr size_t kReadBeyond = 64;

  size_t length(size_t document) const { return begin_[document + 1] - begin_[document]; }

  std::vector<uint32_t> begin_ = {0};  // in entries
  AlignedVector<uint16_t> units_;      // per document its terms, ascending, then their weights
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_ROWS_H_
