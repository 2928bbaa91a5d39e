#include "matcher/target/hiding_network.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

namespace overstap::matcher {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max() / 4;
// Hiding a total loses as much as hiding so many cells.
constexpr int64_t kCellsPerTotal = 3;
// Above so many steps the search for what need not be hidden is left out.
constexpr size_t kMostStepsToShowAgain = 400'000'000;

}  // namespace

HidingNetwork::HidingNetwork(size_t nodes, int64_t threshold)
    : threshold_(threshold), steps_(nodes) {}

void HidingNetwork::Add(const Figure& figure) {
  const size_t number = figures_.size();
  steps_[figure.from].push_back({.edge = number, .forward = true});
  steps_[figure.to].push_back({.edge = number, .forward = false});
  figures_.push_back({.figure = figure});
}

void HidingNetwork::HideSmall() {
  for (Edge& edge : figures_) {
    edge.small = IsSmall(edge.figure.value);
    edge.hidden = edge.hidden || edge.small;
  }
}

// Fewer figures come first, and smaller ones between equals; a 0 costs as much as the smallest
// count that may be shown, so that it is not the first choice: readers often know that it must be
// one.
void HidingNetwork::SetCosts() {
  int64_t largest = 0;
  for (const Edge& edge : figures_) {
    if (!edge.figure.is_total) largest = std::max(largest, edge.figure.value);
  }
  for (Edge& edge : figures_) {
    const int64_t value = std::max(edge.figure.value, threshold_);
    edge.cost = edge.figure.is_total ? kCellsPerTotal * (largest + 1) + value : largest + 1 + value;
  }
}

int64_t HidingNetwork::Capacity(const Edge& edge, bool forward) {
  // A count rises without limit and falls to 0; a sum's flow is its count with the sign turned.
  return forward != edge.figure.is_sum ? kNoLimit : edge.figure.value;
}

std::vector<HidingNetwork::Step> HidingNetwork::CheapestPath(size_t source, size_t sink,
                                                             const std::vector<int64_t>& flow,
                                                             const std::vector<bool>& usable,
                                                             size_t without,
                                                             const std::vector<bool>& free) const {
  std::vector<int64_t> distance(steps_.size(), kNoLimit);
  std::vector<std::optional<Step>> arrived(steps_.size());
  using Item = std::pair<int64_t, size_t>;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
  distance[source] = 0;
  queue.emplace(0, source);
  while (!queue.empty()) {
    const auto [so_far, node] = queue.top();
    queue.pop();
    if (node == sink) break;
    if (so_far > distance[node]) continue;
    for (const Step& step : steps_[node]) {
      const Edge& edge = figures_[step.edge];
      if (step.edge == without || !usable[step.edge]) continue;
      const int64_t used = step.forward ? flow[step.edge] : -flow[step.edge];
      if (used >= Capacity(edge, step.forward)) continue;
      const size_t next = step.forward ? edge.figure.to : edge.figure.from;
      const int64_t length = so_far + (free[step.edge] ? 0 : edge.cost);
      if (length >= distance[next]) continue;
      distance[next] = length;
      arrived[next] = step;
      queue.emplace(length, next);
    }
  }
  std::vector<Step> path;
  for (size_t node = sink; node != source && arrived[node].has_value();) {
    const Step step = *arrived[node];
    path.push_back(step);
    node = step.forward ? figures_[step.edge].figure.from : figures_[step.edge].figure.to;
  }
  return path;
}

std::optional<HidingNetwork::Plan> HidingNetwork::PlanMove(size_t figure, bool up, int64_t amount,
                                                           bool may_hide) const {
  const Edge& moved = figures_[figure];
  const bool forward = up != moved.figure.is_sum;
  if (Capacity(moved, forward) < amount) return std::nullopt;
  // What passes it comes back another way.
  const size_t source = forward ? moved.figure.to : moved.figure.from;
  const size_t sink = forward ? moved.figure.from : moved.figure.to;
  std::vector<int64_t> flow(figures_.size());
  std::vector<bool> usable(figures_.size());
  std::vector<bool> free(figures_.size());
  for (size_t i = 0; i < figures_.size(); ++i) {
    free[i] = figures_[i].hidden;
    usable[i] = figures_[i].hidden || (may_hide && !figures_[i].figure.is_fixed);
  }
  Plan plan;
  for (int64_t unit = 0; unit < amount; ++unit) {
    const std::vector<Step> path = CheapestPath(source, sink, flow, usable, figure, free);
    if (path.empty()) return std::nullopt;
    for (const Step& step : path) {
      flow[step.edge] += step.forward ? 1 : -1;
      if (free[step.edge]) continue;
      free[step.edge] = true;
      plan.figures.push_back(step.edge);
      plan.cost += figures_[step.edge].cost;
    }
  }
  return plan;
}

bool HidingNetwork::IsProtected(size_t figure) const {
  const Edge& edge = figures_[figure];
  const auto can_move = [&](bool up, int64_t amount) {
    return PlanMove(figure, up, amount, false).has_value();
  };
  if (!edge.small) return can_move(true, 1) || (edge.figure.value > 0 && can_move(false, 1));
  // Down to 0, or up to what may be shown.
  return can_move(false, edge.figure.value) || can_move(true, threshold_ - edge.figure.value);
}

bool HidingNetwork::AllProtected() const {
  for (size_t i = 0; i < figures_.size(); ++i) {
    if (figures_[i].hidden && !IsProtected(i)) return false;
  }
  return true;
}

std::optional<HidingNetwork::Plan> HidingNetwork::CheapestPlan(size_t figure) const {
  const Edge& edge = figures_[figure];
  const int64_t value = edge.figure.value;
  std::optional<Plan> down;
  if (value > 0) down = PlanMove(figure, false, edge.small ? value : 1, true);
  std::optional<Plan> up = PlanMove(figure, true, edge.small ? threshold_ - value : 1, true);
  if (!down.has_value()) return up;
  if (!up.has_value()) return down;
  return down->cost < up->cost ? down : up;
}

void HidingNetwork::Protect() {
  SetCosts();
  bool changed = true;
  while (changed) {
    changed = false;
    for (size_t i = 0; i < figures_.size(); ++i) {
      if (!figures_[i].hidden || IsProtected(i)) continue;
      const std::optional<Plan> plan = CheapestPlan(i);
      if (!plan.has_value()) continue;
      for (const size_t figure : plan->figures) {
        figures_[figure].hidden = true;
        changed = true;
      }
    }
  }
  ShowAgain();
}

void HidingNetwork::ShowAgain() {
  std::vector<size_t> extra;
  size_t hidden = 0;
  for (size_t i = 0; i < figures_.size(); ++i) {
    if (figures_[i].hidden) ++hidden;
    if (figures_[i].hidden && !figures_[i].small) extra.push_back(i);
  }
  if (extra.size() * hidden * figures_.size() > kMostStepsToShowAgain) return;
  std::stable_sort(extra.begin(), extra.end(),
                   [this](size_t a, size_t b) { return figures_[a].cost > figures_[b].cost; });
  for (const size_t figure : extra) {
    figures_[figure].hidden = false;
    figures_[figure].hidden = !AllProtected();
  }
}

}  // namespace overstap::matcher
