// Counts that add up, as a network in which whatever hidden counts may be instead is a flow.
//
//   HidingNetwork network(2, threshold);
//   network.Add({.from = 0, .to = 1, .value = 3});                     // a cell
//   network.Add({.from = 0, .to = 1, .value = 9, .is_sum = true});     // the total of all cells
//   network.HideSmall();
//   network.Protect();
//
// Each constraint of the table is a node: at it, the changes of the figures that it ties together
// (a total's with the sign turned) cancel out, as flows do. Hence the whole numbers that one hidden
// figure may have are an interval, and its ends are maximal flows: what is decided here is exact.
// (Network view of tables: L. H. Cox, Network models for complementary cell suppression, JASA 90,
// 1995; the heuristic that follows it cell by cell: J. P. Kelly, B. L. Golden, A. A. Assad, 1992.)
// Belongs to one thread.
#ifndef OVERSTAP_MATCHER_TARGET_HIDING_NETWORK_H_
#define OVERSTAP_MATCHER_TARGET_HIDING_NETWORK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace overstap::matcher {

class HidingNetwork {
 public:
  struct Figure {
    size_t from = 0;
    size_t to = 0;
    int64_t value = 0;
    bool is_sum = false;    // enters its constraints with the sign turned
    bool is_total = false;  // costs more to hide
    bool is_fixed = false;  // is not hidden unless it is small
  };

  HidingNetwork(size_t nodes, int64_t threshold);

  // Figures are numbered in the order of adding.
  void Add(const Figure& figure);
  // Hides what is small.
  void HideSmall();
  // Hides more until every hidden figure is protected, then shows again what need not be hidden.
  void Protect();

  bool IsHidden(size_t figure) const { return figures_[figure].hidden; }

 private:
  struct Edge {
    Figure figure;
    int64_t cost = 0;
    bool hidden = false;
    bool small = false;
  };
  // Figures to hide besides, so that one may move.
  struct Plan {
    std::vector<size_t> figures;
    int64_t cost = 0;
  };
  // A step of a path: along an edge in its direction or against it.
  struct Step {
    size_t edge = 0;
    bool forward = true;
  };

  bool IsSmall(int64_t value) const { return value > 0 && value < threshold_; }
  // What a hidden figure's flow may be raised (lowered) by.
  static int64_t Capacity(const Edge& edge, bool forward);
  bool IsProtected(size_t figure) const;
  bool AllProtected() const;
  // How to let a figure's count rise (fall) by `amount`, hiding more where `may_hide`; nullopt: not
  // possible.
  std::optional<Plan> PlanMove(size_t figure, bool up, int64_t amount, bool may_hide) const;
  // Cheapest path that can carry one more unit; empty: none.
  std::vector<Step> CheapestPath(size_t source, size_t sink, const std::vector<int64_t>& flow,
                                 const std::vector<bool>& usable, size_t without,
                                 const std::vector<bool>& free) const;
  std::optional<Plan> CheapestPlan(size_t figure) const;
  void SetCosts();
  void ShowAgain();

  int64_t threshold_;
  std::vector<Edge> figures_;
  std::vector<std::vector<Step>> steps_;  // from each node
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_HIDING_NETWORK_H_
