#include "tests/allocations/allocation_count.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace overstap {
namespace {

thread_local uint64_t allocations = 0;

}  // namespace

uint64_t AllocationsOfThread() { return allocations; }

}  // namespace overstap

// Arrays and what does not throw come here too. Aligned memory is not counted.
void* operator new(size_t size) {
  ++overstap::allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, size_t /*size*/) noexcept { std::free(memory); }
