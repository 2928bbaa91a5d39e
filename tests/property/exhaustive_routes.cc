#include "tests/property/exhaustive_routes.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/route/constants.h"

namespace overstap::matcher {
namespace {

struct Step {
  StepKind kind = StepKind::kCourse;
  const PoolEntry<TrainingOffer>* offer = nullptr;
  const PoolEntry<Vacancy>* job = nullptr;
  const TrainingRun* run = nullptr;
  Date start;
  Date end;
  EurCents cost = 0;
};

struct State {
  JobSeeker asked;  // by rules: facets that are unknown stay so
  JobSeeker knows;  // all that was gained
  Date ready;
  EurCents spent = 0;
  std::vector<Step> steps;

  Date FreeFrom() const { return std::max(ready, asked.available_from.value_or(ready)); }
};

struct Found {
  std::vector<Step> steps;
  const PoolEntry<Vacancy>* destination = nullptr;
  Date work_start;
  EurCents cost = 0;
  Score fit = 0;
};

bool IsPaid(StepKind kind) {
  return kind == StepKind::kLearnWorkJob || kind == StepKind::kSteppingStoneJob;
}

std::string_view NameOf(StepKind kind) {
  static constexpr std::string_view kNames[] = {"", "course", "learn-work", "trial", "stone"};
  return kNames[static_cast<size_t>(kind)];
}

std::string Text(StepKind kind, const std::string& job, const std::string& offer,
                 const std::string& run, Date start, Date end) {
  return absl::StrCat(std::string(NameOf(kind)), " ", job, " ", offer, "/", run, " ",
                      start.ToString(), "..", end.ToString());
}

class Exhaustive {
 public:
  Exhaustive(const PoolSnapshot& snapshot, const JobSeeker& person, const RouteQuery& query)
      : snapshot_(snapshot),
        query_(query),
        fit_(snapshot.fit_context()),
        threshold_(query.min_score_after > 0
                       ? query.min_score_after
                       : static_cast<Score>(kFitConstants.route_min_score * kFullScore)) {
    begin_.asked = person;
    if (query.max_cost_person.has_value()) begin_.asked.own_money = query.max_cost_person;
    begin_.knows = person;
    if (!begin_.knows.skills.has_value()) begin_.knows.skills.emplace();
    if (!begin_.knows.qualifications.has_value()) begin_.knows.qualifications.emplace();
    if (!begin_.knows.credentials.has_value()) begin_.knows.credentials.emplace();
    if (!begin_.knows.past_occupations.has_value()) begin_.knows.past_occupations.emplace();
    begin_.ready = query.today;
    snapshot.training_offers().ForEach(
        [&](const PoolEntry<TrainingOffer>& entry) { offers_.push_back(&entry); });
    snapshot.vacancies().ForEach(
        [&](const PoolEntry<Vacancy>& entry) { vacancies_.push_back(&entry); });
  }

  std::vector<Found> Front() {
    if (query_.vacancy_id.has_value()) {
      TryDestination(snapshot_.vacancies().Find(*query_.vacancy_id));
    } else if (query_.occupation.has_value()) {
      TryDestination(nullptr);
    } else {
      for (const PoolEntry<Vacancy>* vacancy : BestVacancies()) TryDestination(vacancy);
    }
    std::vector<Found> front;
    for (const Found& route : found_) {
      const bool beaten = std::any_of(found_.begin(), found_.end(), [&](const Found& other) {
        const bool covers = other.work_start <= route.work_start && other.cost <= route.cost &&
                            other.fit >= route.fit;
        const bool equal = other.work_start == route.work_start && other.cost == route.cost &&
                           other.fit == route.fit;
        return covers && (!equal || Rank(other) < Rank(route));
      });
      if (!beaten) front.push_back(route);
    }
    std::sort(front.begin(), front.end(), [&](const Found& a, const Found& b) {
      const auto key = [&](const Found& route) {
        const int64_t day = route.work_start.days();
        const int64_t cost = route.cost;
        const int64_t fit = -int64_t{route.fit};
        if (query_.order == RouteOrder::kLeastCost) return std::make_tuple(cost, day, fit);
        if (query_.order == RouteOrder::kBestFit) return std::make_tuple(fit, day, cost);
        return std::make_tuple(day, cost, fit);
      };
      return key(a) < key(b);
    });
    return front;
  }

 private:
  // Of equal routes the lower one stays.
  using StepRank = std::tuple<uint64_t, uint64_t, StepKind>;
  using StepDates = std::tuple<Date, std::string>;
  static std::tuple<size_t, std::vector<StepRank>, std::vector<StepDates>, uint64_t> Rank(
      const Found& route) {
    std::vector<StepRank> ranks;
    std::vector<StepDates> dates;
    for (const Step& step : route.steps) {
      const uint64_t school =
          step.job != nullptr && step.offer != nullptr ? step.offer->creation.value() : 0;
      const uint64_t main =
          step.job != nullptr ? step.job->creation.value() : step.offer->creation.value();
      ranks.emplace_back(main, school, step.kind);
      dates.emplace_back(step.start, step.run != nullptr ? step.run->run_id : "");
    }
    return {route.steps.size(), ranks, dates,
            route.destination != nullptr ? route.destination->creation.value() : 0};
  }

  Score FitOf(const JobSeeker& person, const PoolEntry<Vacancy>* vacancy) const {
    return vacancy != nullptr ? ExplainFit(vacancy->record, person, fit_).score
                              : ExplainFit(*query_.occupation, person, fit_).score;
  }

  std::optional<Date> FixedStart(const Vacancy& job) const {
    if (job.start_date.has_value() && *job.start_date >= query_.today) return job.start_date;
    return std::nullopt;
  }

  // Reasons against starting in the job on that day.
  std::vector<Reason> AgainstJob(const State& state, const Vacancy& job, Date day) const {
    const SparseVector supply = SupplyOf(state.knows, fit_);
    const EligibilityContext today{
        .fit = fit_, .travel = snapshot_.travel(), .today = query_.today, .supply = supply};
    EligibilityContext then = today;
    then.today = day;
    std::vector<Reason> reasons = Evaluate(state.asked, job, today, ~RuleBit(Rule::kOpen)).reasons;
    const std::vector<Reason> rest = Evaluate(state.asked, job, then, RuleBit(Rule::kOpen)).reasons;
    reasons.insert(reasons.end(), rest.begin(), rest.end());
    return reasons;
  }

  bool Holds(const State& state, CredentialNumber credential, Date day) const {
    if (!state.asked.credentials.has_value()) return true;  // unknown
    return std::any_of(state.asked.credentials->begin(), state.asked.credentials->end(),
                       [&](const OwnCredential& own) {
                         return fit_.region.Implies(own.credential, credential) &&
                                (!own.valid_until.has_value() || *own.valid_until >= day);
                       });
  }
  bool HoldsDiploma(const std::optional<std::vector<OwnQualification>>& list,
                    QualificationNumber wanted, QualificationCover cover) const {
    return list.has_value() &&
           std::any_of(list->begin(), list->end(), [&](const OwnQualification& own) {
             return own.counts && own.number.has_value() &&
                    fit_.region.Cover(*own.number, wanted) == cover;
           });
  }

  // May the person start at the destination, apart from fit?
  bool MayStart(const State& state, const PoolEntry<Vacancy>* vacancy) const {
    if (vacancy != nullptr) {
      const Date day = FixedStart(vacancy->record).value_or(state.FreeFrom());
      return AgainstJob(state, vacancy->record, day).empty();
    }
    const std::optional<QualificationNumber> diploma =
        fit_.region.QualificationOfOccupation(fit_.taxonomy.occupation(*query_.occupation).code);
    if (!diploma.has_value()) return true;
    const std::string& reserved = fit_.region.qualification(*diploma).reserved_credential;
    const bool lower =
        HoldsDiploma(begin_.knows.qualifications, *diploma, QualificationCover::kOneLevelBelow) &&
        !HoldsDiploma(begin_.knows.qualifications, *diploma, QualificationCover::kFull);
    if ((!reserved.empty() || lower) && state.asked.qualifications.has_value() &&
        !HoldsDiploma(state.asked.qualifications, *diploma, QualificationCover::kFull)) {
      return false;
    }
    return reserved.empty() ||
           Holds(state, *fit_.region.FindCredential(reserved), state.FreeFrom());
  }

  bool FitsAlready(const PoolEntry<Vacancy>* vacancy) const {
    if (FitOf(begin_.knows, vacancy) < threshold_ || !MayStart(begin_, vacancy)) return false;
    if (vacancy == nullptr || !vacancy->record.learn_work.has_value()) return true;
    const auto& diploma = vacancy->record.learn_work->qualification;
    return !diploma.has_value() ||
           HoldsDiploma(begin_.knows.qualifications, *diploma, QualificationCover::kFull);
  }

  static bool IsTrainable(Rule rule) {
    return rule == Rule::kEducationLevel || rule == Rule::kDiploma || rule == Rule::kCredential ||
           rule == Rule::kEntrySkill;
  }

  std::vector<const PoolEntry<Vacancy>*> BestVacancies() const {
    std::vector<JobSeeker> people = {begin_.knows};
    for (const Step& step : Courses(begin_)) {
      if (IsAllowed(begin_, step)) people.push_back(After(begin_, step).knows);
    }
    std::vector<std::pair<std::pair<int64_t, uint64_t>, const PoolEntry<Vacancy>*>> ranked;
    for (const PoolEntry<Vacancy>* vacancy : vacancies_) {
      const std::vector<Reason> against = AgainstJob(
          begin_, vacancy->record, FixedStart(vacancy->record).value_or(begin_.FreeFrom()));
      const bool reachable = std::all_of(against.begin(), against.end(), [](const Reason& reason) {
        return IsTrainable(reason.rule);
      });
      if (!reachable || FitsAlready(vacancy)) continue;
      Score best = 0;
      for (const JobSeeker& person : people) best = std::max(best, FitOf(person, vacancy));
      if (best > 0) ranked.push_back({{-int64_t{best}, vacancy->creation.value()}, vacancy});
    }
    std::sort(ranked.begin(), ranked.end());
    if (ranked.size() > kRouteConstants.open_destinations) {
      ranked.resize(kRouteConstants.open_destinations);
    }
    std::vector<const PoolEntry<Vacancy>*> best;
    best.reserve(ranked.size());
    for (const auto& [rank, vacancy] : ranked) best.push_back(vacancy);
    return best;
  }

  void TryDestination(const PoolEntry<Vacancy>* vacancy) {
    if (FitsAlready(vacancy)) return;
    if (vacancy != nullptr) {
      for (const Reason& reason : AgainstJob(
               begin_, vacancy->record, FixedStart(vacancy->record).value_or(begin_.FreeFrom()))) {
        if (!IsTrainable(reason.rule)) return;
      }
    }
    Extend(begin_, vacancy);
  }

  void Extend(const State& state, const PoolEntry<Vacancy>* destination) {
    if (state.steps.size() == static_cast<size_t>(query_.max_steps)) return;
    for (const Step& step : AllSteps(state, destination)) {
      const bool repeated =
          std::any_of(state.steps.begin(), state.steps.end(), [&](const Step& other) {
            return (step.job != nullptr && step.job == other.job) ||
                   (step.job == nullptr && other.job == nullptr && step.offer == other.offer);
          });
      if (repeated) continue;
      const State after = After(state, step);
      Consider(after, destination);
      const bool arrived =
          destination != nullptr && step.kind == StepKind::kLearnWorkJob && step.job == destination;
      if (!arrived) Extend(after, destination);
    }
  }

  // Whether one of two steps is a route to the destination without the other, at the same dates and
  // with the same fit.
  bool HasIdleStep(const State& state, const PoolEntry<Vacancy>* destination, Score fit) const {
    const bool is_learn_work = destination != nullptr && destination->record.learn_work.has_value();
    return std::any_of(state.steps.begin(), state.steps.end(), [&](const Step& step) {
      if (is_learn_work && step.job != destination) return false;
      if (!IsAllowed(begin_, step)) return false;
      const State alone = After(begin_, step);
      return FitOf(alone.knows, destination) == fit &&
             (is_learn_work || MayStart(alone, destination));
    });
  }

  void Consider(const State& state, const PoolEntry<Vacancy>* destination) {
    const Step& last = state.steps.back();
    const bool is_learn_work = destination != nullptr && destination->record.learn_work.has_value();
    if (is_learn_work && (last.kind != StepKind::kLearnWorkJob || last.job != destination)) return;
    if (!is_learn_work && !MayStart(state, destination)) return;
    const Score before = FitOf(begin_.knows, destination);
    const Score after = FitOf(state.knows, destination);
    if (after < threshold_) return;
    const bool closes =
        !MayStart(begin_, destination) ||
        (is_learn_work && destination->record.learn_work->qualification.has_value());
    if (!closes && after - before < query_.min_score_gain) return;
    if (state.steps.size() > 1 && HasIdleStep(state, destination, after)) return;
    Found route{.steps = state.steps,
                .destination = destination,
                .work_start = state.FreeFrom(),
                .cost = state.spent,
                .fit = after};
    if (destination != nullptr) {
      route.work_start = FixedStart(destination->record).value_or(route.work_start);
    }
    for (const Step& step : state.steps) {
      if (IsPaid(step.kind)) route.work_start = std::min(route.work_start, step.start);
    }
    found_.push_back(std::move(route));
  }

  EligibilityContext Rules(const SparseVector& supply) const {
    return {.fit = fit_, .travel = snapshot_.travel(), .today = query_.today, .supply = supply};
  }

  bool Admits(const JobSeeker& person, const JobSeeker& knows, const TrainingOffer& offer,
              const TrainingRun& run) const {
    const SparseVector supply = SupplyOf(knows, fit_);
    return EvaluateOffer(person, offer, run, Rules(supply)).eligible();
  }

  // As a learner, whose hours and tuition the job settles.
  bool SchoolAdmits(const State& state, const TrainingOffer& school, const TrainingRun& run) const {
    JobSeeker learner = state.asked;
    learner.own_money = std::numeric_limits<EurCents>::max();
    learner.training_weeks_max = 10'000;
    learner.training_hours_max = HoursPerWeek::FromDouble(100);
    return Admits(learner, state.knows, school, run);
  }

  // Whether the rules allow the step, dated as it is, in that state.
  bool IsAllowed(const State& state, const Step& step) const {
    if (step.kind == StepKind::kCourse) {
      return MayPay(step.offer->record, *step.run) &&
             Admits(state.asked, state.knows, step.offer->record, *step.run);
    }
    if (step.kind == StepKind::kLearnWorkJob) {
      if (step.cost > 0 && state.asked.own_money.has_value() &&
          step.cost > *state.asked.own_money) {
        return false;
      }
      if (step.run != nullptr && !SchoolAdmits(state, step.offer->record, *step.run)) return false;
    }
    return AgainstJob(state, step.job->record, step.start).empty();
  }

  std::vector<Step> AllSteps(const State& state, const PoolEntry<Vacancy>* destination) const {
    std::vector<Step> steps = Courses(state);
    AddLearnWorkJobs(state, &steps);
    if (destination != nullptr && !destination->record.learn_work.has_value() &&
        destination->record.employer_offers.trial_placement) {
      const int weeks = std::min(destination->record.employer_offers.trial_placement_weeks,
                                 kRouteConstants.trial_placement_max_weeks);
      const Date start = state.FreeFrom();
      if (weeks > 0) {
        steps.push_back({.kind = StepKind::kTrialPlacement,
                         .job = destination,
                         .start = start,
                         .end = start + 7 * weeks - 1});
      }
    }
    if (state.steps.empty()) AddSteppingStones(state, &steps);
    std::erase_if(steps, [&](const Step& step) { return !IsAllowed(state, step); });
    return steps;
  }

  std::vector<Step> Courses(const State& state) const {
    std::vector<Step> steps;
    for (const PoolEntry<TrainingOffer>* entry : offers_) {
      const TrainingOffer& offer = entry->record;
      if (offer.requires_learn_work_job) continue;
      for (const TrainingRun& run : offer.runs) {
        if (run.start_date < state.ready) continue;
        steps.push_back({.kind = StepKind::kCourse,
                         .offer = entry,
                         .run = &run,
                         .start = run.start_date,
                         .end = run.start_date + 7 * offer.weeks - 1,
                         .cost = offer.price_person});
      }
    }
    return steps;
  }

  bool MayPay(const TrainingOffer& offer, const TrainingRun& run) const {
    if (!query_.funding_scheme.has_value()) return true;
    const SchemeEntry& scheme = fit_.region.scheme(*query_.funding_scheme);
    const bool listed = std::count(offer.funding_schemes.begin(), offer.funding_schemes.end(),
                                   *query_.funding_scheme) > 0;
    return listed && (scheme.max_weeks == 0 || offer.weeks <= scheme.max_weeks) &&
           (!scheme.window_start.has_value() || *scheme.window_start <= run.start_date) &&
           (!scheme.window_end.has_value() || run.start_date <= *scheme.window_end);
  }

  void AddLearnWorkJobs(const State& state, std::vector<Step>* steps) const {
    for (const PoolEntry<Vacancy>* entry : vacancies_) {
      if (!entry->record.learn_work.has_value()) continue;
      const LearnWork& learn_work = *entry->record.learn_work;
      std::vector<const PoolEntry<TrainingOffer>*> schools;
      for (const PoolEntry<TrainingOffer>* offer : offers_) {
        const auto& diplomas = offer->record.qualifications;
        if (offer->record.requires_learn_work_job && learn_work.qualification.has_value() &&
            std::count(diplomas.begin(), diplomas.end(), *learn_work.qualification) > 0) {
          schools.push_back(offer);
        }
      }
      if (schools.empty() && learn_work.months > 0) schools.push_back(nullptr);
      for (const PoolEntry<TrainingOffer>* school : schools) {
        std::optional<Step> step = Schedule(state, *entry, school);
        if (!step.has_value()) continue;
        EurCents tuition = school != nullptr ? school->record.price_person : 0;
        if (learn_work.tuition_per_year > 0) {
          tuition = learn_work.tuition_per_year * std::max(1, (learn_work.months + 11) / 12);
        }
        step->cost = learn_work.person_pays_tuition ? tuition : 0;
        steps->push_back(*step);
      }
    }
  }

  // The first run of the school part that admits the person starts the job, or follows its start.
  std::optional<Step> Schedule(const State& state, const PoolEntry<Vacancy>& job,
                               const PoolEntry<TrainingOffer>* school) const {
    const std::optional<Date> fixed = FixedStart(job.record);
    const int months = job.record.learn_work->months;
    Step step{.kind = StepKind::kLearnWorkJob, .offer = school, .job = &job};
    step.start = fixed.value_or(state.FreeFrom());
    if (school == nullptr) {
      step.end = step.start.PlusMonths(months);
      return step;
    }
    std::vector<const TrainingRun*> runs;
    for (const TrainingRun& run : school->record.runs) {
      if (run.start_date < step.start) continue;
      if (fixed.has_value() &&
          run.start_date > *fixed + kRouteConstants.school_starts_within_days) {
        continue;
      }
      if (SchoolAdmits(state, school->record, run)) runs.push_back(&run);
    }
    if (runs.empty()) return std::nullopt;
    step.run =
        *std::min_element(runs.begin(), runs.end(), [](const TrainingRun* a, const TrainingRun* b) {
          return std::tie(a->start_date, a->run_id) < std::tie(b->start_date, b->run_id);
        });
    if (!fixed.has_value()) step.start = step.run->start_date;
    step.end = months > 0 ? step.start.PlusMonths(months)
                          : step.run->start_date + 7 * school->record.weeks - 1;
    return step;
  }

  void AddSteppingStones(const State& state, std::vector<Step>* steps) const {
    for (const PoolEntry<Vacancy>* entry : vacancies_) {
      const Vacancy& job = entry->record;
      if (job.learn_work.has_value() || !job.occupation.has_value()) continue;
      if (FitOf(state.knows, entry) < threshold_) continue;
      const Date start = FixedStart(job).value_or(state.FreeFrom());
      steps->push_back({.kind = StepKind::kSteppingStoneJob,
                        .job = entry,
                        .start = start,
                        .end = start + 7 * kRouteConstants.stepping_stone_weeks - 1});
    }
  }

  State After(const State& before, const Step& step) const {
    State after = before;
    after.steps.push_back(step);
    after.spent += step.cost;
    after.ready = std::max(before.ready, step.end + 1);
    after.asked.available_from = std::max(before.FreeFrom(), after.ready);
    if (after.asked.own_money.has_value()) *after.asked.own_money -= step.cost;
    if (step.kind == StepKind::kCourse && after.asked.training_weeks_max.has_value()) {
      *after.asked.training_weeks_max -= step.offer->record.weeks;
    }
    if (step.offer != nullptr) {
      const TrainingOffer& offer = step.offer->record;
      for (const OwnSkill& skill : offer.taught_skills) Learn(skill, &after);
      for (const QualificationNumber number : offer.qualifications) Graduate(number, &after);
      for (const ObtainedCredential& obtained : offer.credentials) {
        Certify(obtained, step.end, &after);
      }
    }
    if (step.job != nullptr) LearnOnTheJob(step, &after);
    return after;
  }

  void LearnOnTheJob(const Step& step, State* state) const {
    const Vacancy& job = step.job->record;
    std::optional<OccupationNumber> occupation = job.occupation;
    if (step.kind == StepKind::kSteppingStoneJob) {
      state->knows.past_occupations->push_back({*occupation});
      return;
    }
    const bool trial = step.kind == StepKind::kTrialPlacement;
    const auto learn = [&](SkillNumber skill, bool essential) {
      if (trial && essential) Learn({skill, kRouteConstants.trial_placement_level}, state);
      if (!trial) {
        Learn({skill, essential ? kRouteConstants.learn_work_essential_level
                                : kRouteConstants.learn_work_optional_level},
              state);
      }
    };
    for (const SkillDemand& demand : job.skills) learn(demand.skill, demand.essential);
    if (!trial && job.learn_work->qualification.has_value()) {
      Graduate(*job.learn_work->qualification, state);
      if (!occupation.has_value()) {
        for (const std::string& code :
             fit_.region.qualification(*job.learn_work->qualification).occupations) {
          if (!occupation.has_value()) occupation = fit_.taxonomy.FindOccupation(code);
        }
      }
    }
    if (!occupation.has_value() || (trial && !job.skills.empty())) return;
    for (const OccupationSkill& skill : fit_.taxonomy.SkillsOf(*occupation)) {
      learn(skill.skill, skill.essential);
    }
  }

  static void Learn(OwnSkill skill, State* state) { state->knows.skills->push_back(skill); }

  void Graduate(QualificationNumber number, State* state) const {
    const OwnQualification own{
        .number = number, .level = fit_.region.qualification(number).level, .counts = true};
    state->knows.qualifications->push_back(own);
    if (state->asked.qualifications.has_value()) state->asked.qualifications->push_back(own);
  }

  void Certify(const ObtainedCredential& obtained, Date day, State* state) const {
    if (!state->asked.credentials.has_value()) return;
    int months = obtained.validity_months;
    if (months == 0) months = fit_.region.credential(obtained.credential).validity_months;
    OwnCredential own{.credential = obtained.credential, .valid_until = std::nullopt};
    if (months > 0) own.valid_until = day.PlusMonths(months);
    state->asked.credentials->push_back(own);
  }

  const PoolSnapshot& snapshot_;
  const RouteQuery& query_;
  FitContext fit_;
  Score threshold_;
  State begin_;
  std::vector<const PoolEntry<TrainingOffer>*> offers_;
  std::vector<const PoolEntry<Vacancy>*> vacancies_;
  std::vector<Found> found_;
};

}  // namespace

void PrintTo(const PlainRoute& route, std::ostream* out) {
  *out << absl::StrJoin(route.steps, "; ") << " -> " << route.destination << " | "
       << route.work_start.ToString() << " " << route.cost_person << " " << route.fit_after;
}

std::vector<PlainRoute> Plain(const RoutePlan& plan) {
  std::vector<PlainRoute> routes;
  for (const Route& route : plan.routes) {
    PlainRoute plain{.steps = {},
                     .destination = route.vacancy != nullptr ? route.vacancy->record.id : "",
                     .work_start = route.work_start,
                     .cost_person = route.cost_person,
                     .fit_after = route.fit_after.score};
    for (const RouteStep& step : route.steps) {
      plain.steps.push_back(Text(step.kind, step.job != nullptr ? step.job->record.id : "",
                                 step.offer != nullptr ? step.offer->record.id : "", step.run_id,
                                 step.start, step.end));
    }
    routes.push_back(std::move(plain));
  }
  return routes;
}

std::vector<PlainRoute> ExhaustiveRoutes(const PoolSnapshot& snapshot, const JobSeeker& person,
                                         const RouteQuery& query) {
  std::vector<PlainRoute> routes;
  for (const Found& found : Exhaustive(snapshot, person, query).Front()) {
    PlainRoute plain{
        .steps = {},
        .destination = found.destination != nullptr ? found.destination->record.id : "",
        .work_start = found.work_start,
        .cost_person = found.cost,
        .fit_after = found.fit};
    for (const Step& step : found.steps) {
      plain.steps.push_back(Text(step.kind, step.job != nullptr ? step.job->record.id : "",
                                 step.offer != nullptr ? step.offer->record.id : "",
                                 step.run != nullptr ? step.run->run_id : "", step.start,
                                 step.end));
    }
    routes.push_back(std::move(plain));
  }
  return routes;
}

}  // namespace overstap::matcher
