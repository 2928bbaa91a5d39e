#include "matcher/index/gone_set.h"

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

size_t GoneSet::memory_bytes() const {
  size_t bytes = pages_.capacity() * sizeof(pages_[0]);
  for (const auto& page : pages_) bytes += page != nullptr ? sizeof(Page) : 0;
  return bytes;
}

}  // namespace overstap::matcher
