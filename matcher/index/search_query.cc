#include "matcher/index/search_query.h"

#include <algorithm>
#include <utility>

namespace overstap::matcher {
namespace {

// The table of the thread's last query, all zero.
std::vector<uint16_t>& KeptTable() {
  thread_local std::vector<uint16_t> kept;
  return kept;
}

}  // namespace

SearchQuery::SearchQuery(std::span<const WeightedTerm> terms, size_t term_count)
    : terms_(terms), table_(std::exchange(KeptTable(), {})) {
  const size_t terms_end = terms.empty() ? 0 : terms.back().term.value() + size_t{1};
  table_.resize(std::max({table_.size(), term_count + 1, terms_end + 1}));
  for (const WeightedTerm& term : terms) table_[term.term.value()] = term.value.units();
}

SearchQuery::~SearchQuery() {
  for (const WeightedTerm& term : terms_) table_[term.term.value()] = 0;
  KeptTable() = std::move(table_);
}

}  // namespace overstap::matcher
