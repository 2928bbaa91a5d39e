// A query's vector as searches want it: made once, used on every segment.
//
//   SearchQuery query(supply, term_count);
//
// Immutable; safe to share between threads. Its table is kept by the thread it ends on for the next
// query there: what is made anew costs more than what a search at a region's size does with it.
#ifndef OVERSTAP_MATCHER_INDEX_SEARCH_QUERY_H_
#define OVERSTAP_MATCHER_INDEX_SEARCH_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/fit/vectors.h"

namespace overstap::matcher {

class SearchQuery {
 public:
  // `terms` ascend and outlive the query. `term_count` is at least that of every segment asked.
  SearchQuery(std::span<const WeightedTerm> terms, size_t term_count);
  SearchQuery(const SearchQuery&) = delete;
  SearchQuery& operator=(const SearchQuery&) = delete;
  ~SearchQuery();

  std::span<const WeightedTerm> terms() const { return terms_; }
  // Units by term, and one more, so that two can be read at once.
  const uint16_t* table() const { return table_.data(); }

 private:
  std::span<const WeightedTerm> terms_;
  std::vector<uint16_t> table_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SEARCH_QUERY_H_
