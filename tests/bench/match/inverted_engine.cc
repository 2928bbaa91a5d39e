#include "tests/bench/match/inverted_engine.h"

#include <algorithm>

#include "tests/bench/match/best_hits.h"
#include "tests/bench/match/filter.h"

namespace overstap::bench {
namespace {

// Documents whose scores are compared with the threshold at once.
constexpr uint32_t kRun = 64;

}  // namespace

InvertedEngine::InvertedEngine(const Rows& documents, size_t term_count)
    : facets_(documents.facets),
      offsets_(term_count + 1),
      documents_(documents.terms.size()),
      weights_(documents.terms.size()),
      scores_((documents.size() + kRun - 1) / kRun * kRun) {
  for (const uint16_t term : documents.terms) ++offsets_[size_t{term} + 1];
  for (size_t term = 0; term < term_count; ++term) offsets_[term + 1] += offsets_[term];
  std::vector<uint64_t> next(offsets_.begin(), offsets_.end() - 1);
  for (uint32_t document = 0; document < documents.size(); ++document) {
    for (uint64_t i = documents.offsets[document]; i < documents.offsets[document + 1]; ++i) {
      const uint64_t posting = next[documents.terms[i]]++;
      documents_[posting] = document;
      weights_[posting] = documents.weights[i];
    }
  }
}

void InvertedEngine::Accumulate(const Query& query) {
  uint32_t* const scores = scores_.data();
  const uint32_t* const documents = documents_.data();
  const uint16_t* const weights = weights_.data();
  for (size_t i = 0; i < query.terms.size(); ++i) {
    const uint32_t query_weight = query.weights[i];
    const uint64_t end = offsets_[size_t{query.terms[i]} + 1];
    for (uint64_t posting = offsets_[query.terms[i]]; posting < end; ++posting) {
      scores[documents[posting]] += query_weight * weights[posting];
    }
  }
}

void InvertedEngine::Search(const Query& query, std::vector<Hit>* hits) {
  Accumulate(query);
  const Filter filter(query.facets, facets_);
  BestHits best(hits);
  const auto count = static_cast<uint32_t>(scores_.size());
  for (uint32_t start = 0; start < count; start += kRun) {
    uint32_t* const scores = scores_.data() + start;
    uint32_t best_of_run = 0;
    for (uint32_t i = 0; i < kRun; ++i) best_of_run = std::max(best_of_run, scores[i]);
    if (best_of_run > best.threshold()) {
      for (uint32_t i = 0; i < kRun; ++i) {
        const Hit hit = {.score = scores[i], .position = start + i};
        if (hit.score > best.threshold() && filter.Passes(hit.position)) best.Add(hit);
      }
    }
    std::fill_n(scores, kRun, 0);
  }
  best.Finish();
}

size_t InvertedEngine::memory_bytes() const {
  return facets_.memory_bytes() + BytesOf(offsets_) + BytesOf(documents_) + BytesOf(weights_) +
         BytesOf(scores_);
}

}  // namespace overstap::bench
