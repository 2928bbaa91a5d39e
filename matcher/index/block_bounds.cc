#include "matcher/index/block_bounds.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace overstap::matcher {
namespace {

// From here on a window's bytes are added up faster than its postings one by one.
constexpr size_t kDenseFrom = 12;
// A term that documents of so many quarters of a block have bounds the block.
constexpr size_t kSharedFrom = BlockBounds::kQuarters;

// Which part of a block a bound is about: a quarter, or all of it.
constexpr size_t kWhole = BlockBounds::kQuarters;

// The terms of one block.
class BlockTerms {
 public:
  explicit BlockTerms(size_t term_count) : by_term_(term_count) {}

  // Calls visit(term, part, greatest weight) for the parts of the block that bound a term.
  template <typename Visit>
  void ForEach(const Rows& rows, size_t block, Visit visit) {
    terms_.clear();
    const size_t begin = block * kBlockSize;
    const size_t end = std::min(begin + kBlockSize, rows.size());
    for (size_t document = begin; document < end; ++document) {
      const auto row_terms = rows.terms(document);
      const auto row_weights = rows.weights(document);
      const size_t quarter = (document - begin) / BlockBounds::kQuarterSize;
      for (size_t i = 0; i < row_terms.size(); ++i) {
        if (row_weights[i] == 0) continue;
        OfTerm& of_term = by_term_[row_terms[i]];
        if (IsEmpty(of_term)) terms_.push_back(row_terms[i]);
        of_term[quarter] = std::max(of_term[quarter], row_weights[i]);
      }
    }
    for (const uint16_t term : terms_) {
      OfTerm& of_term = by_term_[term];
      if (FilledIn(of_term) >= kSharedFrom) {
        visit(term, kWhole, *std::max_element(of_term.begin(), of_term.end()));
      } else {
        for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
          if (of_term[quarter] > 0) visit(term, quarter, of_term[quarter]);
        }
      }
      of_term = OfTerm();
    }
  }

 private:
  using OfTerm = std::array<uint16_t, BlockBounds::kQuarters>;  // greatest weight by quarter
  // In one comparison; this is asked of every term of every document.
  static bool IsEmpty(const OfTerm& of_term) { return std::bit_cast<uint64_t>(of_term) == 0; }
  static size_t FilledIn(const OfTerm& of_term) {
    return of_term.size() - static_cast<size_t>(std::count(of_term.begin(), of_term.end(), 0));
  }

  std::vector<OfTerm> by_term_;
  std::vector<uint16_t> terms_;
};

// A bound of a block's part.
struct PartBound {
  uint16_t term = 0;
  uint16_t greatest = 0;
  uint8_t part = 0;
};

}  // namespace

// All bounds of all blocks, block by block: going through the documents is dear, and done once.
class BlockBounds::PartBounds {
 public:
  PartBounds(const Rows& rows, size_t term_count) {
    const size_t blocks = BlockCount(rows.size());
    BlockTerms block_terms(term_count);
    block_ends_.reserve(blocks);
    for (size_t block = 0; block < blocks; ++block) {
      block_terms.ForEach(rows, block, [&](uint16_t term, size_t part, uint16_t greatest) {
        bounds_.push_back({term, greatest, static_cast<uint8_t>(part)});
      });
      block_ends_.push_back(bounds_.size());
      // What the first blocks hold tells how much room all of them take, with a little more.
      constexpr size_t kBlocksCounted = 1'024;
      constexpr size_t kMore = 16;
      if (block + 1 == kBlocksCounted) {
        const size_t all = bounds_.size() / kBlocksCounted * blocks;
        bounds_.reserve(all + all / kMore);
      }
    }
  }

  size_t size() const { return bounds_.size(); }
  // Calls visit(block, bound), block by block, and end_block() after each.
  template <typename Visit, typename EndBlock>
  void ForEach(Visit visit, EndBlock end_block) const {
    size_t at = 0;
    for (size_t block = 0; block < block_ends_.size(); ++block) {
      for (; at < block_ends_[block]; ++at) visit(block, bounds_[at]);
      end_block();
    }
  }

 private:
  std::vector<PartBound> bounds_;
  std::vector<size_t> block_ends_;
};

// By term: of each the sums' places, with the greatest weight.
struct BlockBounds::Postings {
  std::vector<uint32_t> begin;  // term_count + 1
  std::vector<uint32_t> places;
  std::vector<uint16_t> greatest;
};

BlockBounds::BlockBounds(const Rows& rows, size_t term_count) {
  assert(BlockCount(rows.size()) <= kMostBlocks && term_count <= Rows::kMostTerms);
  const size_t blocks = BlockCount(rows.size());
  first_quarter_ = (blocks + kWindow - 1) / kWindow * kWindow;
  const Postings postings = PostingsOf(PartBounds(rows, term_count), term_count);
  AddTerms(postings, term_count);
  std::vector<uint32_t> steps(term_count);
  for (size_t term = 0; term < term_count; ++term) steps[term] = step(term);
  shared_.Fill(rows, steps);
}

BlockBounds::Postings BlockBounds::PostingsOf(const PartBounds& bounds, size_t term_count) {
  Postings postings;
  postings.begin.resize(term_count + 1);
  bounds.ForEach(
      [&](size_t /*block*/, const PartBound& bound) { ++postings.begin[bound.term + 1]; }, [] {});
  for (size_t i = 0; i < term_count; ++i) postings.begin[i + 1] += postings.begin[i];
  postings.places.resize(bounds.size());
  postings.greatest.resize(bounds.size());
  std::vector<uint32_t> next(postings.begin.begin(), postings.begin.end() - 1);
  bounds.ForEach(
      [&](size_t block, const PartBound& bound) {
        const bool whole = bound.part == kWhole;
        const uint32_t at = next[bound.term]++;
        const size_t place = whole ? block : PlaceOfQuarter(block, bound.part);
        postings.places[at] = static_cast<uint32_t>(place);
        postings.greatest[at] = bound.greatest;
        if (whole) shared_.AddTerm(bound.term);
      },
      [&] { shared_.EndBlock(); });
  return postings;
}

void BlockBounds::AddTerms(const Postings& postings, size_t term_count) {
  terms_.reserve(term_count + 1);
  for (size_t term = 0; term < term_count; ++term) {
    const size_t begin = postings.begin[term];
    const size_t count = postings.begin[term + 1] - begin;
    AddTerm({postings.places.data() + begin, count}, {postings.greatest.data() + begin, count});
  }
  terms_.push_back({.dense_begin = static_cast<uint32_t>(dense_.size()),
                    .loose_begin = static_cast<uint32_t>(loose_.size())});
  loose_.resize(loose_.size() + kReadBeyond);
  dense_.shrink_to_fit();
  dense_rows_.shrink_to_fit();
  loose_.shrink_to_fit();
}

void BlockBounds::AddTerm(std::span<const uint32_t> places, std::span<const uint16_t> greatest) {
  const uint32_t most = greatest.empty() ? 0 : *std::max_element(greatest.begin(), greatest.end());
  const uint32_t step = std::max<uint32_t>(1, (most + kGreatestBound - 1) / kGreatestBound);
  terms_.push_back({.dense_begin = static_cast<uint32_t>(dense_.size()),
                    .loose_begin = static_cast<uint32_t>(loose_.size()),
                    .step = step});
  AddWindows(places, greatest, [&](uint32_t place) { return place < first_quarter_; });
  AddWindows(places, greatest, [&](uint32_t place) { return place >= first_quarter_; });
}

template <typename IsAmong>
void BlockBounds::AddWindows(std::span<const uint32_t> places, std::span<const uint16_t> greatest,
                             IsAmong is_among) {
  const uint32_t step = terms_.back().step;
  const auto bound_of = [&](size_t i) { return (greatest[i] + step - 1) / step; };
  std::vector<size_t> window;  // positions
  const auto end_window = [&] {
    if (window.size() >= kDenseFrom) {
      const size_t row = dense_rows_.size() / kWindow;
      dense_.push_back(
          {static_cast<uint32_t>(places[window.front()] / kWindow), static_cast<uint32_t>(row)});
      dense_rows_.resize(dense_rows_.size() + kWindow);
      uint8_t* bounds = dense_rows_.data() + kWindow * row;
      for (const size_t i : window) bounds[places[i] % kWindow] = static_cast<uint8_t>(bound_of(i));
    } else {
      for (const size_t i : window) loose_.push_back(places[i] << kBoundBits | bound_of(i));
    }
    window.clear();
  };
  for (size_t i = 0; i < places.size(); ++i) {
    if (!is_among(places[i])) continue;
    if (!window.empty() && places[window.front()] / kWindow != places[i] / kWindow) end_window();
    window.push_back(i);
  }
  end_window();
}

size_t BlockBounds::memory_bytes() const {
  return terms_.capacity() * sizeof(terms_[0]) + dense_.capacity() * sizeof(dense_[0]) +
         dense_rows_.capacity() + loose_.capacity() * sizeof(loose_[0]) + shared_.memory_bytes();
}

}  // namespace overstap::matcher
