#include "tests/eval/tsv_rows.h"

#include <fstream>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace overstap {

absl::StatusOr<std::vector<IdAndText>> ReadTsvRows(const std::string& file) {
  std::ifstream in(file);
  if (!in) return absl::InvalidArgumentError(absl::StrCat(file, ": cannot be read"));
  std::vector<IdAndText> rows;
  absl::flat_hash_set<std::string> ids;
  std::string errors;
  size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const size_t tab = line.find('\t');
    if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos) {
      absl::StrAppend(&errors, "\n  line ", number, ": not two columns");
    } else if (tab == 0) {
      absl::StrAppend(&errors, "\n  line ", number, ": no id");
    } else if (!ids.insert(line.substr(0, tab)).second) {
      absl::StrAppend(&errors, "\n  line ", number, ": id ", line.substr(0, tab), " comes twice");
    } else {
      rows.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
  }
  if (!errors.empty()) return absl::InvalidArgumentError(absl::StrCat(file, ":", errors));
  if (rows.empty()) return absl::InvalidArgumentError(absl::StrCat(file, ": holds no rows"));
  return rows;
}

}  // namespace overstap
