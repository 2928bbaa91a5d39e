#include "matcher/index/gone_set.h"

#include <utility>

namespace overstap::matcher {

bool GoneSet::Add(DocumentNumber document) {
  if (Contains(document)) return false;
  const size_t block = document.value() / kBlockSize;
  const size_t page = block / kBlocksPerPage;
  if (page >= pages_.size()) pages_.resize(page + 1);
  auto copy = pages_[page] != nullptr ? std::make_shared<Page>(*pages_[page])
                                      : std::make_shared<Page>(Page{});
  (*copy)[block % kBlocksPerPage] |= BlockBits{1} << (document.value() % kBlockSize);
  pages_[page] = std::move(copy);
  ++size_;
  return true;
}

void GoneSet::AddAll(std::span<const uint32_t> documents) {
  constexpr size_t kPerPage = kBlockSize * kBlocksPerPage;
  for (size_t i = 0; i < documents.size();) {
    const size_t page = documents[i] / kPerPage;
    if (page >= pages_.size()) pages_.resize(page + 1);
    auto copy = pages_[page] != nullptr ? std::make_shared<Page>(*pages_[page])
                                        : std::make_shared<Page>(Page{});
    for (; i < documents.size() && documents[i] / kPerPage == page; ++i) {
      BlockBits& bits = (*copy)[documents[i] / kBlockSize % kBlocksPerPage];
      const BlockBits bit = BlockBits{1} << (documents[i] % kBlockSize);
      if ((bits & bit) == 0) ++size_;
      bits |= bit;
    }
    pages_[page] = std::move(copy);
  }
}

size_t GoneSet::memory_bytes() const {
  size_t bytes = pages_.capacity() * sizeof(pages_[0]);
  for (const auto& page : pages_) bytes += page != nullptr ? sizeof(Page) : 0;
  return bytes;
}

}  // namespace overstap::matcher
