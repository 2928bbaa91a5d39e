#include "services/config/csv_file.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace overstap::config {
namespace {

constexpr size_t kErrorsShown = 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// nullopt: a quote is not closed, or text follows one.
std::optional<std::vector<std::string>> Split(std::string_view line) {
  std::vector<std::string> values(1);
  size_t at = 0;
  while (at < line.size()) {
    if (line[at] == ',') {
      values.emplace_back();
      ++at;
    } else if (line[at] == '"' && values.back().empty()) {
      for (++at;; ++at) {
        if (at >= line.size()) return std::nullopt;
        if (line[at] != '"') {
          values.back().push_back(line[at]);
        } else if (at + 1 < line.size() && line[at + 1] == '"') {
          values.back().push_back(line[at++]);
        } else {
          break;
        }
      }
      ++at;
      if (at < line.size() && line[at] != ',') return std::nullopt;
    } else {
      values.back().push_back(line[at++]);
    }
  }
  return values;
}

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ReadCsv(const std::string& path,
                                            const std::vector<std::string>& columns) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::vector<CsvRow> rows;
  std::vector<size_t> places;  // of the columns
  size_t width = 0;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    std::string_view trimmed = text;
    if (line == 1 && trimmed.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
      trimmed.remove_prefix(kByteOrderMark.size());
    }
    if (!trimmed.empty() && trimmed.back() == '\r') trimmed.remove_suffix(1);
    if (trimmed.empty()) continue;
    std::optional<std::vector<std::string>> values = Split(trimmed);
    if (!values.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": a quote is not closed"));
    }
    if (width == 0) {
      width = values->size();
      for (const std::string& column : columns) {
        const auto found = std::find(values->begin(), values->end(), column);
        if (found == values->end()) {
          return absl::InvalidArgumentError(
              absl::StrCat(path, ":", line, ": there is no column ", column));
        }
        places.push_back(static_cast<size_t>(found - values->begin()));
      }
      continue;
    }
    if (values->size() != width) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", line, ": ", values->size(), " values instead of ", width));
    }
    CsvRow& row = rows.emplace_back();
    row.line = line;
    for (const size_t place : places) row.values.push_back(std::move((*values)[place]));
  }
  if (width == 0) return absl::InvalidArgumentError(absl::StrCat(path, ": the file is empty"));
  return rows;
}

void CsvErrors::Add(const CsvRow& row, absl::string_view what) {
  ++count_;
  if (first_.size() < kErrorsShown)
    first_.push_back(absl::StrCat(path_, ":", row.line, ": ", what));
}

absl::Status CsvErrors::status() const {
  if (count_ == 0) return absl::OkStatus();
  std::string text = absl::StrJoin(first_, "\n  ");
  if (count_ > first_.size()) absl::StrAppend(&text, "\n  and ", count_ - first_.size(), " more");
  return absl::InvalidArgumentError(text);
}

}  // namespace overstap::config
