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

// The terms of one block.
class BlockTerms {
 public:
  explicit BlockTerms(size_t term_count) : by_term_(term_count) {}

  // Calls on_block(term, greatest weight) for the terms that bound the block, and
  // on_quarter(quarter, term, greatest weight) for those that bound a quarter.
  template <typename OnBlock, typename OnQuarter>
  void ForEach(const Rows& rows, size_t block, OnBlock on_block, OnQuarter on_quarter) {
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
        on_block(term, *std::max_element(of_term.begin(), of_term.end()));
      } else {
        for (size_t quarter = 0; quarter < BlockBounds::kQuarters; ++quarter) {
          if (of_term[quarter] > 0) on_quarter(quarter, term, of_term[quarter]);
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

}  // namespace

// The bounds of all blocks, or of all quarters of blocks: a run of them each, one after another.
// kWindow runs have their sums in one window.
class BlockBounds::Runs {
 public:
  struct Bound {
    uint16_t term = 0;
    uint16_t greatest = 0;  // weight
  };

  explicit Runs(size_t count) : count_(count) { ends_.reserve(count); }

  void Add(uint16_t term, uint16_t greatest) { bounds_.push_back({term, greatest}); }
  void Add(std::span<const Bound> bounds) {
    bounds_.insert(bounds_.end(), bounds.begin(), bounds.end());
  }
  void EndRun() {
    ends_.push_back(bounds_.size());
    // What the first runs hold tells how much room all of them take, with a little more.
    constexpr size_t kRunsCounted = 1'024;
    constexpr size_t kMore = 16;
    if (ends_.size() == kRunsCounted) {
      const size_t all = bounds_.size() / kRunsCounted * count_;
      bounds_.reserve(all + all / kMore);
    }
  }

  size_t size() const { return ends_.size(); }
  size_t bound_count() const { return bounds_.size(); }
  std::span<const Bound> run(size_t i) const {
    const size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {bounds_.data() + begin, ends_[i] - begin};
  }
  // Of the runs from `first` on that share its window.
  std::span<const Bound> window(size_t first) const {
    const size_t begin = first == 0 ? 0 : ends_[first - 1];
    return {bounds_.data() + begin, ends_[std::min(first + kWindow, size()) - 1] - begin};
  }

 private:
  const size_t count_;
  std::vector<Bound> bounds_;
  std::vector<size_t> ends_;
};

// Blocks' bounds, then those of quarters, which are a block's four one after another.
struct BlockBounds::Parts {
  // Going through the documents is dear, and done once.
  Parts(const Rows& rows, size_t term_count)
      : blocks(BlockCount(rows.size())), quarters(kQuarters * BlockCount(rows.size())) {
    BlockTerms block_terms(term_count);
    std::array<std::vector<Runs::Bound>, kQuarters> of_quarters;
    for (size_t block = 0; block < BlockCount(rows.size()); ++block) {
      block_terms.ForEach(
          rows, block, [&](uint16_t term, uint16_t greatest) { blocks.Add(term, greatest); },
          [&](size_t quarter, uint16_t term, uint16_t greatest) {
            of_quarters[quarter].push_back({term, greatest});
          });
      blocks.EndRun();
      for (std::vector<Runs::Bound>& of_quarter : of_quarters) {
        quarters.Add(of_quarter);
        quarters.EndRun();
        of_quarter.clear();
      }
    }
  }

  Runs blocks;
  Runs quarters;
};

BlockBounds::BlockBounds(const Rows& rows, size_t term_count) {
  assert(BlockCount(rows.size()) <= kMostBlocks && term_count <= Rows::kMostTerms);
  const size_t blocks = BlockCount(rows.size());
  first_quarter_ = (blocks + kWindow - 1) / kWindow * kWindow;
  {
    const Parts parts(rows, term_count);
    MakeRoom(parts, term_count);
    std::vector<Term> next(terms_.begin(), terms_.end() - 1);
    AddWindows(
        parts.blocks, [](size_t run) { return run; }, &next);
    AddWindows(
        parts.quarters,
        [this](size_t run) { return PlaceOfQuarter(run / kQuarters, run % kQuarters); }, &next);
    shared_.Reserve(blocks, parts.blocks.bound_count());
    for (size_t block = 0; block < blocks; ++block) {
      for (const Runs::Bound& bound : parts.blocks.run(block)) shared_.AddTerm(bound.term);
      shared_.EndBlock();
    }
  }
  std::vector<uint32_t> steps(term_count);
  for (size_t term = 0; term < term_count; ++term) steps[term] = step(term);
  shared_.Fill(rows, steps);
}

void BlockBounds::MakeRoom(const Parts& parts, size_t term_count) {
  struct Counts {
    uint32_t in_window = 0;
    uint32_t dense = 0;
    uint32_t loose = 0;
    uint32_t greatest = 0;
  };
  std::vector<Counts> by_term(term_count);
  for (const Runs* runs : {&parts.blocks, &parts.quarters}) {
    for (size_t first = 0; first < runs->size(); first += kWindow) {
      for (const Runs::Bound& bound : runs->window(first)) {
        Counts& counts = by_term[bound.term];
        ++counts.in_window;
        counts.greatest = std::max<uint32_t>(counts.greatest, bound.greatest);
      }
      for (Counts& counts : by_term) {
        if (counts.in_window >= kDenseFrom) {
          ++counts.dense;
        } else {
          counts.loose += counts.in_window;
        }
        counts.in_window = 0;
      }
    }
  }
  terms_.reserve(term_count + 1);
  Term next;
  for (const Counts& counts : by_term) {
    next.step = std::max<uint32_t>(1, (counts.greatest + kGreatestBound - 1) / kGreatestBound);
    terms_.push_back(next);
    next.dense_begin += counts.dense;
    next.loose_begin += counts.loose;
  }
  next.step = 1;
  terms_.push_back(next);
  dense_.resize(next.dense_begin);
  dense_rows_.resize(kWindow * size_t{next.dense_begin});
  loose_.resize(next.loose_begin + kReadBeyond);
}

template <typename PlaceOfRun>
void BlockBounds::AddWindows(const Runs& runs, PlaceOfRun place_of, std::vector<Term>* next) {
  std::vector<uint32_t> counts(next->size());
  for (size_t first = 0; first < runs.size(); first += kWindow) {
    for (const Runs::Bound& bound : runs.window(first)) ++counts[bound.term];
    for (size_t term = 0; term < counts.size(); ++term) {
      if (counts[term] < kDenseFrom) continue;
      const uint32_t row = (*next)[term].dense_begin;
      dense_[row] = {static_cast<uint32_t>(place_of(first) / kWindow), row};
    }
    for (size_t run = first; run < std::min(first + kWindow, runs.size()); ++run) {
      const size_t place = place_of(run);
      for (const Runs::Bound& bound : runs.run(run)) {
        Term& term = (*next)[bound.term];
        const uint32_t value = (bound.greatest + term.step - 1) / term.step;
        if (counts[bound.term] >= kDenseFrom) {
          const size_t row = kWindow * size_t{term.dense_begin};
          dense_rows_[row + place % kWindow] = static_cast<uint8_t>(value);
        } else {
          loose_[term.loose_begin++] = static_cast<uint32_t>(place << kBoundBits | value);
        }
      }
    }
    for (size_t term = 0; term < counts.size(); ++term) {
      if (counts[term] >= kDenseFrom) ++(*next)[term].dense_begin;
      counts[term] = 0;
    }
  }
}

size_t BlockBounds::memory_bytes() const {
  return terms_.capacity() * sizeof(terms_[0]) + dense_.capacity() * sizeof(dense_[0]) +
         dense_rows_.capacity() + loose_.capacity() * sizeof(loose_[0]) + shared_.memory_bytes();
}

}  // namespace overstap::matcher
