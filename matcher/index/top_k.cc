#include "matcher/index/top_k.h"

#include <algorithm>
#include <utility>

namespace overstap::matcher {
namespace {

bool HitRanksBefore(const Hit& a, const Hit& b) {
  return RanksBefore(a.score, a.creation, b.score, b.creation);
}

}  // namespace

TopK::TopK(size_t k, Score min_score, std::optional<Cursor> after)
    : k_(k), min_score_(std::max<Score>(1, min_score)), after_(after) {
  constexpr size_t kUsualMost = 1'000;
  heap_.reserve(std::min(k_, kUsualMost));
}

bool TopK::Wants(Score score, CreationNumber creation) const {
  if (k_ == 0 || score < min_score_) return false;
  if (after_.has_value() && !RanksBefore(after_->score, after_->creation, score, creation)) {
    return false;
  }
  return heap_.size() < k_ ||
         RanksBefore(score, creation, heap_.front().score, heap_.front().creation);
}

void TopK::Add(const Hit& hit) {
  if (!Wants(hit.score, hit.creation)) return;
  if (heap_.size() < k_) {
    heap_.push_back(hit);
    if (heap_.size() == k_) std::make_heap(heap_.begin(), heap_.end(), HitRanksBefore);
    return;
  }
  // In the place of the worst, down to where the two below it rank before it.
  size_t at = 0;
  for (;;) {
    size_t worse = 2 * at + 1;
    if (worse >= heap_.size()) break;
    if (worse + 1 < heap_.size() && HitRanksBefore(heap_[worse], heap_[worse + 1])) ++worse;
    if (!HitRanksBefore(hit, heap_[worse])) break;
    heap_[at] = heap_[worse];
    at = worse;
  }
  heap_[at] = hit;
}

std::vector<Hit> TopK::Take() && {
  std::sort(heap_.begin(), heap_.end(), HitRanksBefore);
  return std::move(heap_);
}

}  // namespace overstap::matcher
