// Per block and term the greatest weight of any document of the block, in 8 bits, rounded up: from
// them a bound on the score of every document of a block, for all blocks at once.
//
//   BlockBounds bounds(rows, term_count);
//   for (const BlockBounds::Dense& window : bounds.dense(term)) ...
//   for (size_t i = 0; i < bounds.loose(term).count; ++i) ...
//
// A term's blocks are held by windows of 256: as 256 bytes where the window is well filled (blocks
// of like documents share their skills), as single postings elsewhere. The dense ones are added up
// by vector instructions, and whole windows that no filter lets through are skipped.
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

namespace overstap::matcher {

class BlockBounds {
 public:
  static constexpr size_t kWindow = 256;  // blocks
  // Blocks are numbered in 16 bits.
  static constexpr size_t kMostBlocks = size_t{1} << 16;

  // A well filled window of a term.
  struct Dense {
    uint32_t window = 0;
    uint32_t row = 0;  // of dense_row
  };

  BlockBounds() = default;
  // At most kMostBlocks blocks of documents.
  BlockBounds(const Rows& rows, size_t term_count);

  size_t term_count() const { return terms_.empty() ? 0 : terms_.size() - 1; }
  // The unit of a term's bounds: a weight w is held as ⌈w / step⌉, at most 255. At least 1.
  uint32_t step(size_t term) const { return terms_[term].step; }
  std::span<const Dense> dense(size_t term) const {
    return {dense_.data() + terms_[term].dense_begin,
            terms_[term + 1].dense_begin - terms_[term].dense_begin};
  }
  // kWindow bounds.
  const uint8_t* dense_row(const Dense& window) const {
    return dense_rows_.data() + kWindow * size_t{window.row};
  }
  void PrefetchRow(const Dense& window) const {
    const uint8_t* row = dense_row(window);
    for (size_t at = 0; at < kWindow; at += kCacheLineBytes) __builtin_prefetch(row + at);
  }
  // The term's postings elsewhere: `count` blocks, ascending, and their bounds.
  struct Loose {
    size_t count = 0;
    const uint16_t* blocks = nullptr;
    const uint8_t* bounds = nullptr;
  };
  Loose loose(size_t term) const {
    const uint8_t* begin = loose_.data() + kLooseUnit * size_t{terms_[term].loose_begin};
    const size_t count = terms_[term].loose_count;
    return {count, reinterpret_cast<const uint16_t*>(begin), begin + count * sizeof(uint16_t)};
  }
  // Brings the term's bounds nearer, if they are few.
  void Prefetch(size_t term) const {
    const Dense* windows = dense_.data() + terms_[term].dense_begin;
    __builtin_prefetch(windows);
    const uint8_t* loose = loose_.data() + kLooseUnit * size_t{terms_[term].loose_begin};
    const size_t bytes = std::min<size_t>(terms_[term].loose_count * kPostingBytes, kPrefetchBytes);
    for (size_t at = 0; at < bytes; at += kCacheLineBytes) __builtin_prefetch(loose + at);
  }
  size_t memory_bytes() const;

 private:
  // A term's postings begin at a multiple of this many bytes.
  static constexpr size_t kLooseUnit = 4;
  static constexpr size_t kPostingBytes = sizeof(uint16_t) + sizeof(uint8_t);
  static constexpr size_t kPrefetchBytes = 512;

  // One cache line holds four.
  struct Term {
    uint32_t dense_begin = 0;
    uint32_t loose_begin = 0;
    uint32_t loose_count = 0;
    uint32_t step = 1;
  };
  struct Postings;
  void AddTerm(std::span<const uint16_t> blocks, std::span<const uint16_t> greatest);

  AlignedVector<Term> terms_;  // and one more, where the last one ends
  std::vector<Dense> dense_;
  AlignedVector<uint8_t> dense_rows_;
  AlignedVector<uint8_t> loose_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_BLOCK_BOUNDS_H_
