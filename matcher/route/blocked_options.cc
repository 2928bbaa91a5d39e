#include "matcher/route/blocked_options.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "matcher/route/option_judge.h"

namespace overstap::matcher {
namespace {

// The record that an answer names.
const void* RecordOf(const StepOption& option) {
  return option.job != nullptr ? static_cast<const void*>(option.job)
                               : static_cast<const void*>(option.offer);
}

// No run starts with the job: the run is missed, or comes too late.
Reason NoRunInTime(const TrainingRun* run, Date job_start) {
  return {.rule = Rule::kSeat,
          .subject = run != nullptr ? run->run_id : "",
          .person_value = job_start.ToString(),
          .demand_value = run != nullptr ? run->start_date.ToString() : "",
          .unit = "date",
          .missing_field = ""};
}

}  // namespace

void BlockedOptions::Add(const OptionSet& set, const Destination& destination) {
  const auto add = [&](const StepOption& option, bool judged) {
    if (option.only_first || (judged && option.usable_first)) return;
    if (option.kind != StepKind::kCourse && option.kind != StepKind::kLearnWorkJob) return;
    if (option.job == nullptr || option.job != destination.vacancy()) {
      options_.push_back({&option, judged});
    }
  };
  for (const StepOption& option : set.options) add(option, true);
  for (const StepOption& option : set.impossible) add(option, true);
  for (const StepOption& option : set.weak) add(option, false);
}

std::vector<Reason> BlockedOptions::ReasonsOf(const StepOption& option) const {
  const bool is_course = option.kind == StepKind::kCourse;
  const Date free_from = start_.FreeFrom();
  const Date job_start =
      is_course ? free_from : FirstDayOf(option.job->record, free_from, context_.query.today);
  if (option.offer == nullptr) {
    return CheckStep(option, {.run = nullptr, .start = job_start, .end = job_start}, start_,
                     context_)
        .reasons;
  }
  std::optional<std::vector<Reason>> fewest;
  Date latest;
  for (const TrainingRun& run : option.offer->record.runs) {
    std::optional<ScheduledStep> step =
        is_course ? ScheduledStep{.run = &run, .start = run.start_date, .end = run.start_date}
                  : Join(option, run, free_from, context_);
    const bool joins = step.has_value();
    if (!joins) step = ScheduledStep{.run = &run, .start = job_start, .end = job_start};
    std::vector<Reason> reasons = CheckStep(option, *step, start_, context_).reasons;
    const bool missed = std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
      return reason.rule == Rule::kSeat;
    });
    // Nobody was available in time for a run that has begun.
    if (run.start_date < context_.query.today) {
      std::erase_if(reasons, [](const Reason& reason) { return reason.rule == Rule::kStartDate; });
    }
    if (!joins && !missed) reasons.push_back(NoRunInTime(&run, job_start));
    if (!fewest.has_value() || reasons.size() < fewest->size() ||
        (reasons.size() == fewest->size() && run.start_date > latest)) {
      fewest = std::move(reasons);
      latest = run.start_date;
    }
  }
  if (fewest.has_value()) return *std::move(fewest);
  return {NoRunInTime(nullptr, job_start)};
}

std::vector<BlockedOption> BlockedOptions::Take(const std::vector<Candidate>& routes) && {
  absl::flat_hash_set<const void*> seen;
  for (const Candidate& route : routes) {
    for (const CandidateStep& step : route.steps) seen.insert(RecordOf(*step.option));
  }
  std::stable_sort(options_.begin(), options_.end(), [](const Option& a, const Option& b) {
    return a.option->gain != b.option->gain ? a.option->gain > b.option->gain
                                            : a.option->creation() < b.option->creation();
  });
  std::vector<BlockedOption> blocked;
  for (const auto& [option, judged] : options_) {
    if (blocked.size() == context_.constants.max_blocked) break;
    if (seen.contains(RecordOf(*option))) continue;
    if (!judged) {
      StepOption now = *option;
      JudgeAsFirst(start_, context_, &now);
      if (now.usable_first) continue;
    }
    seen.insert(RecordOf(*option));
    BlockedOption entry;
    if (option->job != nullptr) {
      entry.job = context_.snapshot.vacancies().FindShared(option->job->record.id);
    } else {
      entry.offer = context_.snapshot.training_offers().FindShared(option->offer->record.id);
    }
    entry.reasons = ReasonsOf(*option);
    blocked.push_back(std::move(entry));
  }
  return blocked;
}

}  // namespace overstap::matcher
