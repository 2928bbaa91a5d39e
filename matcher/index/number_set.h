// A set of small numbers (places on a curve, occupations, sectors) that knows fast whether any of
// it lies in a range.
//
//   NumberSet near(region.place_count() + 1);
//   near.Add(rank);
//   if (near.Contains(rank) && near.AnyIn(first, last)) ...
//
// A value; const methods are safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_NUMBER_SET_H_
#define OVERSTAP_MATCHER_INDEX_NUMBER_SET_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace overstap::matcher {

class NumberSet {
 public:
  // Numbers below `limit` may be added; none is in it yet.
  explicit NumberSet(size_t limit) : limit_(limit), words_((limit + kWordBits - 1) / kWordBits) {}

  void Add(uint32_t number) { words_[number / kWordBits] |= uint64_t{1} << (number % kWordBits); }
  bool Contains(uint32_t number) const {
    return number < limit_ && (words_[number / kWordBits] >> (number % kWordBits) & 1) != 0;
  }
  // Whether any of first..last is in the set. Time: the words of the range.
  bool AnyIn(uint32_t first, uint32_t last) const {
    if (first > last || first >= limit_) return false;
    const uint32_t end = std::min<uint32_t>(last, static_cast<uint32_t>(limit_ - 1));
    const uint32_t first_word = first / kWordBits;
    const uint32_t last_word = end / kWordBits;
    for (uint32_t i = first_word; i <= last_word; ++i) {
      uint64_t word = words_[i];
      if (i == first_word) word &= ~uint64_t{0} << (first % kWordBits);
      if (i == last_word) word &= ~uint64_t{0} >> (kWordBits - 1 - end % kWordBits);
      if (word != 0) return true;
    }
    return false;
  }
  size_t size() const {
    size_t count = 0;
    for (const uint64_t word : words_) count += static_cast<size_t>(std::popcount(word));
    return count;
  }

 private:
  static constexpr size_t kWordBits = 64;

  size_t limit_;
  std::vector<uint64_t> words_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_NUMBER_SET_H_
