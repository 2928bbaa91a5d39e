// Groups for documents that come without one, by what their vectors have in common: around the
// groups that others have, or, where too few have one, around documents taken from among them.
//
//   std::vector<uint32_t> groups = GroupByTerms(documents, source, term_count);
//
// A k-means of one step over sparse vectors: what makes a group is the mean of some of its members,
// each term weighted by how rare it is. Only likeness depends on it, never an answer.
// Deterministic. Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_TERM_GROUPS_H_
#define OVERSTAP_MATCHER_INDEX_TERM_GROUPS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/index/segment_index.h"

namespace overstap::matcher {

// Per document its own group, or the one found for it.
std::vector<uint32_t> GroupByTerms(std::span<const IndexDocument> documents, DocumentSource& source,
                                   size_t term_count);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_TERM_GROUPS_H_
