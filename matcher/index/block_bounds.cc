#include "matcher/index/block_bounds.h"

#include <algorithm>
#include <cassert>

namespace overstap::matcher {
namespace {

// From here on a window's bytes are added up faster than its postings one by one.
constexpr size_t kDenseFrom = 16;
constexpr uint32_t kGreatestBound = 255;

}  // namespace

// (block, greatest weight) by term.
struct BlockBounds::Postings {
  std::vector<uint32_t> begin;  // term_count + 1
  std::vector<uint16_t> blocks;
  std::vector<uint16_t> greatest;
};

BlockBounds::BlockBounds(const Rows& rows, size_t term_count) {
  assert(BlockCount(rows.size()) <= kMostBlocks && term_count <= Rows::kMostTerms);
  const size_t blocks = BlockCount(rows.size());
  std::vector<uint16_t> greatest(term_count);
  std::vector<uint16_t> terms;  // of the block
  // Calls visit(block, term, greatest weight), blocks ascending.
  const auto for_each = [&](auto visit) {
    for (size_t block = 0; block < blocks; ++block) {
      terms.clear();
      const size_t end = std::min((block + 1) * kBlockSize, rows.size());
      for (size_t document = block * kBlockSize; document < end; ++document) {
        const auto row_terms = rows.terms(document);
        const auto row_weights = rows.weights(document);
        for (size_t i = 0; i < row_terms.size(); ++i) {
          uint16_t& most = greatest[row_terms[i]];
          if (most == 0) terms.push_back(row_terms[i]);
          most = std::max(most, row_weights[i]);
        }
      }
      for (const uint16_t term : terms) {
        if (greatest[term] != 0) visit(block, term, greatest[term]);
        greatest[term] = 0;
      }
    }
  };
  Postings postings;
  postings.begin.resize(term_count + 1);
  for_each([&](size_t /*block*/, uint16_t term, uint16_t /*most*/) { ++postings.begin[term + 1]; });
  for (size_t i = 0; i < term_count; ++i) postings.begin[i + 1] += postings.begin[i];
  postings.blocks.resize(postings.begin.back());
  postings.greatest.resize(postings.begin.back());
  std::vector<uint32_t> next(postings.begin.begin(), postings.begin.end() - 1);
  for_each([&](size_t block, uint16_t term, uint16_t most) {
    const uint32_t at = next[term]++;
    postings.blocks[at] = static_cast<uint16_t>(block);
    postings.greatest[at] = most;
  });
  terms_.reserve(term_count + 1);
  for (size_t term = 0; term < term_count; ++term) {
    const size_t begin = postings.begin[term];
    const size_t count = postings.begin[term + 1] - begin;
    const std::span<const uint16_t> weights(postings.greatest.data() + begin, count);
    AddTerm({postings.blocks.data() + begin, count}, weights);
  }
  terms_.push_back({.dense_begin = static_cast<uint32_t>(dense_.size())});
  dense_.shrink_to_fit();
  dense_rows_.shrink_to_fit();
  loose_.shrink_to_fit();
}

void BlockBounds::AddTerm(std::span<const uint16_t> blocks, std::span<const uint16_t> greatest) {
  const uint32_t most = greatest.empty() ? 0 : *std::max_element(greatest.begin(), greatest.end());
  const uint32_t step = std::max<uint32_t>(1, (most + kGreatestBound - 1) / kGreatestBound);
  terms_.push_back({.dense_begin = static_cast<uint32_t>(dense_.size()),
                    .loose_begin = static_cast<uint32_t>(loose_.size() / kLooseUnit),
                    .step = step});
  const auto bound_of = [&](size_t i) {
    return static_cast<uint8_t>((greatest[i] + step - 1) / step);
  };
  std::vector<uint16_t> loose_blocks;
  std::vector<uint8_t> loose_bounds;
  for (size_t begin = 0; begin < blocks.size();) {
    const size_t window = blocks[begin] / kWindow;
    size_t end = begin;
    while (end < blocks.size() && blocks[end] / kWindow == window) ++end;
    if (end - begin >= kDenseFrom) {
      const auto row = static_cast<uint32_t>(dense_rows_.size() / kWindow);
      dense_.push_back({static_cast<uint32_t>(window), row});
      dense_rows_.resize(dense_rows_.size() + kWindow);
      uint8_t* bounds = dense_rows_.data() + kWindow * size_t{row};
      for (size_t i = begin; i < end; ++i) bounds[blocks[i] % kWindow] = bound_of(i);
    } else {
      for (size_t i = begin; i < end; ++i) {
        loose_blocks.push_back(blocks[i]);
        loose_bounds.push_back(bound_of(i));
      }
    }
    begin = end;
  }
  terms_.back().loose_count = static_cast<uint32_t>(loose_blocks.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(loose_blocks.data());
  loose_.insert(loose_.end(), bytes, bytes + loose_blocks.size() * sizeof(uint16_t));
  loose_.insert(loose_.end(), loose_bounds.begin(), loose_bounds.end());
  loose_.resize((loose_.size() + kLooseUnit - 1) / kLooseUnit * kLooseUnit);
}

size_t BlockBounds::memory_bytes() const {
  return terms_.capacity() * sizeof(terms_[0]) + dense_.capacity() * sizeof(dense_[0]) +
         dense_rows_.capacity() + loose_.capacity();
}

}  // namespace overstap::matcher
