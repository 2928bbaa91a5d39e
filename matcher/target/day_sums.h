// Sums of what happened on each day, so that the sum up to any day is had without the reports.
//
//   sums.Add(day, {.micros = 1'000'000, .units = 1});
//   int64_t units = sums.UpTo(day).units;
//
// Integers, so that taking back what was added leaves no rest, in any order. Adding takes constant
// time; a sum reads one number for each 64 days and at most 64 more. Memory in proportion to the
// blocks of 64 days in which something happened. Belongs to one thread at a time.
#ifndef OVERSTAP_MATCHER_TARGET_DAY_SUMS_H_
#define OVERSTAP_MATCHER_TARGET_DAY_SUMS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace overstap::matcher {

class DaySums {
 public:
  struct Sum {
    int64_t micros = 0;  // millionths of a unit
    int64_t units = 0;
  };

  // `day` counts from 0.
  void Add(int32_t day, Sum sum);
  // Days 0 to `day`; nothing for a day before 0.
  Sum UpTo(int32_t day) const;

 private:
  static constexpr size_t kBlockDays = 64;
  struct Block {
    Sum total;
    std::unique_ptr<std::array<Sum, kBlockDays>> days;  // null: all are 0
  };
  std::vector<Block> blocks_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_DAY_SUMS_H_
