#include "clients/cli/table.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/graphemes.h"

namespace overstap::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 12;
// Words up to this are kept whole, even where the table then gets wider than it may.
constexpr int kLongestWhole = 30;

int LongestLine(const std::string& cell) {
  int longest = 0;
  for (size_t start = 0; start <= cell.size();) {
    const size_t end = std::min(cell.find('\n', start), cell.size());
    longest = std::max(longest, Width(std::string_view(cell).substr(start, end - start)));
    start = end + 1;
  }
  return longest;
}

// The narrowest that a column may get.
int LongestWord(const std::string& cell) {
  int longest = kNarrowest;
  for (size_t start = 0; start < cell.size();) {
    const size_t end = std::min(cell.find_first_of(" \n", start), cell.size());
    longest = std::max(longest, Width(std::string_view(cell).substr(start, end - start)));
    start = end + 1;
  }
  return std::min(longest, kLongestWhole);
}

std::string Padded(const std::string& text, int width, Table::Style style) {
  const std::string blanks(static_cast<size_t>(std::max(0, width - Width(text))), ' ');
  return style == Table::kRight ? blanks + text : text + blanks;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::vector<int> Table::ColumnWidths(int width) const {
  std::vector<int> widths;
  std::vector<int> narrowest;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int widest = Width(columns_[i].title);
    int least = kNarrowest;
    for (const auto& row : rows_) {
      widest = std::max(widest, LongestLine(row[i]));
      least = std::max(least, LongestWord(row[i]));
    }
    widths.push_back(widest);
    narrowest.push_back(columns_[i].style == kWraps ? least : widest);
  }
  const int gaps = kGap * (static_cast<int>(widths.size()) - 1);
  while (width > 0 && std::accumulate(widths.begin(), widths.end(), gaps) > width) {
    int* widest = nullptr;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= narrowest[i]) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

std::string Table::Render(int width) const {
  const std::vector<int> widths = ColumnWidths(width);
  std::string text;
  const auto append_row = [&](const std::vector<std::string>& cells) {
    std::vector<std::vector<std::string>> lines;
    size_t height = 1;
    for (size_t i = 0; i < cells.size(); ++i) {
      lines.push_back(Wrap(cells[i], widths[i]));
      height = std::max(height, lines.back().size());
    }
    for (size_t y = 0; y < height; ++y) {
      std::string line;
      for (size_t i = 0; i < cells.size(); ++i) {
        const std::string cell = y < lines[i].size() ? lines[i][y] : "";
        absl::StrAppend(&line, i == 0 ? "" : "  ", Padded(cell, widths[i], columns_[i].style));
      }
      line.erase(line.find_last_not_of(' ') + 1);
      absl::StrAppend(&text, line, "\n");
    }
  };
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  for (size_t i = 0; i < columns_.size(); ++i) {
    titles.push_back(columns_[i].title);
    rules.emplace_back();
    for (int x = 0; x < widths[i]; ++x) rules.back() += "─";
  }
  append_row(titles);
  append_row(rules);
  for (const auto& row : rows_) append_row(row);
  return text;
}

}  // namespace overstap::cli
