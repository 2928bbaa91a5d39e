#include "data/import/csv.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace overstap::data {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kNoColumn = static_cast<size_t>(-1);

bool IsContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Length of the well-formed sequence at the start of `text`, not empty; 0: none.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(byte(i))) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_large = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

size_t FindInvalidUtf8(absl::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const size_t length = SequenceLength(text.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return text.size();
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
  std::ostringstream content;
  content << stream.rdbuf();
  // An empty file sets failbit on `content`, which is no error.
  if (stream.bad()) return absl::UnavailableError(absl::StrCat(path, ": cannot be read"));
  return std::move(content).str();
}

CsvReader::CsvReader(std::string file, absl::string_view text, RaggedRows ragged_rows,
                     char separator)
    : file_(std::move(file)),
      text_(text),
      ragged_rows_(ragged_rows),
      separator_(separator),
      field_ends_({separator, '\r', '\n', '"'}) {
  if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) start_ = kByteOrderMark.size();
  position_ = start_;
  counted_ = start_;
}

absl::StatusOr<bool> CsvReader::Next(CsvRow& row) {
  row.fields_.clear();
  row.unescaped_.clear();
  while (position_ < text_.size() && SkipLineEnd()) {
  }
  if (position_ == text_.size()) return false;
  const size_t row_start = position_;
  line_ +=
      static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                  text_.begin() + static_cast<std::ptrdiff_t>(row_start), '\n'));
  counted_ = row_start;
  row.line_ = line_;
  for (bool row_ended = false; !row_ended;) {
    if (absl::Status status = ReadField(row, row_ended); !status.ok()) {
      position_ = row_start;
      return status;
    }
  }
  if (width_ == 0) width_ = row.size();
  if (ragged_rows_ == RaggedRows::kError && row.size() != width_) {
    position_ = row_start;
    return ErrorAtOffset(row_start, absl::StrCat("this row has ", row.size(),
                                                 " fields, the first row has ", width_));
  }
  return true;
}

absl::Status CsvReader::ReadField(CsvRow& row, bool& row_ended) {
  const size_t field_start = position_;
  if (position_ < text_.size() && text_[position_] == '"') {
    if (absl::Status status = ReadQuoted(row); !status.ok()) return status;
  } else {
    position_ = std::min(text_.find_first_of(field_ends_, position_), text_.size());
    if (position_ < text_.size() && text_[position_] == '"') {
      return ErrorAtOffset(position_, "a quote inside a field that does not start with one");
    }
    row.fields_.push_back({text_.substr(field_start, position_ - field_start), field_start});
  }
  const absl::string_view field = row.fields_.back().text;
  if (const size_t invalid = FindInvalidUtf8(field); invalid != field.size()) {
    return ErrorAtOffset(field_start, "this field is not UTF-8");
  }
  row_ended = position_ == text_.size() || SkipLineEnd();
  if (row_ended) return absl::OkStatus();
  if (text_[position_] == separator_) {
    ++position_;
    return absl::OkStatus();
  }
  return ErrorAtOffset(position_,
                       text_[position_] == '\r'
                           ? "a carriage return without a line feed"
                           : "expected a separator or the end of the line after the quote");
}

absl::Status CsvReader::ReadQuoted(CsvRow& row) {
  const size_t quote = position_++;
  size_t piece = position_;
  std::string* unescaped = nullptr;
  while (true) {
    position_ = text_.find('"', position_);
    if (position_ == absl::string_view::npos) {
      position_ = text_.size();
      return ErrorAtOffset(quote, "this quote is never closed");
    }
    const absl::string_view part = text_.substr(piece, position_ - piece);
    ++position_;
    if (position_ == text_.size() || text_[position_] != '"') {
      if (unescaped != nullptr) absl::StrAppend(unescaped, part);
      row.fields_.push_back({unescaped != nullptr ? absl::string_view(*unescaped) : part, quote});
      return absl::OkStatus();
    }
    if (unescaped == nullptr) unescaped = &row.unescaped_.emplace_back();
    absl::StrAppend(unescaped, part, "\"");
    piece = ++position_;
  }
}

bool CsvReader::SkipLineEnd() {
  const absl::string_view rest = text_.substr(position_, 2);
  if (rest.substr(0, 1) == "\n") {
    position_ += 1;
  } else if (rest == "\r\n") {
    position_ += 2;
  } else {
    return false;
  }
  return true;
}

absl::Status CsvReader::ErrorAt(const CsvRow& row, size_t index, absl::string_view what) const {
  if (index < row.fields_.size()) return ErrorAtOffset(row.fields_[index].offset, what);
  return absl::InvalidArgumentError(absl::StrCat(file_, ":", row.line_, ": ", what));
}

absl::Status CsvReader::ErrorAtOffset(size_t offset, absl::string_view what) const {
  const absl::string_view before = text_.substr(start_, offset - start_);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t line_end = before.rfind('\n');
  const absl::string_view in_line =
      before.substr(line_end == absl::string_view::npos ? 0 : line_end + 1);
  const auto column = 1 + std::count_if(in_line.begin(), in_line.end(), [](char c) {
                        return !IsContinuation(static_cast<unsigned char>(c));
                      });
  return absl::InvalidArgumentError(absl::StrCat(file_, ":", line, ":", column, ": ", what));
}

absl::StatusOr<CsvTable> CsvTable::Open(const std::string& path,
                                        const std::vector<absl::string_view>& required,
                                        CsvReader::RaggedRows ragged_rows) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return Parse(path, *std::move(text), required, ragged_rows);
}

absl::StatusOr<CsvTable> CsvTable::Parse(std::string file, std::string text,
                                         const std::vector<absl::string_view>& required,
                                         CsvReader::RaggedRows ragged_rows) {
  auto owned = std::make_unique<const std::string>(std::move(text));
  CsvReader reader(std::move(file), *owned, ragged_rows);
  CsvRow header;
  absl::StatusOr<bool> found = reader.Next(header);
  if (!found.ok()) return found.status();
  std::vector<std::string> columns;
  for (size_t i = 0; i < header.size(); ++i) columns.emplace_back(std::string(header[i]));
  std::vector<std::string> missing;
  for (absl::string_view name : required) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end())
      missing.emplace_back(std::string(name));
  }
  if (!missing.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        reader.file(), ":1:1: columns that are missing: ", absl::StrJoin(missing, ", ")));
  }
  return CsvTable(std::move(owned), std::move(reader), std::move(columns));
}

size_t CsvTable::column(absl::string_view name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  return found == columns_.end() ? kNoColumn : static_cast<size_t>(found - columns_.begin());
}

}  // namespace overstap::data
