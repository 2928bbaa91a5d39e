// The baseline that search engines are measured by: an inverted index, a term at a time.
//
//   InvertedEngine engine(workload.documents(), workload.term_count());
//
// Each term of a query adds its products to the accumulators of the documents that have it; one
// pass over the accumulators then finds the best, and clears them for the next query. The filters
// are asked only about documents that would enter. Belongs to one thread.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_INVERTED_ENGINE_H_
#define OVERSTAP_TESTS_BENCH_MATCH_INVERTED_ENGINE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/bench/match/engine.h"
#include "tests/bench/match/filter.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

class InvertedEngine final : public Engine {
 public:
  InvertedEngine(const Rows& documents, size_t term_count);

  std::string_view name() const override { return "inverted"; }
  void Search(const Query& query, std::vector<Hit>* hits) override;
  size_t memory_bytes() const override;

 private:
  void Accumulate(const Query& query);

  FacetColumns facets_;
  std::vector<uint64_t> offsets_;  // of the terms' postings, and their end
  // Postings, ascending documents inside a term.
  std::vector<uint32_t> documents_;
  std::vector<uint16_t> weights_;
  std::vector<uint32_t> scores_;  // per document; all 0 between queries
};

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_INVERTED_ENGINE_H_
