// Finds the options that can be part of a route: of thousands of offers and jobs, those that raise
// the fit with a destination, satisfy a rule there, or let a person enter one that does.
//
//   OptionCollector collector(start, context);
//   OptionSet set = collector.Collect(destination, destination.Check(start));
//
// What is left out is in no route of the front: a route stays a route, starts no later, costs no
// more and fits no less without a step that neither helps the destination nor a later step's entry.
// Belongs to one thread; options point into it and into the snapshot.
#ifndef OVERSTAP_MATCHER_ROUTE_OPTION_COLLECTOR_H_
#define OVERSTAP_MATCHER_ROUTE_OPTION_COLLECTOR_H_

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "matcher/route/destination.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"
#include "matcher/route/step_option.h"

namespace overstap::matcher {

struct OptionSet {
  // Judged (see option_judge.h), and possible.
  std::vector<StepOption> options;
  // Those that would help and are ruled out by what no step changes.
  std::vector<StepOption> impossible;
  // Those that help too little for any route, and were not judged.
  std::vector<StepOption> weak;
  Score score_before = 0;
  // Rules of the destination that fail before, as bits of StepOption::closes.
  uint64_t to_close = 0;
  // Weights of the destination's terms and the covers before, by position.
  std::vector<uint16_t> weights;
  std::vector<uint16_t> covers_before;
};

class OptionCollector {
 public:
  // Reads the snapshot once for all destinations.
  OptionCollector(const PersonState& start, const RouteContext& context);

  // `before`: the destination's rules for the person as is; only trainable ones fail.
  OptionSet Collect(const Destination& destination, const Eligibility& before);

 private:
  class Search;
  // Occupation and qualification, by number plus one; 0: none.
  using LearnWorkKey = std::pair<uint32_t, uint32_t>;
  struct LearnWorkJob {
    const PoolEntry<Vacancy>* job = nullptr;
    // Offers of its school part, or nullptr alone: it carries its education itself.
    std::vector<const PoolEntry<TrainingOffer>*> schools;
  };
  struct SteppingStone {
    const PoolEntry<Vacancy>* job = nullptr;
    const SparseVector* supply = nullptr;
  };

  void FindSteppingStones();
  const SparseVector* Keep(SparseVector supply);
  const SparseVector* LearnWorkSupply(const PoolEntry<Vacancy>& job);

  const PersonState& start_;
  const RouteContext& context_;
  std::deque<SparseVector> supplies_;
  // Of learn-work jobs, by job where it names skills of its own.
  absl::flat_hash_map<const PoolEntry<Vacancy>*, const SparseVector*> supplies_by_job_;
  absl::flat_hash_map<LearnWorkKey, const SparseVector*> learn_work_supplies_;
  std::vector<const PoolEntry<TrainingOffer>*> courses_;
  std::vector<LearnWorkJob> learn_work_jobs_;
  std::vector<SteppingStone> stepping_stones_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_OPTION_COLLECTOR_H_
