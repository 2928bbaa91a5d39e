// Supplies of many people, one after another: what SupplyOf gives for each, at a part of its cost.
//
//   SupplyMaker maker(context);
//   const SparseVector& supply = maker.Of(person);      // again and again
//
// A supply is the greatest of several covers, term by term; what a past occupation or a
// qualification brings is the same for everyone who has it, and is worked out once. Of one thread.
#ifndef OVERSTAP_MATCHER_FIT_SUPPLY_MAKER_H_
#define OVERSTAP_MATCHER_FIT_SUPPLY_MAKER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "matcher/fit/own_covers.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/job_seeker.h"

namespace overstap::matcher {

class SupplyMaker {
 public:
  // What the context refers to outlives this.
  explicit SupplyMaker(const FitContext& context);

  // The same as SupplyOf(person, context). Valid until the next call.
  const SparseVector& Of(const JobSeeker& person);

 private:
  // Covers of someone with nothing but this past occupation, or this qualification.
  const SparseVector& CoversOf(const PastOccupation& past);
  const SparseVector& CoversOf(QualificationNumber qualification);
  void Cover(uint32_t term, Share cover);
  void AddQualifications(const JobSeeker& person);
  // Moves what was collected to supply_, ascending.
  void TakeCollected();

  const FitContext context_;
  OwnCovers covers_;
  std::vector<std::optional<SparseVector>> by_occupation_;  // stated, then found in a text
  std::vector<std::optional<SparseVector>> by_qualification_;
  // What is collected of one person: per term the greatest cover, and bits where it is not 0.
  std::vector<Share> best_;
  std::vector<uint64_t> covered_;
  SparseVector supply_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_FIT_SUPPLY_MAKER_H_
