// The search of one segment, compiled for several instruction sets and chosen at run time.
//
//   SearchSegment(parts, arguments, &top, &counts);
//
// Safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_SEGMENT_SEARCH_H_
#define OVERSTAP_MATCHER_INDEX_SEGMENT_SEARCH_H_

#include <cstddef>

#include "matcher/index/segment_index.h"

namespace overstap::matcher {

// See SegmentIndex::Search.
void SearchSegment(const SegmentParts& parts, const SearchArguments& arguments, TopK* top,
                   SearchCounts* counts);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SEGMENT_SEARCH_H_
