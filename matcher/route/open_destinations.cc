#include "matcher/route/open_destinations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matcher/route/destination.h"
#include "matcher/route/step_option.h"

namespace overstap::matcher {
namespace {

bool IsUsableNow(const PoolEntry<TrainingOffer>& entry, const PersonState& start,
                 const RouteContext& context) {
  if (entry.record.requires_learn_work_job) return false;
  StepOption option;
  option.offer = &entry;
  option.runs = RunsToCome(entry.record, context.query.today);
  for (const ScheduledStep& step : Schedules(option, start, context)) {
    if (IsUsable(option, step, start, context)) return true;
  }
  return false;
}

// The best so far, by vacancy.
class Best {
 public:
  explicit Best(size_t count) : count_(count) {}

  void Add(Score score, const PoolEntry<Vacancy>* entry) {
    for (auto& [best_score, best_entry] : best_) {
      if (best_entry != entry) continue;
      best_score = std::max(best_score, score);
      return;
    }
    best_.emplace_back(score, entry);
  }
  void Shrink() {
    std::sort(best_.begin(), best_.end(), [](const auto& a, const auto& b) {
      return RanksBefore(a.first, a.second->creation, b.first, b.second->creation);
    });
    if (best_.size() > count_) best_.resize(count_);
  }
  // Scores below it no longer matter. After Shrink.
  Score Least() const { return best_.size() < count_ ? 0 : best_.back().first; }
  // Shared, from the population that they were found in.
  std::vector<EntryPointer<Vacancy>> Of(const Population<Vacancy>& vacancies) const {
    std::vector<EntryPointer<Vacancy>> entries;
    for (const auto& [score, entry] : best_) {
      entries.push_back(vacancies.FindShared(entry->record.id));
    }
    return entries;
  }

 private:
  size_t count_;
  std::vector<std::pair<Score, const PoolEntry<Vacancy>*>> best_;
};

}  // namespace

OpenDestinations FindOpenDestinations(const PersonState& start, const RouteContext& context) {
  OpenDestinations result;
  absl::flat_hash_map<const PoolEntry<Vacancy>*, bool> accepted;
  const auto accepts = [&](const PoolEntry<Vacancy>& entry) {
    const auto [found, is_new] = accepted.try_emplace(&entry, false);
    if (!is_new) return found->second;
    const VacancyDestination destination(entry, context);
    if (FitsAlready(destination, start, context)) {
      result.fits_one_already = true;
    } else {
      const Eligibility check = destination.Check(start);
      found->second = std::all_of(
          check.reasons.begin(), check.reasons.end(),
          [](const Reason& reason) { return (kTrainableRules & RuleBit(reason.rule)) != 0; });
    }
    return found->second;
  };
  Best best(context.constants.open_destinations);
  const auto search = [&](const SparseVector& supply) {
    for (const auto& found : context.snapshot.vacancies().Search(
             supply, /*conditions=*/{}, accepts, context.query.interruption,
             TopK(context.constants.open_destinations, best.Least(), std::nullopt))) {
      best.Add(found.score, found.entry);
    }
    best.Shrink();
  };
  search(start.supply);
  context.snapshot.training_offers().ForEach([&](const PoolEntry<TrainingOffer>& entry) {
    if (context.Interrupted()) return;
    const bool adds = std::any_of(
        entry.vector.begin(), entry.vector.end(),
        [&](const WeightedTerm& term) { return term.value > CoverOf(term.term, start.supply); });
    if (adds && IsUsableNow(entry, start, context)) search(Larger(start.supply, entry.vector));
  });
  result.vacancies = best.Of(context.snapshot.vacancies());
  return result;
}

}  // namespace overstap::matcher
