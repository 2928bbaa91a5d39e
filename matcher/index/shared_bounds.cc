#include "matcher/index/shared_bounds.h"

#include <algorithm>

namespace overstap::matcher {

void SharedBounds::Fill(const Rows& rows, std::span<const uint32_t> steps) {
  bounds_.resize(kBlockSize * terms_.size());
  std::vector<uint16_t> positions(steps.size());  // of the block's terms, from 1 on
  for (size_t block = 0; block + 1 < begin_.size(); ++block) {
    const std::span<const uint16_t> of_block = terms(block);
    for (size_t i = 0; i < of_block.size(); ++i) {
      positions[of_block[i]] = static_cast<uint16_t>(i + 1);
    }
    uint8_t* const bounds_of_block = bounds_.data() + kBlockSize * size_t{begin_[block]};
    const size_t begin = block * kBlockSize;
    const size_t end = std::min(begin + kBlockSize, rows.size());
    for (size_t document = begin; document < end; ++document) {
      const auto row_terms = rows.terms(document);
      const auto row_weights = rows.weights(document);
      for (size_t i = 0; i < row_terms.size(); ++i) {
        const size_t position = positions[row_terms[i]];
        if (position == 0) continue;
        const uint32_t step = steps[row_terms[i]];
        bounds_of_block[(position - 1) * kBlockSize + (document - begin)] =
            static_cast<uint8_t>((row_weights[i] + step - 1) / step);
      }
    }
    for (const uint16_t term : of_block) positions[term] = 0;
  }
  terms_.resize(terms_.size() + kReadBeyond);
}

size_t SharedBounds::memory_bytes() const {
  return begin_.capacity() * sizeof(begin_[0]) + terms_.capacity() * sizeof(terms_[0]) +
         bounds_.capacity();
}

}  // namespace overstap::matcher
