// What a search works on, kept from one to the next so that it allocates nothing.
//
//   thread_local SearchWorkspace workspace;
//
// Belongs to one search at a time.
#ifndef OVERSTAP_MATCHER_INDEX_SEARCH_WORKSPACE_H_
#define OVERSTAP_MATCHER_INDEX_SEARCH_WORKSPACE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "matcher/index/aligned_vector.h"
#include "matcher/index/blocks.h"

namespace overstap::matcher {

// A condition on 32 values in a row, of documents (then `low` and `high` are the same) or of blocks
// (the bounds of their documents' values).
struct LaneTest {
  enum class Kind : uint8_t { kRange, kAnyOf, kNoneOf };
  Kind kind = Kind::kRange;
  uint8_t width = 1;             // bytes a value
  uint32_t first = 0;            // of a range; of the other kinds the bits
  uint32_t last = 0;             // of a range
  const uint8_t* low = nullptr;  // of the first 32 values
  const uint8_t* high = nullptr;
  size_t stride = 0;  // bytes from 32 values to the next; of bytes LaneTests knows it
};

// One side of a range of bytes.
struct ByteLimit {
  const uint8_t* values = nullptr;  // of the first 32
  uint8_t limit = 0;
};

// Tests by how they are carried out: on bytes all at once, on wider values one by one.
struct LaneTests {
  size_t byte_stride = 0;  // the same for all tests on bytes
  std::vector<ByteLimit> at_most;
  std::vector<ByteLimit> at_least;
  std::vector<LaneTest> byte_bits;
  std::vector<LaneTest> wider;

  void Clear(size_t stride) {
    byte_stride = stride;
    at_most.clear();
    at_least.clear();
    byte_bits.clear();
    wider.clear();
  }
  void Add(const LaneTest& test) {
    if (test.width > sizeof(uint8_t)) {
      wider.push_back(test);
    } else if (test.kind != LaneTest::Kind::kRange) {
      byte_bits.push_back(test);
    } else {
      AddSides(test);
    }
  }

 private:
  void AddSides(const LaneTest& test) {
    if (test.last < std::numeric_limits<uint8_t>::max()) {
      at_most.push_back({test.low, static_cast<uint8_t>(test.last)});
    }
    if (test.first > 0) {
      at_least.push_back({test.high, static_cast<uint8_t>(test.first)});
    }
  }
};

// A row of bounds to be added up: by a window's number or a place among a block's shared terms.
struct BoundRow {
  uint32_t row = 0;
  uint16_t weight = 0;
};

// Documents that wait to be bounded one by one, so that their bounds come nearer.
struct WaitingBlock {
  uint32_t block = 0;
  BlockBits documents = 0;
  std::vector<BoundRow> rows;  // of the block's shared bounds; the first `row_count`
  size_t row_count = 0;
};

struct SearchWorkspace {
  std::vector<BlockBits> open;       // by 32 blocks
  std::vector<uint8_t> open_window;  // of sums, see BlockBounds: whether there is an open block
  std::vector<BoundRow> rows;        // of open windows, by window
  std::vector<uint32_t> row_ends;    // by window: where its rows end
  AlignedVector<uint16_t> sums;      // of open windows alone
  AlignedVector<uint16_t> reach;     // by block: what its sum and the greatest quarter's come to
  AlignedVector<uint16_t> most;      // by 32 blocks: no block that is left reaches more
  LaneTests of_blocks;
  LaneTests of_documents;
  std::vector<uint32_t> to_visit;  // blocks
  std::vector<WaitingBlock> waiting;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SEARCH_WORKSPACE_H_
