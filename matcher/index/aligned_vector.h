// A vector whose storage begins on a cache line, so that vector loads do not straddle two.
//
//   AlignedVector<uint8_t> bytes(4'096);
//
// As std::vector.
#ifndef OVERSTAP_MATCHER_INDEX_ALIGNED_VECTOR_H_
#define OVERSTAP_MATCHER_INDEX_ALIGNED_VECTOR_H_

#include <cstddef>
#include <new>
#include <vector>

namespace overstap::matcher {

inline constexpr size_t kCacheLineBytes = 64;
inline constexpr size_t kHugePageBytes = size_t{2} << 20;
// Storage from this size on asks for huge pages: searches read here and there in it, and would wait
// for the translation of every other address.
inline constexpr size_t kHugePagesFrom = kHugePageBytes;

constexpr std::align_val_t AlignmentOf(size_t bytes) {
  return std::align_val_t{bytes >= kHugePagesFrom ? kHugePageBytes : kCacheLineBytes};
}
// A hint to the system; without effect where there is none of the kind.
void AdviseHugePages(void* memory, size_t bytes);

template <typename T>
struct CacheLineAllocator {
  using value_type = T;  // NOLINT(readability-identifier-naming): std::allocator_traits' name

  CacheLineAllocator() = default;
  template <typename Other>
  // NOLINTNEXTLINE(google-explicit-constructor): allocators convert into one another
  CacheLineAllocator(const CacheLineAllocator<Other>& /*other*/) {}

  T* allocate(size_t count) {
    const size_t bytes = count * sizeof(T);
    void* memory = ::operator new(bytes, AlignmentOf(bytes));
    if (bytes >= kHugePagesFrom) AdviseHugePages(memory, bytes);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, size_t count) {
    ::operator delete(memory, AlignmentOf(count * sizeof(T)));
  }
  friend bool operator==(const CacheLineAllocator&, const CacheLineAllocator&) { return true; }
};

template <typename T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

// Brings memory nearer that is asked soon. Always inlined, as whatever only calls it has to be: a
// compiler takes a function that only prefetches for one without effect, and drops the call.
[[gnu::always_inline]] inline void PrefetchBytes(const void* begin, size_t bytes) {
  for (size_t at = 0; at < bytes; at += kCacheLineBytes) {
    __builtin_prefetch(static_cast<const char*>(begin) + at);
  }
}

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_ALIGNED_VECTOR_H_
