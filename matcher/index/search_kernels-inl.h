// What a search does with vector instructions, once per instruction set that it is compiled for: on
// 32 values, sums or documents at a time, a block's or a group's.
//
// Included after hwy/foreach_target.h, or alone for the one set that all code is compiled for.
#if defined(OVERSTAP_MATCHER_INDEX_SEARCH_KERNELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef OVERSTAP_MATCHER_INDEX_SEARCH_KERNELS_INL_H_
#undef OVERSTAP_MATCHER_INDEX_SEARCH_KERNELS_INL_H_
#else
#define OVERSTAP_MATCHER_INDEX_SEARCH_KERNELS_INL_H_
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "hwy/highway.h"
#include "matcher/index/block_bounds.h"
#include "matcher/index/blocks.h"
#include "matcher/index/search_workspace.h"
#include "matcher/model/values.h"

HWY_BEFORE_NAMESPACE();
namespace overstap::matcher {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Adds the bits of a mask over lanes i.. of 32.
template <typename D, typename Mask>
HWY_INLINE void AddBits(D d, Mask mask, size_t i, BlockBits* bits) {
  std::array<uint8_t, sizeof(uint64_t)> bytes;
  hn::StoreMaskBits(d, mask, bytes.data());
  constexpr size_t kMaskBytes = (hn::MaxLanes(D()) + 7) / 8;
  BlockBits part = 0;
  std::memcpy(&part, bytes.data(), std::min(kMaskBytes, sizeof(part)));
  *bits |= part << i;
}

// The lanes that fail a test on values wider than a byte. This Highway compares unsigned numbers by
// < and > alone, and its TestBit asks for all of several bits.
template <typename D, typename T = hn::TFromD<D>>
HWY_INLINE auto Failing(D d, const LaneTest& test, const T* HWY_RESTRICT low,
                        const T* HWY_RESTRICT high) {
  const auto first = hn::Set(d, static_cast<T>(test.first));
  switch (test.kind) {
    case LaneTest::Kind::kRange:
      return hn::Or(hn::Gt(hn::LoadU(d, low), hn::Set(d, static_cast<T>(test.last))),
                    hn::Lt(hn::LoadU(d, high), first));
    case LaneTest::Kind::kAnyOf:
      return hn::Eq(hn::And(hn::LoadU(d, high), first), hn::Zero(d));
    default:
      return hn::Not(hn::Eq(hn::And(hn::LoadU(d, low), first), hn::Zero(d)));
  }
}

// Of 32 values at group · 32, those that meet a test.
template <typename T>
HWY_INLINE BlockBits Meeting(const LaneTest& test, size_t group) {
  const hn::CappedTag<T, kBlockSize> d;
  const auto* low = reinterpret_cast<const T*>(test.low + group * test.stride);
  const auto* high = reinterpret_cast<const T*>(test.high + group * test.stride);
  BlockBits failing = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    AddBits(d, Failing(d, test, low + i, high + i), i, &failing);
  }
  return ~failing;
}

// Of 32 values at group · 32 those that meet all tests; those on bytes at once.
HWY_INLINE BlockBits MeetingAll(const LaneTests& tests, size_t group) {
  const hn::CappedTag<uint8_t, kBlockSize> d;
  BlockBits failing = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    auto excess = hn::Zero(d);  // above 0 in the lanes that fail
    const size_t at = group * tests.byte_stride + i;
    for (const ByteLimit& test : tests.at_most) {
      const auto values = hn::LoadU(d, test.values + at);
      excess = hn::Or(excess, hn::SaturatedSub(values, hn::Set(d, test.limit)));
    }
    for (const ByteLimit& test : tests.at_least) {
      const auto values = hn::LoadU(d, test.values + at);
      excess = hn::Or(excess, hn::SaturatedSub(hn::Set(d, test.limit), values));
    }
    for (const LaneTest& test : tests.byte_bits) {
      const auto bits = hn::Set(d, static_cast<uint8_t>(test.first));
      if (test.kind == LaneTest::Kind::kAnyOf) {
        const auto none = hn::Eq(hn::And(hn::LoadU(d, test.high + at), bits), hn::Zero(d));
        excess = hn::Or(excess, hn::VecFromMask(d, none));
      } else {
        excess = hn::Or(excess, hn::And(hn::LoadU(d, test.low + at), bits));
      }
    }
    AddBits(d, hn::Not(hn::Eq(excess, hn::Zero(d))), i, &failing);
  }
  BlockBits meeting = ~failing;
  for (const LaneTest& test : tests.wider) {
    meeting &= test.width == sizeof(uint16_t) ? Meeting<uint16_t>(test, group)
                                              : Meeting<uint32_t>(test, group);
  }
  return meeting;
}

// Writes first + i for every bit i, in order, and how many they are; room for 32 is there.
HWY_INLINE size_t StorePlaces(uint32_t first, BlockBits bits, uint32_t* HWY_RESTRICT places) {
  size_t count = 0;
#if HWY_TARGET <= HWY_AVX3
  // Without a branch on how many there are. Elsewhere compressing is done by a table of 8 KB.
  const hn::CappedTag<uint32_t, kBlockSize> d;
  const uint64_t lanes = (uint64_t{1} << hn::Lanes(d)) - 1;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    const uint64_t own = (bits >> i) & lanes;
    const auto all = hn::Iota(d, first + static_cast<uint32_t>(i));
    hn::StoreU(hn::CompressBits(all, reinterpret_cast<const uint8_t*>(&own)), d, places + count);
    count += static_cast<size_t>(std::popcount(own));
  }
#else
  for (; bits != 0; bits &= bits - 1) {
    places[count++] = first + static_cast<uint32_t>(std::countr_zero(bits));
  }
#endif
  return count;
}

// Of 32 sums those of at least `level`.
HWY_INLINE BlockBits Reaching(const uint16_t* HWY_RESTRICT sums, uint16_t level) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  BlockBits below = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    AddBits(d, hn::Lt(hn::LoadU(d, sums + i), hn::Set(d, level)), i, &below);
  }
  return ~below;
}

// The greatest of 32 sums below `level`, or 0.
HWY_INLINE uint16_t GreatestBelow(const uint16_t* HWY_RESTRICT sums, uint16_t level) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  auto most = hn::Zero(d);
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    const auto own = hn::LoadU(d, sums + i);
    most = hn::Max(most, hn::IfThenElseZero(hn::Lt(own, hn::Set(d, level)), own));
  }
  return hn::GetLane(hn::MaxOfLanes(d, most));
}

#if HWY_TARGET <= HWY_AVX2
// Where gathering is one instruction: the numbers of a table at as many places. Two bytes too many
// are read of the table, and masked out.
template <typename D>
HWY_INLINE hn::Vec<D> Gather(D d, const uint16_t* HWY_RESTRICT table,
                             hn::Vec<hn::Rebind<uint16_t, D>> places) {
  const hn::RebindToSigned<D> di;
  const auto offset = hn::ShiftLeft<1>(hn::PromoteTo(di, places));
  const auto pair = hn::GatherOffset(d, reinterpret_cast<const uint32_t*>(table), offset);
  return hn::And(pair, hn::Set(d, 0xFFFFU));
}
#endif

// A document's score by a table of the query's units by term, which can be read two bytes beyond
// its end.
HWY_INLINE Score Dot(std::span<const uint16_t> terms, const uint16_t* HWY_RESTRICT weights,
                     const uint16_t* HWY_RESTRICT table) {
#if HWY_TARGET <= HWY_AVX2
  // What follows the row is read, and masked out.
  const hn::ScalableTag<uint32_t> d;
  const hn::Rebind<uint16_t, decltype(d)> d16;
  auto sum = hn::Zero(d);
  for (size_t i = 0; i < terms.size(); i += hn::Lanes(d)) {
    const auto own = hn::FirstN(d16, terms.size() - i);
    const auto term = hn::IfThenElseZero(own, hn::LoadU(d16, terms.data() + i));
    const auto weight = hn::IfThenElseZero(own, hn::LoadU(d16, weights + i));
    sum = hn::Add(sum, hn::Mul(Gather(d, table, term), hn::PromoteTo(d, weight)));
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
#else
  Score score = 0;
  for (size_t i = 0; i < terms.size(); ++i) score += Score{table[terms[i]]} * weights[i];
  return score;
#endif
}

// bounds[i] · weight / 256 for as many sums as there are lanes.
template <typename D>
HWY_INLINE hn::Vec<D> BoundsOf(D d16, const uint8_t* HWY_RESTRICT bounds, hn::Vec<D> weight) {
  const hn::Rebind<uint8_t, D> d8;
  constexpr int kBitsPerByte = 8;
  return hn::MulHigh(hn::ShiftLeft<kBitsPerByte>(hn::PromoteTo(d16, hn::LoadU(d8, bounds))),
                     weight);
}

// A window's sums from its rows of bounds, saturating: sums[i] = Σ bounds[i] · weight / 256. Sums
// stay in registers, some vectors at a time, while all rows are added.
HWY_INLINE void SumWindow(const BlockBounds& bounds, std::span<const BoundRow> rows,
                          uint16_t* HWY_RESTRICT sums) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  const size_t lanes = hn::Lanes(d);
  constexpr size_t kVectors = 4;
  static_assert(BlockBounds::kWindow % (kVectors * kBlockSize) == 0);
  for (size_t i = 0; i < BlockBounds::kWindow; i += kVectors * lanes) {
    auto sum0 = hn::Zero(d);
    auto sum1 = hn::Zero(d);
    auto sum2 = hn::Zero(d);
    auto sum3 = hn::Zero(d);
    for (const BoundRow& row : rows) {
      const uint8_t* own = bounds.dense_row(row.row) + i;
      const auto weight = hn::Set(d, row.weight);
      sum0 = hn::SaturatedAdd(sum0, BoundsOf(d, own, weight));
      sum1 = hn::SaturatedAdd(sum1, BoundsOf(d, own + lanes, weight));
      sum2 = hn::SaturatedAdd(sum2, BoundsOf(d, own + 2 * lanes, weight));
      sum3 = hn::SaturatedAdd(sum3, BoundsOf(d, own + 3 * lanes, weight));
    }
    hn::StoreU(sum0, d, sums + i);
    hn::StoreU(sum1, d, sums + i + lanes);
    hn::StoreU(sum2, d, sums + i + 2 * lanes);
    hn::StoreU(sum3, d, sums + i + 3 * lanes);
  }
}

// Of so many single bounds, from wherever they begin, the places of their sums and what they add.
inline constexpr size_t kPostingsAtOnce = 16;
HWY_INLINE void SplitPostings(const uint32_t* HWY_RESTRICT postings, uint32_t weight,
                              uint32_t* HWY_RESTRICT places, uint32_t* HWY_RESTRICT values) {
  const hn::CappedTag<uint32_t, kPostingsAtOnce> d;
  constexpr int kWeightShift = 8;
  const auto factor = hn::Set(d, weight);
  const auto mask = hn::Set(d, (1U << BlockBounds::kBoundBits) - 1);
  for (size_t i = 0; i < kPostingsAtOnce; i += hn::Lanes(d)) {
    const auto own = hn::LoadU(d, postings + i);
    const auto products = hn::Mul(hn::And(own, mask), factor);
    hn::StoreU(hn::ShiftRight<BlockBounds::kBoundBits>(own), d, places + i);
    hn::StoreU(hn::ShiftRight<kWeightShift>(products), d, values + i);
  }
}

// Of a group of 32 blocks what their documents can reach: the sum of a block and the greatest of
// its quarters, or 0 where it is not open. The greatest of all.
HWY_INLINE uint16_t CombineSums(BlockBits open, const uint16_t* HWY_RESTRICT sums,
                                const uint16_t* HWY_RESTRICT quarters,
                                uint16_t* HWY_RESTRICT reach) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  std::array<uint8_t, sizeof(uint64_t)> open_bytes{};
  std::memcpy(open_bytes.data(), &open, sizeof(open));
  constexpr size_t kBitsPerByte = 8;
  auto most = hn::Zero(d);
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    auto greatest = hn::LoadU(d, quarters + i);
    for (size_t quarter = 1; quarter < BlockBounds::kQuarters; ++quarter) {
      greatest = hn::Max(greatest, hn::LoadU(d, quarters + quarter * kBlockSize + i));
    }
    const auto sum = hn::SaturatedAdd(greatest, hn::LoadU(d, sums + i));
    const auto is_open = hn::LoadMaskBits(d, open_bytes.data() + i / kBitsPerByte);
    const auto of_open = hn::IfThenElseZero(is_open, sum);
    hn::StoreU(of_open, d, reach + i);
    most = hn::Max(most, of_open);
  }
  return hn::GetLane(hn::MaxOfLanes(d, most));
}

// Those of a block's shared terms that have a weight, with it; how many. `weights` is by term and
// can be read two bytes beyond its end, as can as many terms as there are lanes.
HWY_INLINE size_t MatchTerms(std::span<const uint16_t> terms, const uint16_t* HWY_RESTRICT weights,
                             BoundRow* HWY_RESTRICT rows) {
  size_t count = 0;
#if HWY_TARGET <= HWY_AVX2
  const hn::ScalableTag<uint32_t> d;
  const hn::Rebind<uint16_t, decltype(d)> d16;
  for (size_t i = 0; i < terms.size(); i += hn::Lanes(d)) {
    const auto weight = Gather(d, weights, hn::LoadU(d16, terms.data() + i));
    BlockBits none = 0;
    AddBits(d, hn::Eq(weight, hn::Zero(d)), 0, &none);
    const BlockBits matched = ~none & FirstBits(std::min(terms.size() - i, hn::Lanes(d)));
    std::array<uint32_t, kBlockSize> places;
    const size_t own = StorePlaces(static_cast<uint32_t>(i), matched, places.data());
    for (size_t m = 0; m < own; ++m) rows[count + m] = {places[m], weights[terms[places[m]]]};
    count += own;
  }
#else
  for (size_t row = 0; row < terms.size(); ++row) {
    const uint16_t weight = weights[terms[row]];
    if (weight > 0) rows[count++] = {.row = static_cast<uint32_t>(row), .weight = weight};
  }
#endif
  return count;
}

// Of a block's documents those whose sum over rows of its shared bounds reaches their own level.
HWY_INLINE BlockBits ReachingDocuments(const uint8_t* HWY_RESTRICT bounds,
                                       std::span<const BoundRow> rows,
                                       const uint16_t* HWY_RESTRICT levels) {
  const hn::CappedTag<uint16_t, kBlockSize> d;
  BlockBits below = 0;
  for (size_t i = 0; i < kBlockSize; i += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (const BoundRow& row : rows) {
      const uint8_t* own = bounds + kBlockSize * size_t{row.row} + i;
      sum = hn::SaturatedAdd(sum, BoundsOf(d, own, hn::Set(d, row.weight)));
    }
    AddBits(d, hn::Lt(sum, hn::LoadU(d, levels + i)), i, &below);
  }
  return ~below;
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace overstap::matcher
HWY_AFTER_NAMESPACE();

#endif  // OVERSTAP_MATCHER_INDEX_SEARCH_KERNELS_INL_H_ (toggled)
