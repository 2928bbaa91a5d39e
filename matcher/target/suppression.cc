#include "matcher/target/suppression.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "matcher/target/hiding_network.h"

namespace overstap::matcher {
namespace {

int64_t Sum(absl::Span<const int64_t> counts) {
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

bool IsSmall(int64_t value, int64_t threshold) { return value != 0 && std::abs(value) < threshold; }

// Whether `value` may follow what is published already.
bool MayFollow(int64_t value, const std::vector<int64_t>& published, int64_t threshold) {
  return !IsSmall(value, threshold) &&
         std::none_of(published.begin(), published.end(),
                      [&](int64_t before) { return IsSmall(value - before, threshold); });
}

// What a month's breakdown shows or lets work out by subtraction: the open cells, the rest, the
// total.
std::vector<int64_t> ShownOf(const std::vector<int64_t>& cells,
                             const std::vector<bool>& open_cells) {
  std::vector<int64_t> shown;
  int64_t rest = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (open_cells[i]) {
      shown.push_back(cells[i]);
    } else {
      rest += cells[i];
    }
  }
  shown.push_back(rest);
  shown.push_back(Sum(cells));
  return shown;
}

std::vector<int64_t> Totals(const CellsByMonth& months) {
  std::vector<int64_t> totals;
  totals.reserve(months.size());
  for (const std::vector<int64_t>& cells : months) totals.push_back(Sum(cells));
  return totals;
}

}  // namespace

HiddenCells SuppressTable(const CountTable& table, const SuppressionOptions& options) {
  const size_t rows = table.rows;
  const size_t columns = table.columns;
  std::vector<int64_t> row_totals(rows);
  std::vector<int64_t> column_totals(columns);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      row_totals[row] += table.counts[row * columns + column];
      column_totals[column] += table.counts[row * columns + column];
    }
  }
  // Nodes: each row and the row of column totals, then each column and the column of row totals.
  const size_t first_column = rows + 1;
  HidingNetwork network(rows + columns + 2, options.threshold);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      network.Add({.from = row,
                   .to = first_column + column,
                   .value = table.counts[row * columns + column]});
    }
  }
  for (size_t row = 0; row < rows; ++row) {
    network.Add({.from = row,
                 .to = first_column + columns,
                 .value = row_totals[row],
                 .is_sum = true,
                 .is_total = true});
  }
  for (size_t column = 0; column < columns; ++column) {
    network.Add({.from = rows,
                 .to = first_column + column,
                 .value = column_totals[column],
                 .is_sum = true,
                 .is_total = true});
  }
  // A total of totals: its sign turns twice.
  network.Add({.from = rows,
               .to = first_column + columns,
               .value = Sum(table.counts),
               .is_total = true,
               .is_fixed = options.grand_total_is_published});
  network.HideSmall();
  network.Protect();
  HiddenCells hidden;
  size_t figure = 0;
  for (size_t i = 0; i < rows * columns; ++i) hidden.cells.push_back(network.IsHidden(figure++));
  for (size_t i = 0; i < rows; ++i) hidden.row_totals.push_back(network.IsHidden(figure++));
  for (size_t i = 0; i < columns; ++i) hidden.column_totals.push_back(network.IsHidden(figure++));
  hidden.grand_total = network.IsHidden(figure);
  return hidden;
}

HiddenList SuppressList(absl::Span<const int64_t> counts, const SuppressionOptions& options) {
  HidingNetwork network(2, options.threshold);
  for (const int64_t count : counts) network.Add({.from = 0, .to = 1, .value = count});
  network.Add({.from = 0,
               .to = 1,
               .value = Sum(counts),
               .is_sum = true,
               .is_total = true,
               .is_fixed = options.grand_total_is_published});
  network.HideSmall();
  network.Protect();
  HiddenList hidden;
  for (size_t i = 0; i < counts.size(); ++i) hidden.cells.push_back(network.IsHidden(i));
  hidden.total = network.IsHidden(counts.size());
  return hidden;
}

std::vector<bool> PublishableMonths(absl::Span<const int64_t> values, int64_t threshold) {
  std::vector<bool> may;
  std::vector<int64_t> published;
  for (const int64_t value : values) {
    may.push_back(MayFollow(value, published, threshold));
    if (may.back()) published.push_back(value);
  }
  return may;
}

std::vector<bool> PublishableBreakdowns(const CellsByMonth& months,
                                        const std::vector<bool>& open_cells, int64_t threshold) {
  const std::vector<bool> total_may = PublishableMonths(Totals(months), threshold);
  std::vector<bool> may;
  std::vector<std::vector<int64_t>> published;  // by figure
  for (size_t month = 0; month < months.size(); ++month) {
    const std::vector<int64_t> shown = ShownOf(months[month], open_cells);
    published.resize(shown.size());
    bool all = total_may[month];
    for (size_t i = 0; all && i < shown.size(); ++i) {
      all = MayFollow(shown[i], published[i], threshold);
    }
    may.push_back(all);
    for (size_t i = 0; all && i < shown.size(); ++i) published[i].push_back(shown[i]);
  }
  return may;
}

std::vector<bool> ChooseOpenCells(const CellsByMonth& months, int64_t threshold) {
  if (months.empty()) return {};
  const std::vector<int64_t>& last = months.back();
  std::vector<size_t> order(last.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return last[a] > last[b]; });
  std::vector<bool> open(last.size());
  std::vector<bool> best = open;
  size_t most = 0;
  for (size_t count = 1; count <= order.size(); ++count) {
    open[order[count - 1]] = true;
    const std::vector<bool> may = PublishableBreakdowns(months, open, threshold);
    const size_t figures = count * static_cast<size_t>(std::count(may.begin(), may.end(), true));
    if (figures > most) {
      most = figures;
      best = open;
    }
  }
  return best;
}

}  // namespace overstap::matcher
