#include "matcher/index/document_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "matcher/index/term_groups.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kSide = 1U << 16;
constexpr int kPlaceBits = 32;

uint32_t Hilbert(uint32_t x, uint32_t y) {
  uint32_t position = 0;
  for (uint32_t side = kSide / 2; side > 0; side /= 2) {
    const uint32_t right = (x & side) != 0 ? 1 : 0;
    const uint32_t upper = (y & side) != 0 ? 1 : 0;
    position += side * side * ((3 * right) ^ upper);
    if (upper == 0) {
      if (right == 1) {
        x = kSide - 1 - x;
        y = kSide - 1 - y;
      }
      std::swap(x, y);
    }
  }
  return position;
}

}  // namespace

uint32_t CurvePosition(const GeoPoint& point) {
  if (std::isnan(point.latitude) || std::isnan(point.longitude)) return 0;
  constexpr double kTurn = 360;
  const auto cell = [](double degrees) {
    return static_cast<uint32_t>(std::clamp(degrees / kTurn * kSide, 0.0, double{kSide - 1}));
  };
  return Hilbert(cell(point.longitude + kTurn / 2), cell(point.latitude + kTurn / 4));
}

std::vector<uint32_t> OrderDocuments(std::span<const IndexDocument> documents,
                                     DocumentSource& source, size_t term_count) {
  // Few documents are few blocks, whatever their order.
  const bool few = documents.size() < SegmentIndex::kBoundedFrom;
  const std::vector<uint32_t> groups =
      few ? std::vector<uint32_t>() : GroupByTerms(documents, source, term_count);
  std::vector<std::pair<uint64_t, uint32_t>> keys(documents.size());
  for (uint32_t i = 0; i < documents.size(); ++i) {
    const IndexDocument& document = documents[i];
    const uint32_t group = few ? document.group.value_or(~0U) : groups[i];
    keys[i] = {uint64_t{group} << kPlaceBits | document.place, i};
  }
  std::sort(keys.begin(), keys.end());
  std::vector<uint32_t> order(documents.size());
  for (size_t i = 0; i < keys.size(); ++i) order[i] = keys[i].second;
  return order;
}

}  // namespace overstap::matcher
