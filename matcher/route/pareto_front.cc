#include "matcher/route/pareto_front.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace overstap::matcher {
namespace {

CreationNumber SchoolCreation(const StepOption& option) {
  return option.job != nullptr && option.offer != nullptr ? option.offer->creation
                                                          : CreationNumber();
}

auto RecordsOf(const CandidateStep& step) {
  return std::make_tuple(step.option->creation(), SchoolCreation(*step.option), step.option->kind);
}

auto DatesOf(const CandidateStep& step) {
  return std::make_tuple(step.scheduled.start, step.scheduled.run != nullptr
                                                   ? std::string_view(step.scheduled.run->run_id)
                                                   : std::string_view());
}

CreationNumber CreationOf(const Destination& destination) {
  return destination.vacancy() != nullptr ? destination.vacancy()->creation : CreationNumber();
}

bool ComesBefore(const Aims& a, const Aims& b, RouteOrder order) {
  switch (order) {
    case RouteOrder::kSoonestWork:
      break;
    case RouteOrder::kLeastCost:
      return std::tie(a.cost_person, a.work_start, b.fit_after) <
             std::tie(b.cost_person, b.work_start, a.fit_after);
    case RouteOrder::kBestFit:
      return std::tie(b.fit_after, a.work_start, a.cost_person) <
             std::tie(a.fit_after, b.work_start, b.cost_person);
  }
  return std::tie(a.work_start, a.cost_person, b.fit_after) <
         std::tie(b.work_start, b.cost_person, a.fit_after);
}

}  // namespace

bool Precedes(const Candidate& a, const Candidate& b) {
  if (a.steps.size() != b.steps.size()) return a.steps.size() < b.steps.size();
  for (size_t i = 0; i < a.steps.size(); ++i) {
    const auto left = RecordsOf(a.steps[i]);
    const auto right = RecordsOf(b.steps[i]);
    if (left != right) return left < right;
  }
  for (size_t i = 0; i < a.steps.size(); ++i) {
    const auto left = DatesOf(a.steps[i]);
    const auto right = DatesOf(b.steps[i]);
    if (left != right) return left < right;
  }
  return CreationOf(*a.destination) < CreationOf(*b.destination);
}

bool ParetoFront::Wants(const Aims& aims, size_t step_count) const {
  for (const Candidate& member : members_) {
    if (!member.aims.Covers(aims)) continue;
    if (member.aims != aims || member.steps.size() < step_count) return false;
  }
  return true;
}

bool ParetoFront::Wants(const Candidate& candidate) const {
  for (const Candidate& member : members_) {
    if (!member.aims.Covers(candidate.aims)) continue;
    if (member.aims != candidate.aims || !Precedes(candidate, member)) return false;
  }
  return true;
}

void ParetoFront::Add(Candidate candidate) {
  if (!Wants(candidate)) return;
  std::erase_if(members_,
                [&](const Candidate& member) { return candidate.aims.Covers(member.aims); });
  members_.push_back(std::move(candidate));
}

std::vector<Candidate> ParetoFront::Take(RouteOrder order) && {
  std::sort(members_.begin(), members_.end(), [&](const Candidate& a, const Candidate& b) {
    return ComesBefore(a.aims, b.aims, order);
  });
  return std::move(members_);
}

}  // namespace overstap::matcher
