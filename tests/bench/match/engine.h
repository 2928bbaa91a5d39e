// One way to answer queries, built over the documents of a workload. All ways give the same
// answers.
//
//   InvertedEngine engine(workload.documents(), workload.term_count());
//   std::vector<Hit> hits;
//   engine.Search(workload.query(0), &hits);   // the best 20, best first
//
// A score is the u32 sum of products of the weights of terms that a query and a document have both.
// The answer: the kAnswerSize best of those that pass the query's filters and score above 0; ties
// by lower position. An engine belongs to one thread: it keeps its scratch memory between queries.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_ENGINE_H_
#define OVERSTAP_TESTS_BENCH_MATCH_ENGINE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/bench/match/workload.h"

namespace overstap::bench {

inline constexpr size_t kAnswerSize = 20;

struct Hit {
  uint32_t score = 0;
  uint32_t position = 0;  // of the document
  friend bool operator==(const Hit&, const Hit&) = default;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;
  // Replaces `hits`.
  virtual void Search(const Query& query, std::vector<Hit>* hits) = 0;
  // Of the engine's own structures.
  virtual size_t memory_bytes() const = 0;
};

// The bytes that a vector holds.
template <typename Value>
size_t BytesOf(const std::vector<Value>& values) {
  return values.capacity() * sizeof(Value);
}

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_ENGINE_H_
