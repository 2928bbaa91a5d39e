// Numbers for generated cases: the same on any machine for the same seed.
//
//   RandomSource random(7);
//   int die = 1 + random.Below(6);
//
// SplitMix64 (G. Steele, D. Lea, C. Flood, Fast Splittable Pseudorandom Number Generators, 2014).
// Belongs to one thread.
#ifndef OVERSTAP_TESTS_PROPERTY_RANDOM_SOURCE_H_
#define OVERSTAP_TESTS_PROPERTY_RANDOM_SOURCE_H_

#include <cstdint>

namespace overstap {

class RandomSource {
 public:
  explicit RandomSource(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  // 0 to bound - 1; bound is above 0.
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>((Next() >> 32) * bound >> 32); }
  // True `percent` times in a hundred.
  bool Chance(uint32_t percent) { return Below(100) < percent; }
  // Low numbers are much more frequent than high ones, as words are in a text: 0 to bound - 1.
  uint32_t SkewedBelow(uint32_t bound) { return Below(Below(bound) + 1); }

 private:
  uint64_t state_;
};

}  // namespace overstap

#endif  // OVERSTAP_TESTS_PROPERTY_RANDOM_SOURCE_H_
