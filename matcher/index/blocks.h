// How a segment's documents are cut: in blocks of 32, whose bits fill one word.
//
//   BlockBits all = FirstBits(document_count - block * kBlockSize);
//
// Values; safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_BLOCKS_H_
#define OVERSTAP_MATCHER_INDEX_BLOCKS_H_

#include <cstddef>
#include <cstdint>

namespace overstap::matcher {

// One bit per document of a block, or per block of a group of blocks.
using BlockBits = uint32_t;
// Chosen by measurement, see DESIGN.md here: 16 doubles the work on bounds, 64 the documents that
// are scored in vain.
inline constexpr size_t kBlockSize = 32;

constexpr size_t BlockCount(size_t document_count) {
  return (document_count + kBlockSize - 1) / kBlockSize;
}

// The bits of the first `count` members, where `count` is what is left after those before.
constexpr BlockBits FirstBits(size_t count) {
  return count >= kBlockSize ? ~BlockBits{0} : (BlockBits{1} << count) - 1;
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_BLOCKS_H_
