#include "services/document/csv_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/document/wording.h"

namespace overstap::document {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";
constexpr char kLineEnd[] = "\r\n";
constexpr char kSeparator = ';';
// The longest finite double, written out: 309 digits before the point or 1,074 behind it.
constexpr size_t kMostNumberBytes = 1'100;

// What OWASP lists; the full-width forms stand for the same in some locales.
bool LooksLikeFormula(absl::string_view text) {
  if (text.empty()) return false;
  constexpr absl::string_view kStarts = "=+-@\t\r\n";
  if (kStarts.find(text.front()) != absl::string_view::npos) return true;
  constexpr std::array<absl::string_view, 4> kFullWidth = {"＝", "＋", "－", "＠"};
  return std::any_of(kFullWidth.begin(), kFullWidth.end(),
                     [text](absl::string_view start) { return absl::StartsWith(text, start); });
}

bool NeedsQuotes(absl::string_view text) {
  constexpr absl::string_view kSpecial = ";\"\r\n";
  return !text.empty() && (text.find_first_of(kSpecial) != absl::string_view::npos ||
                           text.front() == ' ' || text.back() == ' ');
}

}  // namespace

std::string CsvText(absl::string_view text) {
  std::string safe = LooksLikeFormula(text) ? absl::StrCat("'", text) : std::string(text);
  if (!NeedsQuotes(safe)) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

std::string CsvNumber(double number) {
  if (!std::isfinite(number)) return "";
  std::array<char, kMostNumberBytes> buffer;
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  if (error != std::errc()) return "";
  std::string text(buffer.data(), end);
  std::replace(text.begin(), text.end(), '.', ',');
  return text == "-0" ? "0" : text;
}

CsvWriter::CsvWriter(std::vector<Column> columns, CsvWords words)
    : columns_(std::move(columns)), words_(std::move(words)) {}

void CsvWriter::Begin(std::string* out) {
  absl::StrAppend(out, kByteOrderMark);
  Row headings;
  for (const Column& column : columns_) headings.emplace_back(column.heading);
  Append(headings, out);
}

std::string CsvWriter::Field(const Cell& cell) const {
  if (const auto* text = std::get_if<std::string>(&cell)) return CsvText(*text);
  if (const auto* whole = std::get_if<int64_t>(&cell)) return absl::StrCat(*whole);
  if (const auto* number = std::get_if<double>(&cell)) return CsvNumber(*number);
  if (const auto* yes = std::get_if<bool>(&cell)) return CsvText(*yes ? words_.yes : words_.no);
  if (const auto* date = std::get_if<google::type::Date>(&cell)) return IsoDate(*date);
  return "";
}

void CsvWriter::Append(const Row& row, std::string* out) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out->push_back(kSeparator);
    out->append(Field(row[i]));
  }
  out->append(kLineEnd);
}

void CsvWriter::End(std::string*) {}

}  // namespace overstap::document
