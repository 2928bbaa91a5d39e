#include "matcher/index/aligned_vector.h"

#include <sys/mman.h>

namespace overstap::matcher {

void AdviseHugePages(void* memory, size_t bytes) {
#ifdef MADV_HUGEPAGE
  // Whether it helps is the system's affair: a refusal changes nothing.
  (void)madvise(memory, bytes, MADV_HUGEPAGE);
#endif
}

}  // namespace overstap::matcher
