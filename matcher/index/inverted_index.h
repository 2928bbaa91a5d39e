// Exact best k of many sparse vectors for one query vector: an immutable segment.
//
//   SegmentIndex index = SegmentIndex::Build(vectors, term_count);
//   TopK top(20, min_score, after);
//   index.Search(query_terms, filter, &top);
//   std::vector<Hit> best = std::move(top).Take();
//
// A plain inverted index, term at a time; a faster one keeps this interface. Immutable; safe to
// share between threads. A TopK belongs to one thread.
#ifndef OVERSTAP_MATCHER_INDEX_INVERTED_INDEX_H_
#define OVERSTAP_MATCHER_INDEX_INVERTED_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// Position of a vector inside its segment.
using DocumentNumber = Number<struct DocumentTag>;

// A result: the order of results is by score, higher first, then by creation, lower first.
struct Hit {
  Score score = 0;
  CreationNumber creation;
  uint32_t segment = 0;  // as given to Search
  DocumentNumber document;
};
constexpr bool RanksBefore(Score score_a, CreationNumber creation_a, Score score_b,
                           CreationNumber creation_b) {
  return score_a != score_b ? score_a > score_b : creation_a < creation_b;
}

// Where the last page ended: only results that rank after it are wanted.
struct Cursor {
  Score score = 0;
  CreationNumber creation;
};

// Which documents may be results. Called at most once per document, in any order, and only for
// those whose score could be among the best k.
class DocumentFilter {
 public:
  virtual ~DocumentFilter() = default;
  virtual bool Accepts(DocumentNumber document) const = 0;
};

// Polled by long loops; a true answer ends them early with an incomplete result that the caller
// throws away.
class Interruption {
 public:
  virtual ~Interruption() = default;
  virtual bool Requested() const = 0;
};

// Collects the best k over several segments.
class TopK {
 public:
  // Only scores of at least max(1, min_score), and only after the cursor.
  TopK(size_t k, Score min_score, std::optional<Cursor> after);

  // Whether (score, creation) would be among the best so far.
  bool Wants(Score score, CreationNumber creation) const;
  void Add(const Hit& hit);
  // Best first.
  std::vector<Hit> Take() &&;

 private:
  size_t k_;
  Score min_score_;
  std::optional<Cursor> after_;
  std::vector<Hit> heap_;  // worst at the front
};

class SegmentIndex {
 public:
  struct Document {
    CreationNumber creation;
    std::span<const WeightedTerm> terms;
  };

  SegmentIndex() = default;
  // Documents ascend by creation; terms are below `term_count`.
  static SegmentIndex Build(std::span<const Document> documents, size_t term_count);

  // Adds to `top` the documents with a score above 0 that `filter` accepts. Exact: the same as
  // scoring every document. `segment` is handed on in hits. The products of any document with the
  // query must add up to less than 2^32, as they do where either adds up to one.
  //
  // Time: the postings of the query's terms, one pass over the documents, and a sort of as many of
  // the best as it takes to find k that the filter accepts.
  void Search(std::span<const WeightedTerm> query, uint32_t segment, const DocumentFilter& filter,
              const Interruption* interruption, TopK* top) const;
  size_t document_count() const { return creation_.size(); }
  size_t memory_bytes() const;

 private:
  // Scores by document; false when interrupted.
  bool Accumulate(std::span<const WeightedTerm> query, const Interruption* interruption,
                  std::vector<Score>* scores) const;

  std::vector<uint32_t> begin_;  // offsets into the postings per term, term_count + 1
  std::vector<uint32_t> documents_;
  std::vector<Share> values_;
  std::vector<CreationNumber> creation_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_INVERTED_INDEX_H_
