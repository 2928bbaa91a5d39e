#include "matcher/route/option_collector.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_set.h"

namespace overstap::matcher {
namespace {

constexpr size_t kMaxClosable = 64;

bool TeachesNothing(const Vacancy& learn_work_job, const StepOption& option) {
  return learn_work_job.learn_work->months <= 0 && option.offer == nullptr;
}

bool Fails(const Eligibility& eligibility, Rule rule) {
  return std::any_of(eligibility.reasons.begin(), eligibility.reasons.end(),
                     [&](const Reason& reason) { return reason.rule == rule; });
}

// Adds to `wanted` what the entry demands ask for and, by the rules that failed, is lacking.
void AddLacking(const EntryDemands& demands, const Eligibility& eligibility, Wanted* wanted) {
  if (Fails(eligibility, Rule::kCredential)) {
    wanted->credentials.insert(wanted->credentials.end(), demands.credentials.begin(),
                               demands.credentials.end());
  }
  if (Fails(eligibility, Rule::kDiploma) && demands.qualification.has_value()) {
    wanted->qualifications.push_back(*demands.qualification);
  }
  if (Fails(eligibility, Rule::kEducationLevel) && demands.min_level.has_value()) {
    wanted->level = std::min(wanted->level.value_or(*demands.min_level), *demands.min_level);
  }
  if (Fails(eligibility, Rule::kEntrySkill)) {
    wanted->entry_skills.insert(wanted->entry_skills.end(), demands.skills.begin(),
                                demands.skills.end());
  }
}

bool FailsForGood(const Eligibility& eligibility) {
  return std::any_of(
      eligibility.reasons.begin(), eligibility.reasons.end(),
      [](const Reason& reason) { return (kTrainableRules & RuleBit(reason.rule)) == 0; });
}

void Append(const Wanted& more, Wanted* wanted) {
  wanted->credentials.insert(wanted->credentials.end(), more.credentials.begin(),
                             more.credentials.end());
  wanted->qualifications.insert(wanted->qualifications.end(), more.qualifications.begin(),
                                more.qualifications.end());
  wanted->entry_skills.insert(wanted->entry_skills.end(), more.entry_skills.begin(),
                              more.entry_skills.end());
  if (more.level.has_value()) wanted->level = std::min(wanted->level.value_or(8), *more.level);
}

// What an option asks for at its start.
EntryDemands EntryOf(const StepOption& option) {
  if (option.kind == StepKind::kCourse) return option.offer->record.entry_demands;
  EntryDemands demands;
  if (!option.job->record.learn_work.has_value()) return demands;
  demands = option.job->record.learn_work->entry_demands;
  for (const CredentialDemand& demand : option.job->record.credentials) {
    demands.credentials.push_back(demand.credential);
  }
  return demands;
}

template <typename Number>
void SortUnique(std::vector<Number>* numbers) {
  std::sort(numbers->begin(), numbers->end());
  numbers->erase(std::unique(numbers->begin(), numbers->end()), numbers->end());
}

}  // namespace

// One destination's collection.
class OptionCollector::Search {
 public:
  Search(OptionCollector* collector, const Destination& destination, const Eligibility& before)
      : collector_(*collector),
        start_(collector->start_),
        context_(collector->context_),
        destination_(destination),
        position_(context_.fit.term_count(), -1) {
    const SparseVector& demand = destination.demand();
    for (size_t i = 0; i < demand.size(); ++i) {
      position_[demand[i].term.value()] = static_cast<int32_t>(i);
      const Share cover = CoverOf(demand[i].term, start_.supply);
      set_.weights.push_back(demand[i].value.units());
      set_.covers_before.push_back(cover.units());
      set_.score_before += Score{demand[i].value.units()} * cover.units();
    }
    wanted_ = destination.Demands();
    if (!Fails(before, Rule::kEducationLevel)) wanted_.level.reset();
    Prepare(&wanted_);
    for (const Reason& reason : before.reasons) {
      if (closable_.size() == kMaxClosable) break;
      closable_.emplace_back(reason.rule, reason.subject);
    }
    for (size_t i = 0; i < closable_.size(); ++i) set_.to_close |= uint64_t{1} << i;
  }

  OptionSet Run() && {
    AddTrialPlacement();
    AddHelpful(/*only_first=*/false, wanted_);
    Wanted entry;
    for (const StepOption& option : set_.options) Append(option.lacking, &entry);
    Prepare(&entry);
    AddHelpful(/*only_first=*/true, entry);
    return std::move(set_);
  }

 private:
  static void Prepare(Wanted* wanted) {
    SortUnique(&wanted->credentials);
    SortUnique(&wanted->qualifications);
    SortUnique(&wanted->entry_skills);
  }

  bool Covers(const SparseVector& supply, StepOption* option) const {
    option->covers.clear();
    option->gain = 0;
    for (const WeightedTerm& term : supply) {
      const int32_t position = position_[term.term.value()];
      if (position < 0) continue;
      const auto index = static_cast<size_t>(position);
      const uint16_t before = set_.covers_before[index];
      if (term.value.units() <= before) continue;
      option->covers.push_back({static_cast<uint32_t>(position), term.value});
      option->gain += Score{set_.weights[index]} * (term.value.units() - before);
    }
    return option->gain > 0;
  }

  bool IsPresent(const StepOption& option) const {
    return present_.contains(std::make_pair(option.job, option.offer));
  }

  // Adds the option, to those that are impossible where a rule that no step changes forbids it.
  void Add(StepOption option, bool only_first) {
    present_.insert(std::make_pair(option.job, option.offer));
    option.gains = std::make_shared<const Gains>(GainsOf(option, context_));
    option.only_first = only_first || option.kind == StepKind::kSteppingStoneJob;
    Judge(&option);
    const std::optional<EarliestDates> earliest = Earliest(option, start_.ready, context_);
    const bool possible = earliest.has_value() &&
                          (option.offer == nullptr || !option.runs.empty()) && !impossible_job_;
    if (!possible || !ComesInTime(option, earliest->end)) {
      if (!possible && !only_first) set_.impossible.push_back(std::move(option));
      return;
    }
    if (only_first && !option.usable_first) return;
    if (!closable_.empty() && !IsDestination(option)) {
      option.closes = Closes(option, earliest->end);
    }
    set_.options.push_back(std::move(option));
  }

  // The destination's own learn-work job.
  bool IsDestination(const StepOption& option) const {
    return option.kind == StepKind::kLearnWorkJob && option.job == destination_.vacancy();
  }

  // Whether a step that ends on `end` leaves time for the destination's start, where that is fixed.
  bool ComesInTime(const StepOption& option, Date end) const {
    if (destination_.vacancy() == nullptr || IsDestination(option)) return true;
    const std::optional<Date> fixed =
        FixedStart(destination_.vacancy()->record, context_.query.today);
    return !fixed.has_value() || end < *fixed;
  }

  // Asks the rules about the option as a first step, at each of its dates: keeps the runs that may
  // be usable for someone who has gained more, and notes what is lacking for them.
  void Judge(StepOption* option) {
    impossible_job_ = false;
    const auto judge = [&](const ScheduledStep& step) {
      const Eligibility check = CheckStep(*option, step, start_, context_);
      if (FailsForGood(check)) return false;
      AddLacking(EntryOf(*option), check, &option->lacking);
      if (option->kind == StepKind::kTrialPlacement) Append(wanted_, &option->lacking);
      if (option->kind == StepKind::kLearnWorkJob && option->offer != nullptr) {
        AddLacking(option->offer->record.entry_demands, check, &option->lacking);
      }
      if (option->kind == StepKind::kCourse && check.eligible()) option->usable_first = true;
      return true;
    };
    if (option->kind == StepKind::kCourse) {
      std::erase_if(option->runs, [&](const TrainingRun* run) {
        return !judge({.run = run, .start = run->start_date, .end = run->start_date});
      });
      return;
    }
    if (option->offer != nullptr) {
      std::erase_if(option->runs, [&](const TrainingRun* run) {
        const std::optional<ScheduledStep> joined =
            Join(*option, *run, start_.FreeFrom(), context_);
        return !joined.has_value() || !judge(*joined);
      });
    }
    for (const ScheduledStep& step : Schedules(*option, start_, context_)) {
      if (option->offer == nullptr) impossible_job_ = !judge(step);
      option->usable_first = IsUsable(*option, step, start_, context_);
    }
  }

  // Which of the destination's failing rules may hold after the option alone.
  uint64_t Closes(const StepOption& option, Date end) const {
    PersonState after =
        After(start_, *option.gains, *option.supply, {.end = end}, context_.fit.region);
    if (after.person.credentials.has_value()) {
      // A later run's certificate is valid for longer than the first one's.
      const size_t own = start_.person.credentials->size();
      for (size_t i = own; i < after.person.credentials->size(); ++i) {
        (*after.person.credentials)[i].valid_until.reset();
      }
    }
    const Eligibility check = destination_.Check(after);
    uint64_t closes = 0;
    for (size_t i = 0; i < closable_.size(); ++i) {
      const bool fails =
          std::any_of(check.reasons.begin(), check.reasons.end(), [&](const Reason& reason) {
            return reason.rule == closable_[i].first && reason.subject == closable_[i].second;
          });
      if (!fails) closes |= uint64_t{1} << i;
    }
    return closes;
  }

  void AddTrialPlacement() {
    const PoolEntry<Vacancy>* vacancy = destination_.vacancy();
    if (vacancy == nullptr || destination_.is_learn_work()) return;
    const Vacancy& record = vacancy->record;
    if (!record.employer_offers.trial_placement ||
        TrialPlacementWeeks(record, context_.constants) <= 0) {
      return;
    }
    StepOption option;
    option.kind = StepKind::kTrialPlacement;
    option.job = vacancy;
    option.supply = collector_.Keep(SupplyOf(TrialPlacementGains(record, context_), context_.fit));
    if (Covers(*option.supply, &option)) Add(std::move(option), /*only_first=*/false);
  }

  void AddHelpful(bool only_first, const Wanted& wanted) {
    for (const StepOption& course : collector_.courses_) {
      if (IsPresent(course)) continue;
      StepOption option = course;
      const bool raises = Covers(*option.supply, &option) && !only_first;
      if (raises || IsAnswer(GainsOf(course.offer->record), *option.supply, wanted)) {
        Add(std::move(option), only_first);
      }
    }
    for (const StepOption& stone : collector_.stepping_stones_) {
      if (IsPresent(stone)) continue;
      StepOption option = stone;
      const bool raises = Covers(*option.supply, &option) && !only_first;
      if (raises || IsAnswer({}, *option.supply, wanted)) Add(std::move(option), only_first);
    }
    for (const StepOption& job : collector_.learn_work_jobs_) {
      if (!IsPresent(job)) AddLearnWorkJob(job, only_first, wanted);
    }
  }

  void AddLearnWorkJob(StepOption option, bool only_first, const Wanted& wanted) {
    const Vacancy& vacancy = option.job->record;
    const bool is_destination = option.job == destination_.vacancy();
    Gains diplomas;
    if (option.offer != nullptr) diplomas = GainsOf(option.offer->record);
    if (vacancy.learn_work->qualification.has_value()) {
      diplomas.qualifications.push_back(*vacancy.learn_work->qualification);
    }
    // Its supply is costly: most jobs are known to help nothing without it.
    if (!is_destination && !TouchesTerms(vacancy, wanted) && !IsAnswer(diplomas, {}, wanted) &&
        !(option.offer != nullptr && Covers(option.offer->vector, &option))) {
      return;
    }
    const SparseVector* of_job = collector_.LearnWorkSupply(*option.job);
    option.supply =
        option.offer == nullptr ? of_job : collector_.Keep(Larger(*of_job, option.offer->vector));
    const bool raises = Covers(*option.supply, &option) && !only_first;
    if (raises || is_destination || IsAnswer(diplomas, *option.supply, wanted)) {
      Add(std::move(option), only_first);
    }
  }

  bool IsAnswer(const Gains& gains, const SparseVector& supply, const Wanted& wanted) const {
    return Answers(gains, supply, wanted, start_.supply, context_.fit);
  }

  bool TouchesTerm(TermNumber term, const Wanted& wanted) const {
    if (position_[term.value()] >= 0) return true;
    return context_.fit.IsSkill(term) &&
           std::binary_search(wanted.entry_skills.begin(), wanted.entry_skills.end(),
                              SkillNumber(term.value()));
  }

  // Whether the job teaches a skill that is demanded, or similar to one.
  bool TouchesTerms(const Vacancy& job, const Wanted& wanted) const {
    const auto touches = [&](SkillNumber skill) {
      if (TouchesTerm(context_.fit.TermOf(skill), wanted)) return true;
      const auto similar = context_.fit.taxonomy.SimilarTo(skill);
      return std::any_of(similar.begin(), similar.end(), [&](const SimilarSkill& other) {
        return TouchesTerm(context_.fit.TermOf(other.skill), wanted);
      });
    };
    if (job.learn_work->qualification.has_value()) {
      // A qualification covers terms of its own; without an occupation it also names the skills.
      if (!job.occupation.has_value()) return true;
      for (const WeightedTerm& term : destination_.demand()) {
        if (context_.fit.IsSkill(term.term)) continue;
        const auto number = term.term.value() - context_.fit.taxonomy.skill_count();
        if (context_.fit.region.Cover(*job.learn_work->qualification,
                                      QualificationNumber(static_cast<uint16_t>(number))) !=
            QualificationCover::kNone) {
          return true;
        }
      }
    }
    for (const SkillDemand& demand : job.skills) {
      if (touches(demand.skill)) return true;
    }
    if (!job.occupation.has_value()) return false;
    const auto skills = context_.fit.taxonomy.SkillsOf(*job.occupation);
    return std::any_of(skills.begin(), skills.end(),
                       [&](const OccupationSkill& skill) { return touches(skill.skill); });
  }

  OptionCollector& collector_;
  const PersonState& start_;
  const RouteContext& context_;
  const Destination& destination_;
  std::vector<int32_t> position_;  // by term; -1: not demanded
  Wanted wanted_;
  std::vector<std::pair<Rule, std::string>> closable_;
  absl::flat_hash_set<std::pair<const PoolEntry<Vacancy>*, const PoolEntry<TrainingOffer>*>>
      present_;
  bool impossible_job_ = false;  // of the option judged last
  OptionSet set_;
};

OptionCollector::OptionCollector(const PersonState& start, const RouteContext& context)
    : start_(start), context_(context) {
  absl::flat_hash_map<QualificationNumber, std::vector<const PoolEntry<TrainingOffer>*>> schools;
  context.snapshot.training_offers().ForEach([&](const PoolEntry<TrainingOffer>& entry) {
    if (entry.record.requires_learn_work_job) {
      std::vector<QualificationNumber> numbers = entry.record.qualifications;
      SortUnique(&numbers);
      for (const QualificationNumber number : numbers) schools[number].push_back(&entry);
      return;
    }
    StepOption option;
    option.offer = &entry;
    option.supply = &entry.vector;
    option.runs = RunsToCome(entry.record, context.query.today);
    courses_.push_back(std::move(option));
  });
  context.snapshot.vacancies().ForEach([&](const PoolEntry<Vacancy>& entry) {
    if (!entry.record.learn_work.has_value()) return;
    StepOption option;
    option.kind = StepKind::kLearnWorkJob;
    option.job = &entry;
    const std::optional<QualificationNumber>& number = entry.record.learn_work->qualification;
    const auto found = number.has_value() ? schools.find(*number) : schools.end();
    if (found == schools.end()) {
      if (!TeachesNothing(entry.record, option)) learn_work_jobs_.push_back(std::move(option));
      return;
    }
    for (const PoolEntry<TrainingOffer>* school : found->second) {
      option.offer = school;
      option.runs = RunsToCome(school->record, context.query.today);
      learn_work_jobs_.push_back(option);
    }
  });
  stepping_stones_ = SteppingStones();
  for (StepOption& stone : stepping_stones_) {
    stone.supply = Keep(SupplyOf(GainsOf(stone, context), context.fit));
  }
}

const SparseVector* OptionCollector::Keep(SparseVector supply) {
  return &supplies_.emplace_back(std::move(supply));
}

const SparseVector* OptionCollector::LearnWorkSupply(const PoolEntry<Vacancy>& job) {
  const auto compute = [&] {
    return Keep(SupplyOf(LearnWorkGains(job.record, context_), context_.fit));
  };
  if (!job.record.skills.empty()) return compute();
  const auto key = [](const auto& number) -> uint32_t {
    return number.has_value() ? uint32_t{number->value()} + 1 : 0;
  };
  const SparseVector*& kept = learn_work_supplies_[LearnWorkKey(
      key(job.record.occupation), key(job.record.learn_work->qualification))];
  if (kept == nullptr) kept = compute();
  return kept;
}

// Of the jobs that the person fits and may start already, the first to start of each occupation,
// then the first created: another one of that occupation teaches the same and starts no sooner.
std::vector<StepOption> OptionCollector::SteppingStones() const {
  const auto start_of = [&](const Vacancy& job) {
    return FirstDayOf(job, start_.FreeFrom(), context_.query.today);
  };
  const auto is_stone = [&](const PoolEntry<Vacancy>& entry) {
    const Vacancy& job = entry.record;
    if (job.learn_work.has_value() || !job.occupation.has_value()) return false;
    StepOption option;
    option.kind = StepKind::kSteppingStoneJob;
    option.job = &entry;
    return IsUsable(option, {.run = nullptr, .start = start_of(job), .end = start_of(job)}, start_,
                    context_);
  };
  absl::flat_hash_map<OccupationNumber, const PoolEntry<Vacancy>*> first;
  const Population<Vacancy>& vacancies = context_.snapshot.vacancies();
  if (vacancies.size() == 0) return {};
  for (const auto& result :
       vacancies.Search(start_.supply, is_stone, context_.query.interruption,
                        TopK(vacancies.size(), context_.min_score, std::nullopt))) {
    const PoolEntry<Vacancy>*& best = first[*result.entry->record.occupation];
    const auto rank = [&](const PoolEntry<Vacancy>& entry) {
      return std::make_tuple(start_of(entry.record), entry.creation);
    };
    if (best == nullptr || rank(*result.entry) < rank(*best)) {
      // The snapshot holds the entry as long as it lives.
      best = result.entry.get();
    }
  }
  std::vector<StepOption> stones;
  for (const auto& [occupation, entry] : first) {
    StepOption option;
    option.kind = StepKind::kSteppingStoneJob;
    option.job = entry;
    stones.push_back(std::move(option));
  }
  std::sort(stones.begin(), stones.end(),
            [](const StepOption& a, const StepOption& b) { return a.creation() < b.creation(); });
  return stones;
}

OptionSet OptionCollector::Collect(const Destination& destination, const Eligibility& before) {
  return Search(this, destination, before).Run();
}

}  // namespace overstap::matcher
