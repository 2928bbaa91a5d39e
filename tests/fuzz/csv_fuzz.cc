// Any bytes as CSV: rows or an error, and what a table says of itself stays true.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "data/import/csv.h"

namespace {

using overstap::data::CsvReader;
using overstap::data::CsvRow;
using overstap::data::FindInvalidUtf8;

void Require(bool holds) {
  if (!holds) std::abort();
}

void ReadAll(const std::string& text, CsvReader::RaggedRows ragged) {
  CsvReader reader("fuzz.csv", text, ragged);
  CsvRow row;
  int last_line = 0;
  size_t width = 0;
  while (true) {
    const absl::StatusOr<bool> more = reader.Next(row);
    if (!more.ok()) {
      Require(reader.Next(row).status() == more.status());
      return;
    }
    if (!*more) return;
    Require(row.line() > last_line && row.size() > 0);
    last_line = row.line();
    if (width == 0) width = row.size();
    Require(ragged == CsvReader::RaggedRows::kAllow || row.size() == width);
    size_t bytes = 0;
    for (size_t i = 0; i < row.size(); ++i) {
      Require(FindInvalidUtf8({row[i].data(), row[i].size()}) == row[i].size());
      bytes += row[i].size();
    }
    Require(bytes <= text.size());
    Require(!reader.ErrorAt(row, row.size() - 1, "x").ok());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  ReadAll(text, CsvReader::RaggedRows::kError);
  ReadAll(text, CsvReader::RaggedRows::kAllow);
  return 0;
}
