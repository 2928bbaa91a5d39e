// One thing that a person could do on the way to a destination, when it could be done from a given
// state on, and whether the rules allow it then.
//
//   for (const ScheduledStep& step : Schedules(option, state, context)) {
//     if (IsUsable(option, step, state, context)) PersonState after = AfterStep(option, step, ...);
//   }
//
// Values and pure functions; safe from any thread.
#ifndef OVERSTAP_MATCHER_ROUTE_STEP_OPTION_H_
#define OVERSTAP_MATCHER_ROUTE_STEP_OPTION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/date.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"
#include "matcher/model/values.h"
#include "matcher/population.h"
#include "matcher/route/destination.h"
#include "matcher/route/person_state.h"
#include "matcher/route/route_context.h"
#include "matcher/route/route_planner.h"

namespace overstap::matcher {

// A cover of a destination's term, by its position in the demand.
struct TermCover {
  uint32_t position = 0;
  Share cover;
};

// Entries outlive it. A course: the offer. A learn-work job: the vacancy, and the offer of its
// school part where there is one. A trial placement or stepping-stone job: the vacancy.
struct StepOption {
  StepKind kind = StepKind::kCourse;
  const PoolEntry<TrainingOffer>* offer = nullptr;
  const PoolEntry<Vacancy>* job = nullptr;
  std::shared_ptr<const Gains> gains;
  const SparseVector* supply = nullptr;  // of someone with nothing but the gains
  std::vector<const TrainingRun*> runs;  // of RunsToCome(offer), those that may be usable
  bool usable_first = false;             // by someone as the person is now
  Wanted lacking;                        // of entry demands, at some date or other

  // Towards the destination at hand:
  std::vector<TermCover> covers;  // those above the cover that the person begins with
  Score gain = 0;                 // of fit, as the only step
  uint64_t closes = 0;            // rules of the destination that fail without it, as bits
  bool only_first = false;        // helps a later step start, or is a stepping stone

  bool paid() const {
    return kind == StepKind::kLearnWorkJob || kind == StepKind::kSteppingStoneJob;
  }
  CreationNumber creation() const { return job != nullptr ? job->creation : offer->creation; }
};

// Runs that have not begun and have a seat (others fail the rule on seats), by start, then run id.
std::vector<const TrainingRun*> RunsToCome(const TrainingOffer& offer, Date today);

EurCents CostToPerson(const StepOption& option);
EurCents CostToFunds(const StepOption& option);
// A course's load; the least hours of a job, its education included.
HoursPerWeek LoadOf(const StepOption& option);
// 0 but for a course: jobs take none of the person's weeks for training.
int CourseWeeks(const StepOption& option);
int TrialPlacementWeeks(const Vacancy& vacancy, const RouteConstants& constants);

// What it ends with.
Gains GainsOf(const StepOption& option, const RouteContext& context);
// What a learn-work job teaches, its school part apart.
Gains LearnWorkGains(const Vacancy& vacancy, const RouteContext& context);
// What a trial placement teaches.
Gains TrialPlacementGains(const Vacancy& vacancy, const RouteContext& context);

struct ScheduledStep {
  const TrainingRun* run = nullptr;  // null: a job without a school part
  Date start;
  Date end;  // last day; for a learn-work job the day of the diploma
};

// Every way to date the option for someone in that state, in the order of start, then run id: one
// per run of a course that starts when the person is ready, at most one for a job. The rules are
// not asked, but for which run of a school part is the earliest that admits the person.
std::vector<ScheduledStep> Schedules(const StepOption& option, const PersonState& state,
                                     const RouteContext& context);
// The run as school part of the option's learn-work job, for someone who is free from that day on;
// nullopt: contract and education cannot start together.
std::optional<ScheduledStep> Join(const StepOption& option, const TrainingRun& run, Date free_from,
                                  const RouteContext& context);
// No schedule for someone who is ready on `ready` or later ends, or starts, before these. nullopt:
// there is none.
struct EarliestDates {
  Date start;
  Date end;
};
std::optional<EarliestDates> Earliest(const StepOption& option, Date ready,
                                      const RouteContext& context);

// All rules on the step.
Eligibility CheckStep(const StepOption& option, const ScheduledStep& step, const PersonState& state,
                      const RouteContext& context);
bool IsUsable(const StepOption& option, const ScheduledStep& step, const PersonState& state,
              const RouteContext& context);

PersonState AfterStep(const StepOption& option, const ScheduledStep& step,
                      const PersonState& before, const RouteContext& context);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ROUTE_STEP_OPTION_H_
