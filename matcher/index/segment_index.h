// Exact best k of many sparse vectors for one query vector under filters: an immutable segment.
//
//   SegmentIndex index = SegmentIndex::Build(schema, documents, term_count);
//   TopK top(20, min_score, after);
//   index.Search({.query = &query, .conditions = conditions}, &top);
//   std::vector<Hit> best = std::move(top).Take();
//
// Documents are ordered so that like lie together and cut into blocks; a search bounds all blocks
// at once, visits them from the highest bound on, and scores only documents that pass the
// conditions in blocks whose bound reaches the k-th score. DESIGN.md here tells why and what each
// step gains. The answer is the same as scoring every document, in documents, order and scores.
//
// Immutable; safe to share between threads.
#ifndef OVERSTAP_MATCHER_INDEX_SEGMENT_INDEX_H_
#define OVERSTAP_MATCHER_INDEX_SEGMENT_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "matcher/fit/vectors.h"
#include "matcher/index/block_bounds.h"
#include "matcher/index/columns.h"
#include "matcher/index/condition.h"
#include "matcher/index/gone_set.h"
#include "matcher/index/interruption.h"
#include "matcher/index/rows.h"
#include "matcher/index/search_query.h"
#include "matcher/index/top_k.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// What columns cannot say. Called at most once per document, in any order, and only for those that
// meet all conditions and whose score could be among the best k.
class DocumentFilter {
 public:
  virtual ~DocumentFilter() = default;
  virtual bool Accepts(DocumentNumber document) const = 0;
};

// A document as it is given to an index. The spans outlive Build only.
struct IndexDocument {
  CreationNumber creation;
  std::span<const WeightedTerm> terms;
  std::span<const uint32_t> values = {};  // one per column of the schema
  GeoPoint point = {};                    // where the schema has points
  // Likeness: documents of one group (an occupation) lie together, groups of near numbers near
  // each other; inside a group, those of near places on a space-filling curve. Unset: the group is
  // found by the document's terms.
  std::optional<uint32_t> group = std::nullopt;
  uint32_t place = 0;  // on the curve
};

// The terms and values of documents that are to be indexed, where they are not at hand but fetched
// or worked out one after another: a large index then takes no more memory while it is made than
// afterwards.
class DocumentSource {
 public:
  virtual ~DocumentSource() = default;
  // Of documents[position]: ascending, without zeros. Valid until the next call. Asked for once of
  // each document where all have a group, some times otherwise.
  virtual std::span<const WeightedTerm> TermsOf(size_t position) = 0;
  // Of all documents together. May be an estimate: one that is too high takes address space, one
  // that is too low time.
  virtual size_t CountTerms() = 0;
  // Of documents[position], one per column of the schema. Valid until the next call. Asked for
  // once.
  virtual std::span<const uint32_t> ValuesOf(size_t position) = 0;
};

// What the documents themselves hold.
class GivenDocuments final : public DocumentSource {
 public:
  // They outlive this.
  explicit GivenDocuments(std::span<const IndexDocument> documents) : documents_(documents) {}
  std::span<const WeightedTerm> TermsOf(size_t position) override {
    return documents_[position].terms;
  }
  size_t CountTerms() override;
  std::span<const uint32_t> ValuesOf(size_t position) override {
    return documents_[position].values;
  }

 private:
  std::span<const IndexDocument> documents_;
};

struct SegmentParts {
  Rows rows;
  BlockBounds bounds;
  Columns columns;
  std::vector<CreationNumber> creations;
};

struct SearchArguments {
  const SearchQuery* query = nullptr;
  std::span<const Condition> conditions = {};
  const GoneSet* gone = nullptr;           // null: none is gone
  const DocumentFilter* filter = nullptr;  // null: accepts all
  const Interruption* interruption = nullptr;
  uint32_t segment = 0;  // handed on in hits
};

// What a search did; for benchmarks and tests.
struct SearchCounts {
  size_t blocks_visited = 0;
  size_t documents_scored = 0;
};

class SegmentIndex {
 public:
  // Documents in one segment, at most; more are several segments.
  static constexpr size_t kMostDocuments = BlockBounds::kMostBlocks * kBlockSize;

  // Fewer are looked through without bounds: looking up the bounds of every term of a query costs
  // more than it saves, in each small segment anew, and making them most of what a change costs.
  static constexpr size_t kBoundedFrom = 4'096;

  SegmentIndex() = default;
  // Document d of the index is documents[(*order)[d]]. Terms are below `term_count`, at most
  // Rows::kMostTerms. At most kMostDocuments.
  static SegmentIndex Build(const ColumnSchema& schema, std::span<const IndexDocument> documents,
                            size_t term_count, std::vector<uint32_t>* order = nullptr);
  // The same with terms and values from elsewhere: those of the documents are not looked at.
  static SegmentIndex Build(const ColumnSchema& schema, std::span<const IndexDocument> documents,
                            DocumentSource& source, size_t term_count,
                            std::vector<uint32_t>* order = nullptr);

  // Adds to `top` the documents with a score above 0 that are not gone, meet the conditions and
  // are accepted. Exact: the same as scoring every document. The products of any document with the
  // query must add up to less than 2^32, as they do where either adds up to one. When interrupted,
  // what was added means nothing.
  void Search(const SearchArguments& arguments, TopK* top, SearchCounts* counts = nullptr) const;

  size_t document_count() const { return parts_.rows.size(); }
  CreationNumber creation(DocumentNumber document) const {
    return parts_.creations[document.value()];
  }
  // The document's terms as they were given.
  SparseVector VectorOf(DocumentNumber document) const;
  // The values of its columns, likewise. Replaces what `values` holds.
  void CopyValues(DocumentNumber document, std::vector<uint32_t>* values) const;
  size_t memory_bytes() const;

 private:
  SegmentParts parts_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_SEGMENT_INDEX_H_
