// The order of a segment's documents: like lie together.
//
//   std::vector<uint32_t> order = OrderDocuments(documents, source, term_count);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_INDEX_DOCUMENT_ORDER_H_
#define OVERSTAP_MATCHER_INDEX_DOCUMENT_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/index/segment_index.h"

namespace overstap::matcher {

// Positions in `documents`, in the order of the index: by group, then by place on the curve, then
// by position. Deterministic.
std::vector<uint32_t> OrderDocuments(std::span<const IndexDocument> documents,
                                     DocumentSource& source, size_t term_count);

// Position of a point on a Hilbert curve over the whole Earth, 16 bits a side; points near on the
// curve are near on Earth. 0 for an unknown point.
uint32_t CurvePosition(const GeoPoint& point);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_DOCUMENT_ORDER_H_
