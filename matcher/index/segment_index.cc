#include "matcher/index/segment_index.h"

#include <cassert>

#include "matcher/index/document_order.h"
#include "matcher/index/segment_search.h"

namespace overstap::matcher {

size_t GivenDocuments::CountTerms() {
  size_t count = 0;
  for (const IndexDocument& document : documents_) count += document.terms.size();
  return count;
}

SegmentIndex SegmentIndex::Build(const ColumnSchema& schema,
                                 std::span<const IndexDocument> documents, size_t term_count,
                                 std::vector<uint32_t>* order) {
  GivenDocuments source(documents);
  return Build(schema, documents, source, term_count, order);
}

SegmentIndex SegmentIndex::Build(const ColumnSchema& schema,
                                 std::span<const IndexDocument> documents, DocumentSource& source,
                                 size_t term_count, std::vector<uint32_t>* order) {
  assert(documents.size() <= kMostDocuments);
  std::vector<uint32_t> own_order = OrderDocuments(documents, source, term_count);
  SegmentIndex index;
  SegmentParts& parts = index.parts_;
  parts.rows.Reserve(documents.size(), source.CountTerms());
  parts.columns = Columns(schema, documents.size());
  parts.creations.reserve(documents.size());
  for (const uint32_t position : own_order) {
    const IndexDocument& document = documents[position];
    parts.rows.Add(source.TermsOf(position));
    parts.columns.Add(source.ValuesOf(position), document.point);
    parts.creations.push_back(document.creation);
  }
  parts.rows.Finish();
  parts.columns.Finish();
  if (documents.size() >= kBoundedFrom) parts.bounds = BlockBounds(parts.rows, term_count);
  if (order != nullptr) *order = std::move(own_order);
  return index;
}

SparseVector SegmentIndex::VectorOf(DocumentNumber document) const {
  const auto terms = parts_.rows.terms(document.value());
  const auto weights = parts_.rows.weights(document.value());
  SparseVector vector(terms.size());
  for (size_t i = 0; i < terms.size(); ++i) vector[i] = {TermNumber(terms[i]), Share(weights[i])};
  return vector;
}

void SegmentIndex::CopyValues(DocumentNumber document, std::vector<uint32_t>* values) const {
  values->clear();
  for (size_t i = 0; i < parts_.columns.column_count(); ++i) {
    const Column& column = parts_.columns.column(ColumnNumber(static_cast<uint8_t>(i)));
    values->push_back(parts_.columns.ValueAt(column, document.value()));
  }
}

void SegmentIndex::Search(const SearchArguments& arguments, TopK* top, SearchCounts* counts) const {
  SearchCounts unused;
  SearchSegment(parts_, arguments, top, counts != nullptr ? counts : &unused);
}

size_t SegmentIndex::memory_bytes() const {
  return parts_.rows.memory_bytes() + parts_.bounds.memory_bytes() + parts_.columns.memory_bytes() +
         parts_.creations.capacity() * sizeof(parts_.creations[0]);
}

}  // namespace overstap::matcher
