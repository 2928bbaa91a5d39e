// Per block, of the terms that most of it shares, a bound of each of its documents: the document's
// own weight in 8 bits, rounded up. With them 32 documents are bounded by one look at the block,
// and few of them have their rows read.
//
//   SharedBounds shared;
//   shared.Reserve(blocks, terms);
//   for (block ...) { for (term ...) shared.AddTerm(term); shared.EndBlock(); }
//   shared.Fill(rows, steps);
//   const uint8_t* bounds = shared.bounds(block) + i * kBlockSize;   // of shared.terms(block)[i]
//
// Immutable once filled; then safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_SHARED_BOUNDS_H_
#define OVERSTAP_MATCHER_INDEX_SHARED_BOUNDS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/index/aligned_vector.h"
#include "matcher/index/blocks.h"
#include "matcher/index/rows.h"

namespace overstap::matcher {

class SharedBounds {
 public:
  // `terms`: of all blocks together.
  void Reserve(size_t blocks, size_t terms) {
    begin_.reserve(blocks + 1);
    terms_.reserve(terms + kReadBeyond);
  }
  void AddTerm(uint16_t term) { terms_.push_back(term); }
  void EndBlock() { begin_.push_back(static_cast<uint32_t>(terms_.size())); }
  // After the last block. `steps` is by term the unit of bounds: a weight w is held as ⌈w / step⌉,
  // at most 255.
  void Fill(const Rows& rows, std::span<const uint32_t> steps);

  // In no order. Some more can be read beyond the last one.
  std::span<const uint16_t> terms(size_t block) const {
    return {terms_.data() + begin_[block], begin_[block + 1] - begin_[block]};
  }
  // For each of the terms kBlockSize bounds, by document; 0 for those without it.
  const uint8_t* bounds(size_t block) const {
    return bounds_.data() + kBlockSize * size_t{begin_[block]};
  }
  [[gnu::always_inline]] void PrefetchTerms(size_t block) const {
    PrefetchBytes(terms(block).data(), terms(block).size_bytes());
  }
  size_t memory_bytes() const;

 private:
  // Vectors may be loaded from any term on.
  static constexpr size_t kReadBeyond = 64;

  std::vector<uint32_t> begin_ = {0};  // by block, and where the last one ends
  AlignedVector<uint16_t> terms_;
  AlignedVector<uint8_t> bounds_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SHARED_BOUNDS_H_
