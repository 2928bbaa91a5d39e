// The baseline that is right by its shortness, and the reference for all others: every document
// that passes the filters is scored.
//
//   ExhaustiveEngine engine(workload.documents(), workload.term_count());
//
// Filters come first, cheap to dear; then the dot product with a dense table of the query's
// weights. Documents lie in order of their positions. Belongs to one thread.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_EXHAUSTIVE_ENGINE_H_
#define OVERSTAP_TESTS_BENCH_MATCH_EXHAUSTIVE_ENGINE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/bench/match/engine.h"
#include "tests/bench/match/filter.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

class ExhaustiveEngine final : public Engine {
 public:
  ExhaustiveEngine(const Rows& documents, size_t term_count);

  std::string_view name() const override { return "exhaustive"; }
  void Search(const Query& query, std::vector<Hit>* hits) override;
  size_t memory_bytes() const override;

 private:
  struct Entry {
    uint16_t term;
    uint16_t weight;
  };

  FacetColumns facets_;
  std::vector<uint64_t> offsets_;  // of the documents' entries, and their end
  std::vector<Entry> entries_;
  std::vector<uint32_t> query_weights_;  // per term; all 0 between queries
};

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_EXHAUSTIVE_ENGINE_H_
