#include "tests/bench/match/exhaustive_engine.h"

#include "tests/bench/match/best_hits.h"
#include "tests/bench/match/filter.h"

namespace overstap::bench {

ExhaustiveEngine::ExhaustiveEngine(const Rows& documents, size_t term_count)
    : facets_(documents.facets), offsets_(documents.offsets), query_weights_(term_count) {
  entries_.reserve(documents.terms.size());
  for (size_t i = 0; i < documents.terms.size(); ++i) {
    entries_.push_back({.term = documents.terms[i], .weight = documents.weights[i]});
  }
}

void ExhaustiveEngine::Search(const Query& query, std::vector<Hit>* hits) {
  for (size_t i = 0; i < query.terms.size(); ++i) {
    query_weights_[query.terms[i]] = query.weights[i];
  }
  const Filter filter(query.facets, facets_);
  BestHits best(hits);
  const auto count = static_cast<uint32_t>(offsets_.size() - 1);
  const uint64_t* const offsets = offsets_.data();
  const Entry* const entries = entries_.data();
  const uint32_t* const query_weights = query_weights_.data();
  for (uint32_t document = 0; document < count; ++document) {
    if (!filter.Passes(document)) continue;
    uint32_t score = 0;
    for (uint64_t i = offsets[document]; i < offsets[document + 1]; ++i) {
      score += query_weights[entries[i].term] * entries[i].weight;
    }
    if (score > best.threshold()) best.Add({.score = score, .position = document});
  }
  best.Finish();
  for (const uint16_t term : query.terms) query_weights_[term] = 0;
}

size_t ExhaustiveEngine::memory_bytes() const {
  return facets_.memory_bytes() + BytesOf(offsets_) + BytesOf(entries_) + BytesOf(query_weights_);
}

}  // namespace overstap::bench
