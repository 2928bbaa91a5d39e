// The generator's own random numbers: the same on every machine and with every standard library.
//
//   Random random("vacancies", 42, /*seed=*/7);   // a stream of its own for each record
//   if (random.Chance(250)) ...                    // in a quarter of the cases
//
// Integers only. One Random belongs to one thread.
#ifndef OVERSTAP_DATA_GENERATE_RANDOM_H_
#define OVERSTAP_DATA_GENERATE_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "absl/strings/string_view.h"

namespace overstap::data {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
class Random {
 public:
  // The stream of the record `index` of a kind: independent of how many records there are.
  Random(absl::string_view kind, uint64_t index, uint64_t seed);

  uint64_t Next();
  // 0 to `bound` - 1; `bound` is 1 to 2^31.
  int Below(int bound);
  // `low` to `high`, both included.
  int Between(int low, int high) { return low + Below(high - low + 1); }
  // True in `per_mille` of 1,000 cases.
  bool Chance(int per_mille) { return Below(1000) < per_mille; }
  // An index, each as often as its weight says; at least one weight is above 0, their sum below
  // 2^31.
  size_t Weighted(const std::vector<int>& weights);
  // An element of a container that is not empty.
  template <typename Container>
  const auto& Pick(const Container& container) {
    return container[static_cast<size_t>(Below(static_cast<int>(std::size(container))))];
  }

 private:
  uint64_t state_;
};

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_RANDOM_H_
