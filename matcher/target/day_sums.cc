#include "matcher/target/day_sums.h"

#include <algorithm>

namespace overstap::matcher {
namespace {

void AddTo(DaySums::Sum* sum, const DaySums::Sum& more) {
  sum->micros += more.micros;
  sum->units += more.units;
}

}  // namespace

void DaySums::Add(int32_t day, Sum sum) {
  const auto index = static_cast<size_t>(day);
  const size_t block_index = index / kBlockDays;
  if (block_index >= blocks_.size()) blocks_.resize(block_index + 1);
  Block& block = blocks_[block_index];
  if (block.days == nullptr) block.days = std::make_unique<std::array<Sum, kBlockDays>>();
  AddTo(&block.total, sum);
  AddTo(&(*block.days)[index % kBlockDays], sum);
}

DaySums::Sum DaySums::UpTo(int32_t day) const {
  Sum result;
  if (day < 0) return result;
  const size_t end = static_cast<size_t>(day) + 1;
  const size_t whole_blocks = std::min(end / kBlockDays, blocks_.size());
  for (size_t i = 0; i < whole_blocks; ++i) AddTo(&result, blocks_[i].total);
  if (end / kBlockDays >= blocks_.size()) return result;
  const Block& last = blocks_[end / kBlockDays];
  if (last.days == nullptr) return result;
  for (size_t i = 0; i < end % kBlockDays; ++i) AddTo(&result, (*last.days)[i]);
  return result;
}

}  // namespace overstap::matcher
