// How often a thread has taken memory from the heap: operator new counts in the executable that
// allocation_count.cc is linked into.
//
//   const uint64_t before = AllocationsOfThread();
//   …
//   const uint64_t count = AllocationsOfThread() - before;
//
// Safe from any thread; of its own allocations only.
#ifndef OVERSTAP_TESTS_ALLOCATIONS_ALLOCATION_COUNT_H_
#define OVERSTAP_TESTS_ALLOCATIONS_ALLOCATION_COUNT_H_

#include <cstdint>

namespace overstap {

uint64_t AllocationsOfThread();

}  // namespace overstap

#endif  // OVERSTAP_TESTS_ALLOCATIONS_ALLOCATION_COUNT_H_
