#include "tests/bench/match/index_engine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "matcher/index/document_order.h"
#include "matcher/index/search_query.h"
#include "matcher/index/top_k.h"
#include "tests/bench/match/filter.h"

namespace overstap::bench {
namespace {

using matcher::ColumnKind;
using matcher::ColumnNumber;
using matcher::Condition;

constexpr ColumnNumber kSectors(0);
constexpr ColumnNumber kHoursMin(1);
constexpr ColumnNumber kHoursMax(2);
constexpr ColumnNumber kEducation(3);
constexpr ColumnNumber kLanguage(4);
constexpr size_t kColumns = 5;

matcher::ColumnSchema Schema() {
  return {.kinds = {ColumnKind::kBits, ColumnKind::kNumber, ColumnKind::kNumber,
                    ColumnKind::kNumber, ColumnKind::kNumber},
          .has_points = true};
}

// By ColumnNumber.
std::array<uint32_t, kColumns> ValuesOf(const Facets& facets) {
  return {facets.sectors, facets.hours_min, facets.hours_max, facets.education, facets.language};
}

// The matcher's vectors hold no zero.
void AppendTerms(std::span<const uint16_t> terms, std::span<const uint16_t> weights,
                 std::vector<matcher::WeightedTerm>* vector) {
  for (size_t i = 0; i < terms.size(); ++i) {
    if (weights[i] == 0) continue;
    vector->push_back({.term = matcher::TermNumber(terms[i]), .value = matcher::Share(weights[i])});
  }
}

// A segment of the rows from `first` to `end`.
matcher::SegmentIndex BuildSegment(const Rows& rows, size_t first, size_t end, size_t term_count) {
  std::vector<matcher::WeightedTerm> terms;
  terms.reserve(rows.offsets[end] - rows.offsets[first]);
  std::vector<size_t> ends;
  std::vector<std::array<uint32_t, kColumns>> values;
  for (size_t row = first; row < end; ++row) {
    AppendTerms(rows.TermsOf(row), rows.WeightsOf(row), &terms);
    ends.push_back(terms.size());
    values.push_back(ValuesOf(rows.facets[row]));
  }
  std::vector<matcher::IndexDocument> documents;
  size_t begin = 0;
  for (size_t row = first; row < end; ++row) {
    const size_t number = row - first;
    const matcher::GeoPoint point = {.latitude = rows.facets[row].latitude,
                                     .longitude = rows.facets[row].longitude};
    std::optional<uint32_t> group;
    if (rows.occupations[row] != kNoOccupation) group = rows.occupations[row];
    documents.push_back({.creation = matcher::CreationNumber(row),
                         .terms = std::span(terms).subspan(begin, ends[number] - begin),
                         .values = values[number],
                         .point = point,
                         .group = group,
                         .place = matcher::CurvePosition(point)});
    begin = ends[number];
  }
  return matcher::SegmentIndex::Build(Schema(), documents, term_count);
}

}  // namespace

IndexEngine::IndexEngine(const Rows& documents, size_t term_count) : term_count_(term_count) {
  constexpr size_t kMost = matcher::SegmentIndex::kMostDocuments;
  for (size_t first = 0; first < documents.size(); first += kMost) {
    const size_t end = std::min(first + kMost, documents.size());
    segments_.push_back(BuildSegment(documents, first, end, term_count));
  }
}

void IndexEngine::Search(const Query& query, std::vector<Hit>* hits) {
  terms_.clear();
  AppendTerms(query.terms, query.weights, &terms_);
  const Facets& facets = query.facets;
  conditions_ = {Condition::AnyOf(kSectors, facets.sectors),
                 Condition::AtMost(kHoursMin, facets.hours_max),
                 Condition::AtLeast(kHoursMax, facets.hours_min),
                 Condition::AtMost(kEducation, facets.education),
                 Condition::AtMost(kLanguage, facets.language)};
  if (!std::isnan(facets.latitude)) {
    conditions_.push_back(Condition::Within(
        {.latitude = facets.latitude, .longitude = facets.longitude, .km = kReachKm}));
  }
  const matcher::SearchQuery vector(terms_, term_count_);
  matcher::TopK top(kAnswerSize, /*min_score=*/0, /*after=*/std::nullopt);
  for (const matcher::SegmentIndex& segment : segments_) {
    segment.Search({.query = &vector, .conditions = conditions_}, &top);
  }
  hits->clear();
  const std::vector<matcher::Hit> best = std::move(top).Take();
  for (const matcher::Hit& hit : best) {
    hits->push_back({.score = hit.score, .position = static_cast<uint32_t>(hit.creation.value())});
  }
}

size_t IndexEngine::memory_bytes() const {
  size_t bytes = 0;
  for (const matcher::SegmentIndex& segment : segments_) bytes += segment.memory_bytes();
  return bytes;
}

}  // namespace overstap::bench
