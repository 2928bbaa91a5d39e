// Where a route leads: a stored vacancy or an occupation; what it demands, and who may start there.
//
//   VacancyDestination destination(*entry, context);
//   if (destination.Admits(state) && Dot(destination.demand(), state.supply) >= min_score) ...
//
// Immutable; safe to share between threads. The context and the entry outlive it.
#ifndef OVERSTAP_MATCHER_ROUTE_DESTINATION_H_
#define OVERSTAP_MATCHER_ROUTE_DESTINATION_H_

#include <optional>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "matcher/eligibility/findings.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/ids.h"
#include "matcher/model/vacancy.h"
#include "matcher/population.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"

namespace overstap::matcher {

// The day on which a job starts whoever takes it: a start date that is still to come on `today`.
// One that has passed on an open vacancy means at once.
std::optional<Date> FixedStart(const Vacancy& vacancy, Date today);
// That day, else `free_from`.
Date FirstDayOf(const Vacancy& vacancy, Date free_from, Date today);

// Rules that a step of a route can satisfy; all others hold or fail whatever is learnt.
inline constexpr RuleSet kTrainableRules = RuleBit(Rule::kEducationLevel) |
                                           RuleBit(Rule::kDiploma) | RuleBit(Rule::kCredential) |
                                           RuleBit(Rule::kEntrySkill);

// What a destination, or the entry of a step, asks for that can be gained.
struct Wanted {
  std::vector<CredentialNumber> credentials;
  std::vector<QualificationNumber> qualifications;
  std::optional<EqfLevel> level;  // the lowest that helps
  std::vector<SkillNumber> entry_skills;
};
bool AsksNothing(const Wanted& wanted);
void Append(const Wanted& more, Wanted* wanted);
// Whether something gained answers something wanted, above what was covered `before`.
bool Answers(const std::vector<QualificationNumber>& qualifications,
             const std::vector<ObtainedCredential>& credentials,
             const SparseVector& supply_of_gains, const Wanted& wanted, const SparseVector& before,
             const FitContext& fit);
// 0 where the supply lacks the term.
Share CoverOf(TermNumber term, const SparseVector& supply);

class Destination {
 public:
  virtual ~Destination() = default;

  // Null for an occupation.
  virtual const PoolEntry<Vacancy>* vacancy() const = 0;
  virtual std::optional<OccupationNumber> occupation() const = 0;
  virtual const SparseVector& demand() const = 0;
  virtual Fit Explain(const JobSeeker& person) const = 0;
  // The first day of work for someone who is free from that day on.
  virtual Date StartFor(Date free_from) const = 0;
  // Rules other than fit, on the first day of work of someone in that state. A vacancy is open, or
  // not, on the day asked about.
  virtual Eligibility Check(const PersonState& state) const = 0;
  virtual bool Admits(const PersonState& state) const = 0;
  virtual Wanted Demands() const = 0;
  // Work here is itself education: a route ends with this vacancy's learn-work job.
  bool is_learn_work() const {
    return vacancy() != nullptr && vacancy()->record.learn_work.has_value();
  }
};

// The person may start at the destination, fits it well enough, and holds the diploma of its
// learn-work job if it is one: nothing is left for a route to do.
bool FitsAlready(const Destination& destination, const PersonState& start,
                 const RouteContext& context);

class VacancyDestination final : public Destination {
 public:
  VacancyDestination(const PoolEntry<Vacancy>& entry, const RouteContext& context)
      : entry_(entry), context_(context) {}

  const PoolEntry<Vacancy>* vacancy() const override { return &entry_; }
  std::optional<OccupationNumber> occupation() const override { return entry_.record.occupation; }
  const SparseVector& demand() const override { return entry_.vector; }
  Fit Explain(const JobSeeker& person) const override;
  Date StartFor(Date free_from) const override;
  Eligibility Check(const PersonState& state) const override;
  bool Admits(const PersonState& state) const override;
  Wanted Demands() const override;

 private:
  const PoolEntry<Vacancy>& entry_;
  const RouteContext& context_;
};

// A route to an occupation ends qualified for it: with its qualification where the law reserves the
// work (and then with the credential that the law asks for), or where the person begins with a
// lower one of the same line, which is a gap however alike the skills. Else the qualification is a
// part of the fit only.
class OccupationDestination final : public Destination {
 public:
  OccupationDestination(OccupationNumber occupation, const PersonState& start,
                        const RouteContext& context);

  const PoolEntry<Vacancy>* vacancy() const override { return nullptr; }
  std::optional<OccupationNumber> occupation() const override { return occupation_; }
  const SparseVector& demand() const override { return demand_; }
  Fit Explain(const JobSeeker& person) const override;
  Date StartFor(Date free_from) const override { return free_from; }
  Eligibility Check(const PersonState& state) const override;
  bool Admits(const PersonState& state) const override;
  Wanted Demands() const override;

 private:
  void Apply(const PersonState& state, Findings* findings) const;

  OccupationNumber occupation_;
  const RouteContext& context_;
  SparseVector demand_;
  std::optional<QualificationNumber> diploma_;
  std::optional<CredentialNumber> credential_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_DESTINATION_H_
