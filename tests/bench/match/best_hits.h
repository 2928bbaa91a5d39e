// The best hits so far, of documents that come in order of position.
//
//   BestHits best(&hits);
//   if (score > best.threshold()) best.Add({score, position});
//   best.Finish();   // `hits` are now best first
//
// A later document that scores as the last of a full list does not enter: it loses the tie. Belongs
// to one thread.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_BEST_HITS_H_
#define OVERSTAP_TESTS_BENCH_MATCH_BEST_HITS_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tests/bench/match/engine.h"

namespace overstap::bench {

class BestHits {
 public:
  // `hits` holds them, is emptied, and outlives this.
  explicit BestHits(std::vector<Hit>* hits) : hits_(*hits) {
    hits_.clear();
    hits_.reserve(kAnswerSize + 1);
  }

  // What a score must exceed to enter.
  uint32_t threshold() const { return threshold_; }

  // The hit's score exceeds the threshold.
  void Add(Hit hit) {
    hits_.push_back(hit);
    std::push_heap(hits_.begin(), hits_.end(), IsBetter);
    if (hits_.size() > kAnswerSize) {
      std::pop_heap(hits_.begin(), hits_.end(), IsBetter);
      hits_.pop_back();
    }
    if (hits_.size() == kAnswerSize) threshold_ = hits_.front().score;
  }

  void Finish() { std::sort_heap(hits_.begin(), hits_.end(), IsBetter); }

 private:
  // As order of the heap it keeps the worst in front.
  static bool IsBetter(const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.position < b.position;
  }

  std::vector<Hit>& hits_;
  uint32_t threshold_ = 0;
};

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_BEST_HITS_H_
