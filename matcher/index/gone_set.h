// Which documents of an immutable segment are gone: a copy-on-write set of bits.
//
//   GoneSet next = gone;      // shares everything with `gone`
//   next.Add(document);       // copies the 4,096 bits around it, once
//   BlockBits bits = next.BitsOf(block);
//
// A value: copies may be read from any thread while one is added to by its owner.
#ifndef OVERSTAP_MATCHER_INDEX_GONE_SET_H_
#define OVERSTAP_MATCHER_INDEX_GONE_SET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "matcher/index/blocks.h"
#include "matcher/index/top_k.h"

namespace overstap::matcher {

class GoneSet {
 public:
  // No document: as if none were gone.
  GoneSet() = default;

  // False: it was gone already.
  bool Add(DocumentNumber document);
  // Ascending. Copies what is around them once for all.
  void AddAll(std::span<const uint32_t> documents);
  bool Contains(DocumentNumber document) const {
    return (BitsOf(document.value() / kBlockSize) >> (document.value() % kBlockSize) & 1) != 0;
  }
  BlockBits BitsOf(size_t block) const {
    const size_t page = block / kBlocksPerPage;
    if (page >= pages_.size() || pages_[page] == nullptr) return 0;
    return (*pages_[page])[block % kBlocksPerPage];
  }
  size_t size() const { return size_; }
  size_t memory_bytes() const;

 private:
  static constexpr size_t kBlocksPerPage = 128;
  using Page = std::array<BlockBits, kBlocksPerPage>;

  std::vector<std::shared_ptr<const Page>> pages_;  // null: none of the page
  size_t size_ = 0;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_GONE_SET_H_
