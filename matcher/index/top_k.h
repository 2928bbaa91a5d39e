// The best k results of a search, over any number of segments.
//
//   TopK top(20, min_score, after);
//   if (top.Wants(score, creation)) top.Add({score, creation, segment, document});
//   std::vector<Hit> best = std::move(top).Take();
//
// A TopK belongs to one thread.
#ifndef OVERSTAP_MATCHER_INDEX_TOP_K_H_
#define OVERSTAP_MATCHER_INDEX_TOP_K_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// Position of a document inside its segment.
using DocumentNumber = Number<struct DocumentTag>;

// A result: the order of results is by score, higher first, then by creation, lower first.
struct Hit {
  Score score = 0;
  CreationNumber creation;
  uint32_t segment = 0;  // as given to the search
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

class TopK {
 public:
  // Only scores of at least max(1, min_score), and only after the cursor.
  TopK(size_t k, Score min_score, std::optional<Cursor> after);

  // No score below this is wanted (one that equals it may be). Never falls.
  Score least_wanted() const {
    return heap_.size() < k_ || heap_.empty() ? min_score_ : heap_.front().score;
  }
  // Whether (score, creation) would be among the best so far.
  bool Wants(Score score, CreationNumber creation) const;
  void Add(const Hit& hit);
  // Best first.
  std::vector<Hit> Take() &&;

 private:
  size_t k_;
  Score min_score_;
  std::optional<Cursor> after_;
  std::vector<Hit> heap_;  // once there are k, the worst is at the front
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_TOP_K_H_
