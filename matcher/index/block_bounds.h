// Per block and term the greatest weight of any document of the block, in 8 bits, rounded up: from
// them a bound on the score of every document, for all blocks at once.
//
//   BlockBounds bounds(rows, term_count);
//   std::vector<uint16_t> sums(bounds.sum_count());
//   for (const BlockBounds::Dense& window : bounds.dense(term)) ...  // adds to 256 sums in a row
//   for (const uint32_t posting : bounds.loose(term)) ...            // adds to the sum PlaceOf it
//
// A term that documents of every quarter of a block have bounds the block; another bounds only the
// quarters where it is, else the stray skills of 32 documents add up to a bound that none of them
// comes near. A document's bound is the sum of its block and of its quarter. Of the terms that
// bound a block, single documents have bounds as well: shared().
//
// A term's bounds are held by windows of 256 sums: as 256 bytes where the window is well filled
// (blocks of like documents share their skills), as single postings elsewhere. The dense ones are
// added up by vector instructions, and those of blocks that no filter lets through are skipped.
//
// Immutable; safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_BLOCK_BOUNDS_H_
#define OVERSTAP_MATCHER_INDEX_BLOCK_BOUNDS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/index/aligned_vector.h"
#include "matcher/index/blocks.h"
#include "matcher/index/rows.h"
#include "matcher/index/shared_bounds.h"

namespace overstap::matcher {

class BlockBounds {
 public:
  static constexpr size_t kWindow = 256;  // sums
  // Sums are numbered in 24 bits.
  static constexpr size_t kMostBlocks = size_t{1} << 16;
  static constexpr size_t kQuarters = 4;  // of a block
  static constexpr size_t kQuarterSize = kBlockSize / kQuarters;

  // A run of the bounds of one kind.
  struct Extent {
    uint32_t begin = 0;
    uint32_t end = 0;
    bool empty() const { return begin == end; }
  };
  // A term's.
  struct Extents {
    Extent dense;
    Extent loose;
    bool empty() const { return dense.empty() && loose.empty(); }
  };
  // A well filled window of a term.
  struct Dense {
    uint32_t window = 0;  // its first sum is kWindow times this
    uint32_t row = 0;     // of dense_row
  };

  BlockBounds() = default;
  // At most kMostBlocks blocks of documents.
  BlockBounds(const Rows& rows, size_t term_count);

  size_t term_count() const { return terms_.empty() ? 0 : terms_.size() - 1; }
  // The unit of a term's bounds: a weight w is held as ⌈w / step⌉, at most 255. At least 1.
  uint32_t step(size_t term) const { return terms_[term].step; }
  // Where they stand, for whoever asks for them more than once.
  Extents extents(size_t term) const {
    return {.dense = {terms_[term].dense_begin, terms_[term + 1].dense_begin},
            .loose = {terms_[term].loose_begin, terms_[term + 1].loose_begin}};
  }
  std::span<const Dense> dense(Extent of) const {
    return {dense_.data() + of.begin, of.end - of.begin};
  }
  std::span<const Dense> dense(size_t term) const { return dense(extents(term).dense); }
  // kWindow bounds.
  const uint8_t* dense_row(size_t row) const { return dense_rows_.data() + kWindow * row; }
  // The term's postings elsewhere, each a bound of one sum. Some more can be read beyond the last.
  std::span<const uint32_t> loose(Extent of) const {
    return {loose_.data() + of.begin, of.end - of.begin};
  }
  std::span<const uint32_t> loose(size_t term) const { return loose(extents(term).loose); }
  static constexpr int kBoundBits = 8;
  static constexpr uint32_t PlaceOf(uint32_t posting) { return posting >> kBoundBits; }
  static constexpr uint32_t BoundOf(uint32_t posting) { return posting & kGreatestBound; }

  // Sums: one a block, whole windows of them; then per 32 blocks (a group) and quarter 32 in a row.
  size_t sum_count() const { return first_quarter_ * (1 + kQuarters); }
  // The 32 sums of a quarter of a group's blocks; those of the group's other quarters follow.
  size_t PlaceOfQuarters(size_t group) const {
    return first_quarter_ + group * kQuarters * kBlockSize;
  }
  size_t PlaceOfQuarter(size_t block, size_t quarter) const {
    return PlaceOfQuarters(block / kBlockSize) + quarter * kBlockSize + block % kBlockSize;
  }
  // The two windows, of blocks and of quarters, that hold a group's sums.
  static size_t WindowOfBlocks(size_t group) { return group * kBlockSize / kWindow; }
  size_t WindowOfQuarters(size_t group) const { return PlaceOfQuarters(group) / kWindow; }

  // Of the terms that bound blocks, in the same steps.
  const SharedBounds& shared() const { return shared_; }

  // These bring nearer what is asked soon.
  [[gnu::always_inline]] void PrefetchExtents(size_t term) const {
    __builtin_prefetch(terms_.data() + term);
  }
  [[gnu::always_inline]] void PrefetchRow(size_t row) const {
    PrefetchBytes(dense_row(row), kWindow);
  }
  [[gnu::always_inline]] void PrefetchLoose(Extent of) const {
    constexpr size_t kMostBytes = 512;
    PrefetchBytes(loose(of).data(), std::min(kMostBytes, loose(of).size_bytes()));
  }
  size_t memory_bytes() const;

 private:
  // Vectors may be loaded from any posting on.
  static constexpr size_t kReadBeyond = 64;
  static constexpr uint32_t kGreatestBound = 255;

  struct Term {
    uint32_t dense_begin = 0;
    uint32_t loose_begin = 0;
    uint32_t step = 1;
  };
  class Runs;
  struct Parts;
  // Where each term's bounds begin, its step, and all room; nothing grows afterwards.
  void MakeRoom(const Parts& parts, size_t term_count);
  // Bounds of blocks or of quarters, place_of(run) the sum of each run. `next` is by term where the
  // next of its bounds goes.
  template <typename PlaceOfRun>
  void AddWindows(const Runs& runs, PlaceOfRun place_of, std::vector<Term>* next);

  size_t first_quarter_ = 0;  // a multiple of kWindow: blocks, padded
  std::vector<Term> terms_;   // and one more, where the last one ends
  std::vector<Dense> dense_;
  AlignedVector<uint8_t> dense_rows_;
  AlignedVector<uint32_t> loose_;
  SharedBounds shared_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_BLOCK_BOUNDS_H_
