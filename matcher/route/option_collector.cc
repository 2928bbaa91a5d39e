#include "matcher/route/option_collector.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "matcher/route/option_judge.h"

namespace overstap::matcher {
namespace {

constexpr size_t kMaxClosable = 64;

bool Fails(const Eligibility& eligibility, Rule rule) {
  return std::any_of(eligibility.reasons.begin(), eligibility.reasons.end(),
                     [&](const Reason& reason) { return reason.rule == rule; });
}

template <typename Number>
void SortUnique(std::vector<Number>* numbers) {
  std::sort(numbers->begin(), numbers->end());
  numbers->erase(std::unique(numbers->begin(), numbers->end()), numbers->end());
}

Wanted Sorted(Wanted wanted) {
  SortUnique(&wanted.credentials);
  SortUnique(&wanted.qualifications);
  SortUnique(&wanted.entry_skills);
  return wanted;
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
    wanted_ = Sorted(destination.Demands());
    if (!Fails(before, Rule::kEducationLevel)) wanted_.level.reset();
    for (const Reason& reason : before.reasons) {
      if (closable_.size() == kMaxClosable) break;
      set_.to_close |= uint64_t{1} << closable_.size();
      closable_.emplace_back(reason.rule, reason.subject);
    }
  }

  OptionSet Run() && {
    Gather();
    Score best = 0;
    for (const StepOption& option : gathered_) best = std::max(best, option.gain);
    for (StepOption& option : std::exchange(gathered_, {})) {
      // A route of two gains at most what both gain alone.
      if (set_.score_before + option.gain + best < context_.min_score) {
        set_.weak.push_back(std::move(option));
      } else {
        Admit(std::move(option));
      }
    }
    Wanted entry;
    for (const StepOption& option : set_.options) Append(option.lacking, &entry);
    if (AsksNothing(entry)) return std::move(set_);
    wanted_ = Sorted(std::move(entry));
    for_entry_ = true;
    touching_.clear();
    Gather();
    for (StepOption& option : gathered_) Admit(std::move(option));
    return std::move(set_);
  }

 private:
  // Whether the option's covers, set here, raise the fit.
  bool Raises(StepOption* option) const {
    option->covers.clear();
    option->gain = 0;
    for (const WeightedTerm& term : *option->supply) {
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

  bool IsAnswer(const std::vector<QualificationNumber>& qualifications,
                const std::vector<ObtainedCredential>& credentials,
                const SparseVector& supply) const {
    return Answers(qualifications, credentials, supply, wanted_, start_.supply, context_.fit);
  }

  // The destination's own learn-work job.
  bool IsDestination(const StepOption& option) const {
    return option.kind == StepKind::kLearnWorkJob && option.job == destination_.vacancy();
  }

  void Keep(StepOption option) {
    if (present_.insert(std::make_pair(option.job, option.offer)).second) {
      option.only_first = for_entry_ || option.kind == StepKind::kSteppingStoneJob;
      gathered_.push_back(std::move(option));
    }
  }

  // Options that help: at first the destination, then the entry of those found before.
  void Gather() {
    if (!for_entry_) GatherTrialPlacement();
    for (const PoolEntry<TrainingOffer>* entry : collector_.courses_) {
      StepOption option;
      option.offer = entry;
      option.supply = &entry->vector;
      const TrainingOffer& offer = entry->record;
      const bool raises = Raises(&option) && !for_entry_;
      if (raises || IsAnswer(offer.qualifications, offer.credentials, *option.supply)) {
        Keep(std::move(option));
      }
    }
    for (const SteppingStone& stone : collector_.stepping_stones_) {
      StepOption option;
      option.kind = StepKind::kSteppingStoneJob;
      option.job = stone.job;
      option.supply = stone.supply;
      const bool raises = Raises(&option) && !for_entry_;
      if (raises || IsAnswer({}, {}, *option.supply)) Keep(std::move(option));
    }
    for (const LearnWorkJob& job : collector_.learn_work_jobs_) GatherLearnWorkJob(job);
  }

  void GatherTrialPlacement() {
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
    if (Raises(&option)) Keep(std::move(option));
  }

  void GatherLearnWorkJob(const LearnWorkJob& found) {
    const Vacancy& vacancy = found.job->record;
    const bool is_destination = found.job == destination_.vacancy();
    const bool touches = is_destination || Touches(vacancy);
    for (const PoolEntry<TrainingOffer>* school : found.schools) {
      StepOption option;
      option.kind = StepKind::kLearnWorkJob;
      option.job = found.job;
      option.offer = school;
      Gains diplomas;
      if (school != nullptr) diplomas = GainsOf(school->record);
      if (vacancy.learn_work->qualification.has_value()) {
        diplomas.qualifications.push_back(*vacancy.learn_work->qualification);
      }
      // Its supply is costly: of many jobs it is known without it that they help nothing.
      const auto school_helps = [&] {
        if (school == nullptr) return false;
        option.supply = &school->vector;
        return (Raises(&option) && !for_entry_) || IsAnswer({}, {}, school->vector);
      };
      if (!touches && !IsAnswer(diplomas.qualifications, diplomas.credentials, {}) &&
          !school_helps()) {
        continue;
      }
      const SparseVector* of_job = collector_.LearnWorkSupply(*found.job);
      option.supply = school == nullptr ? of_job : collector_.Keep(Larger(*of_job, school->vector));
      const bool raises = Raises(&option) && !for_entry_;
      if (raises || is_destination ||
          IsAnswer(diplomas.qualifications, diplomas.credentials, *option.supply)) {
        Keep(std::move(option));
      }
    }
  }

  // Whether having the skill may cover a term that counts now.
  bool Touches(SkillNumber skill) {
    enum : int8_t { kUnknown, kNo, kYes };
    if (touching_.empty()) touching_.resize(context_.fit.taxonomy.skill_count(), kUnknown);
    int8_t& known = touching_[skill.value()];
    if (known == kUnknown) {
      const auto counts = [&](SkillNumber number) {
        return for_entry_ ? std::binary_search(wanted_.entry_skills.begin(),
                                               wanted_.entry_skills.end(), number)
                          : position_[context_.fit.TermOf(number).value()] >= 0;
      };
      const auto similar = context_.fit.taxonomy.SimilarTo(skill);
      const bool touches = counts(skill) || std::any_of(similar.begin(), similar.end(),
                                                        [&](const SimilarSkill& other) {
                                                          return counts(other.skill);
                                                        });
      known = touches ? kYes : kNo;
    }
    return known == kYes;
  }

  // Whether the job may teach something that counts, its school part and diplomas for entry apart.
  bool Touches(const Vacancy& job) {
    const auto& diploma = job.learn_work->qualification;
    if (diploma.has_value() && !for_entry_) {
      // A qualification covers terms of its own.
      for (size_t i = destination_.demand().size(); i > 0; --i) {
        const TermNumber term = destination_.demand()[i - 1].term;
        if (context_.fit.IsSkill(term)) break;
        const QualificationNumber wanted(
            static_cast<uint16_t>(term.value() - context_.fit.taxonomy.skill_count()));
        if (context_.fit.region.Cover(*diploma, wanted) != QualificationCover::kNone) return true;
      }
    }
    if (std::any_of(job.skills.begin(), job.skills.end(),
                    [&](const SkillDemand& demand) { return Touches(demand.skill); })) {
      return true;
    }
    // Without an occupation the qualification names the skills.
    if (!job.occupation.has_value()) return diploma.has_value();
    const auto skills = context_.fit.taxonomy.SkillsOf(*job.occupation);
    return std::any_of(skills.begin(), skills.end(),
                       [&](const OccupationSkill& skill) { return Touches(skill.skill); });
  }

  // Adds the option to those of which routes are made, unless rules that no step changes forbid it
  // or every route that holds it ends too late for the destination.
  void Admit(StepOption option) {
    const bool possible = JudgeAsFirst(start_, context_, &option);
    const std::optional<EarliestDates> earliest =
        possible ? Earliest(option, start_.ready, context_) : std::nullopt;
    if (!earliest.has_value()) {
      if (!for_entry_) set_.impossible.push_back(std::move(option));
      return;
    }
    if (!ComesInTime(option, earliest->end) || (for_entry_ && !option.usable_first)) return;
    option.gains = std::make_shared<const Gains>(GainsOf(option, context_));
    if (!closable_.empty() && !IsDestination(option)) {
      option.closes = Closes(option, earliest->end);
    }
    set_.options.push_back(std::move(option));
  }

  // Whether a step that ends on `end` leaves time for the destination's start, where that is fixed.
  bool ComesInTime(const StepOption& option, Date end) const {
    if (destination_.vacancy() == nullptr || IsDestination(option)) return true;
    const std::optional<Date> fixed =
        FixedStart(destination_.vacancy()->record, context_.query.today);
    return !fixed.has_value() || end < *fixed;
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

  OptionCollector& collector_;
  const PersonState& start_;
  const RouteContext& context_;
  const Destination& destination_;
  std::vector<int32_t> position_;  // by term; -1: not demanded
  Wanted wanted_;                  // by the destination, then for entry
  bool for_entry_ = false;
  std::vector<int8_t> touching_;  // by skill, as far as it is known
  std::vector<std::pair<Rule, std::string>> closable_;
  absl::flat_hash_set<std::pair<const PoolEntry<Vacancy>*, const PoolEntry<TrainingOffer>*>>
      present_;
  std::vector<StepOption> gathered_;
  OptionSet set_;
};

OptionCollector::OptionCollector(const PersonState& start, const RouteContext& context)
    : start_(start), context_(context) {
  absl::flat_hash_map<QualificationNumber, std::vector<const PoolEntry<TrainingOffer>*>> schools;
  context.snapshot.training_offers().ForEach([&](const PoolEntry<TrainingOffer>& entry) {
    if (!entry.record.requires_learn_work_job) {
      courses_.push_back(&entry);
      return;
    }
    std::vector<QualificationNumber> numbers = entry.record.qualifications;
    SortUnique(&numbers);
    for (const QualificationNumber number : numbers) schools[number].push_back(&entry);
  });
  context.snapshot.vacancies().ForEach([&](const PoolEntry<Vacancy>& entry) {
    if (!entry.record.learn_work.has_value()) return;
    const std::optional<QualificationNumber>& number = entry.record.learn_work->qualification;
    const auto found = number.has_value() ? schools.find(*number) : schools.end();
    if (found != schools.end()) {
      learn_work_jobs_.push_back({&entry, found->second});
    } else if (entry.record.learn_work->months > 0) {
      learn_work_jobs_.push_back({&entry, {nullptr}});
    }
  });
  FindSteppingStones();
}

const SparseVector* OptionCollector::Keep(SparseVector supply) {
  return &supplies_.emplace_back(std::move(supply));
}

const SparseVector* OptionCollector::LearnWorkSupply(const PoolEntry<Vacancy>& job) {
  const auto compute = [&] {
    return Keep(SupplyOf(LearnWorkGains(job.record, context_), context_.fit));
  };
  if (!job.record.skills.empty()) {
    const SparseVector*& kept = supplies_by_job_[&job];
    if (kept == nullptr) kept = compute();
    return kept;
  }
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
void OptionCollector::FindSteppingStones() {
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
  const Population<Vacancy>& vacancies = context_.snapshot.vacancies();
  if (vacancies.size() == 0) return;
  absl::flat_hash_map<OccupationNumber, const PoolEntry<Vacancy>*> first;
  for (const auto& result : vacancies.Search(
           start_.supply, FilterConditions(VacancyFilter{.learn_work = false}), is_stone,
           context_.query.interruption, TopK(vacancies.size(), context_.min_score, std::nullopt))) {
    const auto rank = [&](const PoolEntry<Vacancy>& entry) {
      return std::make_tuple(start_of(entry.record), entry.creation);
    };
    // The snapshot holds the entry as long as it lives.
    const PoolEntry<Vacancy>*& best = first[*result.entry->record.occupation];
    if (best == nullptr || rank(*result.entry) < rank(*best)) best = result.entry;
  }
  for (const auto& [occupation, job] : first) {
    Gains gains;
    gains.past_occupation = occupation;
    stepping_stones_.push_back({job, Keep(SupplyOf(gains, context_.fit))});
  }
}

OptionSet OptionCollector::Collect(const Destination& destination, const Eligibility& before) {
  return Search(this, destination, before).Run();
}

}  // namespace overstap::matcher
