// How many cases a costly property tries: all of them in Release, a part where a sanitizer makes
// each several times as slow.
//
//   for (uint64_t seed = 0; seed < CaseCount(20); ++seed) ...
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_PROPERTY_CASE_COUNT_H_
#define OVERSTAP_TESTS_PROPERTY_CASE_COUNT_H_

#include <cstddef>

namespace overstap {

#ifdef NDEBUG
inline constexpr size_t kCaseDivisor = 1;
#else
inline constexpr size_t kCaseDivisor = 5;
#endif

constexpr size_t CaseCount(size_t in_release) {
  return (in_release + kCaseDivisor - 1) / kCaseDivisor;
}

}  // namespace overstap

#endif  // OVERSTAP_TESTS_PROPERTY_CASE_COUNT_H_
