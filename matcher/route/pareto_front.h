// The routes that no other route beats: over the day work starts and the cost to the person (less
// is better) and the fit after (more is).
//
//   ParetoFront front;
//   if (front.Wants(candidate)) front.Add(candidate);
//
// Exact whatever the order of additions. Of routes that are equal in all three, one stays: see
// Precedes. Belongs to one thread.
#ifndef OVERSTAP_MATCHER_ROUTE_PARETO_FRONT_H_
#define OVERSTAP_MATCHER_ROUTE_PARETO_FRONT_H_

#include <vector>

#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"
#include "matcher/route/destination.h"
#include "matcher/route/route_planner.h"
#include "matcher/route/step_option.h"

namespace overstap::matcher {

struct Aims {
  Date work_start;
  EurCents cost_person = 0;
  Score fit_after = 0;
  friend bool operator==(const Aims&, const Aims&) = default;
  // At least as good in all three.
  bool Covers(const Aims& other) const {
    return work_start <= other.work_start && cost_person <= other.cost_person &&
           fit_after >= other.fit_after;
  }
};

struct CandidateStep {
  const StepOption* option = nullptr;
  ScheduledStep scheduled;
};

// A route before it is written out. Options and destination outlive it.
struct Candidate {
  Aims aims;
  const Destination* destination = nullptr;
  std::vector<CandidateStep> steps;
};

// Which of two routes with equal aims stays: fewer steps; then step by step the record created
// first, then the school part created first (none before any); then step by step the earlier start,
// then the lower run id; then the destination created first. No two routes are equal in all.
bool Precedes(const Candidate& a, const Candidate& b);

class ParetoFront {
 public:
  // False when a route with so many steps would not stay whatever it is like otherwise.
  bool Wants(const Aims& aims, size_t step_count) const;
  // Whether the route would stay now.
  bool Wants(const Candidate& candidate) const;
  // Takes the route if it is wanted, and drops those that it beats.
  void Add(Candidate candidate);

  // By the order asked for.
  std::vector<Candidate> Take(RouteOrder order) &&;

 private:
  std::vector<Candidate> members_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_PARETO_FRONT_H_
