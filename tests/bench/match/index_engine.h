// The matching core's own index, asked as the ranker asks it: conditions over columns, one segment
// where the documents fit.
//
//   IndexEngine engine(workload.documents(), workload.term_count());
//
// A document's creation number is its position. Belongs to one thread.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_INDEX_ENGINE_H_
#define OVERSTAP_TESTS_BENCH_MATCH_INDEX_ENGINE_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/index/condition.h"
#include "matcher/index/segment_index.h"
#include "tests/bench/match/engine.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

class IndexEngine final : public Engine {
 public:
  IndexEngine(const Rows& documents, size_t term_count);

  std::string_view name() const override { return "index"; }
  void Search(const Query& query, std::vector<Hit>* hits) override;
  size_t memory_bytes() const override;

 private:
  size_t term_count_;
  std::vector<matcher::SegmentIndex> segments_;
  // Of the query that is asked.
  std::vector<matcher::WeightedTerm> terms_;
  std::vector<matcher::Condition> conditions_;
};

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_INDEX_ENGINE_H_
