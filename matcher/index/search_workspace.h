// What a search works on, kept from one to the next so that it allocates nothing.
//
//   thread_local SearchWorkspace workspace;
//
// Belongs to one search at a time.
#ifndef OVERSTAP_MATCHER_INDEX_SEARCH_WORKSPACE_H_
#define OVERSTAP_MATCHER_INDEX_SEARCH_WORKSPACE_H_

#include <cstddef>
#include <cstdint>
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
  size_t stride = kBlockSize;  // bytes from 32 values to the next
};

// Tests by how they are carried out: on bytes all at once, on wider values one by one.
struct LaneTests {
  std::vector<LaneTest> byte_ranges;
  std::vector<LaneTest> byte_bits;
  std::vector<LaneTest> wider;

  void Clear() {
    byte_ranges.clear();
    byte_bits.clear();
    wider.clear();
  }
  void Add(const LaneTest& test) {
    if (test.width > sizeof(uint8_t)) {
      wider.push_back(test);
    } else if (test.kind == LaneTest::Kind::kRange) {
      byte_ranges.push_back(test);
    } else {
      byte_bits.push_back(test);
    }
  }
};

// A row of bounds to be added to a window's sums.
struct WindowRow {
  uint32_t row = 0;  // of BlockBounds::dense_row
  uint16_t weight = 0;
};

struct SearchWorkspace {
  std::vector<BlockBits> open;       // by 32 blocks
  std::vector<uint8_t> open_window;  // of sums, see BlockBounds: whether there is an open block
  std::vector<WindowRow> rows;       // of open windows, by window
  std::vector<uint32_t> row_ends;    // by window: where its rows end
  AlignedVector<uint16_t> sums;      // of open windows alone
  LaneTests of_blocks;
  LaneTests of_documents;
  std::vector<uint32_t> to_visit;  // blocks
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SEARCH_WORKSPACE_H_
