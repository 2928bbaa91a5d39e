// Which cells of a table of counts of people may be published, so that no small count can be worked
// out: neither from the cells, totals and differences of one table, nor from two dates of a series.
//
//   const HiddenCells hidden = SuppressTable({.rows = 2, .columns = 3, .counts = counts}, {});
//   if (!hidden.cells[row * 3 + column]) Publish(row, column);
//   std::vector<bool> may = PublishableMonths(month_end_values, kSmallCount);
//
// Small is 1 to threshold - 1. A 0 is published. README.md beside this file states the guarantees
// and what they do not cover. Pure functions; safe to call from any thread.
#ifndef OVERSTAP_MATCHER_TARGET_SUPPRESSION_H_
#define OVERSTAP_MATCHER_TARGET_SUPPRESSION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace overstap::matcher {

inline constexpr int64_t kSmallCount = 5;

struct SuppressionOptions {
  int64_t threshold = kSmallCount;  // counts from this on may be shown; 2 or more
  // The grand total is shown elsewhere too, so it is not hidden here unless it is small itself.
  bool grand_total_is_published = false;
};

// Counts that add up to their row, column and grand totals. None is negative.
struct CountTable {
  size_t rows = 0;
  size_t columns = 0;
  std::vector<int64_t> counts;  // row by row
};

// True: hidden.
struct HiddenCells {
  std::vector<bool> cells;  // row by row
  std::vector<bool> row_totals;
  std::vector<bool> column_totals;
  bool grand_total = false;
};

// Hides the small counts among cells and totals, and further ones as needed: few, and of those
// small ones. Whoever sees all that is not hidden, and knows that counts are whole and not
// negative, finds for each hidden figure at least two possible values, and not only small ones.
// Time grows with about the third power of the number of cells at worst; a table of 18 by 48 takes
// tens of milliseconds.
HiddenCells SuppressTable(const CountTable& table, const SuppressionOptions& options);

struct HiddenList {
  std::vector<bool> cells;
  bool total = false;
};

// The same for a breakdown by one dimension with its total.
HiddenList SuppressList(absl::Span<const int64_t> counts, const SuppressionOptions& options);

// Which figures of a series (e.g. month-end values, counted from the start of the period) may be
// published, so that no figure and no difference between two of them is small. Decided from the
// first on: what may be published does not depend on what comes later.
std::vector<bool> PublishableMonths(absl::Span<const int64_t> values, int64_t threshold);

// Month by month the counts of a breakdown's cells, all of the same cells and never falling.
using CellsByMonth = std::vector<std::vector<int64_t>>;

// Which months a breakdown may be published in, beside a total that is published in the months that
// PublishableMonths says. Of a breakdown the open cells are shown and all others as one rest, the
// same ones in every month: once shown, `open_cells` stays as it is for the series. Decided from
// the first month on.
std::vector<bool> PublishableBreakdowns(const CellsByMonth& months,
                                        const std::vector<bool>& open_cells, int64_t threshold);

// A choice of open cells: of the largest 0, 1, 2 … at the last month that number which shows the
// most figures over the months.
std::vector<bool> ChooseOpenCells(const CellsByMonth& months, int64_t threshold);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_SUPPRESSION_H_
